"""Which clauses stand in a text: every sentence held against the patterns of every category."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dpia.terms.index import Index, JoinedIndex
from dpia.terms.units import Unit

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from dpia.terms.patterns import Category, Expression, Library, Pattern, Status
    from dpia.terms.units import Place

_BOUNDARY: Final = re.compile(r"[,;:()]")
_LISTED: Final = re.compile(
    r" (?:(?:or|nor|oder|noch) (?:\w+ ?){0,2}|\w+)"
)  # ", use, disclose, or "
_BEFORE: Final = 60
_AFTER: Final = 30
_LONGEST: Final = 5
_PAIR: Final = 2
_LONGEST_SPAN: Final = 2500


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
            if unit.lead and unit.lead != lead and said[-1:] != [unit.lead]:
                said.append(unit.lead)
            lead = unit.lead
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


def hits(units: Sequence[Unit], library: Library, language: str) -> list[Hit]:
    """Every category found in every unit, in the order of the text.

    What no sentence says alone, two in a row or a whole list may say together, where a pattern allows it; where the
    second of two goes on with the first ("This ...", "For it ..."), every clear pattern does.
    """
    low_units = [unit.low for unit in units]
    index = Index(low_units)
    sentences = _sentences(units, low_units, library, language, index)
    spans = list(_spans(units))
    linked = _linked(spans, units, library, language)
    wholes = [_joined(units[a:b]) for a, b in spans]
    lows = [
        _as_one(one.low, len(units[spans[at][0]].text)) if at in linked else one.low
        for at, one in enumerate(wholes)
    ]
    wide = JoinedIndex(lows, index, spans)
    joined = _sentences(wholes, lows, library, language, wide)
    found: list[Hit] = []
    for category in library.categories.values():
        patterns = category.patterns.get(language, ())
        alone = _by_first(category, patterns, sentences, index)
        said = {at for at, hit in alone.items() if hit.status == "found"}
        found += alone.values()
        clear = [one for one in patterns if one.status == "found"]
        across = [one for one in clear if one.across]
        wider = _by_first(category, across, joined, wide)
        open_pairs = {at for at in linked if said.isdisjoint(range(*spans[at]))} - wider.keys()
        wider |= _by_first(category, clear, joined, wide, open_pairs)
        for at, hit in sorted(wider.items()):
            start, end = spans[at]
            if said.isdisjoint(range(start, end)):
                said.add(start)
                found.append(replace(hit, index=start))
    order = {name: rank for rank, name in enumerate(library.categories)}
    return sorted(found, key=lambda hit: (hit.index, order[hit.category]))


def _sentences(
    units: Sequence[Unit], lows: Sequence[str], library: Library, language: str, index: Index
) -> list[Sentence]:
    return [
        Sentence(unit, library, language, index, at, low)
        for at, (unit, low) in enumerate(zip(units, lows, strict=True))
    ]


def _as_one(low: str, end: int) -> str:
    """Two sentences as one: the sign that ends the first becomes a comma."""
    return f"{low[: end - 1]},{low[end:]}" if low[end - 1 : end] in {".", "?", "!"} else low


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


def _spans(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Two sentences in a row of one paragraph, and every list with what introduces and closes it."""
    for index in range(len(units) - 1):
        if units[index].paragraph == units[index + 1].paragraph:
            yield index, index + 2
    start = None
    for index, unit in enumerate(units):
        if unit.lead and start is None:
            start = max(index - 1, 0)
        elif not unit.lead and start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(units)


def _linked(
    spans: Sequence[tuple[int, int]], units: Sequence[Unit], library: Library, language: str
) -> set[int]:
    """The pairs of which the second sentence goes on with the first, by its words, or answers it."""
    goes_on = library.words[language]["goes-on"]
    return {
        at
        for at, (a, b) in enumerate(spans)
        if b - a == _PAIR and (units[a].text.endswith("?") or goes_on.search(units[a + 1].low))
    }


def _joined(units: Sequence[Unit]) -> Unit:
    first = units[0]
    text = " ".join(unit.text for unit in units)[:_LONGEST_SPAN]
    return Unit(text, first.place, first.paragraph, "", first.heading)


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


def clauses(
    found: Iterable[Hit], units: Sequence[Unit], library: Library, language: str
) -> list[Clause]:
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
    if not clause.status == hit.status == "found":
        return False
    one_list = hit.unit.lead and hit.unit.lead in {before.unit.text, before.unit.lead}
    in_a_row = hit.index - before.index == 1
    return bool(one_list) or (in_a_row and hit.unit.place.section == before.unit.place.section)


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
