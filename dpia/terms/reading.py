"""One sentence, or several read as one, held against patterns and weighed by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dpia.terms.weights import FOUND, OPEN, shared

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from dpia.terms.index import Index
    from dpia.terms.patterns import Category, Expression, Library, Pattern, Status
    from dpia.terms.units import Unit
    from dpia.terms.weights import Evidence, Weighed

_BOUNDARY: Final = re.compile(r"[,;:()]")
_LISTED: Final = re.compile(
    r" (?:(?:or|nor|oder|noch) (?:\w+ ?){0,2}|\w+)"
)  # ", use, disclose, or "
_BEFORE: Final = 60
_AFTER: Final = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """One sentence of a category. words: the passage that a pattern matched, as it stands in the text.

    pattern: None where the words of the sentence decided alone. evidence: what they say, where they decided or
    left open what a pattern says.
    """

    category: str
    status: Status
    pattern: Pattern | None
    unit: Unit
    index: int
    words: str
    evidence: Evidence | None = None


class Sentence:
    """A unit while it is being classed: what was looked up once is not looked up again."""

    def __init__(
        self,
        unit: Unit,
        library: Library,
        language: str,
        index: Index | None = None,
        at: int = 0,
        low: str | None = None,
    ) -> None:
        self.unit = unit
        self.low = unit.low if low is None else low
        self._words = library.words[language]
        self._index = index
        self._at = at
        self._first: dict[Expression, int] = {}

    def says(self, expression: Expression) -> bool:
        """Whether an expression matches anywhere."""
        if expression.either:
            return any(map(self.says, expression.either))
        return self.first(expression) >= 0

    def first(self, expression: Expression) -> int:
        """Where it matches first, else -1; what several patterns ask for is looked for once."""
        at = self._first.get(expression)
        if at is None:
            at = -1
            if self._index is None or self._at in self._index.having(expression):
                found = expression.search(self.low)
                at = found.start() if found else -1
            self._first[expression] = at
        return at

    @cached_property
    def _harmless(self) -> str:
        """The sentence in which every "not" that denies nothing is blanked out."""
        return self._words["no-negation"].compiled.sub(lambda m: "_" * len(m[0]), self.low)

    def negated(self, found: re.Match[str]) -> bool:
        """Whether a "not" stands in the matched passage or close around it, within the same part of the sentence."""
        before = found.string[max(0, found.start() - _BEFORE) : found.start()]
        start = found.start() - len(before) + _part(before)
        after = _BOUNDARY.search(found.string, found.end())
        end = min(found.end() + _AFTER, after.start() if after else len(found.string))
        return self._words["negation"].compiled.search(self._harmless, start, end) is not None


def _part(before: str) -> int:
    """Where the part of the sentence begins whose end this is: "do not retain, use, disclose, or " is one."""
    end = len(before)
    for boundary in reversed(list(_BOUNDARY.finditer(before))):
        if boundary[0] != "," or not _LISTED.fullmatch(before, boundary.end(), end):
            return boundary.end()
        end = boundary.start()
    return 0


def matched(sentence: Sentence, pattern: Pattern) -> re.Match[str] | None:
    """The passage by which a pattern matches a sentence; None where it does not."""
    if pattern.under is not None and not pattern.under.search(sentence.unit.heading):
        return None
    if not all(map(sentence.says, pattern.beside)):
        return None
    if not all(any(map(sentence.says, lists)) for lists in pattern.find.lists):
        return None
    begins = [at for one in pattern.find.begins if (at := sentence.first(one)) >= 0]
    for match in pattern.find.finditer(sentence.low, min(begins, default=0)):
        if pattern.negation or not sentence.negated(match):
            refused = pattern.unless is not None and sentence.says(pattern.unless)
            return None if refused else match
    return None


def _by_first(
    category: Category,
    patterns: Iterable[Pattern],
    sentences: Sequence[Sentence],
    index: Index,
    among: Container[int] | None = None,
) -> dict[int, Hit]:
    """For every sentence the first pattern that matches it; a clear one before one that leaves it unclear."""
    found: dict[int, Hit] = {}
    for pattern in sorted(patterns, key=lambda one: one.status != "found"):
        for at in index.candidates(pattern.find, *pattern.beside):
            if at in found or (among is not None and at not in among):
                continue
            match = matched(sentences[at], pattern)
            if match is not None:
                unit = sentences[at].unit
                words = unit.whole[match.start() : match.end()]
                found[at] = Hit(category.id, pattern.status, pattern, unit, at, words)
    return found


def _one_section(first: Unit, second: Unit) -> bool:
    return (first.heading, first.place.section) == (second.heading, second.place.section)


class Reading:
    """Texts that are classed side by side: single sentences, or several of them read as one.

    in_order: each follows the one before it, as the sentences of a text do.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        lows: Sequence[str],
        library: Library,
        language: str,
        index: Index,
        *,
        in_order: bool = False,
    ) -> None:
        self._sentences = [
            Sentence(unit, library, language, index, at, low)
            for at, (unit, low) in enumerate(zip(units, lows, strict=True))
        ]
        self._index = index
        self._weights = library.weights[language]
        self._lows = lows
        pairs = enumerate(pairwise(units), 1) if in_order else ()
        self._follows = {at for at, (first, second) in pairs if _one_section(first, second)}
        self._weighed: dict[int, Weighed] = {}

    def hits(
        self,
        category: Category,
        patterns: Iterable[Pattern],
        among: Container[int] | None = None,
        words_in: Iterable[int] | None = None,
    ) -> dict[int, Hit]:
        """For every text the first pattern that matches it, a clear one first, and what its words say of that.

        among: only these are held against patterns. words_in: of these the words alone may decide (None: of all).
        """
        open_here = _Open(self, category.id, among)
        found = self.matching(category, patterns, open_here)
        adds = self.adds(category.id)
        for at, hit in found.items():
            points = self.points(at, category.id) + adds
            if hit.status == "found" and points < FOUND:
                evidence = replace(self._evidence(at, category.id), points=points)
                found[at] = replace(hit, status="unclear", evidence=evidence)
        for at in range(len(self._lows)) if words_in is None else words_in:
            known = found.get(at)
            if (known is None or known.status != "found") and self.points(at, category.id) >= FOUND:
                unit, evidence = self._sentences[at].unit, self._evidence(at, category.id)
                found[at] = Hit(category.id, "found", None, unit, at, "", evidence)
        return found

    def matching(
        self, category: Category, patterns: Iterable[Pattern], among: Container[int] | None = None
    ) -> dict[int, Hit]:
        """For every text the first pattern that matches it, a clear one first, whatever its words say."""
        return _by_first(category, patterns, self._sentences, self._index, among)

    def points(self, at: int, category: str) -> int:
        """What its words say for a category, and those of the sentence before."""
        return self._weigh(at).points(category) + self._before(at, category)

    def _before(self, at: int, category: str) -> int:
        """What the sentence before adds, where it stands in the same section."""
        return shared(self._weigh(at - 1).points(category)) if at in self._follows else 0

    def adds(self, category: str) -> int:
        """What a pattern that matches adds to them."""
        return self._weights.matched(category)

    def _evidence(self, at: int, category: str) -> Evidence:
        before = self._before(at, category)
        alone = self._weigh(at).evidence(category)
        return replace(alone, points=alone.points + before, before=before)

    def _weigh(self, at: int) -> Weighed:
        known = self._weighed.get(at)
        if known is None:
            known = self._weighed[at] = self._weights.weigh(self._lows[at])
        return known


class _Open:
    """The texts in which a pattern can still decide something, by their words."""

    def __init__(self, reading: Reading, category: str, among: Container[int] | None) -> None:
        self._reading = reading
        self._category = category
        self._among = among
        self._least = FOUND - OPEN - reading.adds(category)

    def __contains__(self, at: object) -> bool:
        if self._among is not None and at not in self._among:
            return False
        return isinstance(at, int) and self._reading.points(at, self._category) >= self._least
