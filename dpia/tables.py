"""The tables whose rows mean more than answers: measures, judgements on risks, and what users add of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.model import Axis, Questionnaire, Table

MEASURES: Final = "measures"
OWN_MEASURES: Final = "own-measures"
RISK_START: Final = "risk-start"
RISK_FACTORS: Final = "risk-factors"
RISK_LEVELS: Final = "risk-levels"
RISK_ACCEPTANCE: Final = "risk-acceptance"
OWN_RISKS: Final = "own-risks"

REASON: Final = "reason"
MIN_REASON: Final = 50
"""Characters that a reason for departing from a computed value needs (fact sheet 4.6 rule 5)."""
LARGEST_SHIFT: Final = 1
"""Levels by which the raw value may be shifted on an axis (fact sheet 4.6 rule 6)."""

AXES: Final[tuple[Axis, ...]] = ("severity", "likelihood")
LEVELS: Final = (1, 2, 3, 4)
SET_STAGES: Final = ("inherent", "today", "target")
"""The stages whose level an assessor may set; the raw value has its own table."""

Added = Literal["risks", "measures"]
_ADDED: Final = "+"
_OWN: Final[dict[Added, tuple[str, str]]] = {
    "risks": ("own-risk-", "E"),
    "measures": ("own-measure-", "EM"),
}


def own_id(kind: Added, row_id: str) -> str:
    """Return the id of what a row adds: "+2" of the own risks is "own-risk-2"."""
    return f"{_OWN[kind][0]}{row_id.removeprefix(_ADDED)}"


def own_code(kind: Added, row_id: str) -> str:
    """Return the code that people read: "+2" of the own risks is E02, of the own measures EM02."""
    return f"{_OWN[kind][1]}{row_id.removeprefix(_ADDED).zfill(2)}"


def factor_row_id(risk_id: str, factor_id: str) -> str:
    """Return the id of the row in which a factor of a risk can be struck."""
    return f"{risk_id}.{factor_id}"


def level_of(value: object) -> int | None:
    """Return a severity or likelihood that was chosen; None where nothing usable stands."""
    text = str(value)
    return int(text) if text in {str(level) for level in LEVELS} else None


def tables_from(questionnaire: Questionnaire, catalogue: str) -> Iterator[Table]:
    """Every fixed table whose rows come from this catalogue."""
    return (table for table in questionnaire.tables() if table.rows_from == catalogue)
