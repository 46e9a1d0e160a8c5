"""What people maintain in the register after a questionnaire was sent in, and how the two are brought together.

A value of the register and the value that the questionnaire had when it was last read stay side by side, so that a
questionnaire that is assessed again later cannot take back what was entered in the register in the meantime.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from dpia.model import UNCLEAR, Row
from dpia.tables import MEASURES, OWN_MEASURES, REASON, own_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.model import Answers, Value

MAINTAINED: Final = "maintained"
"""Where the plain answers of a version keep what was entered in the register."""
MEASURE: Final = "measure:"
REVIEW: Final = "question:next-review"
REVIEW_DATE: Final = "review-date"
COLUMNS: Final = {
    "status": "status",
    "owner": "owner",
    "due": "due",
    "evidence": "evidence",
    "remark": REASON,
}
"""What is maintained of a measure, and in which column of the questionnaire it stands."""
DATES: Final = ("due", REVIEW_DATE)

Seen = Literal["same", "taken", "conflict"]
"""Nothing to do; only the edited side has changed; both have changed, to different values."""


@dataclass(frozen=True, slots=True)
class Maintained:
    """One value that was entered in the register: ISO dates, option ids, texts; "" is an empty cell.

    ref: "measure:<id>" or "question:next-review". workbook: what the questionnaire said when it was last read.
    on, by: when and by whom it was entered. label: the title of a measure of the user's own, whose rows may move.
    other: what was entered in the register's workbook while somebody
    had changed the register too; it waits for a decision ("": an empty cell, None: nothing waits).
    """

    ref: str
    field: str
    value: str
    workbook: str
    on: str = ""
    by: str = ""
    label: str = ""
    other: str | None = None

    @property
    def place(self) -> tuple[str, str]:
        """Which value it is."""
        return (self.ref, self.field)

    def plain(self) -> dict[str, str]:
        """As plain data."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        left_out = {"label": "", "other": None}
        return {name: one for name, one in named.items() if one != left_out.get(name, ...)}

    def printed(self) -> dict[str, str]:
        """As a record shows it; who entered it stays in the register."""
        return {name: value for name, value in self.plain().items() if name != "by"}


@dataclass(frozen=True, slots=True)
class Clash:
    """Register and questionnaire were both changed, to different values. The register's counts until they agree."""

    entry: Maintained
    questionnaire: str


@dataclass(frozen=True, slots=True)
class Together:
    """Answers with what the register keeps: what of it still counts, and where the questionnaire says otherwise.

    gone: entries about measures of the user's own that the questionnaire does not have any more.
    """

    answers: Answers
    entries: tuple[Maintained, ...] = ()
    clashes: tuple[Clash, ...] = ()
    gone: tuple[Maintained, ...] = ()


def three_way(mine: str, theirs: str, last: str) -> Seen:
    """Compare the edited side and the other one with what was last seen in both."""
    if mine in (last, theirs):
        return "same"
    return "taken" if theirs == last else "conflict"


def entries_of(plain: Mapping[str, Any]) -> tuple[Maintained, ...]:
    """The entries in the plain answers of a version; what is no entry is left out."""
    listed = plain.get(MAINTAINED)
    names = {one.name for one in fields(Maintained)}
    return tuple(
        Maintained(**{name: str(value) for name, value in one.items() if name in names})
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, Mapping) and {"ref", "field", "value", "workbook"} <= one.keys()
    )


def value_of(answers: Answers, ref: str, field: str) -> str:
    """What the answers say of a maintained value, "" where nothing is said."""
    if ref == REVIEW:
        return _plain(answers.values.get("next-review"))
    table, row_id = row_of(ref)
    row = next((one for one in answers.tables.get(table, ()) if one.id == row_id), None)
    return "" if row is None else _plain(row.values.get(COLUMNS[field]))


def with_value(answers: Answers, ref: str, field: str, value: str) -> Answers:
    """The answers with one maintained value; a measure that had no row gets one."""
    if ref == REVIEW:
        return replace(answers, values=_set(answers.values, "next-review", _typed(field, value)))
    table, row_id = row_of(ref)
    rows = list(answers.tables.get(table, ()))
    place = next((place for place, row in enumerate(rows) if row.id == row_id), len(rows))
    row = rows[place] if place < len(rows) else Row(row_id, {})
    rows[place : place + 1] = [
        replace(row, values=_set(row.values, COLUMNS[field], _typed(field, value)))
    ]
    return replace(answers, tables={**answers.tables, table: tuple(rows)})


def together(answers: Answers, entries: Iterable[Maintained]) -> Together:
    """Lay over a questionnaire's answers what the register keeps since they were last read.

    A questionnaire that has not been changed leaves the register's value; one that says the same ends the entry;
    one that says a third thing is a clash, and the register's value counts until somebody makes them agree.
    """
    kept: list[Maintained] = []
    clashes: list[Clash] = []
    gone: list[Maintained] = []
    for known in entries:
        entry = _found_again(answers, known)
        if entry is None:
            gone.append(known)
            continue
        said = value_of(answers, entry.ref, entry.field)
        if said == entry.value and entry.other is None:
            continue
        if said not in (entry.workbook, entry.value):
            clashes.append(Clash(entry, said))
        answers = with_value(answers, entry.ref, entry.field, entry.value)
        kept.append(entry)
    return Together(answers, tuple(kept), tuple(clashes), tuple(gone))


def label_of(answers: Answers, ref: str) -> str:
    """The title of a measure of the user's own; "" for what has an id of the catalogue."""
    table, row_id = (MEASURES, "") if ref == REVIEW else row_of(ref)
    if table != OWN_MEASURES:
        return ""
    rows = answers.tables.get(table, ())
    return next((_plain(row.values.get("title")) for row in rows if row.id == row_id), "")


def _found_again(answers: Answers, entry: Maintained) -> Maintained | None:
    """The entry for the row in which its measure stands now; None where it stands in none."""
    if not entry.label or label_of(answers, entry.ref) == entry.label:
        return entry
    for row in answers.tables.get(OWN_MEASURES, ()):
        if _plain(row.values.get("title")) == entry.label:
            return replace(entry, ref=f"{MEASURE}{own_id('measures', row.id)}")
    return None


def row_of(ref: str) -> tuple[str, str]:
    """Return table and row of a measure, of the catalogue or the user's own."""
    measure = ref.removeprefix(MEASURE)
    own = own_id("measures", "")
    if measure.startswith(own):
        return OWN_MEASURES, f"+{measure.removeprefix(own)}"
    return MEASURES, measure


def _set(values: Mapping[str, Value], name: str, value: Value | None) -> dict[str, Value]:
    rest = {key: one for key, one in values.items() if key != name}
    return rest if value is None else {**rest, name: value}


def _plain(value: Value | None) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _typed(field: str, value: str) -> Value | None:
    if not value:
        return None
    return date.fromisoformat(value) if field in DATES and value != UNCLEAR else value
