"""Ranges of a sheet: their corners, and which of them share a cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from openpyxl.utils import column_index_from_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CORNER: Final = re.compile(r"\$?([A-Z]{0,3})\$?(\d{0,7})")

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def box(area: str) -> Box | None:
    """The corners of a range, as A1, A1:B2, A:B or 1:2; None for what is no range in the sheet."""
    first, _, last = area.partition(":")
    corners = []
    for corner, row, column in ((first, 1, 1), (last or first, LAST_ROW, LAST_COLUMN)):
        found = _CORNER.fullmatch(corner)
        if not found or not corner:
            return None
        corners += [
            int(found[2] or row),
            column_index_from_string(found[1]) if found[1] else column,
        ]
    top, left, bottom, right = corners
    inside = 1 <= top <= bottom <= LAST_ROW and 1 <= left <= right <= LAST_COLUMN
    return (top, left, bottom, right) if inside else None


def overlapping(areas: Iterable[str]) -> Iterator[str]:
    """Say which ranges share a cell, and which are none."""
    boxes = []
    for area in areas:
        found = box(area)
        if found is None:
            yield f"{area} is no range"
        else:
            boxes.append((found, area))
    boxes.sort()
    for place, (one, first) in enumerate(boxes):
        for two, second in boxes[place + 1 :]:
            if two[0] > one[2]:
                break
            if two[1] <= one[3] and one[1] <= two[3]:
                yield f"{first} and {second} overlap"
