"""A table that is open is settled as a whole: everything that waits for its rows, for the better or the worse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dpia.conditions import applies, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from dpia.assess.facts import AnswerFacts
    from dpia.conditions import Condition, Leaf
    from dpia.model import Gate, Measure, Questionnaire, Risk

    Settle = Callable[[Condition, bool], Condition]


def settled_for(
    questionnaire: Questionnaire, facts: AnswerFacts, ref: str, *, favourable: bool
) -> tuple[Questionnaire, AnswerFacts]:
    """The questionnaire and the facts as if the rows were there, and were what the rules wish for (or not)."""

    def waits(leaf: Leaf) -> bool:
        return ref in leaf.refs and leaf.holds(facts) is None

    def settle(condition: Condition, wished: bool) -> Condition:  # noqa: FBT001
        return settled(condition, waits, wished is favourable)

    q = questionnaire
    measures = {key: _measure(measure, settle) for key, measure in q.measures.items()}
    changed = replace(
        q,
        gates={key: _gate(gate, settle) for key, gate in q.gates.items()},
        risks={key: _risk(risk, settle) for key, risk in q.risks.items()},
        measures=measures,
        criteria={
            key: replace(criterion, met=settle(criterion.met, False))
            for key, criterion in q.criteria.items()
        },
    )
    states = {
        key: replace(
            state,
            measure=measures[key],
            applies=applies(measures[key].when, facts),
        )
        for key, state in facts.states.items()
    }
    return changed, replace(facts, states=states)


def _gate(gate: Gate, settle: Settle) -> Gate:
    return replace(
        gate,
        stop=settle(gate.stop, False),
        not_applicable=None if gate.not_applicable is None else settle(gate.not_applicable, True),
        requires=tuple(
            replace(
                need,
                met=settle(need.met, True),
                planned=None if need.planned is None else settle(need.planned, True),
            )
            for need in gate.requires
        ),
    )


def _risk(risk: Risk, settle: Settle) -> Risk:
    return replace(
        risk,
        applies=None if risk.applies is None else settle(risk.applies, False),
        factors=tuple(replace(f, when=settle(f.when, False)) for f in risk.factors),
    )


def _measure(measure: Measure, settle: Settle) -> Measure:
    return replace(
        measure,
        when=None if measure.when is None else settle(measure.when, True),
        adjust=tuple(replace(a, when=settle(a.when, False)) for a in measure.adjust),
    )
