"""Sort scanned cells by hidden id, whatever sheet and row they stand in: questions, remarks, table rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dpia.model import Place
from dpia.workbook.markers import (
    ADDED,
    MARK_ANSWER,
    MARK_CODE,
    MARK_ID,
    MARK_NOTE,
    MARK_TEXT,
    PART_COLUMNS,
    PARTS,
    TABLE_PREFIX,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dpia.model import Problem
    from dpia.workbook.scan import Found, ScannedRow, ScannedSheet


@dataclass(frozen=True, slots=True)
class GatheredRow:
    """A row of a table with any content; the id is empty where someone inserted the row."""

    id: str
    cells: Mapping[str, Found]
    place: Place


@dataclass(slots=True)
class Gathered:
    """Everything found, by id. empty: the answer cells with nothing in them."""

    cells: dict[str, list[Found]] = field(default_factory=dict)
    notes: dict[str, Found] = field(default_factory=dict)
    empty: dict[str, Place] = field(default_factory=dict)
    tables: dict[str, list[GatheredRow]] = field(default_factory=dict)
    lost: list[tuple[str, Place]] = field(default_factory=list)


def gather(sheets: Sequence[ScannedSheet]) -> Gathered:
    """Gather all sheets in their order."""
    gathered = Gathered()
    for sheet in sheets:
        _SheetReader(sheet, gathered).read()
    return gathered


class _SheetReader:
    """Reads a sheet from top to bottom, knowing which table it is in."""

    def __init__(self, sheet: ScannedSheet, gathered: Gathered) -> None:
        self.sheet = sheet
        self.gathered = gathered
        self.id_column = sheet.columns[MARK_ID]
        self.answer_column = sheet.columns[MARK_ANSWER]
        self.note_column = sheet.columns.get(MARK_NOTE, 0)
        self.tables = self._tables()
        self.current = ""
        self.ended = ("", 0)

    def read(self) -> None:
        """Read every row."""
        for row in self.sheet.rows:
            subject = row.text(self.id_column)
            if subject.startswith(TABLE_PREFIX):
                self._table_row(row, subject)
            elif subject:
                self.current = ""
                self._question(row, subject)
            elif self.current:
                self._add(self.current, "", row)
            elif self.ended == (self.ended[0], row.number - 1):
                self._below(self.ended[0], row)

    def _tables(self) -> dict[str, dict[int, str]]:
        """Return the column ids of each table on this sheet."""
        tables = {}
        for row in self.sheet.rows:
            table, _, part = row.text(self.id_column).removeprefix(TABLE_PREFIX).partition("#")
            if part == PART_COLUMNS:
                tables[table] = {
                    column: str(found.value)
                    for column, found in row.cells.items()
                    if column != self.id_column
                }
        return tables

    def _question(self, row: ScannedRow, subject: str) -> None:
        answer = row.cells.get(self.answer_column)
        if answer:
            self.gathered.cells.setdefault(subject, []).append(answer)
        else:
            self.gathered.empty.setdefault(subject, self._place(row, self.answer_column))
        note = row.cells.get(self.note_column)
        if note:
            before = self.gathered.notes.get(subject)
            if before and before.value != note.value:
                note = replace(
                    note,
                    value=f"{before.value}\n{note.value}",
                    place=before.place,
                    changes=(*before.changes, *note.changes),
                )
            self.gathered.notes[subject] = note

    def _table_row(self, row: ScannedRow, subject: str) -> None:
        table, _, part = subject.removeprefix(TABLE_PREFIX).partition("#")
        if part in PARTS:
            self.current = table if part in (PART_COLUMNS, "header") else ""
            if part == "end":
                self._below(table, row)
            return
        self.current = table
        self._add(table, part, row)

    def _below(self, table: str, row: ScannedRow) -> None:
        """Who has filled all rows goes on directly below the table: rows of it like the others."""
        self.ended = (table, row.number)
        if table in self.tables:
            self._add(table, "", row)

    def _add(self, table: str, row_id: str, row: ScannedRow) -> None:
        columns = self.tables.get(table)
        if columns is None:
            self.gathered.lost.append((f"{TABLE_PREFIX}{table}#{row_id}", self._place(row, 1)))
            return
        cells = {columns[column]: found for column, found in row.cells.items() if column in columns}
        if cells:
            place = self._place(row, min(columns))
            self.gathered.tables.setdefault(table, []).append(GatheredRow(row_id, cells, place))

    def _place(self, row: ScannedRow, column: int) -> Place:
        from openpyxl.utils import get_column_letter

        return Place(self.sheet.title, f"{get_column_letter(column)}{row.number}")


def asked(sheets: Sequence[ScannedSheet], problem: Problem) -> str:
    """Return the words of the question at the place of a problem, as the sheet shows them; else its id."""
    place = problem.place
    sheet = next((sheet for sheet in sheets if place and sheet.title == place.sheet), None)
    if sheet is None or place is None:
        return problem.subject
    column, number = coordinate(place.cell)
    texts = {row.text(sheet.columns[MARK_ID]): row for row in sheet.rows}
    row = next((row for row in sheet.rows if row.number == number), None)
    subject = row.text(sheet.columns[MARK_ID]) if row else ""
    if row and not subject.startswith(TABLE_PREFIX):
        return row.text(sheet.columns.get(MARK_TEXT, 0)) or problem.subject
    table = subject.partition("#")[0]
    title, header = texts.get(f"{table}#title"), texts.get(f"{table}#header")
    words = [
        title.text(sheet.columns.get(MARK_CODE, 0)) if title else "",
        header.text(column) if header else "",
    ]
    return ": ".join(word for word in words if word) or problem.subject


def coordinate(cell: str) -> tuple[int, int]:
    """Split a cell address into column and row."""
    from openpyxl.utils import coordinate_to_tuple

    row, column = coordinate_to_tuple(cell)
    return column, row


def named(rows: Sequence[GatheredRow]) -> list[GatheredRow]:
    """Give inserted rows the next free ids of added rows."""
    numbers = [int(row.id[1:]) for row in rows if row.id.startswith(ADDED) and row.id[1:].isdigit()]
    following = max(numbers, default=0)
    result = []
    for row in rows:
        if row.id:
            result.append(row)
            continue
        following += 1
        result.append(GatheredRow(f"{ADDED}{following}", row.cells, row.place))
    return result
