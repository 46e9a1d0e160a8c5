"""After the first of many workbooks: what is loaded once and stays is not looked through again and again."""

from __future__ import annotations

import gc
from typing import Final

_THRESHOLD: Final = 20_000
"""Objects made before the garbage collector looks for cycles; a workbook and its report make some hundred thousand."""


def settle() -> None:
    """Tell the garbage collector that questionnaire, rules and template stay (once; later calls do nothing)."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.set_threshold(_THRESHOLD, 10, 10)
