"""Web pages and web archives before lxml and email: how many elements, parts, and parts within parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dpia.guard.subject import TERMS

if TYPE_CHECKING:
    from pathlib import Path

_NESTED: Final = re.compile(
    rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE
)
_DEEPEST: Final = 50


def bounded_page(path: Path, data: bytes) -> None:
    """Refuse a page of more elements than any text has: a tree of it would take a hundred times its size."""
    TERMS.bounded("elements", data.count(b"<"), path)


def bounded_archive(path: Path, data: bytes) -> None:
    """Refuse a web archive of very many parts, or of parts within parts (email reads those by recursion)."""
    if len(_NESTED.findall(data)) > _DEEPEST:
        TERMS.refuse("nested", path)
    TERMS.bounded("parts", data.count(b"\n--"), path)
