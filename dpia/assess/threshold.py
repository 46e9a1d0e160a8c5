"""Whether a DPIA is due: the criteria and the rules T01-T10 of the fact sheet (3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.assess.result import CriterionFinding, Threshold
from dpia.conditions import references

if TYPE_CHECKING:
    from dpia.assess.facts import AnswerFacts
    from dpia.model import Questionnaire

RESULTS: Final = (
    "DPIA_REQUIRED",
    "DPIA_REQUIRED_AS_A_RULE",
    "DPIA_REVIEW",
    "DPIA_VOLUNTARY",
    "DPIA_RECOMMENDED",
    "CASE_DECISION",
    "CLARIFY",
    "NO_DPIA",
)
"""From the strictest to the mildest."""

_CERTAIN: Final = {
    "art35-3": ("T02", "DPIA_REQUIRED"),
    "national-list": ("T03", "DPIA_REQUIRED"),
    "national-law": ("T04", "DPIA_REQUIRED"),
    "existing": ("T07", "DPIA_REVIEW"),
    "voluntary": ("T08", "DPIA_VOLUNTARY"),
}
_MUST_BE_CLEAR: Final = ("art35-3", "national-list", "national-law")
ENOUGH_CRITERIA: Final = 2


def assess_threshold(questionnaire: Questionnaire, facts: AnswerFacts) -> Threshold:
    """Evaluate every criterion; the strictest rule that fires is the result."""
    findings = {
        criterion.id: CriterionFinding(
            criterion.id,
            criterion.code,
            criterion.met.holds(facts),
            references(criterion.met),
            criterion.grounds.sources,
        )
        for criterion in questionnaire.criteria.values()
    }
    hits: list[tuple[str, str]] = []
    for criterion in questionnaire.criteria.values():
        met = findings[criterion.id].met
        if criterion.group in _CERTAIN and met:
            hits.append(_CERTAIN[criterion.group])
        if criterion.group in _MUST_BE_CLEAR and met is None:
            hits.append((_CERTAIN[criterion.group][0], "CLARIFY"))
    counted = [findings[c.id].met for c in questionnaire.criteria.values() if c.group == "criteria"]
    met_count, open_count = counted.count(True), counted.count(None)
    hits.append(("T05", _by_count(met_count, open_count)))
    result = min((result for _, result in hits), key=RESULTS.index)
    reasons = dict.fromkeys(rule for rule, outcome in hits if outcome == result)
    return Threshold(result, tuple(reasons), tuple(findings.values()), met_count, open_count)


def _by_count(met: int, unclear: int) -> str:
    """Rule T05: two criteria make a DPIA due as a rule."""
    if met >= ENOUGH_CRITERIA:
        return "DPIA_REQUIRED_AS_A_RULE"
    if met == 1:
        return "DPIA_RECOMMENDED" if met + unclear >= ENOUGH_CRITERIA else "CASE_DECISION"
    return "CLARIFY" if unclear else "NO_DPIA"
