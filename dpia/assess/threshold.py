"""Whether a DPIA is due: the criteria and the rules T01-T10.

Every rule is evaluated and ticks its boxes; the strictest outcome is the result. Nothing open counts as "no".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.assess.result import CriterionFinding, Justification, Threshold, ThresholdStep
from dpia.conditions import references
from dpia.model import YES, entered_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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

DUE: Final = ("DPIA_REQUIRED", "DPIA_REQUIRED_AS_A_RULE")
"""Results with which a data protection officer has to be designated (T09)."""

DECISION: Final = "dpia-decision"
NONE: Final = "none"
REASON: Final = "no-dpia-reason"
DPO_VIEW: Final = "threshold-dpo-view"
DPO_DESIGNATED: Final = "dpo-designated"
ENOUGH_CRITERIA: Final = 2

_CERTAIN: Final = {
    "T02": ("art35-3", "DPIA_REQUIRED"),
    "T03": ("national-list", "DPIA_REQUIRED"),
    "T04": ("national-law", "DPIA_REQUIRED"),
    "T07": ("existing", "DPIA_REVIEW"),
    "T08": ("voluntary", "DPIA_VOLUNTARY"),
}
_MUST_BE_CLEAR: Final = ("T02", "T03", "T04")
_LOWERED: Final = "T06"
_COUNTED: Final = "T05"

Groups = dict[str, list[CriterionFinding]]


def assess_threshold(questionnaire: Questionnaire, facts: AnswerFacts) -> Threshold:
    """Evaluate every criterion; the strictest rule that fires is the result."""
    groups: Groups = {}
    for criterion in questionnaire.criteria.values():
        found = CriterionFinding(
            criterion.id,
            criterion.code,
            criterion.met.holds(facts),
            references(criterion.met),
            criterion.grounds.sources,
        )
        groups.setdefault(criterion.group, []).append(found)
    findings = {one.id: one for group in groups.values() for one in group}
    certain = {rule: _certain(rule, groups) for rule in _CERTAIN}
    exempt = _exempt(groups, certain)
    counted = _counted(groups.get("criteria", ()))
    met, unclear = (
        _count(groups.get("criteria", ()), True),
        _count(groups.get("criteria", ()), None),
    )
    outcomes = [exempt if exempt.state == "holds" else counted, *certain.values()]
    named = [step for step in outcomes if step.outcome]
    result = min((step.outcome for step in named), key=RESULTS.index)
    reasons = sorted(step.rule for step in named if step.outcome == result)
    decided = entered_text(facts.value(DECISION))
    dispensed = decided == NONE or (not decided and exempt.state == "holds")
    justification = _justification(questionnaire, facts, met) if dispensed else "not-needed"
    steps = {step.rule: step for step in (*certain.values(), counted, exempt)}
    return Threshold(
        result,
        tuple(reasons),
        tuple(findings[criterion] for criterion in questionnaire.criteria),
        met,
        unclear,
        tuple(_steps(steps, result, needed=dispensed and met >= ENOUGH_CRITERIA)),
        decided,
        justification,
    )


def _count(found: Sequence[CriterionFinding], met: bool | None) -> int:  # noqa: FBT001  # three-valued
    return sum(1 for one in found if one.met is met)


def _certain(rule: str, groups: Groups) -> ThresholdStep:
    """Rules T02-T04, T07, T08: one criterion is enough; what is unclear in T02-T04 must be clarified."""
    group, outcome = _CERTAIN[rule]
    found = groups.get(group, ())
    if hit := tuple(one.code for one in found if one.met):
        return ThresholdStep(rule, "holds", outcome, hit)
    if unclear := tuple(one.code for one in found if one.met is None):
        return ThresholdStep(rule, "open", "CLARIFY" if rule in _MUST_BE_CLEAR else "", unclear)
    return ThresholdStep(rule, "fails")


def _counted(found: Sequence[CriterionFinding]) -> ThresholdStep:
    """Rule T05: two criteria make a DPIA due as a rule."""
    met, unclear = _count(found, True), _count(found, None)
    codes = tuple(one.code for one in found if one.met or (one.met is None and not met))
    if met >= ENOUGH_CRITERIA:
        return ThresholdStep(_COUNTED, "holds", "DPIA_REQUIRED_AS_A_RULE", codes)
    if met == 1:
        outcome = "DPIA_RECOMMENDED" if met + unclear >= ENOUGH_CRITERIA else "CASE_DECISION"
        return ThresholdStep(_COUNTED, "open" if unclear else "holds", outcome, codes)
    if unclear:
        return ThresholdStep(_COUNTED, "open", "CLARIFY", codes)
    return ThresholdStep(_COUNTED, "fails", "NO_DPIA")


def _exempt(groups: Groups, certain: Mapping[str, ThresholdStep]) -> ThresholdStep:
    """Rule T06: a list of exemptions counts only where T02-T04 certainly do not apply."""
    found = groups.get("exemption", ())
    codes = tuple(one.code for one in found)
    if any(one.met for one in found):
        if all(certain[rule].state == "fails" for rule in _MUST_BE_CLEAR):
            return ThresholdStep(_LOWERED, "holds", "NO_DPIA", codes)
        return ThresholdStep(_LOWERED, "fails", "", codes)
    unclear = any(one.met is None for one in found)
    return ThresholdStep(_LOWERED, "open" if unclear else "fails", "", codes)


def _steps(
    found: Mapping[str, ThresholdStep], result: str, *, needed: bool
) -> Iterator[ThresholdStep]:
    """All ten rules in their order."""
    yield ThresholdStep("T01", "constant")
    yield from (found[rule] for rule in sorted(found))
    yield ThresholdStep("T09", "holds" if result in DUE else "fails")
    yield ThresholdStep("T10", "holds" if needed else "fails")


def _justification(questionnaire: Questionnaire, facts: AnswerFacts, met: int) -> Justification:
    """Rule T10: no DPIA although criteria are met needs written reasons and the view of the DPO."""
    if not met:
        return "not-needed"
    asked = next((q for q in questionnaire.questions() if q.id == REASON), None)
    least = max((asked.min_length if asked else None) or 1, 1)
    heard = facts.value(DPO_DESIGNATED) != YES or bool(entered_text(facts.value(DPO_VIEW)))
    if heard and len(entered_text(facts.value(REASON))) >= least:
        return "given"
    return "missing" if met >= ENOUGH_CRITERIA else "missing-in-the-case"
