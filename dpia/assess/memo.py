"""The threshold analysis by itself: what it still waits for, what each open answer would decide, what it sets off.

It looks at two sheets only, so that it can be done before anybody starts an assessment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dpia.assess.facts import gather
from dpia.assess.threshold import DECISION, assess_threshold
from dpia.conditions import applies
from dpia.model import NO, UNCLEAR, YES, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import Assessment, GateFinding, RuleFinding, Threshold
    from dpia.model import Answers, Questionnaire

SHEET: Final = "threshold"
DPO_GATE: Final = "dpo"
DECIDED_BY: Final = "dpia-decided-by"
DECIDED_ON: Final = "dpia-decided-on"
NEEDED: Final = (
    *("controller-name", "processing-name", "sector", "federal-state"),
    *("dpo-designated", "persons-processing", "other-states"),
)
"""What the memo needs of the general details."""

_RESULTS: Final = ("result:threshold", "result:threshold-justification")


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An open answer, and the result that each way of answering it would give while the others stay open."""

    ref: str
    given_unclear: bool
    required: bool
    outcomes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """The threshold analysis with its duty to designate a DPO, its inconsistencies and its open answers.

    decided_by, decided_on: by whom and when the controller decided ("" and None while open).
    """

    threshold: Threshold
    gate: GateFinding | None
    rules: tuple[RuleFinding, ...]
    open: tuple[OpenAnswer, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """What must be answered before the memo can be final, the decision of the controller included."""
        needed = [answer.ref for answer in self.open if answer.required]
        return (*needed, *(() if self.threshold.decided else (DECISION,)))

    @property
    def errors(self) -> tuple[RuleFinding, ...]:
        """The inconsistencies that a final memo must not have."""
        return tuple(rule for rule in self.rules if rule.severity == "error")

    @property
    def complete(self) -> bool:
        """Whether it could be final."""
        return not self.lacking and not self.errors


def memo_of(questionnaire: Questionnaire, answers: Answers, assessment: Assessment) -> Memo:
    """Return what the memo tells of an assessment."""
    facts = gather(questionnaire, answers, assessment.on)
    asked = dict(_asked(questionnaire))
    known = {*asked, *_RESULTS}
    return Memo(
        threshold=assessment.threshold,
        gate=next((gate for gate in assessment.gates if gate.id == DPO_GATE), None),
        # A rule that rests on no answer (a cap that was reached, say) is none of the two sheets' either.
        rules=tuple(r for r in assessment.rules if r.because and known.issuperset(r.because)),
        open=tuple(_open(questionnaire, facts, assessment.threshold, asked)),
    )


def _asked(questionnaire: Questionnaire) -> Iterator[tuple[str, Question]]:
    """Every answer that the memo looks at."""
    for sheet in questionnaire.sheets:
        for item in sheet.items:
            if isinstance(item, Question) and (sheet.id == SHEET or item.id in NEEDED):
                for ref in item.answer_ids:
                    yield ref, item


def _open(
    questionnaire: Questionnaire,
    facts: AnswerFacts,
    threshold: Threshold,
    asked: dict[str, Question],
) -> Iterator[OpenAnswer]:
    """What is required and missing, and what a criterion waits for, in the order of the questionnaire."""
    waiting = {ref for found in threshold.criteria if found.met is None for ref in found.because}
    for question in questionnaire.questions():
        for ref in question.answer_ids:
            value = facts.value(ref)
            if value is not None and value != UNCLEAR:
                continue
            asks = ref in asked and applies(question.when, facts) is True
            required = asks and question.required
            # What other sheets ask counts only once it was answered with "unclear".
            waits = ref in waiting and (ref in asked or value == UNCLEAR)
            if required or waits:
                outcomes = _outcomes(questionnaire, facts, question, ref) if waits else ()
                yield OpenAnswer(ref, value == UNCLEAR, required, tuple(outcomes))


def _outcomes(
    questionnaire: Questionnaire, facts: AnswerFacts, question: Question, ref: str
) -> Iterator[tuple[str, str]]:
    """The result for every answer that can be chosen."""
    chosen = [YES, NO]
    if question.kind == "choice":
        chosen = [option.id for option in question.options]
    for value in chosen if question.kind in {"yes-no", "multi", "choice"} else ():
        values = {**facts.answers.values, ref: value}
        other = replace(facts, answers=replace(facts.answers, values=values))
        yield value, assess_threshold(questionnaire, other).result
