"""The words of what changed between two versions; where the questionnaire is not at hand, codes stand for titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from dpia.i18n import messages, short_date
from dpia.model import NO, UNCLEAR, YES, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.model import Column, Option, Question, Questionnaire, Table
    from dpia.register.changes import Recorded
    from dpia.register.finding_changes import Figure


class _Titled(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def title(self) -> Text: ...


_CATALOGUES = ("gate", "risk", "measure")
_SAID = {YES: "yes", NO: "no", UNCLEAR: "unclear"}


@dataclass(frozen=True)
class ChangeWords:
    """Looks things up in one language. questionnaire: of today, knowing what the user added; None: not at hand."""

    questionnaire: Questionnaire | None
    language: str

    def say(self, key: str, **values: object) -> str:
        """A fixed wording."""
        return messages("changes")(key, self.language, **values)

    def text(self, text: Text) -> str:
        """A wording of the questionnaire."""
        return text[self.language]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by id."""
        return {q.id: q for q in self.questionnaire.questions()} if self.questionnaire else {}

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Every table by id."""
        return {t.id: t for t in self.questionnaire.tables()} if self.questionnaire else {}

    def catalogue(self, kind: str) -> Mapping[str, Any]:
        """The things of the questionnaire that have code and title: gates, risks, measures."""
        if self.questionnaire is None or kind not in _CATALOGUES:
            return {}
        found: Mapping[str, Any] = getattr(self.questionnaire, f"{kind}s")
        return found

    def titled(self, kind: str, key: str, code: str = "", title: str = "") -> str:
        """Code and title; of what the questionnaire does not know, what was stored of it."""
        thing: _Titled | None = self.catalogue(kind).get(key)
        if thing is not None:
            code, title = thing.code, self.text(thing.title)
        return self.say("named", code=code or key, title=title).strip()

    def term(self, vocabulary: str, code: object) -> str:
        """A term of the questionnaire's vocabularies."""
        known = self.questionnaire.terms.get(vocabulary, {}) if self.questionnaire else {}
        entry = known.get(str(code))
        return str(code) if entry is None else self.text(entry)

    def level(self, code: object) -> str:
        """A class of risk; where no risk applies there is none."""
        if code in (None, ""):
            return self.say("not-applicable")
        classes = self.questionnaire.scale.classes if self.questionnaire else {}
        return self.text(classes[str(code)]) if str(code) in classes else str(code)

    def levels(self, span: tuple[Any, Any]) -> str:
        """A class, or from best to worst."""
        return self._range(*map(self.level, span))

    def figure(self, figure: Figure) -> str:
        """A place in the matrix in words."""
        if figure.level == (None, None):
            return self.say("not-applicable")
        numbers = {
            name: self._numbers(getattr(figure, name)) for name in ("severity", "likelihood")
        }
        return self.say("figure", level=self.levels(figure.level), **numbers)

    def decision(self, found: tuple[Any, Any, Any]) -> str:
        """A proposal, with what open answers can still make of it."""
        proposed, best, worst = (self.term("decisions", one) if one else "" for one in found)
        if not proposed:
            return self.say("none")
        if best == worst:
            return proposed
        return self.say("decision-range", proposed=proposed, best=best, worst=worst)

    def decided(self, code: str) -> str:
        """What was decided: on the processing, or of a memo whether a DPIA is carried out."""
        memo = messages("register")
        key = f"memo-{code}"
        return memo(key, self.language) if key in memo else self.term("decisions", code)

    def truth(self, value: object) -> str:
        """Yes, no, open."""
        return self.say("open" if value is None else "yes" if value else "no")

    def day(self, iso: str) -> str:
        """A date in figures."""
        try:
            return short_date(date.fromisoformat(iso), self.language)
        except ValueError:
            return iso

    def side(self, recorded: Recorded) -> str:
        """Which of the versions it is."""
        day = self.day(recorded.on)
        if recorded.version is None:
            return self.say("side-draft", date=day)
        return self.say("side-version", number=recorded.version, date=day)

    def value(self, value: object, asked: Question | Column | None) -> str:
        """A stored answer as a person reads it."""
        if value is None or value == "":
            return self.say("not-answered")
        options: tuple[Option, ...] = asked.options if asked is not None else ()
        label = next((self.text(one.label) for one in options if one.id == value), None)
        if label is not None:
            return label
        kind = asked.kind if asked is not None else "yes-no"
        if value == UNCLEAR or (kind in {"yes-no", "multi"} and value in _SAID):
            return self.say(_SAID[str(value)])
        return self.day(str(value)) if kind == "date" else self._number(value)

    def _number(self, value: object) -> str:
        if not isinstance(value, int | float):
            return str(value)
        figure = f"{value:.15g}"
        return figure.replace(".", ",") if self.language == "de" else figure

    def _numbers(self, span: tuple[Any, Any]) -> str:
        return self._range(*map(str, span))

    def _range(self, best: str, worst: str) -> str:
        return worst if best == worst else self.say("range", best=best, worst=worst)
