"""Read what people made of the register workbook: rows by hidden key, columns by their headers in any language."""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Literal

from openpyxl.utils import get_column_letter

from dpia.i18n import LANGUAGES, messages
from dpia.register.added import HAS_ADDED, Added, AddedCell, AddedColumns, properties_of
from dpia.register.plans import CONFLICTS, PLANS
from dpia.register.seen import COMPUTED, computed_digest, plain_cell, read_seen
from dpia.workbook.guard import damaged, read_for_writing
from dpia.workbook.read import BROKEN, load
from dpia.workbook.strings import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    data = read_for_writing(path)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        whole = not any(name.startswith(_NOT_CARRIED) for name in archive.namelist())
    reader = _Reader(take)
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
        Added(reader.columns, tuple(reader.sheets)),
        whole and reader.whole,
        reader.language,
        tuple(reader.unreadable),
    )


@dataclass(frozen=True, slots=True)
class _Header:
    """The header of one of our sheets: where our columns stand, and where others."""

    plan: SheetPlan
    language: str
    ours: Mapping[str, int]
    others: Mapping[str, int]


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

    def read(self, title: str, rows: Iterable[Sequence[Any]]) -> None:
        """Read one sheet: ours, one of plain sentences, or somebody's own."""
        above: list[Sequence[Any]] = []
        numbered = enumerate(rows, 1)
        for _, row in numbered:
            header = _header(row)
            if header == _LOST:
                self.unreadable.append(title)
                return
            if isinstance(header, _Header) and header.plan.key not in self.found:
                self.found.add(header.plan.key)
                self.language = self.language or header.language
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
                self._take(_row(title, header, number, row, key))
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


_LOST: Final = "lost"


def _header(row: Sequence[Any]) -> _Header | Literal["lost"] | None:
    """Our sheet that this row is the header of; "lost": it was one, but its columns cannot be told apart any more."""
    texts = {plain_cell(cell.value): place for place, cell in enumerate(row) if cell.value}
    say = messages("register")
    if not {say("column-key", language) for language in LANGUAGES} & texts.keys():
        return None
    found = [
        (plan, language, ours)
        for plan in (*PLANS, CONFLICTS)
        for language in LANGUAGES
        if "key" in (ours := _named(plan, language, texts))
    ]
    plan, language, ours = max(found, key=lambda one: len(one[2]) / len(one[0].columns))
    _add_renamed(plan, ours, len(row))
    wanted = {column.key for column in plan.columns if column.entered or column.key == "seen"}
    if not wanted <= ours.keys() or len(ours) <= len(plan.columns) * 2 // 3:
        return _LOST
    taken = set(ours.values())
    return _Header(plan, language, ours, {t: p for t, p in texts.items() if t and p not in taken})


def _named(plan: SheetPlan, language: str, texts: Mapping[str, int]) -> dict[str, int]:
    labels = {c.key: messages("register")(f"column-{c.key}", language) for c in plan.columns}
    return {key: texts[label] for key, label in labels.items() if label in texts}


def _add_renamed(plan: SheetPlan, ours: dict[str, int], width: int) -> None:
    """A header that somebody renamed is still where it was: between the two that it stood between."""
    taken = set(ours.values())
    keys = [column.key for column in plan.columns]
    for place, key in enumerate(keys):
        if key in ours:
            continue
        left = ours.get(keys[place - 1], -2) if place else -1
        right = ours.get(keys[place + 1], -2) if place + 1 < len(keys) else width
        if left + 1 not in taken and left + 2 == right:
            ours[key] = left + 1


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
