"""The colours of cells, by what they say. No cell says it by colour alone."""

from __future__ import annotations

from typing import Final

NONE: Final = "auto"
GOOD: Final = "DDEFD9"
CARE: Final = "FFF2CC"
BAD: Final = "F8D7D3"
IDLE: Final = "EDEDED"
OPEN: Final = "DCE9F7"

GATE: Final = {
    "met": GOOD,
    "planned": CARE,
    "open": CARE,
    "not_met": BAD,
    "not_applicable": IDLE,
}
