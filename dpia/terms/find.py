"""Which clauses stand in a text: every sentence held against the patterns of every category."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dpia.terms.patterns import Category, Library, Pattern, Status
    from dpia.terms.units import Place, Unit

_BOUNDARY: Final = re.compile(r"[,;:()]")
_BEFORE: Final = 60
_AFTER: Final = 30
_LONGEST: Final = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """One sentence that a pattern matched. words: the passage that decided, as it stands in the text."""

    category: str
    status: Status
    pattern: Pattern
    unit: Unit
    index: int
    words: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Sentences in a row that belong to one category. more: those that go on with it."""

    category: str
    status: Status
    hits: tuple[Hit, ...]
    more: tuple[Unit, ...] = ()

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.hits[0].unit.place

    @property
    def quote(self) -> str:
        """The words of the text."""
        said: list[str] = []
        lead = ""
        for unit in self._units():
            if unit.lead and unit.lead != lead:
                lead = unit.lead
                said.append(lead)
            said.append(unit.text)
        return " ".join(said)

    @property
    def low(self) -> str:
        """All of it in the form in which patterns read it."""
        return " ".join(unit.low for unit in self._units())

    def _units(self) -> tuple[Unit, ...]:
        return (*(hit.unit for hit in self.hits), *self.more)


class Sentence:
    """A unit while it is being classed: what was looked up once is not looked up again."""

    def __init__(self, unit: Unit, library: Library, language: str) -> None:
        self.unit = unit
        self.low = unit.low
        self._words = library.words[language]
        self._has: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Whether a word of this list stands in it."""
        if name not in self._has:
            self._has[name] = self._words[name].search(self.low) is not None
        return self._has[name]

    @cached_property
    def _harmless(self) -> str:
        """The sentence in which every "not" that denies nothing is blanked out."""
        return self._words["no-negation"].compiled.sub(lambda m: "_" * len(m[0]), self.low)

    def negated(self, found: re.Match[str]) -> bool:
        """Whether a "not" stands in the matched passage or close around it, within the same part of the sentence."""
        before = found.string[max(0, found.start() - _BEFORE) : found.start()]
        boundaries = [b.end() for b in _BOUNDARY.finditer(before)]
        start = found.start() - len(before) + (boundaries[-1] if boundaries else 0)
        after = _BOUNDARY.search(found.string, found.end())
        end = min(found.end() + _AFTER, after.start() if after else len(found.string))
        return self._words["negation"].compiled.search(self._harmless, start, end) is not None


def hits(units: Sequence[Unit], library: Library, language: str) -> list[Hit]:
    """Every category found in every unit, in the order of the text."""
    found = []
    for index, unit in enumerate(units):
        sentence = Sentence(unit, library, language)
        for category in library.categories.values():
            hit = _first(sentence, category, index, language)
            if hit is not None:
                found.append(hit)
    return found


def _first(sentence: Sentence, category: Category, index: int, language: str) -> Hit | None:
    """The first pattern that matches; a clear one before one that leaves it unclear."""
    unclear = None
    for pattern in category.patterns.get(language, ()):
        if unclear is not None and pattern.status == "unclear":
            continue
        match = _match(sentence, pattern)
        if match is None:
            continue
        hit = Hit(
            category.id,
            pattern.status,
            pattern,
            sentence.unit,
            index,
            sentence.unit.whole[match.start() : match.end()],
        )
        if pattern.status == "found":
            return hit
        unclear = hit
    return unclear


def _match(sentence: Sentence, pattern: Pattern) -> re.Match[str] | None:
    if not all(map(sentence.has, pattern.needs)):
        return None
    if pattern.under is not None and not pattern.under.search(sentence.unit.heading):
        return None
    if pattern.beside is not None and not pattern.beside.search(sentence.low):
        return None
    found: re.Match[str] | None = None
    for match in pattern.find.finditer(sentence.low):
        if pattern.negation or not sentence.negated(match):
            found = match
            break
    if found is None or (pattern.unless is not None and pattern.unless.search(sentence.low)):
        return None
    return found


def clauses(found: Iterable[Hit], units: Sequence[Unit], library: Library, language: str) -> list[Clause]:
    """Put hits in sentences that follow one another together, by category, with the sentences that go on with them."""
    gathered: list[Clause] = []
    last: dict[str, int] = {}
    for hit in found:
        at = last.get(hit.category)
        if at is not None and _follows(gathered[at], hit):
            gathered[at] = Clause(hit.category, hit.status, (*gathered[at].hits, hit))
        else:
            last[hit.category] = len(gathered)
            gathered.append(Clause(hit.category, hit.status, (hit,)))
    return [_whole(clause, units, library, language) for clause in gathered]


def _follows(clause: Clause, hit: Hit) -> bool:
    before = clause.hits[-1]
    return (
        clause.status == hit.status == "found"
        and hit.index - before.index == 1
        and (
            hit.unit.place.section == before.unit.place.section
            or (hit.unit.lead != "" and hit.unit.lead == before.unit.lead)
        )
    )


def _whole(clause: Clause, units: Sequence[Unit], library: Library, language: str) -> Clause:
    """Add the sentences after it that speak of it as "this licence" and the like."""
    continues = library.categories[clause.category].continues.get(language)
    more: list[Unit] = []
    if continues is not None:
        start = clause.hits[-1].index + 1
        for unit in units[start : start + _LONGEST]:
            if unit.heading != clause.hits[-1].unit.heading or not continues.search(unit.low):
                break
            more.append(unit)
    return Clause(clause.category, clause.status, clause.hits, tuple(more))
