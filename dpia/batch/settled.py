"""After the first of many workbooks: what is loaded once and stays is not looked through again and again."""

from __future__ import annotations

import gc


def settle() -> None:
    """Tell the garbage collector that questionnaire, rules and template stay (once; later calls do nothing)."""
    if not gc.get_freeze_count():
        gc.freeze()
