"""Read what people made of the register workbook: rows by hidden key, columns by their headers in any language."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from openpyxl.utils import get_column_letter

from dpia.guard.subject import REGISTER
from dpia.guard.workbook import read_workbook_bytes, refuse_wide_areas
from dpia.i18n import LANGUAGES, messages
from dpia.recording.headers import LOST, Header, header_of
from dpia.register.added import HAS_ADDED, Added, AddedCell, AddedColumns, properties_of
from dpia.register.seen import COMPUTED, computed_digest, plain_cell, read_seen
from dpia.register.size import BOUNDS
from dpia.register.tablesheet import is_sheet_title
from dpia.workbook.guard import damaged
from dpia.workbook.read import BROKEN, load
from dpia.workbook.strings import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from dpia.workbook.lean import LeanSheet

    _Cells = Mapping[int, Any]

_HEADER_WITHIN: Final = 20
"""Rows in which the header is looked for, should someone have inserted rows above."""
_COLUMNS: Final = 400
_WIDTH: Final = 18.0
_NOT_CARRIED: Final = (
    "xl/charts/",
    "xl/media/",
    "xl/pivotTables/",
    "xl/comments",
    "xl/threadedComments/",
)


@dataclass(frozen=True, slots=True)
class EditedCell:
    """A cell that people may write in. text: as one plain text; formula: it computes something."""

    value: object
    place: str
    formula: bool = False

    @property
    def text(self) -> str:
        """What stands there."""
        return unescaped(plain_cell(self.value))


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row with a key. changed: a cell that the register computes is not as it was written."""

    sheet: str
    key: str
    seen: Mapping[str, str]
    cells: Mapping[str, EditedCell]
    changed: bool


@dataclass(frozen=True, slots=True)
class EditedBook:
    """A register workbook as it was found.

    added: columns and sheets of people's own. whole: nothing else is in it that the next workbook would lose.
    unreadable: titles of our sheets whose columns cannot be told apart any more.
    """

    sha256: str
    added: Added
    whole: bool
    language: str
    unreadable: tuple[str, ...]


def carries_added(path: Path) -> bool:
    """Whether a workbook that we wrote holds what people added to an earlier one."""
    return HAS_ADDED.encode() in properties_of(path)


def language_of(path: Path) -> str:
    """The language of a workbook that we wrote; "" where it does not say."""
    properties = properties_of(path)
    return next((one for one in LANGUAGES if f"language>{one}<".encode() in properties), "")


def read_edited(path: Path, take: Callable[[EditedRow], None]) -> EditedBook:
    """Read the workbook.

    Args:
        path: The workbook.
        take: Gets each row with columns in which people write, one at a time.

    Raises:
        FileError: it cannot be read, or is none; nothing can be taken from it then.
    """
    data, inside = read_workbook_bytes(path, REGISTER)
    refuse_wide_areas(path, inside, REGISTER)
    whole = not any(name.startswith(_NOT_CARRIED) for name in inside.names)
    reader = _Reader(take)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load(data, read_only=True)
            try:
                sheets: list[Any] = list(book.worksheets)
                for sheet in sheets:
                    reader.read(sheet)
            finally:
                book.close()
        except BROKEN as error:
            raise damaged(path) from error
    if not reader.found:
        raise damaged(path)
    return EditedBook(
        hashlib.sha256(data).hexdigest(),
        Added(reader.columns, tuple(reader.sheets)),
        whole and reader.whole,
        reader.language,
        tuple(reader.unreadable),
    )


class _Reader:
    """Takes sheet after sheet."""

    def __init__(self, take: Callable[[EditedRow], None]) -> None:
        self.language = ""
        self.unreadable: list[str] = []
        self._take = take
        self.columns: dict[str, AddedColumns] = {}
        self.sheets: list[str] = []
        self.found: set[str] = set()
        self.whole = True

    def read(self, sheet: LeanSheet) -> None:
        """Read one sheet: ours, one of plain sentences, or somebody's own."""
        title = str(sheet.title)
        above: list[_Cells] = []
        rows = _rows(sheet)
        for number, row in rows:
            header = header_of(row)
            if header == LOST:
                self.unreadable.append(title)
                return
            if isinstance(header, Header) and self._is_ours(header, title):
                self.found.add(header.plan.key)
                self.language = self.language or header.language
                self.whole &= not above
                self._table(sheet, header, rows)
                return
            above.append(row)
            if number >= _HEADER_WITHIN:
                break
        if not (above and _at(above[0], 0) in _sentences()):
            self.sheets.append(title)

    def _is_ours(self, header: Header, title: str) -> bool:
        """Whether it is the first sheet of its kind or one on which that goes on, and no copy that somebody made."""
        return header.plan.key not in self.found or is_sheet_title(header.plan, title)

    def _table(self, sheet: LeanSheet, header: Header, rows: Iterator[tuple[int, _Cells]]) -> None:
        title = str(sheet.title)
        values: dict[tuple[str, str], AddedCell] = {}
        known = {*header.ours.values(), *header.others.values()}
        for number, row in rows:
            key = plain_cell(_at(row, header.ours["key"]))
            if not key:
                self.whole &= _is_empty_note(row)
                continue
            for name, column in header.others.items():
                if column in row:
                    cell, place = row[column], f"{get_column_letter(column + 1)}{number}"
                    values[key, name] = AddedCell(cell.value, place, cell.number_format)
            self.whole &= row.keys() <= known
            if "seen" in header.ours:
                self._take(_row(title, header, number, row, key))
        if header.others:
            shown = sheet.widths()
            widths = {name: shown.get(at + 1, _WIDTH) for name, at in header.others.items()}
            before = self.columns.get(header.plan.key, AddedColumns())
            self.columns[header.plan.key] = before.joined(widths, values)


def _rows(sheet: LeanSheet) -> Iterator[tuple[int, _Cells]]:
    """The rows in which something stands: the filled cells by their columns, counted from 0."""
    for number, cells in sheet.filled_rows(BOUNDS.rows, _COLUMNS):
        yield number, {cell.column - 1: cell for cell in cells}


def _row(title: str, header: Header, number: int, row: _Cells, key: str) -> EditedRow:
    plan = header.plan
    seen = read_seen(plain_cell(_at(row, header.ours["seen"])))
    cells = {
        column.key: _cell(title, number, row, header.ours[column.key])
        for column in plan.columns
        if column.entered and column.key in header.ours
    }
    computed = [
        unescaped(plain_cell(_at(row, header.ours.get(column.key))))
        for column in plan.columns
        if not (column.entered or column.hidden)
    ]
    changed = seen.get(COMPUTED) != computed_digest(computed)
    return EditedRow(plan.key, key, seen, cells, changed)


def _cell(title: str, number: int, row: _Cells, column: int) -> EditedCell:
    cell = row.get(column)
    place = f"{title}!{get_column_letter(column + 1)}{number}"
    if cell is None:
        return EditedCell(None, place)
    return EditedCell(cell.value, place, cell.data_type == "f")


def _at(row: _Cells, column: int | None) -> object:
    cell = None if column is None else row.get(column)
    return None if cell is None else cell.value


def _is_empty_note(row: _Cells) -> bool:
    """Whether a row only says that nothing is recorded yet."""
    texts = [plain_cell(cell.value) for cell in row.values()]
    return texts in [[messages("register")("nothing-recorded", one)] for one in LANGUAGES]


def _sentences() -> set[str]:
    """The first lines of our sheets that are no tables."""
    return {
        messages("register")(key, language)
        for key in ("note-heading", "heat-heading")
        for language in LANGUAGES
    }
