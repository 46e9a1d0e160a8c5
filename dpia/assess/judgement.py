"""What an assessor judged about each risk, as entered. Whatever needs a reason and has none does not count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpia.assess.result import Acceptance
from dpia.model import NO, YES, entered_text
from dpia.tables import (
    AXES,
    LARGEST_SHIFT,
    MIN_REASON,
    REASON,
    RISK_ACCEPTANCE,
    RISK_FACTORS,
    RISK_LEVELS,
    RISK_START,
    SET_STAGES,
    factor_row_id,
    level_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dpia.assess.result import Stage
    from dpia.model import Axis, Questionnaire, Risk, Row, Value

    Rows = Callable[[str], Sequence[Row]]
    Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One risk as judged.

    excluded: why it does not apply here ("": it does, or nothing is said). levels: what was set, by stage;
    the raw one shifts the value from which all stages start. struck: the factors left out, with the reason.
    """

    excluded: str = ""
    levels: Mapping[Stage, Mapping[Axis, int]] = field(default_factory=dict)
    reasons: Mapping[Stage, str] = field(default_factory=dict)
    struck: Mapping[str, str] = field(default_factory=dict)
    acceptance: Mapping[Stage, Acceptance] = field(default_factory=dict)


UNJUDGED = Judgement()


def judgements(questionnaire: Questionnaire, rows: Rows) -> dict[str, Judgement]:
    """Gather what was judged, by risk."""
    start, factors, levels, acceptance = (
        {row.id: row.values for row in rows(table)}
        for table in (RISK_START, RISK_FACTORS, RISK_LEVELS, RISK_ACCEPTANCE)
    )
    return {
        risk.id: _judgement(
            risk,
            start.get(risk.id, {}),
            levels.get(risk.id, {}),
            _struck(risk, factors),
            _acceptance(acceptance.get(risk.id, {})),
        )
        for risk in questionnaire.risks.values()
    }


def _judgement(
    risk: Risk,
    start: Cells,
    levels: Cells,
    struck: Mapping[str, str],
    acceptance: Mapping[Stage, Acceptance],
) -> Judgement:
    why_start, why_level = _reason(start), _reason(levels)
    found: dict[Stage, dict[Axis, int]] = {}
    if why_start:
        found["raw"] = _raw(risk, start)
    for stage in SET_STAGES if why_level else ():
        found[stage] = {
            axis: level
            for axis in AXES
            if (level := level_of(levels.get(f"{stage}-{axis}"))) is not None
        }
    excluded = start.get("applies") == NO
    reasons: dict[Stage, str] = {"raw": why_start}
    reasons |= dict.fromkeys(SET_STAGES, why_level)
    return Judgement(
        excluded=why_start if excluded else "",
        levels={stage: axes for stage, axes in found.items() if axes},
        reasons=reasons,
        struck=struck,
        acceptance=acceptance,
    )


def _raw(risk: Risk, start: Cells) -> dict[Axis, int]:
    """The raw value may lie one level beside the catalogue's; anything further is no factor any more."""
    catalogue = {"severity": risk.severity, "likelihood": risk.likelihood}
    return {
        axis: level
        for axis in AXES
        if (level := level_of(start.get(axis))) is not None
        and abs(level - catalogue[axis]) <= LARGEST_SHIFT
    }


def _struck(risk: Risk, rows: Mapping[str, Cells]) -> dict[str, str]:
    struck = {}
    for factor in risk.factors:
        cells = rows.get(factor_row_id(risk.id, factor.id), {})
        if cells.get("struck") == YES and _reason(cells):
            struck[factor.id] = _reason(cells)
    return struck


def _acceptance(cells: Cells) -> dict[Stage, Acceptance]:
    stages: tuple[Stage, ...] = ("inherent", "target")
    return {
        stage: Acceptance(cells[stage] == YES, entered_text(cells.get(f"{stage}-discussion")))
        for stage in stages
        if cells.get(stage) in {YES, NO}
    }


def _reason(cells: Cells) -> str:
    reason = entered_text(cells.get(REASON))
    return reason if len(reason) >= MIN_REASON else ""
