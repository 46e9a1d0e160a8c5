"""Which sentences a pattern can match at all: looked up once for the whole text, piece by piece."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.terms.literals import Pieces
    from dpia.terms.patterns import Expression

_GRAM: Final = 3
"""Words are known by the runs of so many letters in them."""

_SHORT: Final = 3000
"""Letters of a text in which looking for a piece costs less than its runs of letters do."""

_NONE: Final[frozenset[int]] = frozenset()


class Index:
    """Knows of every piece of text in which sentences it stands."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences
        self._all = frozenset(range(len(sentences)))
        whole = "\n".join(sentences)
        self._short = whole if len(whole) < _SHORT else None
        self._with: dict[str, frozenset[int]] = {}
        self._one_of: dict[Pieces, frozenset[int]] = {}
        self._for: dict[Expression, frozenset[int]] = {}

    @cached_property
    def _places(self) -> dict[str, set[int]]:
        """The sentences of every word."""
        places: dict[str, set[int]] = defaultdict(set)
        for number, sentence in enumerate(self._sentences):
            for word in sentence.split():
                places[word].add(number)
        return places

    @cached_property
    def _grams(self) -> dict[str, list[str]]:
        """The words of every run of letters."""
        grams: dict[str, list[str]] = defaultdict(list)
        for word in self._places:
            for gram in _grams_of(word):
                grams[gram].append(word)
        return grams

    def candidates(self, *expressions: Expression) -> Sequence[int]:
        """The numbers of the sentences in which everything stands that all expressions need, in order."""
        return sorted(self._all.intersection(*map(self.having, expressions)))

    def having(self, expression: Expression) -> frozenset[int]:
        """The sentences in which everything stands that an expression needs."""
        if expression not in self._for:
            found = self._all
            for pieces in expression.pieces:
                if not found:
                    break
                found &= self._having(pieces)
            self._for[expression] = found
        return self._for[expression]

    def _having(self, pieces: Pieces) -> frozenset[int]:
        """The sentences with one of these pieces."""
        if pieces not in self._one_of:
            short = self._short
            there = pieces if short is None else [piece for piece in pieces if piece in short]
            self._one_of[pieces] = _NONE.union(*map(self._sentences_with, there))
        return self._one_of[pieces]

    def _sentences_with(self, piece: str) -> frozenset[int]:
        if piece not in self._with:
            words = piece.split()
            if words == [piece]:
                found = self._sentences_with_word(piece)
            else:  # a piece with white space in it: first by its words, then as it stands
                sets = map(self._sentences_with, words)
                among = reduce(frozenset.intersection, sets, self._all)
                found = frozenset(number for number in among if piece in self._sentences[number])
            self._with[piece] = found
        return self._with[piece]

    def with_word(self, piece: str) -> frozenset[int]:
        """The sentences with a word in which a piece without white space stands."""
        if piece not in self._with:
            self._with[piece] = self._sentences_with_word(piece)
        return self._with[piece]

    def _sentences_with_word(self, piece: str) -> frozenset[int]:
        if len(piece) < _GRAM:
            words = [word for word in self._places if piece in word]
        else:
            among = (self._grams.get(gram, ()) for gram in (piece[:_GRAM], piece[-_GRAM:]))
            words = [word for word in min(among, key=len) if piece in word]
        return _NONE.union(*(self._places[word] for word in words))


class JoinedIndex(Index):
    """The same of sentences that are put together of others: a word stands in one where it stands in a part of it."""

    def __init__(
        self, sentences: Sequence[str], parts: Index, spans: Sequence[tuple[int, int]]
    ) -> None:
        super().__init__(sentences)
        self._parts = parts
        self._of: dict[int, list[int]] = defaultdict(list)
        for number, (start, end) in enumerate(spans):
            for part in range(start, end):
                self._of[part].append(number)

    def _sentences_with_word(self, piece: str) -> frozenset[int]:
        if "," in piece:  # it may stand where two parts meet
            return self._all
        of = self._of
        return frozenset(
            at for part in self._parts.with_word(piece) if part in of for at in of[part]
        )


def _grams_of(word: str) -> set[str]:
    return {word[at : at + _GRAM] for at in range(len(word) - _GRAM + 1)}
