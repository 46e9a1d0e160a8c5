"""How much a sign speaks for a category or against it: points, counted from labelled clauses.

Data: questionnaires/terms/weights/<language>.txt, written by "make weights". A sentence begins with the points that
every sentence has ("*"), and each of its signs adds its own. A pattern that matches adds those of "@".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dpia.terms.signs import signs
from dpia.terms.thesaurus import Thesaurus, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FOUND: Final = 100
"""From so many points on a clause counts as found."""

OPEN: Final = 30
"""A pattern that matches leaves open, for a person to read, what lacks so many points or fewer."""

SHARE, SHARED_FROM, SHARED_TO = 0.3, 10, 150
"""Of the points that the words of the sentence before have between these two, this share counts for the next as well:
what goes on with a clause often does not name its matter again."""

EVERY: Final = "*"
"""The row of the points that every sentence has."""

MATCHED: Final = "@"
"""The row of the points that a pattern of the category adds where it matches."""

_SHOWN: Final = 4
_POINTS: Final = re.compile(r"[a-z]-?\d+(?: [a-z]-?\d+)*")
_FIRST: Final = "a"


def shared(points: int) -> int:
    """What a sentence has of the points of the one before."""
    return int(SHARE * (min(max(points, SHARED_FROM), SHARED_TO) - SHARED_FROM))


def letter_of(number: int) -> str:
    """What stands for a category in a row, by its number."""
    return chr(ord(_FIRST) + number)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a category.

    points: all together, those of a pattern that matches too. shown: the words that speak most for it. before: what the
    sentence before adds.
    """

    points: int
    shown: tuple[tuple[str, int], ...]
    before: int = 0


class Weights:
    """The points of one language, read when they are first asked for.

    rows: by sign, "a12 c-3": the letter says the category, in their order. concepts: the lists of a thesaurus.
    """

    def __init__(
        self,
        rows: Callable[[], Mapping[str, str]],
        categories: Sequence[str],
        concepts: Mapping[str, str],
    ) -> None:
        self._read_rows = rows
        self._concepts = concepts
        self._read: dict[str, tuple[tuple[int, int], ...]] = {}
        self._number = {name: number for number, name in enumerate(categories)}

    @cached_property
    def _rows(self) -> Mapping[str, str]:
        return self._read_rows()

    @cached_property
    def _thesaurus(self) -> Thesaurus:
        return Thesaurus(self._concepts)

    def row(self, sign: str) -> tuple[tuple[int, int], ...]:
        """Number of the category and points, of one sign."""
        found = self._read.get(sign)
        if found is None:
            said = self._rows.get(sign, "").split()
            found = tuple((ord(one[0]) - ord(_FIRST), int(one[1:])) for one in said)
            self._read[sign] = found
        return found

    def matched(self, category: str) -> int:
        """What a pattern of a category adds where it matches."""
        return dict(self.row(MATCHED)).get(self._number.get(category, -1), 0)

    def weigh(self, low: str) -> Weighed:
        """Weigh a folded sentence for all categories."""
        return Weighed(low, signs(low, self._thesaurus), self, self._number)


class Weighed:
    """A sentence and the points it has for every category."""

    def __init__(
        self,
        low: str,
        found: Mapping[str, tuple[int, ...]],
        weights: Weights,
        numbers: Mapping[str, int],
    ) -> None:
        self._low = low
        self._signs = found
        self._weights = weights
        self._number = numbers

    @cached_property
    def _sums(self) -> list[int]:
        sums = [0] * len(self._number)
        row = self._weights.row
        for sign in (EVERY, *self._signs):
            for number, points in row(sign):
                sums[number] += points
        return sums

    def points(self, category: str) -> int:
        """All points of the words; a category that nothing was counted for has none."""
        number = self._number.get(category)
        return 0 if number is None else self._sums[number]

    def evidence(self, category: str) -> Evidence:
        """The words that speak most for a category, as they stand in the folded sentence."""
        number = self._number.get(category)
        words = words_of(self._low)
        speaks: dict[str, int] = {}
        for sign, places in self._signs.items():
            points = dict(self._weights.row(sign)).get(number, 0) if number is not None else 0
            gap = len(places) > 1 and places[1] - places[0] > 1
            said = (" … " if gap else " ").join(words[at] for at in places)
            if points > 0:
                speaks[said] = speaks.get(said, 0) + points
        most = sorted(speaks.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN]
        return Evidence(self.points(category), tuple(most))


class WrongRow(ValueError):
    """A line of a file of weights that is no row: its number, from 1, and what stands there."""

    def __init__(self, line: int, found: str) -> None:
        super().__init__(f"{line}: {found}")
        self.line = line
        self.found = found


def rows_of(text: str) -> dict[str, str]:
    """The rows of a file of weights, by sign."""
    parted = (line.partition("\t") for line in text.split("\n"))
    return {sign: said for sign, tab, said in parted if tab}


def check_rows(text: str) -> None:
    """Look at every row of a file of weights; what begins with "# " is a note. Raises WrongRow at the first wrong one."""
    for number, line in enumerate(text.split("\n"), 1):
        _, tab, said = line.partition("\t")
        if line and not line.startswith("# ") and not (tab and _POINTS.fullmatch(said)):
            raise WrongRow(number, line[:40])
