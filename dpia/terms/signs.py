"""What a sentence is weighed by: its words, the words that stand side by side, its concepts and pairs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.terms.thesaurus import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.terms.thesaurus import Thesaurus

NEAR: Final = 12
"""How many words apart two concepts may stand to count as a pair."""

STEM: Final = 8
"""So many letters of a word count: what follows is mostly its ending."""

_EDGE: Final = "<"


def signs(low: str, thesaurus: Thesaurus) -> dict[str, tuple[int, ...]]:
    """Every sign of a folded sentence, with the places of the words that make it (where it stands first).

    "gelöscht": a stem; "after end": two stems side by side; "=delete": a concept; "=end>delete": two concepts in this
    order, at most NEAR words apart.
    """
    words = words_of(low)
    found: dict[str, tuple[int, ...]] = {}
    for sign, places in _signs(words, thesaurus):
        found.setdefault(sign, places)
    return found


def _signs(words: list[str], thesaurus: Thesaurus) -> Iterator[tuple[str, tuple[int, ...]]]:
    before = _EDGE
    for at, word in enumerate(words):
        own = word[:STEM]
        yield own, (at,)
        yield f"{before} {own}", (at - 1, at) if at else (at,)
        before = own
    seen = thesaurus.concepts(words)
    for number, (at, concept) in enumerate(seen):
        yield f"={concept}", (at,)
        for other, second in seen[number + 1 :]:
            if other - at > NEAR:
                break
            if other > at:
                yield f"={concept}>{second}", (at, other)
