"""A copy of the provider's terms beside the answers: it fills what is open, and what differs is to be resolved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dpia.answers.applies import drop_what_does_not_apply
from dpia.model import UNCLEAR
from dpia.termsreading import CopyFinding, TermsBasis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.model import Answers, Questionnaire, Value
    from dpia.terms.analysis import Analysis
    from dpia.termsreading import CopyAnswer, State


def with_copy(
    questionnaire: Questionnaire,
    answers: Answers,
    found: Iterable[CopyAnswer],
    analysis: Analysis | None = None,
) -> Answers:
    """The answers with what the copy adds; a question that does not apply then stays unasked.

    An answer by hand is kept. Where the copy says something else, the finding says so, until somebody changes
    the answer or explains it in the remark beside it.
    """
    dates = {question.id for question in questionnaire.questions() if question.kind == "date"}
    findings = [
        _finding(answers, one, date.fromisoformat(one.value) if one.ref in dates else one.value)
        for one in found
    ]
    filled = {one.ref: one.found for one in findings if one.state == "filled"}
    whole = replace(answers, values={**answers.values, **filled})
    kept = drop_what_does_not_apply(questionnaire, whole)
    asked = tuple(one for one in findings if one.ref in kept.values)
    return replace(kept, terms=TermsBasis(asked, analysis))


def _finding(answers: Answers, one: CopyAnswer, value: Value) -> CopyFinding:
    entered = answers.values.get(one.ref)
    state = _state(answers, one.ref, entered, value)
    return CopyFinding(one.ref, value, entered, state, one.section, one.page)


def _state(answers: Answers, ref: str, entered: Value | None, value: Value) -> State:
    if entered is None or entered == UNCLEAR:
        return "filled"
    if entered == value:
        return "same"
    explained = answers.notes.get(ref) or answers.notes.get(ref.partition(".")[0])
    return "explained" if explained else "differs"
