"""The whole assessment: threshold, gates, risks, measures, decision, consistency, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.facts import gather
from dpia.assess.gates import assess_gate, gate_range
from dpia.assess.opened import list_open
from dpia.assess.result import Assessment, Headline, MeasureFinding, RuleFinding
from dpia.assess.scoring import score_risk
from dpia.assess.threshold import assess_threshold
from dpia.assess.verdict import decide
from dpia.conditions import references

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import GateFinding, RiskFinding, Stage
    from dpia.model import Answers, Questionnaire


def assess(questionnaire: Questionnaire, answers: Answers, on: date) -> Assessment:
    """Assess checked answers on a date. Pure: the same arguments give the same result."""
    facts = gather(questionnaire, answers, on)
    threshold = assess_threshold(questionnaire, facts)
    facts = facts.knowing(threshold=threshold.result)
    gates = tuple(assess_gate(gate, facts) for gate in questionnaire.gates.values())
    ranges = {gate.id: gate_range(gate, facts) for gate in questionnaire.gates.values()}
    risks = tuple(score_risk(questionnaire, facts, risk) for risk in questionnaire.risks.values())
    decision = decide(questionnaire, facts, gates, ranges, risks)
    headline = _headline(questionnaire, gates, risks)
    facts = facts.knowing(
        highest_today=headline.highest_today,
        highest_target=headline.highest_target,
        **({"decision_taken": decision.taken} if decision.taken else {}),
    )
    opened = list_open(questionnaire, facts, threshold, gates, risks)
    return Assessment(
        questionnaire_id=questionnaire.id,
        questionnaire_version=questionnaire.version,
        questionnaire_digest=questionnaire.digest,
        on=on,
        complete=not any(item.required for item in opened),
        threshold=threshold,
        gates=gates,
        risks=risks,
        measures=tuple(_measures(facts)),
        rules=tuple(_rules(questionnaire, facts)),
        decision=decision,
        headline=headline,
        open=opened,
    )


def _measures(facts: AnswerFacts) -> list[MeasureFinding]:
    return [
        MeasureFinding(
            id=state.measure.id,
            code=state.measure.code,
            applies=state.applies,
            baseline=state.baseline,
            status=state.status or "",
            counts_as=state.counts_as or "",
            evidence=state.evidence,
            owner=state.owner,
            due=state.due,
            reason=state.reason,
            risks=state.measure.risks,
        )
        for state in facts.states.values()
    ]


def _rules(questionnaire: Questionnaire, facts: AnswerFacts) -> list[RuleFinding]:
    """Consistency rules that certainly fire; an open one stays silent, the open answer is listed."""
    return [
        RuleFinding(rule.id, rule.code, rule.severity, references(rule.when), rule.grounds.sources)
        for rule in questionnaire.rules.values()
        if rule.when.holds(facts)
    ]


def _headline(
    questionnaire: Questionnaire, gates: Sequence[GateFinding], risks: Sequence[RiskFinding]
) -> Headline:
    """Never an average: the highest single level of each column (fact sheet 4.6 rule 8)."""
    rank = questionnaire.scale.class_rank

    def highest(stage: Stage, end: str) -> str:
        levels = [
            getattr(risk.scores[stage], end).level
            for risk in risks
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
