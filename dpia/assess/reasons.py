"""Reasons that are none: phrases that people write where a reason is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.providers import PseudoReason

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


def pseudo_reasons(text: str, known: Iterable[PseudoReason]) -> tuple[str, ...]:
    """Return the ids of what is found in a text, whatever its language, case and spacing."""
    plain = _plain(text)
    return tuple(
        reason.id
        for reason in known
        if any(re.search(rf"(?<!\w){re.escape(_plain(p))}(?!\w)", plain) for p in reason.phrases)
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().translate(_APOSTROPHES).split())
