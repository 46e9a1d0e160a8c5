"""From which size on the register workbook is written in another way, and where Excel itself ends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of the register workbook; docs/register.md explains them.

    streamed_above: with more versions in the register it is written streamed: the same sheets and cells in a fifth of
    the time, in bounded memory, and without the write lock. Nothing looks different, so it begins early.
    rows: of a sheet, the header included. links: of a sheet; both are Excel's own limits.
    texts: letters of the texts that the sheets of a streamed workbook share; further ones stand in their cells.
    """

    streamed_above: int = 200
    rows: int = 1_048_576
    links: int = 65_530
    texts: int = 10_000_000


BOUNDS = Bounds()
