"""How a questionnaire reads terms: which gates and risks a finding touches, and which questions it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.model import Grounds, Question, Text

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
            for option in question.options if isinstance(value, tuple) else ():
                yield f"{self.question}.{option.id}", "yes" if option.id in value else "no"
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
