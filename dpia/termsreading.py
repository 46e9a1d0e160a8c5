"""How a questionnaire reads terms: which gates and risks a finding touches, and which questions it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.model import Grounds, Question, Text, Value
    from dpia.terms.analysis import Analysis

Fact = str | bool | tuple[str, ...] | None
"""A code, a truth, several codes; None where the text does not say."""

How = Literal["date", "yes-no", "options"]


@dataclass(frozen=True, slots=True)
class Touch:
    """What a clause of one category means here."""

    category: str
    gates: tuple[str, ...]
    risks: tuple[str, ...]
    follows: Text
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """One rule: the answer where a fact is (wanted, one) or has (wanted, several), or the fact itself (how)."""

    question: str
    fact: str
    wanted: str = ""
    answer: str = ""
    how: How | None = None

    def answers(self, facts: Mapping[str, Fact], question: Question) -> Iterator[tuple[str, str]]:
        """The answers by reference; none where the text does not say."""
        value = facts.get(self.fact)
        if value is None or value == ():
            return
        if self.how == "options":
            named = value if isinstance(value, tuple) else ()
            for option in question.options:
                yield f"{self.question}.{option.id}", "yes" if option.id in named else "no"
        elif self.how == "yes-no":
            if isinstance(value, bool):
                yield self.question, "yes" if value else "no"
        elif self.how == "date":
            yield self.question, str(value)
        elif self.wanted == value or (isinstance(value, tuple) and self.wanted in value):
            yield self.question, self.answer


@dataclass(frozen=True, slots=True)
class TermsReading:
    """All that one questionnaire makes of terms."""

    touches: Mapping[str, Touch]
    answers: tuple[AnswerRule, ...]


@dataclass(frozen=True, slots=True)
class CopyAnswer:
    """What a copy answers. value: option id, "yes" or "no", or an ISO date. section, page: where it stands."""

    ref: str
    value: str
    section: str = ""
    page: int | None = None


State = Literal["filled", "same", "differs", "explained"]
"""An open answer filled by the copy; the same by hand; another by hand; another, with a remark that explains it."""


@dataclass(frozen=True, slots=True)
class CopyFinding:
    """What a copy of terms answers, held against the answer by hand. section, page: where it stands."""

    ref: str
    found: Value
    entered: Value | None
    state: State
    section: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class TermsBasis:
    """The copy of terms on which an assessment rests. analysis: what else is in it."""

    findings: tuple[CopyFinding, ...]
    analysis: Analysis | None = None

    @property
    def differing(self) -> tuple[CopyFinding, ...]:
        """The findings that somebody has to resolve."""
        return tuple(one for one in self.findings if one.state == "differs")
