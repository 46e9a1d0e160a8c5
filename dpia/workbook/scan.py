"""Read the cells of a workbook into plain values, sheet by sheet, and find our sheets by their markers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from openpyxl.utils import get_column_letter

from dpia.guard.limits import limit
from dpia.guard.text import entered
from dpia.model import Place
from dpia.workbook.markers import (
    MARK_ANSWER,
    MARK_CHANGES,
    MARK_CODE,
    MARK_ID,
    MARK_META,
    MARK_NOTE,
    MARK_OPTIONS,
    MARK_PROBLEMS,
    MARK_TEXT,
    SIGNED_BY,
)
from dpia.workbook.options import read_options
from dpia.workbook.strings import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.workbook import Workbook

    from dpia.guard.text import Changes
    from dpia.workbook.lean import LeanSheet
    from dpia.workbook.options import Options

_OFTEN: Final = 200
_NO_TEXT: Final = {"f", "e"}
_MARKERS_WITHIN: Final = 60
"""Rows in which the markers are looked for, should someone have inserted rows above."""
_META_ENTRIES: Final = 50
_MARKERS: Final = {MARK_ID, MARK_ANSWER, MARK_CODE, MARK_TEXT, MARK_NOTE}
_SIGNED: Final = re.compile(rf"[a-z0-9-]+{SIGNED_BY}")


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a cell; percent: shown as a percentage, so that 0.25 means 25.

    changes: what of it could not enter as it stands; names as in dpia.guard.text, and "time", "infinite".
    """

    value: object
    kind: Literal["value", "formula", "error"]
    place: Place
    percent: bool = False
    changes: Changes = ()


@dataclass(frozen=True, slots=True)
class ScannedRow:
    """The filled cells of a row, by column number."""

    number: int
    cells: Mapping[int, Found]

    def text(self, column: int) -> str:
        """Return the text of a cell, empty where there is none."""
        found = self.cells.get(column)
        return str(found.value) if found and found.kind == "value" else ""


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """A topic sheet: which marker stands in which column, and its rows."""

    title: str
    columns: Mapping[str, int]
    rows: tuple[ScannedRow, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A workbook: entries of our hidden sheet (empty: not ours), topic sheets in their order.

    broken: titles of topic sheets that lost their hidden first row or id column. options: the ids behind the
    choices; a workbook of the first release has none.
    """

    meta: Mapping[str, str]
    sheets: tuple[ScannedSheet, ...]
    broken: tuple[str, ...]
    options: Options


def scan(workbook: Workbook) -> Scanned:
    """Read all sheets of a workbook that was opened to be read (load_lean)."""
    meta: dict[str, str] = {}
    options: Options = {}
    sheets, broken = [], []
    sheets_of_file: list[LeanSheet] = workbook.worksheets  # type: ignore[assignment]  # of load_lean
    for worksheet in sheets_of_file:
        # A stray cell in the last corner is left alone.
        read = worksheet.filled_rows(limit("workbook-rows"), limit("workbook-columns"))
        rows = _rows(worksheet.title, read)
        if not meta and rows and rows[0].text(1) == MARK_META:
            meta = {row.text(1): row.text(2) for row in rows[1:_META_ENTRIES]}
        if rows and rows[0].text(1) == MARK_OPTIONS:
            options = read_options(rows[1:])
            continue
        marked = _markers(rows)
        if marked is not None:
            rest = tuple(row for row in rows if row is not marked)
            columns = {str(found.value): column for column, found in marked.cells.items()}
            sheets.append(ScannedSheet(worksheet.title, columns, rest))
        elif _was_topic(rows):
            broken.append(worksheet.title)
    return Scanned(meta, tuple(sheets), tuple(broken), options)


def _was_topic(rows: list[ScannedRow]) -> bool:
    """Whether ids or several markers are still there, though not the markers that it takes to read them."""
    if rows and rows[0].text(1) in {MARK_PROBLEMS, MARK_CHANGES}:
        return False
    for row in rows[:_MARKERS_WITHIN]:
        texts = {found.value for found in row.cells.values() if isinstance(found.value, str)}
        if len(texts & _MARKERS) > 1 or any(_SIGNED.fullmatch(text) for text in texts):
            return True
    return False


def _markers(rows: list[ScannedRow]) -> ScannedRow | None:
    for row in rows:
        if row.number > _MARKERS_WITHIN:
            return None
        values = {found.value for found in row.cells.values() if isinstance(found.value, str)}
        if MARK_ID in values and MARK_ANSWER in values:
            return row
    return None


def _rows(title: str, rows: Iterable[tuple[int, list[ReadOnlyCell]]]) -> list[ScannedRow]:
    scanned = []
    for number, row in rows:
        cells = {}
        for cell in row:
            column, value = cell.column, cell.value
            if isinstance(value, str) and cell.data_type not in _NO_TEXT:
                text = _known if len(value) <= _OFTEN else _text
                found = text(value, title, column, number)
            else:
                found = _found(cell, _place(title, column, number))
            if found:
                cells[column] = found
        if cells:
            scanned.append(ScannedRow(number, cells))
    return scanned


def _place(title: str, column: int, number: int) -> Place:
    return Place(title, f"{get_column_letter(column)}{number}")


def _text(value: str, title: str, column: int, number: int) -> Found | None:
    clean = entered(unescaped(value))
    if not clean.text:
        return None
    return Found(clean.text, "value", _place(title, column, number), changes=clean.changes)


_known = lru_cache(maxsize=32768)(_text)
"""Questions and choices stand in the same places of every workbook of a questionnaire."""


def _found(cell: object, place: Place) -> Found:
    value: object = cell.value  # type: ignore[attr-defined]  # openpyxl's two kinds of cell
    data_type: str = cell.data_type  # type: ignore[attr-defined]  # openpyxl's two kinds of cell
    if data_type == "f":
        return Found(str(getattr(value, "text", value)), "formula", place)
    if data_type == "e":
        return Found(str(value), "error", place)
    return _number_or_date(cell, value, place)


def _number_or_date(cell: object, value: object, place: Place) -> Found:
    if isinstance(value, datetime):
        dropped = (("time", 1),) if value.time() != time() else ()
        return Found(value.date(), "value", place, changes=dropped)
    if isinstance(value, float) and not math.isfinite(value):
        return Found(str(value), "value", place, changes=(("infinite", 1),))
    if isinstance(value, time | timedelta) or not isinstance(value, bool | int | float | date):
        return Found(str(value), "value", place)
    percent = "%" in str(getattr(cell, "number_format", ""))
    return Found(value, "value", place, percent)
