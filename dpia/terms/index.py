"""Which sentences a pattern can match at all: looked up once for the whole text, piece by piece."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.terms.literals import Pieces
    from dpia.terms.patterns import Expression

_BETWEEN = "\n"
"""Stands in no sentence, so that no piece is found across two."""


class Index:
    """Knows of every piece of text in which sentences it stands."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._whole = _BETWEEN.join(sentences)
        self._starts = [0, *accumulate(len(sentence) + 1 for sentence in sentences)]
        self._all = range(len(sentences))
        self._with: dict[str, frozenset[int]] = {}
        self._one_of: dict[Pieces, frozenset[int]] = {}

    def candidates(self, *expressions: Expression) -> Sequence[int]:
        """The numbers of the sentences in which everything stands that all expressions need, in order."""
        needed = [pieces for expression in expressions for pieces in expression.pieces]
        if not needed:
            return self._all
        found = self._having(needed[0])
        for pieces in needed[1:]:
            if not found:
                break
            found = found & self._having(pieces)
        return sorted(found)

    def _having(self, pieces: Pieces) -> frozenset[int]:
        """The sentences with one of these pieces."""
        if pieces not in self._one_of:
            self._one_of[pieces] = frozenset().union(*map(self._sentences_with, pieces))
        return self._one_of[pieces]

    def _sentences_with(self, piece: str) -> frozenset[int]:
        if piece not in self._with:
            found = set()
            at = self._whole.find(piece)
            while at >= 0:
                number = bisect_right(self._starts, at) - 1
                found.add(number)
                at = self._whole.find(piece, self._starts[number + 1])
            self._with[piece] = frozenset(found)
        return self._with[piece]
