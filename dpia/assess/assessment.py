"""The assessment of one product: threshold, gates, risks, measures, decision, consistency, in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.consultation import consult
from dpia.assess.evaluation import evaluate
from dpia.assess.facts import gather
from dpia.assess.means import compare_means, known_terms, noticed
from dpia.assess.noted import notes
from dpia.assess.opened import list_open
from dpia.assess.reach import order_by_reach
from dpia.assess.result import Assessment, MeasureFinding, RuleFinding
from dpia.assess.reviews import reviews
from dpia.conditions import places, references

if TYPE_CHECKING:
    from datetime import date

    from dpia.assess.facts import AnswerFacts
    from dpia.model import Answers, Questionnaire


def judge(questionnaire: Questionnaire, answers: Answers, on: date, *, reach: bool) -> Assessment:
    """Assess checked answers on a date, without any second assessment of an alternative.

    reach: whether to find out how far each open answer can still move the result, and order them by it.
    """
    found = evaluate(questionnaire, gather(questionnaire, answers, on))
    decision, headline = found.decision, found.headline
    gates, risks = tuple(found.gates.values()), tuple(found.risks.values())
    alternatives = compare_means(questionnaire, found.facts, gates)
    facts = found.facts.knowing(
        highest_today=headline.highest_today,
        highest_target=headline.highest_target,
        **({"decision_taken": decision.taken} if decision.taken else {}),
        **noticed(alternatives),
    )
    facts = facts.noting(notes(questionnaire, risks, facts))
    opened = list_open(questionnaire, facts, found.threshold, gates, risks)
    return Assessment(
        questionnaire_id=questionnaire.id,
        questionnaire_version=questionnaire.version,
        questionnaire_digest=questionnaire.digest,
        on=on,
        complete=not any(item.required for item in opened),
        threshold=found.threshold,
        gates=gates,
        risks=risks,
        measures=tuple(_measures(facts)),
        rules=tuple(_rules(questionnaire, facts)),
        decision=decision,
        headline=headline,
        open=order_by_reach(questionnaire, found, opened) if reach else opened,
        consultation=consult(questionnaire, facts, decision, opened),
        review=tuple(reviews(questionnaire, facts)),
        alternatives=alternatives,
        terms=answers.terms,
        terms_profile=known_terms(questionnaire, found.facts),
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
        RuleFinding(
            rule.id,
            rule.code,
            rule.severity,
            tuple(ref for ref in references(rule.when) if not ref.startswith("noted:")),
            rule.grounds.sources,
            places(rule.when, facts),
        )
        for rule in questionnaire.rules.values()
        if rule.when.holds(facts)
    ]
