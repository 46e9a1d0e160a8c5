"""What is different between two workbooks: questions, choices, kinds, duties, tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dpia.workbook.form import Asked, parent_of
from dpia.workbook.markers import TABLE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.workbook.form import Form, Sort


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is different: a message key (detail-...), its values, and the column or option it is in."""

    key: str
    before: str = ""
    after: str = ""
    labels: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question or table that is new, changed or dropped."""

    subject: str
    state: Literal["new", "changed", "dropped"]
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """All of them, in the order of the newer workbook (dropped ones in that of the older).

    explained: subjects of which only the explanation reads differently. new_rows: rows that the questionnaire
    brings along now ("table#row"), in tables that were there before. guided: whether both workbooks have their
    drop-downs, so that kinds and choices could be compared.
    """

    found: tuple[Difference, ...]
    explained: tuple[str, ...]
    new_rows: tuple[str, ...]
    guided: bool

    def of(self, state: str) -> tuple[Difference, ...]:
        """The new, changed or dropped ones."""
        return tuple(one for one in self.found if one.state == state)


def compare(old: Form, new: Form) -> Differences:
    """Compare two forms in the same language."""
    guided = old.guided and new.guided
    before, after = _children(old), _children(new)
    found, explained = [], []
    for subject, asked in new.asked.items():
        if asked.sort not in ("question", "table"):
            continue
        earlier = old.asked.get(subject)
        if earlier is None:
            found.append(Difference(subject, "new"))
            continue
        details = (
            *_own(earlier, asked, guided=guided),
            *_parts(before[subject], after[subject], guided=guided),
        )
        if details:
            found.append(Difference(subject, "changed", details))
        elif earlier.help != asked.help:
            explained.append(subject)
    dropped = (
        Difference(subject, "dropped")
        for subject, asked in old.asked.items()
        if asked.sort in ("question", "table") and subject not in new.asked
    )
    rows = (
        subject.removeprefix(TABLE_PREFIX)
        for subject, asked in new.asked.items()
        if asked.sort == "row" and subject not in old.asked and parent_of(subject) in old.asked
    )
    return Differences((*found, *dropped), tuple(explained), tuple(rows), guided)


def _children(form: Form) -> Mapping[str, dict[str, Asked]]:
    """Options, columns and rows by what they belong to."""
    children: dict[str, dict[str, Asked]] = defaultdict(dict)
    for subject, asked in form.asked.items():
        parent = parent_of(subject)
        if parent != subject:
            children[parent][subject] = asked
    return children


def _own(old: Asked, new: Asked, *, guided: bool) -> Iterator[Detail]:
    """What is different in a question, table or column itself."""
    if old.text != new.text:
        yield Detail("wording", old.text, new.text)
    if old.required != new.required:
        yield Detail("required-now" if new.required else "required-no-more")
    if not guided or not old.kind or not new.kind:
        return
    if old.kind != new.kind:
        yield Detail("kind", old.kind, new.kind)
    elif old.choices != new.choices:
        yield from _choices(old, new)


def _parts(old: Mapping[str, Asked], new: Mapping[str, Asked], *, guided: bool) -> Iterator[Detail]:
    """What is different in options, columns and proposed rows."""
    sorts: tuple[Sort, ...] = ("option", "column", "row")
    for sort in sorts:
        gone = tuple(a.text for key, a in old.items() if a.sort == sort and key not in new)
        come = tuple(a.text for key, a in new.items() if a.sort == sort and key not in old)
        yield from _named(sort, gone, come)
    for key, asked in new.items():
        earlier = old.get(key)
        if earlier is None or asked.sort == "row":
            continue
        for detail in _own(earlier, asked, guided=guided):
            yield replace(detail, part=earlier.text)


def _choices(old: Asked, new: Asked) -> Iterator[Detail]:
    """What is different among the choices; where both workbooks know their ids, a new label is no new choice."""
    if not (all(old.ids) and all(new.ids) and old.ids and new.ids):
        yield from _labels("choice", old.choices, new.choices)
        return
    before = dict(zip(old.ids, old.choices, strict=True))
    after = dict(zip(new.ids, new.choices, strict=True))
    gone = tuple(label for key, label in before.items() if key not in after)
    come = tuple(label for key, label in after.items() if key not in before)
    yield from _named("choice", gone, come)
    for key, label in after.items():
        if before.get(key, label) != label:
            yield Detail("choice-renamed", before[key], label)


def _labels(sort: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Detail]:
    gone = tuple(label for label in old if label not in new)
    come = tuple(label for label in new if label not in old)
    yield from _named(sort, gone, come)


def _named(sort: str, gone: tuple[str, ...], come: tuple[str, ...]) -> Iterator[Detail]:
    if gone:
        yield Detail(f"{sort}-gone", labels=gone)
    if come:
        yield Detail(f"{sort}-new", labels=come)
