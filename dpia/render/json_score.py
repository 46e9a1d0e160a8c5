"""A score for programs: plain values, or best and worst while open answers can still move it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dpia.assess.result import Score, Setting

Item = dict[str, Any]


def score_item(score: Score) -> Item:
    """Plain values, or {best, worst} on an axis that open answers can still move."""
    return {
        "severity": _span(score.best.severity, score.worst.severity),
        "likelihood": _span(score.best.likelihood, score.worst.likelihood),
        "level": _span(score.best.level, score.worst.level),
        "border": score.worst.border,
        "computed": {
            "severity": _span(score.computed_best.severity, score.computed_worst.severity),
            "likelihood": _span(score.computed_best.likelihood, score.computed_worst.likelihood),
            "level": _span(score.computed_best.level, score.computed_worst.level),
        },
        "set": [_setting(setting) for setting in score.settings],
        "steps": [
            {
                "kind": step.kind,
                "key": step.key,
                "severity": step.severity,
                "likelihood": step.likelihood,
                "note": step.note,
                "because": list(step.because),
                "sources": list(step.sources),
            }
            for step in score.steps
        ],
    }


def _setting(setting: Setting) -> Item:
    return {
        "axis": setting.axis,
        "computed": setting.computed,
        "value": setting.value,
        "counts": setting.counts,
        "refused": setting.refused,
        "because": list(setting.because),
        "reason": setting.reason,
    }


def _span(best: object, worst: object) -> object:
    return worst if best == worst else {"best": best, "worst": worst}
