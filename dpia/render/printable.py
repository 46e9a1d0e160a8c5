"""The one place where text is made fit for XML: what it cannot hold becomes the replacement character."""

from __future__ import annotations

import re
from typing import Any

_UNPRINTABLE = re.compile("[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD\\U00010000-\\U0010FFFF]")
_LINE_ENDS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
REPLACEMENT = "\ufffd"


def printable_text(text: str) -> str:
    """Return the text with plain line ends, and U+FFFD for every character that XML forbids."""
    if text.isprintable():  # nearly every text, and no such character is changed
        return text
    return _UNPRINTABLE.sub(REPLACEMENT, _LINE_ENDS.sub("\n", text))


def printable(value: Any) -> Any:  # noqa: ANN401  # nested plain data of any depth
    """Return the same nested dicts and lists with every string printable."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {key: printable(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [printable(entry) for entry in value]
    return value
