"""Which language a text is in, by its small words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from dpia.terms.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD: Final = re.compile(r"[^\W\d_]+")
_SURE: Final = 0.12
"""Small words make up a quarter to a third of running text."""


def language_of(text: str, small_words: Mapping[str, frozenset[str]]) -> str | None:
    """The language whose small words are the most frequent; None where no one's are frequent."""
    words = Counter(_WORD.findall(folded(text[:200_000])))
    total = words.total()
    if not total:
        return None
    shares = {
        language: sum(words[word] for word in known) / total
        for language, known in small_words.items()
    }
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= _SURE else None
