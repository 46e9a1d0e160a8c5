"""Threshold analysis and prior consultation as plain data, for the record of an assessment and for the memo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dpia.assess.periods import LastDay
    from dpia.assess.result import ConsultationFinding, Threshold

Item = dict[str, Any]


def threshold_item(threshold: Threshold) -> Item:
    """Return the result with all rules and criteria."""
    return {
        "result": threshold.result,
        "reasons": list(threshold.reasons),
        "decided": threshold.decided,
        "justification": threshold.justification,
        "steps": [
            {
                "rule": step.rule,
                "state": step.state,
                "outcome": step.outcome,
                "codes": list(step.codes),
            }
            for step in threshold.steps
        ],
        "criteria": [
            {
                "code": finding.code,
                "id": finding.id,
                "met": finding.met,
                "because": list(finding.because),
                "sources": list(finding.sources),
            }
            for finding in threshold.criteria
        ],
    }


def consultation_item(found: ConsultationFinding | None) -> Item | None:
    """Return the points of Art. 36(3) and the periods; None where there is no consultation."""
    if found is None:
        return None
    return {
        "authority": found.authority,
        "points": [
            {
                "letter": point.letter,
                "state": point.state,
                "fields": list(point.fields),
                "held": list(point.held),
                "missing": list(point.missing),
            }
            for point in found.points
        ],
        "received": found.received.isoformat() if found.received else None,
        "answer_by": _last_day(found.answer),
        "extended_answer_by": _last_day(found.extended),
        "extension_notice_by": _last_day(found.notice),
        "extension_notified": found.notified.isoformat() if found.notified else None,
        "extension_notified_late": found.notified_late,
        "suspension_possible": True,
    }


def _last_day(day: LastDay | None) -> Item | None:
    if day is None:
        return None
    return {"counted": day.counted.isoformat(), "last": day.last.isoformat()}
