"""The closed list of conditions that rules may use. Each holds, does not hold, or is open (None).

An answer that is missing or "unklar" makes a condition open, never false.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from dpia.model import UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dpia.model import Row, Value


ATTRIBUTE: Final = "attribute:"
"""How a subject begins that is no question but an attribute of the product looked at (in comparisons only)."""


class Facts(Protocol):
    """What conditions may look at."""

    @property
    def today(self) -> date:
        """The date of the assessment."""
        ...

    def value(self, subject: str) -> Value | None:
        """The answer to a question (or the cell of a column inside a row); None when missing."""
        ...

    def rows(self, table: str) -> Sequence[Row]:
        """The filled rows of a table."""
        ...

    def measure(self, measure: str, asked: str) -> bool | None:
        """Whether a measure is "in_place", "planned" or "active"; None when its row is open."""
        ...

    def measure_status(self, measure: str) -> str | None:
        """The status entered for a measure; None when missing or unclear."""
        ...

    def result(self, name: str) -> str | None:
        """A result of the assessment that consistency rules may look at; None when not there."""
        ...

    def noted(self, what: str) -> Sequence[str] | None:
        """Where the computation noted something: references; None when it has not run yet."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """Facts as seen from somewhere: what a view does not see its own way is as in the facts themselves."""

    facts: Facts

    @property
    def today(self) -> date:
        """The date of the assessment."""
        return self.facts.today

    def value(self, subject: str) -> Value | None:
        """Return the answer."""
        return self.facts.value(subject)

    def rows(self, table: str) -> Sequence[Row]:
        """Return the filled rows of a table."""
        return self.facts.rows(table)

    def measure(self, measure: str, asked: str) -> bool | None:
        """Say whether a measure is in the state asked for."""
        return self.facts.measure(measure, asked)

    def measure_status(self, measure: str) -> str | None:
        """Return the status entered."""
        return self.facts.measure_status(measure)

    def result(self, name: str) -> str | None:
        """Return a result that is already there."""
        return self.facts.result(name)

    def noted(self, what: str) -> Sequence[str] | None:
        """Return what the computation noted."""
        return self.facts.noted(what)


class Condition(Protocol):
    """Something that holds (True), does not (False) or is open (None)."""

    def holds(self, facts: Facts) -> bool | None:
        """Decide it on the facts."""
        ...

    def leaves(self) -> Iterator[Leaf]:
        """The single statements it is made of."""
        ...


class Leaf(Condition, Protocol):
    """A single statement about one question, table, measure or result."""

    @property
    def refs(self) -> tuple[str, ...]:
        """What it looks at: "question-id", "table:id", "measure:id", "result:name" or "noted:what"."""
        ...


def applies(when: Condition | None, facts: Facts) -> bool | None:
    """Say whether what stands under a condition applies; without one it always does."""
    return True if when is None else when.holds(facts)


class _One:
    """Shared by the leaves."""

    __slots__ = ()

    def leaves(self) -> Iterator[Leaf]:
        yield self  # type: ignore[misc]


def _known(facts: Facts, subject: str) -> Value | None:
    value = facts.value(subject)
    return None if value == UNCLEAR else value


@dataclass(frozen=True, slots=True)
class Always(_One):
    """A constant."""

    truth: bool

    @property
    def refs(self) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def holds(self, facts: Facts) -> bool | None:  # noqa: ARG002  # a constant asks nobody
        """Give the constant."""
        return self.truth


@dataclass(frozen=True, slots=True)
class In(_One):
    """The answer is one of these ("is: x" is the list of one)."""

    subject: str
    options: tuple[Value, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The question."""
        return (self.subject,)

    def holds(self, facts: Facts) -> bool | None:
        """Compare the answer."""
        value = _known(facts, self.subject)
        return None if value is None else value in self.options


@dataclass(frozen=True, slots=True)
class Between(_One):
    """The number is at least and at most these."""

    subject: str
    at_least: float | None
    at_most: float | None

    @property
    def refs(self) -> tuple[str, ...]:
        """The question."""
        return (self.subject,)

    def holds(self, facts: Facts) -> bool | None:
        """Compare the number."""
        value = _known(facts, self.subject)
        if not isinstance(value, int | float):
            return None
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


@dataclass(frozen=True, slots=True)
class Answered(_One):
    """Something usable stands there, for texts of at least this length. Missing is not false but open."""

    subject: str
    min_length: int = 0

    @property
    def refs(self) -> tuple[str, ...]:
        """The question."""
        return (self.subject,)

    def holds(self, facts: Facts) -> bool | None:
        """Look whether it is answered."""
        value = _known(facts, self.subject)
        if value is None:
            return None
        return len(str(value).strip()) >= self.min_length


