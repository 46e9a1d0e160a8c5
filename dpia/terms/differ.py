"""Two versions of terms compared: first what changed in meaning, then the sentences that matter.

Layout, order, numbering and the names of links do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

from dpia.terms.attributes import attributes
from dpia.terms.figures import figures
from dpia.terms.licence import GRANT, READ
from dpia.terms.particulars import named_countries
from dpia.terms.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dpia.terms.analysis import Analysis

ChangeKind = Literal["particular", "licence", "clause"]
Value = str | bool | tuple[str, ...] | None

_PARTICULARS: Final = {
    "party": "contract-party",
    "governing_law": "governing-law",
    "venue": "governing-law",
    "version_date": "dated-version",
}
_DATED: Final = ("version_date",)
_ALIKE: Final = 0.6
_WORDS: Final = re.compile(r"[^\W\d_]+")
_NOT_TEXT: Final = re.compile(r"https?://\S+|www\.\S+|[^\w%€$£]+|\b\d+(?:\.\d+)+\b")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that means something else now. name: attribute or category; None: not said."""

    kind: ChangeKind
    name: str
    category: str
    old: Value
    new: Value

    @property
    def decides(self) -> bool:
        """Whether anything hangs on it; that a text has a new date alone decides nothing."""
        return self.name not in _DATED


@dataclass(frozen=True, slots=True)
class TextChange:
    """A sentence that was changed (old and new), taken out (no new) or added (no old)."""

    old: str
    new: str
    categories: tuple[str, ...]
    section: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two texts. texts: sentences in clauses; others: how many elsewhere."""

    old: Analysis
    new: Analysis
    changes: tuple[Change, ...]
    texts: tuple[TextChange, ...]
    others: int

    @property
    def decides(self) -> tuple[Change, ...]:
        """The changes on which something hangs."""
        return tuple(change for change in self.changes if change.decides)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories in which something that decides has changed."""
        return tuple(dict.fromkeys(change.category for change in self.decides))


def compare(old: Analysis, new: Analysis) -> Difference:
    """Compare two analyses."""
    changes = (*_particulars(old, new), *_licences(old, new), *_clauses(old, new))
    texts = list(_texts(old, new))
    return Difference(
        old,
        new,
        changes,
        tuple(one for one in texts if one.categories),
        sum(1 for one in texts if not one.categories),
    )


def _particulars(old: Analysis, new: Analysis) -> Iterator[Change]:
    for name, category in _PARTICULARS.items():
        before, after = getattr(old.particulars, name), getattr(new.particulars, name)
        if _plain(before) != _plain(after):
            yield Change("particular", name, category, before or None, after or None)


def _plain(value: Value) -> Value:
    return " ".join(value.lower().split()) if isinstance(value, str) else value


def _licences(old: Analysis, new: Analysis) -> Iterator[Change]:
    for name in READ:
        before, after = getattr(old.licence, name), getattr(new.licence, name)
        if isinstance(before, tuple) and set(before) == set(after):
            continue
        if before != after:
            yield Change("licence", name, GRANT, before, after)


def _clauses(old: Analysis, new: Analysis) -> Iterator[Change]:
    """Whether there is such a clause at all, then what it says in particular and its figures."""
    for category in old.patterns.categories:
        if category in {GRANT, "dated-version", "contract-party"}:
            continue
        was, now = old.status(category), new.status(category)
        if was != now:
            yield Change("clause", "status", category, was, now)
            continue
        before, after = said_in(old, category), said_in(new, category)
        for name in before.keys() | after.keys():
            values = before.get(name, ()), after.get(name, ())
            if set(values[0]) != set(values[1]):
                yield Change("clause", name, category, *values)


def said_in(analysis: Analysis, category: str) -> Mapping[str, tuple[str, ...]]:
    """What the clauses of a category say in particular, all together: attributes, countries, figures."""
    said: dict[str, set[str]] = {}
    for clause in analysis.of(category):
        if clause.status != "found":
            continue
        for name, value in attributes(clause, analysis.patterns, analysis.language).items():
            codes = value if isinstance(value, tuple) else () if value is None else (str(value),)
            said.setdefault(name, set()).update(codes)
        said.setdefault("figures", set()).update(figures(clause.low))
        if category == "transfer-countries":
            names = analysis.patterns.countries[analysis.language]
            said.setdefault("countries", set()).update(named_countries(clause.low, names))
    return {name: tuple(sorted(values)) for name, values in said.items()}


def _texts(old: Analysis, new: Analysis) -> Iterator[TextChange]:
    links = sorted(old.copy.links | new.copy.links, key=len, reverse=True)
    before, after = _sentences(old, links), _sentences(new, links)
    gone = [one for key, one in before.items() if key not in after]
    come = [one for key, one in after.items() if key not in before]
    left = list(come)
    for one in gone:
        twin = _twin(one, left)
        if twin is not None:
            left.remove(twin)
        yield TextChange(
            one.text,
            twin.text if twin else "",
            tuple(dict.fromkeys((*one.categories, *(twin.categories if twin else ())))),
            twin.section if twin else one.section,
        )
    for one in left:
        yield TextChange("", one.text, one.categories, one.section)


@dataclass(frozen=True, slots=True)
class _Sentence:
    key: str
    text: str
    section: str
    categories: tuple[str, ...]
    words: frozenset[str]


def _sentences(analysis: Analysis, links: Sequence[str]) -> dict[str, _Sentence]:
    """All sentences by what is left of them without signs, numbers of sections and names of links."""
    within: dict[str, list[str]] = {}
    for clause in analysis.clauses:
        for hit in clause.hits:
            within.setdefault(hit.unit.text, []).append(clause.category)
    found: dict[str, _Sentence] = {}
    for unit in analysis.units:
        low = folded(unit.text)
        for link in links:
            low = low.replace(link, " @ ")
        key = _NOT_TEXT.sub(" ", low).strip()
        if key:
            words = frozenset(_WORDS.findall(low))
            categories = tuple(dict.fromkeys(within.get(unit.text, ())))
            found[key] = _Sentence(key, unit.text, unit.place.section, categories, words)
    return found


def _twin(one: _Sentence, others: Sequence[_Sentence]) -> _Sentence | None:
    """The sentence that this one has become: the most alike, if alike enough."""
    best, height = None, _ALIKE
    for other in others:
        common = len(one.words & other.words)
        if 2 * common < _ALIKE * (len(one.words) + len(other.words)):
            continue
        ratio = SequenceMatcher(None, one.key, other.key, autojunk=False).ratio()
        if ratio > height:
            best, height = other, ratio
    return best
