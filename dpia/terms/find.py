"""Which clauses stand in a text: every sentence held against the patterns of every category."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dpia.terms.index import Index, JoinedIndex
from dpia.terms.reading import Hit, Reading
from dpia.terms.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dpia.terms.patterns import Library, Status
    from dpia.terms.units import Place

_LONGEST: Final = 5
_PAIR: Final = 2
_LONGEST_SPAN: Final = 2500


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


def hits(units: Sequence[Unit], library: Library, language: str) -> list[Hit]:
    """Every category found in every unit, in the order of the text.

    The words of a sentence are weighed first; a pattern is tried where it could decide. What no sentence says alone,
    two in a row or a whole list may say together, where a pattern allows it; where the second of two goes on with the
    first ("This ...", "For it ..."), every clear pattern does, and so do the words of both.
    """
    lows = [unit.low for unit in units]
    index = Index(lows)
    alone = Reading(units, lows, library, language, index, in_order=True)
    spans = list(_spans(units))
    linked = _linked(spans, units, library, language)
    wholes = [_joined(units[a:b]) for a, b in spans]
    low_wholes = [
        _as_one(one.low, len(units[spans[at][0]].text)) if at in linked else one.low
        for at, one in enumerate(wholes)
    ]
    together = Reading(wholes, low_wholes, library, language, JoinedIndex(low_wholes, index, spans))
    found: list[Hit] = []
    for category in library.categories.values():
        patterns = category.patterns.get(language, ())
        single = alone.hits(category, patterns)
        said = {at for at, hit in single.items() if hit.status == "found"}
        clear = [one for one in patterns if one.status == "found"]
        wider = together.hits(category, [one for one in clear if one.across], words_in=())
        open_pairs = {at for at in linked if said.isdisjoint(range(*spans[at]))} - wider.keys()
        wider |= together.hits(category, clear, among=open_pairs, words_in=open_pairs)
        for at, hit in sorted(wider.items()):
            start, end = spans[at]
            if hit.status == "found" and said.isdisjoint(range(start, end)):
                said.add(start)
                single.pop(start, None)
                found.append(replace(hit, index=start))
        found += single.values()
    order = {name: rank for rank, name in enumerate(library.categories)}
    return sorted(found, key=lambda hit: (hit.index, order[hit.category]))


def _as_one(low: str, end: int) -> str:
    """Two sentences as one: the sign that ends the first becomes a comma."""
    return f"{low[: end - 1]},{low[end:]}" if low[end - 1 : end] in {".", "?", "!"} else low


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
