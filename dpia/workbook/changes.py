"""What a person is told after an upgrade, in words: what to answer again, what is new, changed and gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dpia.i18n import messages, quoted
from dpia.model import Question
from dpia.workbook.form import parent_of
from dpia.workbook.markers import TABLE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dpia.model import Problem, Questionnaire
    from dpia.workbook.carry import Carried
    from dpia.workbook.differences import Detail, Difference, Differences
    from dpia.workbook.form import Form

    Worded = Callable[[Problem], str]

Section = Literal["again", "lost", "new", "changed", "dropped", "explained"]
SECTIONS: tuple[Section, ...] = ("again", "lost", "new", "changed", "dropped", "explained")
"""In the order in which a person has to look at them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. subject: the question or table of the new workbook that it is about ("" where it is gone)."""

    section: Section
    subject: str
    told: str
    detail: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class ChangeList:
    """All lines, between which versions, and what could not be compared.

    source: the name of the workbook whose place an upgraded one takes ("" for one that begins anew).
    """

    source: str
    before: str
    after: str
    carried: int
    entries: tuple[Entry, ...]
    guided: bool = True

    def of(self, section: Section) -> tuple[Entry, ...]:
        """The lines of one section."""
        return tuple(entry for entry in self.entries if entry.section == section)


def change_list(
    words: ChangeWords,
    carried: Carried,
    compared: tuple[Form, Differences] | None,
    *,
    source: str,
    before: str,
) -> ChangeList:
    """Put it all into words; compared is None where the workbook was of another questionnaire."""
    entries = [*words.again(carried), *words.lost(carried)]
    guided = True
    if compared is not None:
        old, differences = compared
        entries += words.compared(old, differences, {entry.told for entry in entries})
        guided = differences.guided
    order = {section: place for place, section in enumerate(SECTIONS)}
    entries.sort(key=lambda entry: order[entry.section])
    return ChangeList(source, before, words.version, carried.count, tuple(entries), guided)


class ChangeWords:
    """The words of today's questionnaire in one language; worded says what is wrong with an answer."""

    def __init__(self, questionnaire: Questionnaire, language: str, worded: Worded) -> None:
        self.version = questionnaire.version
        self.language = language
        self.worded = worded
        self.asked = questionnaire.by_reference()

    def _say(self, key: str, **values: object) -> str:
        return messages("upgrade")(key, self.language, **values)

    def _name(self, subject: str) -> str:
        """Code and words of a question or table of today."""
        item = self.asked[subject]
        text = item.text if isinstance(item, Question) else item.title
        return f"{item.code} {text[self.language]}".strip()

    def again(self, carried: Carried) -> Iterator[Entry]:
        """What has to be answered again, and why."""
        for one in carried.again:
            subject = self._subject(one.problem.subject)
            told = one.problem.subject
            if subject in self.asked:
                words = (self._name(subject), one.row, self._part(subject, told))
                told = " – ".join(word for word in words if word)
            yield Entry("again", subject, told, self.worded(one.problem), one.value)

    def _part(self, subject: str, reference: str) -> str:
        """The column or option of a question or table that the subject of a problem speaks of."""
        part, item = reference.rpartition(".")[2], self.asked[subject]
        if isinstance(item, Question):
            return next((o.label[self.language] for o in item.options if o.id == part), "")
        return next((c.title[self.language] for c in item.columns if c.id == part), "")

    def _subject(self, reference: str) -> str:
        """The question or table that the subject of a problem speaks of."""
        parent = parent_of(reference)
        return f"{TABLE_PREFIX}{parent}" if "#" in reference else parent

    def lost(self, carried: Carried) -> Iterator[Entry]:
        """What found no place, with its value."""
        for one in carried.lost:
            yield Entry("lost", "", one.told, self._say("lost-place", place=one.place), one.value)

    def compared(self, old: Form, differences: Differences, told: set[str]) -> Iterator[Entry]:
        """What is new, changed and gone."""
        for one in differences.of("new"):
            yield Entry("new", one.subject, self._name(one.subject))
        for one in differences.of("changed"):
            yield Entry("changed", one.subject, self._name(one.subject), self._details(one))
        for one in differences.of("dropped"):
            asked = old.asked[one.subject]
            name = f"{asked.code} {asked.text}".strip()
            if not any(line.startswith(name) for line in told):
                yield Entry("dropped", "", name, self._say("dropped-empty"))
        for subject in differences.explained:
            yield Entry("explained", subject, self._name(subject))

    def _details(self, difference: Difference) -> str:
        return "\n".join(self._detail(detail) for detail in difference.details)

    def _detail(self, detail: Detail) -> str:
        before, after = detail.before, detail.after
        if detail.key == "kind":
            before, after = (self._say(f"kind-{kind}") for kind in (before, after))
        labels = "; ".join(quoted(label, self.language) for label in detail.labels)
        text = self._say(f"detail-{detail.key}", before=before, after=after, labels=labels)
        return f"{detail.part}: {text}" if detail.part else text
