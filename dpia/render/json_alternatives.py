"""The comparison of means for programs, and the second assessment with the one that was chosen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dpia.render.json_score import score_item

if TYPE_CHECKING:
    from dpia.assess.compared import AlternativeRun, Alternatives, MeansFinding
    from dpia.assess.result import Stage
    from dpia.model import Value

Item = dict[str, Any]
_STAGES: tuple[tuple[Stage, str], ...] = (("raw", "raw"), ("target", "residual_target"))


def alternatives_item(found: Alternatives | None) -> Item | None:
    """Everything that field 3.2 rests on; null where a questionnaire compares nothing."""
    if found is None:
        return None
    return {
        "in_use": found.in_use,
        "necessity": found.necessity,
        "pseudo_reasons": list(found.pseudo_reasons),
        "terms": [
            {
                "ref": one.ref,
                "entered": _plain(one.entered),
                "known": _plain(one.known),
                "version": one.version.isoformat(),
            }
            for one in found.terms
        ],
        "means": [_means(row) for row in found.rows],
        "run": None if found.run is None else _run(found.run),
    }


def _means(row: MeansFinding) -> Item:
    return {
        "row": row.row,
        "provider": row.provider,
        "name": row.name,
        "values": dict(row.values),
        "better": list(row.better),
        "not_better": list(row.not_better),
        "unknown": list(row.unknown),
        "weaker": row.weaker,
        "milder": row.milder,
        "missing": list(row.missing),
        "unsure": list(row.unsure),
        "suitable": row.suitable,
        "entered": {
            "checked": row.checked,
            "milder": row.entered_milder,
            "suitable": row.entered_suitable,
        },
        "pseudo_reasons": list(row.pseudo_reasons),
    }


def _run(run: AlternativeRun) -> Item:
    then = run.assessment
    scored = {risk.id: risk for risk in then.risks}
    return {
        "provider": run.provider,
        "row": run.row,
        "name": run.name,
        "values": dict(run.values),
        "better": run.better,
        "changes": [
            {
                "id": change.id,
                "certain": change.certain,
                "because": list(change.because),
                "sources": list(change.sources),
            }
            for change in run.changes
        ],
        "decision": {
            "proposed": then.decision.proposed,
            "best": then.decision.best,
            "worst": then.decision.worst,
        },
        "headline": {
            "stops_not_met": then.headline.stops_not_met,
            "highest_target": {
                "best": then.headline.highest_target_best,
                "worst": then.headline.highest_target,
            },
        },
        "risks": [
            {
                "code": one.code,
                "id": one.id,
                "applies": scored[one.id].applies,
                "verdict": one.verdict,
                "changes": list(one.changes),
                **{
                    key: score_item(scored[one.id].scores[stage]) if scored[one.id].scores else None
                    for stage, key in _STAGES
                },
            }
            for one in run.risks
        ],
        "gates": [
            {
                "code": one.code,
                "id": one.id,
                "now": one.now,
                "then": one.then,
                "changes": list(one.changes),
            }
            for one in run.gates
        ],
    }


def _plain(value: Value) -> str | float:
    return value.isoformat() if isinstance(value, date) else value
