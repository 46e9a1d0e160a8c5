"""Links from the register workbook to the files beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Link:
    """A file beside the register: what the cell shows and where it leads."""

    text: str
    target: str


def link_target(name: str) -> str:
    """A file name as the target of a link: letters stay as they are, as Excel itself writes them."""
    path = name.replace("\\", "/")
    prefix = "file:" if path.startswith("//") else ""
    if path.startswith("/") and not prefix:
        prefix = "file://"
    elif re.match(r"[A-Za-z]:/", path):
        prefix = "file:///"
    return prefix + "".join(
        one if one in "/:" or _may_stay(one) else quote(one, errors="replace") for one in path
    )


def _may_stay(character: str) -> bool:
    return not character.isascii() and character.isprintable()
