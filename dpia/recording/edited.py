"""Read what people made of the register workbook: rows by hidden key, columns by their headers in any language."""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from openpyxl.utils import get_column_letter

from dpia.i18n import LANGUAGES, messages
from dpia.register.added import Added, AddedCell, AddedColumns
from dpia.register.plans import CONFLICTS, PLANS
from dpia.register.seen import COMPUTED, computed_digest, plain_cell, read_seen
from dpia.workbook.cells import unescaped
from dpia.workbook.guard import damaged, read_guarded, refuse_wide_ranges
from dpia.workbook.read import BROKEN, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dpia.register.cells import SheetPlan

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

    rows: of the sheets with columns in which people write. added: columns and sheets of their own. whole: nothing
    else is in it that the next workbook would lose.
    """

    sha256: str
    rows: tuple[EditedRow, ...]
    added: Added
    whole: bool


def read_edited(path: Path) -> EditedBook:
    """Read the workbook.

    Raises:
        FileError: it cannot be read, or is none; nothing can be taken from it then.
    """
    data = read_guarded(path)
    refuse_wide_ranges(path, data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        whole = not any(name.startswith(_NOT_CARRIED) for name in archive.namelist())
    reader = _Reader()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load(data, read_only=True)
            try:
                for sheet in book.worksheets:
                    reader.read(sheet.title, sheet.iter_rows(max_col=_COLUMNS))
            finally:
                book.close()
        except BROKEN as error:
            raise damaged(path) from error
    if not reader.found:
        raise damaged(path)
    return EditedBook(
        hashlib.sha256(data).hexdigest(),
        tuple(reader.rows),
        Added(reader.columns, tuple(reader.sheets)),
        whole and reader.whole,
    )


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of one of our sheets: where our columns stand, and where others."""

    plan: SheetPlan
    ours: Mapping[str, int]
    others: Mapping[str, int]


class _Reader:
    """Takes sheet after sheet."""

    def __init__(self) -> None:
        self.rows: list[EditedRow] = []
        self.columns: dict[str, AddedColumns] = {}
        self.sheets: list[str] = []
        self.found: set[str] = set()
        self.whole = True

    def read(self, title: str, rows: Iterable[Sequence[Any]]) -> None:
        """Read one sheet: ours, one of plain sentences, or somebody's own."""
        above: list[Sequence[Any]] = []
        numbered = enumerate(rows, 1)
        for _, row in numbered:
            header = _header(row)
            if header is not None and header.plan.key not in self.found:
                self.found.add(header.plan.key)
                self.whole &= not any(cell.value is not None for line in above for cell in line)
                self._table(title, header, numbered)
                return
            above.append(row)
            if len(above) == _HEADER_WITHIN:
                break
        first = next((cell.value for line in above[:1] for cell in line[:1]), None)
        if first in _sentences():
            return
        self.sheets.append(title)

    def _table(
        self, title: str, header: _Header, rows: Iterator[tuple[int, Sequence[Any]]]
    ) -> None:
        values: dict[tuple[str, str], AddedCell] = {}
        for number, row in rows:
            if all(cell.value is None for cell in row):
                continue
            key = plain_cell(_at(row, header.ours["key"]))
            if not key:
                self.whole &= _is_empty_note(row)
                continue
            for name, column in header.others.items():
                cell = row[column] if column < len(row) else None
                if cell is not None and cell.value is not None:
                    place = f"{get_column_letter(column + 1)}{number}"
                    values[key, name] = AddedCell(cell.value, place, cell.number_format)
            known = {*header.ours.values(), *header.others.values()}
            self.whole &= all(c.value is None for n, c in enumerate(row) if n not in known)
            if "seen" in header.ours:
                self.rows.append(_row(title, header, number, row, key))
        if header.others:
            names = tuple(header.others)
            self.columns[header.plan.key] = AddedColumns(names, (_WIDTH,) * len(names), values)


def _row(title: str, header: _Header, number: int, row: Sequence[Any], key: str) -> EditedRow:
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


def _cell(title: str, number: int, row: Sequence[Any], column: int) -> EditedCell:
    cell = row[column] if column < len(row) else None
    place = f"{title}!{get_column_letter(column + 1)}{number}"
    if cell is None:
        return EditedCell(None, place)
    return EditedCell(cell.value, place, cell.data_type == "f")


def _at(row: Sequence[Any], column: int | None) -> object:
    return row[column].value if column is not None and column < len(row) else None


def _header(row: Sequence[Any]) -> _Header | None:
    """Our sheet that this row is the header of: the key and most of its columns are there."""
    texts = {plain_cell(cell.value): place for place, cell in enumerate(row) if cell.value}
    say = messages("register")
    for plan in (*PLANS, CONFLICTS):
        ours: dict[str, int] = {}
        named: set[str] = set()
        for column in plan.columns:
            for language in LANGUAGES:
                label = say(f"column-{column.key}", language)
                if label in texts:
                    ours.setdefault(column.key, texts[label])
                    named.add(label)
        if "key" in ours and _fits(plan, ours):
            return _Header(plan, ours, {t: p for t, p in texts.items() if t and t not in named})
    return None


def _fits(plan: SheetPlan, ours: Mapping[str, int]) -> bool:
    wanted = {column.key for column in plan.columns if column.entered or column.key == "seen"}
    return wanted <= ours.keys() and len(ours) > len(plan.columns) * 2 // 3


def _is_empty_note(row: Sequence[Any]) -> bool:
    """Whether a row only says that nothing is recorded yet."""
    texts = [plain_cell(cell.value) for cell in row if cell.value is not None]
    return texts in [[messages("register")("nothing-recorded", one)] for one in LANGUAGES]


def _sentences() -> set[str]:
    """The first lines of our sheets that are no tables."""
    return {
        messages("register")(key, language)
        for key in ("note-heading", "heat-heading")
        for language in LANGUAGES
    }
