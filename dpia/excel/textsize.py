"""How many lines a text takes in a cell: programs do not agree on automatic row heights, so we compute them.

Widths are those of Arial (and of Liberation Sans, which LibreOffice uses in its place), in 1/1000 em.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_WIDTHS: Final = {
    222: "ijl'",
    278: " ft.,:;/!I|[]\\\u00a0",
    333: "r()-\u201e\u201c\u201d\u201a\u2018\u2019`",
    389: "*^",
    500: "ckscxyzvJ\u2013",
    611: "FTZßL",
    667: "ABEKPSVXYÄ&",
    722: "CDHNRUÜw",
    778: "GOQÖ",
    833: "mM",
    889: "%",
    944: "W",
    1000: "@—…→√",
}
_EM: Final = {char: width for width, chars in _WIDTHS.items() for char in chars}
_USUAL: Final = 556
_BOLD: Final = 1.08
_PIXELS_PER_UNIT: Final = 7.0
_PIXELS_PER_POINT: Final = 96 / 72
_USABLE: Final = 0.98
_LINE: Final = 1.28
_PADDING: Final = 5.0
TALLEST: Final = 409.0
"""Excel allows no taller row (points)."""


@lru_cache(maxsize=65_536)
def _pixels(word: str, size: float) -> float:
    ems = sum(_EM.get(char, _USUAL) for char in word) / 1000
    return ems * size * _PIXELS_PER_POINT


@lru_cache(maxsize=16_384)
def text_lines(text: str, width: float, size: float = 10, *, bold: bool = False) -> int:
    """Count the lines of a wrapped text in a column of this width (Excel's unit)."""
    room = width * _PIXELS_PER_UNIT * _USABLE / (_BOLD if bold else 1)
    blank = _pixels(" ", size)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            length = _pixels(word, size)
            if used and used + blank + length > room:
                lines += 1
                used = 0.0
            if length > room:
                lines += int(length // room)
                length %= room
            used += length + (blank if used else 0)
    return lines


def text_height(text: str, width: float, size: float = 10, *, bold: bool = False) -> float:
    """Return the height in points that a wrapped text needs."""
    return text_lines(text, width, size, bold=bold) * size * _LINE + _PADDING
