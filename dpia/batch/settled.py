"""After the first of many workbooks: what is loaded once and stays is not looked through again and again."""

from __future__ import annotations

import gc
from typing import Final

_SELDOM: Final = 20_000
"""New objects between two looks of the garbage collector."""


def settle() -> None:
    """Tell the garbage collector that questionnaire, rules and template stay (once; later calls do nothing).

    It also looks less often: a report is made of tens of thousands of small parts, and nearly all of them end with it.
    """
    if (
        gc.get_threshold()[0] != _SELDOM
    ):  # counting what is frozen takes as long as looking through it
        gc.freeze()
        gc.set_threshold(_SELDOM)
