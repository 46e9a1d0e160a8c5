"""In a batch, what is loaded once and stays is not looked through again and again by the garbage collector."""

from __future__ import annotations

import gc
from typing import Final

from dpia.closing import Closing

_SELDOM: Final = 20_000
"""New objects between two looks. A report is made of tens of thousands, and nearly all of them end with it."""


class Settled(Closing):
    """Used as a context manager, which leaves the collector as it was; the process of a worker ends instead."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()
        self._settled = False

    def close(self) -> None:
        """Leave the collector as it was found."""
        if self._settled:
            gc.unfreeze()
            gc.set_threshold(*self._before)

    def after_one(self) -> None:
        """Call it after each workbook: with the first one, questionnaire, rules and template are loaded and stay."""
        if not self._settled:
            gc.freeze()
            gc.set_threshold(_SELDOM)
            self._settled = True