@dataclass(frozen=True, slots=True)
class LaterThan(_One):
    """The date lies after the date of another question."""

    subject: str
    other: str

    @property
    def refs(self) -> tuple[str, ...]:
        """Both questions."""
        return (self.subject, self.other)

    def holds(self, facts: Facts) -> bool | None:
        """Compare the dates."""
        mine, other = _known(facts, self.subject), _known(facts, self.other)
        if not isinstance(mine, date) or not isinstance(other, date):
            return None
        return mine > other


@dataclass(frozen=True, slots=True)
class OlderThan(_One):
    """The date lies more than this many months before the date of the assessment."""

    subject: str
    months: int

    @property
    def refs(self) -> tuple[str, ...]:
        """The question."""
        return (self.subject,)

    def holds(self, facts: Facts) -> bool | None:
        """Compare with the date of the assessment."""
        value = _known(facts, self.subject)
        if not isinstance(value, date):
            return None
        today = facts.today
        passed = (today.year - value.year) * 12 + today.month - value.month
        return passed > self.months or (passed == self.months and today.day > value.day)

    def first_day(self, facts: Facts) -> date | None:
        """The day from which it holds; None where there is no date, or it lies beyond the calendar."""
        value = _known(facts, self.subject)
        if not isinstance(value, date):
            return None
        months = value.year * 12 + value.month - 1 + self.months
        year, month = divmod(months, 12)
        if year >= date.max.year:
            return None
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(value.day, last)) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _InRow(Seen):
    """Facts seen from inside one row: subjects are columns."""

    row: Row

    def value(self, subject: str) -> Value | None:
        """Return the cell of a column."""
        return self.row.values.get(subject)


@dataclass(frozen=True, slots=True)
class NamedIn(_One):
    """Inside a row: the cell names a row of another table (for which "where" holds), by the same wording.

    Upper case and spacing make no difference. An empty table is open, as a cell that is empty.
    """

    subject: str
    table: str
    column: str
    where: Condition | None

    @property
    def refs(self) -> tuple[str, ...]:
        """The column of the row."""
        return (self.subject,)

    def holds(self, facts: Facts) -> bool | None:
        """Look for a row of that name."""
        name, rows = _known(facts, self.subject), facts.rows(self.table)
        if name is None or not rows:
            return None
        verdicts = []
        for row in rows:
            here = _InRow(facts, row)
            other = _known(here, self.column)
            if other is not None and _folded(other) == _folded(name):
                verdicts.append(True if self.where is None else self.where.holds(here))
        if True in verdicts:
            return True
        return None if None in verdicts else False


def _folded(value: Value) -> str:
    return " ".join(unicodedata.normalize("NFKC", str(value)).casefold().split())


@dataclass(frozen=True, slots=True)
class RowsAtLeast(_One):
    """At least so many rows (for which "where" holds). An empty table is open."""

    table: str
    count: int
    where: Condition | None

    @property
    def refs(self) -> tuple[str, ...]:
        """The table."""
        return (f"table:{self.table}",)

    def holds(self, facts: Facts) -> bool | None:
        """Count certain and possible rows."""
        rows = facts.rows(self.table)
        if not rows:
            return None
        if self.where is None:
            return len(rows) >= self.count
        verdicts = [self.where.holds(_InRow(facts, row)) for row in rows]
        if verdicts.count(True) >= self.count:
            return True
        return None if len(verdicts) - verdicts.count(False) >= self.count else False


@dataclass(frozen=True, slots=True)
class EveryRow(_One):
    """The condition on the columns holds in every row. An empty table is open."""

    table: str
    condition: Condition
    where: Condition | None

    @property
    def refs(self) -> tuple[str, ...]:
        """The table."""
        return (f"table:{self.table}",)

    def holds(self, facts: Facts) -> bool | None:
        """Look at every row (that "where" does not leave out)."""
        rows = facts.rows(self.table)
        if not rows:
            return None
        verdicts = []
        for row in rows:
            here = _InRow(facts, row)
            asked = True if self.where is None else self.where.holds(here)
            if asked is not False:
                verdict = self.condition.holds(here)
                verdicts.append(None if asked is None and verdict is False else verdict)
        if False in verdicts:
            return False
        return None if None in verdicts else True


@dataclass(frozen=True, slots=True)
class MeasureIs(_One):
    """The measure is "in_place" (counts today), "planned" (or better, with owner and date) or "active"."""

    measure: str
    asked: str

    @property
    def refs(self) -> tuple[str, ...]:
        """The measure."""
        return (f"measure:{self.measure}",)

    def holds(self, facts: Facts) -> bool | None:
        """Ask for the state."""
        return facts.measure(self.measure, self.asked)


