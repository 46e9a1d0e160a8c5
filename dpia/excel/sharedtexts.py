"""The table of texts that all sheets of a workbook share: each stands there once, the cells name its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PART: Final = "xl/sharedStrings.xml"
_HEAD: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="%d" uniqueCount="%d">'
)
_PIECE: Final = 10_000


class SharedTexts:
    """Texts by their XML, in the order in which they were first used."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._uses = 0

    def place(self, text: bytes, uses: int = 1) -> int:
        """The place of a text, given as the XML inside of an item; it is used so many times more."""
        self._uses += uses
        return self._places.setdefault(text, len(self._places))

    def used(self, times: int) -> None:
        """Count uses of texts whose place the caller remembered."""
        self._uses += times

    def part(self) -> Iterator[bytes]:
        """The part of the workbook, in pieces."""
        yield _HEAD % (self._uses, len(self._places))
        texts = list(self._places)
        for at in range(0, len(texts), _PIECE):
            yield b"".join(b"<si>" + text + b"</si>" for text in texts[at : at + _PIECE])
        yield b"</sst>"
