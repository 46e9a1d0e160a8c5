"""The ways in which an open answer can turn out, no more of them than the rules tell apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dpia.conditions import Answered, Between, LaterThan, applies
from dpia.model import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dpia.assess.facts import AnswerFacts, MeasureState
    from dpia.conditions import Leaf
    from dpia.model import Question, Value

LONG_AGO: Final = date(1900, 1, 1)
FAR_OFF: Final = date(2999, 12, 31)
_ENTERED: Final = "…"


def ways_to_answer(
    question: Question, ref: str, leaves: Iterable[Leaf], facts: AnswerFacts
) -> list[AnswerFacts]:
    """The facts with the question answered, once for each answer that some rule takes differently."""
    leaves = tuple(leaves)
    found: dict[tuple[bool | None, ...], AnswerFacts] = {}
    for value in _candidates(question, ref, leaves, facts):
        values = {**facts.answers.values, ref: value}
        other = replace(facts, answers=replace(facts.answers, values=values))
        found.setdefault(tuple(leaf.holds(other) for leaf in leaves), other)
    return list(found.values())


def without(question: Question, facts: AnswerFacts) -> AnswerFacts:
    """The facts without the answer to a question that is then certainly not asked (else unchanged)."""
    values = facts.answers.values
    given = [ref for ref in question.answer_ids if ref in values]
    if not given or applies(question.when, facts) is not False:
        return facts
    kept = {ref: value for ref, value in values.items() if ref not in given}
    return replace(facts, answers=replace(facts.answers, values=kept))


def follow_up(
    question: Question, leaves: Iterable[Leaf], before: AnswerFacts, after: AnswerFacts
) -> AnswerFacts:
    """The facts after an answer with the detail filled in that only this answer asks for (else unchanged)."""
    free = question.kind in {"text", "long-text", "date"} and after.value(question.id) is None
    when = question.when
    if not free or when is None or not when.holds(after) or when.holds(before):
        return after
    detail = next(_candidates(question, question.id, tuple(leaves), after))
    values = {**after.answers.values, question.id: detail}
    return replace(after, answers=replace(after.answers, values=values))


def _candidates(
    question: Question, ref: str, leaves: tuple[Leaf, ...], facts: AnswerFacts
) -> Iterator[Value]:
    if question.kind in {"yes-no", "multi"}:
        yield from (YES, NO)
    elif question.kind == "choice":
        yield from (option.id for option in question.options)
    elif question.kind in {"integer", "number"}:
        yield from _numbers(question, leaves)
    elif question.kind == "date":
        yield from _days(ref, leaves, facts)
    else:
        longest = max((leaf.min_length for leaf in leaves if isinstance(leaf, Answered)), default=1)
        yield from ("x" * max(longest, 1), "x")


def _numbers(question: Question, leaves: tuple[Leaf, ...]) -> Iterator[float]:
    """The bounds of the rules and their neighbours, as far as the question admits them."""
    bounds = [
        bound
        for leaf in leaves
        if isinstance(leaf, Between)
        for bound in (leaf.at_least, leaf.at_most)
        if bound is not None
    ]
    for bound in bounds or [question.minimum or 0]:
        for number in (bound, bound - 1, bound + 1):
            low = question.minimum is None or number >= question.minimum
            if low and (question.maximum is None or number <= question.maximum):
                yield number


def _days(ref: str, leaves: tuple[Leaf, ...], facts: AnswerFacts) -> Iterator[date]:
    """Today, very early, very late, and either side of the dates that it is compared with."""
    yield from (facts.today, LONG_AGO, FAR_OFF)
    for leaf in leaves:
        if isinstance(leaf, LaterThan):
            other = facts.value(leaf.other if leaf.subject == ref else leaf.subject)
            if isinstance(other, date):
                yield from (other, other + timedelta(1), other - timedelta(1))


def ways_to_do(state: MeasureState) -> tuple[MeasureState, MeasureState]:
    """The best and the worst that can become of a measure: in place with all it needs, or not planned."""
    done = replace(
        state,
        status="implemented",
        counts_as="implemented",
        evidence=state.evidence or _ENTERED,
        owner=state.owner or _ENTERED,
    )
    return done, replace(state, status="not-planned", counts_as="not-planned")
