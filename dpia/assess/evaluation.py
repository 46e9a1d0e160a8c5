"""What follows from the facts: threshold, gates, risks and proposal; anew, or only as far as a change goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.assess.gates import assess_gate, gate_range
from dpia.assess.result import Headline
from dpia.assess.scoring import score_risk
from dpia.assess.threshold import assess_threshold
from dpia.assess.verdict import decide

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import (
        DecisionFinding,
        GateFinding,
        GateStatus,
        RiskFinding,
        Stage,
        Threshold,
    )
    from dpia.model import Questionnaire


_RESIDUAL: Final[tuple[Stage, ...]] = ("today", "target")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that one set of facts leads to, by id."""

    facts: AnswerFacts
    threshold: Threshold
    gates: Mapping[str, GateFinding]
    ranges: Mapping[str, tuple[GateStatus, GateStatus]]
    risks: Mapping[str, RiskFinding]
    decision: DecisionFinding
    headline: Headline


def evaluate(questionnaire: Questionnaire, facts: AnswerFacts) -> Evaluation:
    """Evaluate everything."""
    threshold = assess_threshold(questionnaire, facts)
    facts = facts.knowing(
        threshold=threshold.result, threshold_justification=threshold.justification
    )
    gates = {gate.id: assess_gate(gate, facts) for gate in questionnaire.gates.values()}
    ranges = {gate.id: gate_range(gate, facts) for gate in questionnaire.gates.values()}
    risks = {
        risk.id: score_risk(questionnaire, facts, risk) for risk in questionnaire.risks.values()
    }
    return _conclude(questionnaire, facts, threshold, gates, ranges, risks)


def re_evaluate(
    questionnaire: Questionnaire,
    before: Evaluation,
    facts: AnswerFacts,
    *,
    threshold: Threshold | None,
    gates: Collection[str],
    risks: Collection[str],
) -> Evaluation:
    """Evaluate other facts when it is known which gates and risks look at what has changed.

    These risks are scored today and after the plan only, which is what the result hangs on.

    Args:
        questionnaire: may itself differ from the one before, in these gates and risks.
        before: the evaluation of which the rest is kept.
        facts: the changed facts.
        threshold: the threshold analysis, where it has changed.
        gates: the ids of the gates to evaluate anew.
        risks: the ids of the risks to score anew.
    """
    threshold = threshold or before.threshold
    facts = facts.knowing(
        threshold=threshold.result, threshold_justification=threshold.justification
    )
    found, ranges, scored = dict(before.gates), dict(before.ranges), dict(before.risks)
    for key in gates:
        gate = questionnaire.gates[key]
        found[key], ranges[key] = assess_gate(gate, facts), gate_range(gate, facts)
    for key in risks:
        scored[key] = score_risk(questionnaire, facts, questionnaire.risks[key], _RESIDUAL)
    return _conclude(questionnaire, facts, threshold, found, ranges, scored)


def _conclude(
    questionnaire: Questionnaire,
    facts: AnswerFacts,
    threshold: Threshold,
    gates: dict[str, GateFinding],
    ranges: dict[str, tuple[GateStatus, GateStatus]],
    risks: dict[str, RiskFinding],
) -> Evaluation:
    listed, scored = tuple(gates.values()), tuple(risks.values())
    return Evaluation(
        facts=facts,
        threshold=threshold,
        gates=gates,
        ranges=ranges,
        risks=risks,
        decision=decide(questionnaire, facts, listed, ranges, scored),
        headline=_headline(questionnaire, listed, scored),
    )


def _headline(
    questionnaire: Questionnaire, gates: Iterable[GateFinding], risks: Iterable[RiskFinding]
) -> Headline:
    """Never an average: the highest single level of each column (fact sheet 4.6 rule 8)."""
    rank = questionnaire.scale.class_rank
    scored = tuple(risks)

    def highest(stage: Stage, end: str) -> str:
        levels = [
            getattr(risk.scores[stage], end).level
            for risk in scored
            if risk.applies or (risk.applies is None and end == "worst")
        ]
        return max(levels, key=rank.__getitem__, default=min(rank, key=rank.__getitem__))

    return Headline(
        stops_not_met=sum(1 for gate in gates if gate.stop and gate.status == "not_met"),
        highest_today=highest("today", "worst"),
        highest_today_best=highest("today", "best"),
        highest_target=highest("target", "worst"),
        highest_target_best=highest("target", "best"),
    )