@dataclass(frozen=True, slots=True)
class MeasureStatus(_One):
    """The status entered for the measure is one of these."""

    measure: str
    options: tuple[str, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The measure."""
        return (f"measure:{self.measure}",)

    def holds(self, facts: Facts) -> bool | None:
        """Compare the status."""
        status = facts.measure_status(self.measure)
        return None if status is None else status in self.options


@dataclass(frozen=True, slots=True)
class ResultIn(_One):
    """A result of the assessment is one of these (only in consistency rules)."""

    name: str
    options: tuple[str, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """The result."""
        return (f"result:{self.name}",)

    def holds(self, facts: Facts) -> bool | None:
        """Compare the result."""
        value = facts.result(self.name)
        return None if value is None else value in self.options


@dataclass(frozen=True, slots=True)
class Noted(_One):
    """The computation noted this somewhere, e.g. that a cap acted (only in consistency rules)."""

    what: str

    @property
    def refs(self) -> tuple[str, ...]:
        """What is noted."""
        return (f"noted:{self.what}",)

    def holds(self, facts: Facts) -> bool | None:
        """Ask whether it was noted anywhere."""
        places = facts.noted(self.what)
        return None if places is None else bool(places)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; open stays open."""

    part: Condition

    def holds(self, facts: Facts) -> bool | None:
        """Turn it round."""
        verdict = self.part.holds(facts)
        return None if verdict is None else not verdict

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of the part."""
        return self.part.leaves()


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; one open part leaves the whole open unless another is false."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        """Join the parts."""
        verdicts = [part.holds(facts) for part in self.parts]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of all parts."""
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Any:
    """One part holds; with none holding, one open part leaves the whole open."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool | None:
        """Join the parts."""
        verdicts = [part.holds(facts) for part in self.parts]
        if True in verdicts:
            return True
        return None if None in verdicts else False

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of all parts."""
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Known:
    """A part that counts as false while it is open: for "is anything written here at all"."""

    part: Condition

    def holds(self, facts: Facts) -> bool | None:
        """Hold only when the part certainly does."""
        return self.part.holds(facts) is True

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of the part."""
        return self.part.leaves()


@dataclass(frozen=True, slots=True)
class WhereEntered:
    """A part that counts as false while nothing at all is entered for it; "unklar" leaves it open."""

    part: Condition

    def holds(self, facts: Facts) -> bool | None:
        """Wait only for answers that were given and are not clear."""
        verdict = self.part.holds(facts)
        if verdict is not None:
            return verdict
        asked = open_references(self.part, facts)
        return None if any(facts.value(ref) == UNCLEAR for ref in asked) else False

    def leaves(self) -> Iterator[Leaf]:
        """The leaves of the part."""
        return self.part.leaves()


def settled(condition: Condition, choose: Callable[[Leaf], bool], holds: bool) -> Condition:  # noqa: FBT001
    """The condition with the chosen leaves settled in the way that makes the whole hold, or fail, sooner."""
    if isinstance(condition, All | Any):
        return type(condition)(tuple(settled(part, choose, holds) for part in condition.parts))
    if isinstance(condition, Not):
        return Not(settled(condition.part, choose, not holds))
    if isinstance(condition, Known | WhereEntered):
        return type(condition)(settled(condition.part, choose, holds))
    [leaf] = condition.leaves()
    return Always(holds) if choose(leaf) else condition


def places(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """Where a condition that holds was found to hold: what was noted, and the rows that it counted.

    References: "risk:id", "measure:id" and the like, "row:table#id". Nothing for what "not" turns round.
    """
    found: tuple[str, ...] = ()
    match condition:
        case All(parts=parts) | Any(parts=parts):
            found = tuple(ref for part in parts for ref in places(part, facts))
        case Known(part=part):
            found = places(part, facts)
        case Noted(what=what):
            found = tuple(facts.noted(what) or ())
        case RowsAtLeast(table=table, where=where) if where is not None:
            rows = (row for row in facts.rows(table) if where.holds(_InRow(facts, row)))
            found = tuple(sorted(f"row:{table}#{row.id}" for row in rows))
    return tuple(dict.fromkeys(found))


def references(condition: Condition) -> tuple[str, ...]:
    """Everything the condition looks at, in order, once each."""
    return tuple(dict.fromkeys(ref for leaf in condition.leaves() for ref in leaf.refs))


def open_references(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """What keeps the condition open: the answers its undecided leaves wait for. Empty when it is decided."""
    if condition.holds(facts) is not None:
        return ()
    waiting = (ref for leaf in condition.leaves() if leaf.holds(facts) is None for ref in leaf.refs)
    return tuple(dict.fromkeys(ref for ref in waiting if ":" in ref or _known(facts, ref) is None))
