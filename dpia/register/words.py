"""What stands in the register, in the words of one language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from dpia.answers import with_own
from dpia.i18n import messages, short_date
from dpia.model import Row
from dpia.register.reading import items, mapping, text
from dpia.tables import OWN_MEASURES, OWN_RISKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from dpia.model import Questionnaire, Text, Value

_SOON_DAYS = 14


class _Titled(Protocol):
    @property
    def title(self) -> Text: ...


def _cells(row: Mapping[str, object]) -> dict[str, Value]:
    return {key: text(value) for key, value in row.items() if key != "id"}


@dataclass(frozen=True, slots=True)
class Words:
    """Looks things up; where a questionnaire is not at hand any more, the code stands for the title."""

    language: str
    questionnaire: Questionnaire | None
    on: date

    def knowing_own(self, answers: Mapping[str, object]) -> Words:
        """These words with the risks and measures that a stored assessment added: their titles stand there."""
        if self.questionnaire is None:
            return self
        stored = mapping(answers.get("tables"))
        tables = {
            name: tuple(Row(text(row.get("id")), _cells(row)) for row in items(stored.get(name)))
            for name in (OWN_RISKS, OWN_MEASURES)
        }
        return replace(self, questionnaire=with_own(self.questionnaire, tables))

    def say(self, key: str, **values: object) -> str:
        """A wording of the register."""
        return messages("register")(key, self.language, **values)

    def status(self, family: str, code: str) -> str:
        """A status in words; a code that this version does not know stays as it is."""
        key = f"{family}-{code.lower().replace('_', '-')}" if code else f"{family}-none"
        return self.say(key) if key in messages("register") else code

    def text(self, text: Text | None) -> str:
        """A wording of the questionnaire."""
        return "" if text is None else text[self.language]

    def term(self, vocabulary: str, code: str) -> str:
        """A term of the questionnaire's vocabularies."""
        terms: Mapping[str, Text] = (
            self.questionnaire.terms.get(vocabulary, {}) if self.questionnaire else {}
        )
        return self.text(terms[code]) if code in terms else code

    def terms(self, vocabulary: str, codes: Iterable[str]) -> str:
        """Several terms, one a line."""
        return "\n".join(self.term(vocabulary, code) for code in codes)

    def level(self, code: str) -> str:
        """A class of the scale, e.g. "hohes Risiko"."""
        scale = self.questionnaire.scale if self.questionnaire else None
        return self.text(scale.classes.get(code)) or code if scale else code

    def levels(self, best: str, worst: str) -> str:
        """A class, or the worst with the best where open answers leave a range."""
        if not worst:
            return ""
        if best in ("", worst):
            return self.level(worst)
        return self.say("level-range", worst=self.level(worst), best=self.level(best))

    def day(self, value: date) -> str:
        """A date in figures."""
        return short_date(value, self.language)

    def titled(self, code: str, thing: _Titled | None) -> str:
        """Code and title."""
        if thing is None:
            return code
        return self.say("coded", code=code, title=self.text(thing.title))

    def lines(self, items: Iterable[str]) -> str:
        """A list, one item a line, each only once."""
        found = list(dict.fromkeys(item for item in items if item))
        if len(found) == 1:
            return found[0]
        return "\n".join(self.say("list-item", text=item) for item in found)

    def running(self, items: Iterable[str]) -> str:
        """A list in running text, each item only once."""
        return "; ".join(dict.fromkeys(item for item in items if item))

    def due(self, due: date | None, status: str) -> str:
        """How the due date of a measure stands on the date of the register."""
        if status == "implemented":
            return self.say("due-done")
        if status == "not-planned":
            return self.say("due-unplanned")
        return self.say("due-none") if due is None else self._dated(due)

    def review(self, due: date | None) -> str:
        """How the next review stands."""
        return self.say("review-none") if due is None else self._dated(due)

    def is_overdue(self, due: date | None, status: str) -> bool:
        """Whether a measure that should be done by now is not."""
        return due is not None and due < self.on and status not in ("implemented", "not-planned")

    def _dated(self, due: date) -> str:
        days = (due - self.on).days
        key = "due-overdue" if days < 0 else "due-soon" if days <= _SOON_DAYS else "due-later"
        return self.say(key, date=self.day(due))
