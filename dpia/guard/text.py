"""Text enters here, once: what no document can carry is made visible, and each change is counted.

A report is evidence. A character that vanishes, or that makes a line read differently from what it says, must not
get in unseen; so it becomes the replacement character, and the user is told where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

Changes = tuple[tuple[str, int], ...]
"""What was changed, and how often."""

REPLACEMENT: Final = "\ufffd"
LONGEST: Final = 32_767
"""UTF-16 units; Excel holds no longer text in a cell."""

_REPLACED: Final = MappingProxyType(
    {
        "control": re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"),
        "surrogate": re.compile("[\ud800-\udfff]"),
        "noncharacter": re.compile("[\ufffe\uffff]"),
        "direction": re.compile("[\u202a-\u202e\u2066-\u2069]"),
    }
)
_ODD: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Entered:
    """A text as it may go on. changes: what was changed, and how often (none: letter by letter as it was).

    Their names: control, surrogate, noncharacter, direction (each became U+FFFD); line-end (became a line feed); long (more than
    Excel can hold: nothing was cut, but workbooks show the beginning only).
    """

    text: str
    changes: Changes = ()


def entered(text: str) -> Entered:
    """Bring a text in: CR LF and CR are line feeds, space around it goes; what else is changed is counted."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    changes: dict[str, int] = {}
    if _ODD.search(text):
        text, count = _LINE_ENDS.subn("\n", text)
        if count:
            changes["line-end"] = count
        for name, pattern in _REPLACED.items():
            text, count = pattern.subn(REPLACEMENT, text)
            if count:
                changes[name] = count
    text = text.strip()  # only now: it would take control characters for space
    if len(text) > LONGEST // 2 and (units := utf16_units(text)) > LONGEST:
        changes["long"] = units
    return Entered(text, tuple(changes.items()))


def utf16_units(text: str) -> int:
    """Return the length as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_to_cell(text: str, note: str = "") -> str:
    """Return what an Excel cell can hold of a text, never half a character; note: ends a text that was cut."""
    if utf16_units(text) <= LONGEST:
        return text
    room = (LONGEST - utf16_units(note)) * 2
    return text.encode("utf-16-le", "surrogatepass")[:room].decode("utf-16-le", "ignore") + note
