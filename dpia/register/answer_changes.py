"""Which answers differ between two versions of one processing, value by value, cell by cell. Codes, no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from dpia.model import Question, Text
from dpia.register.reading import Item, items, mapping, text
from dpia.tables import (
    MEASURES,
    OWN_MEASURES,
    OWN_RISKS,
    RISK_ACCEPTANCE,
    RISK_FACTORS,
    RISK_LEVELS,
    RISK_START,
    own_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dpia.model import Questionnaire, Table

Kind = Literal["value", "cell", "row-added", "row-gone", "note", "signed"]
_ID: Final = "id"
_OF_RISKS: Final = (RISK_START, RISK_FACTORS, RISK_LEVELS, RISK_ACCEPTANCE)
"""The tables with a row for each risk, or for each of its factors."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer that is another one now. None: it was, or is, not there.

    ref: what conditions and findings call it ("question", "question.option", "table:id", "measure:id", "risk:id"); of
    a signature the sheet. table, row, column: where a cell stands. old, new: the stored value; of a whole row its cells.
    """

    kind: Kind
    ref: str
    table: str = ""
    row: str = ""
    column: str = ""
    old: Any = None
    new: Any = None


def answer_changes(
    old: Item, new: Item, questionnaire: Questionnaire | None
) -> tuple[AnswerChange, ...]:
    """Return what differs, in the order of the questionnaire (what it does not ask any more comes last).

    Args:
        old: The stored answers of the earlier version.
        new: Those of the later one.
        questionnaire: Tells proposals of ours apart from answers; None where it is not at hand.
    """
    found = [
        *_values(mapping(old.get("values")), mapping(new.get("values")), questionnaire),
        *_tables(mapping(old.get("tables")), mapping(new.get("tables")), questionnaire),
        *_flat("note", mapping(old.get("notes")), mapping(new.get("notes"))),
        *_flat("signed", _signatures(old), _signatures(new)),
    ]
    places = _places(questionnaire)
    return tuple(sorted(found, key=lambda one: places.get(_place(one), len(places))))


def _values(old: Item, new: Item, questionnaire: Questionnaire | None) -> Iterator[AnswerChange]:
    questions = {q.id: q for q in questionnaire.questions()} if questionnaire else {}
    for ref in _keys(old, new):
        asked = questions.get(ref)
        starter = asked.starter if asked else None
        if not _same(old.get(ref), new.get(ref), starter):
            yield AnswerChange("value", ref, old=old.get(ref), new=new.get(ref))


def _tables(old: Item, new: Item, questionnaire: Questionnaire | None) -> Iterator[AnswerChange]:
    tables = {table.id: table for table in questionnaire.tables()} if questionnaire else {}
    for name in _keys(old, new):
        yield from _rows(name, items(old.get(name)), items(new.get(name)), tables.get(name))


def _rows(
    name: str, old: Iterable[Item], new: Iterable[Item], table: Table | None
) -> Iterator[AnswerChange]:
    """Compare the rows of one table. A row that only moved to another place has not changed."""
    before, after = _by_id(old), _by_id(new)
    columns = {column.id: place for place, column in enumerate(table.columns if table else ())}
    if table is None or not table.fixed:
        _take_moved(before, after)
    for row in _keys(before, after):
        was, now = before.get(row), after.get(row)
        ref = _ref(name, row)
        known = _starters(table, row)
        if (was is not None and now is not None) or known is not None:
            cells = _cells(ref, name, row, was or {}, now or {}, known or {})
            yield from sorted(cells, key=lambda one: columns.get(one.column, len(columns)))
        elif now is not None:
            yield AnswerChange("row-added", ref, name, row, new=_plain(now))
        elif was is not None:
            yield AnswerChange("row-gone", ref, name, row, old=_plain(was))


def _cells(
    ref: str, table: str, row: str, old: Item, new: Item, starters: Mapping[str, Text | str]
) -> Iterator[AnswerChange]:
    for column in _keys(old, new):
        if column != _ID and not _same(old.get(column), new.get(column), starters.get(column)):
            yield AnswerChange("cell", ref, table, row, column, old.get(column), new.get(column))


def _ref(table: str, row: str) -> str:
    """What a row is about: a measure, a risk, or the table itself."""
    if table in (MEASURES, OWN_MEASURES):
        return f"measure:{row if table == MEASURES else own_id('measures', row)}"
    if table == OWN_RISKS:
        return f"risk:{own_id('risks', row)}"
    return f"risk:{row.partition('.')[0]}" if table in _OF_RISKS else f"table:{table}"


def _by_id(rows: Iterable[Item]) -> dict[str, Item]:
    return {text(row.get(_ID)): row for row in rows}


def _take_moved(before: dict[str, Item], after: dict[str, Item]) -> None:
    """Take out of both what stands in the other with the same cells, under the same id or another."""
    for row in [*before]:
        cells = _plain(before[row])
        same = (one for one in (row, *after) if one in after and _plain(after[one]) == cells)
        twin = next(same, None)
        if twin is not None:
            del before[row], after[twin]


def _plain(row: Item) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column != _ID}


def _starters(table: Table | None, row: str) -> Mapping[str, Text | str] | None:
    """What the questionnaire itself put into a row; None for a row that people added."""
    if table is None:
        return None
    brought = next((one.values for one in table.rows if one.id == row), None)
    return {} if brought is None and table.fixed else brought


def _same(old: object, new: object, starter: Text | str | None) -> bool:
    """Whether two answers say the same; our own proposal in another language is the same proposal."""
    if old == new:
        return True
    return isinstance(starter, Text) and {old, new} <= {*starter.wordings.values()}


def _flat(kind: Literal["note", "signed"], old: Item, new: Item) -> Iterator[AnswerChange]:
    for ref in _keys(old, new):
        if (old.get(ref) or None) != (new.get(ref) or None):
            yield AnswerChange(kind, ref, old=old.get(ref) or None, new=new.get(ref) or None)


def _signatures(answers: Item) -> dict[str, list[Any]]:
    """Who answered a sheet and when; a sheet that nobody signed has none."""
    signed = mapping(answers.get("signed"))
    found = {sheet: mapping(entry) for sheet, entry in signed.items()}
    return {
        sheet: [text(entry.get("by")), text(entry.get("on"))]
        for sheet, entry in found.items()
        if entry.get("by") or entry.get("on")
    }


def _keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys((*old, *new)))


def _place(one: AnswerChange) -> str:
    if one.table:
        return f"table:{one.table}"
    return one.ref.partition(".")[0]


def _places(questionnaire: Questionnaire | None) -> dict[str, int]:
    """The order of everything that is asked; a sheet's signature stands before its questions."""
    if questionnaire is None:
        return {}
    order: list[str] = []
    for sheet in questionnaire.sheets:
        order.append(sheet.id)
        order += [one.id if isinstance(one, Question) else f"table:{one.id}" for one in sheet.items]
    return {ref: place for place, ref in enumerate(order)}
