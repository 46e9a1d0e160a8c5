"""What the sheets of the register workbook are made of: columns, cells, and how each kind of cell looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from openpyxl.cell import WriteOnlyCell

from dpia.excel.textsize import TALLEST, text_height
from dpia.guard.text import cut_to_cell
from dpia.i18n import messages
from dpia.register.links import Link
from dpia.register.seen import COMPUTED, computed_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MAX_LINK: Final = 2079
"""Excel offers to repair a workbook with a longer address."""
_A4: Final = 9
_LOWEST: Final = 18.0
_NOTES_WIDTH: Final = 110

Kind = Literal["text", "number", "date", "link"]


Cell = str | int | date | Link | None


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column: its key in the catalogue (column-...), width and kind.

    entered: people write in it, and what they write is taken back into the register.
    """

    key: str
    width: int
    kind: Kind = "text"
    hidden: bool = False
    entered: bool = False


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: its key in the catalogue (sheet-...), columns and how it is frozen and printed.

    wide: on A3. pages: how many printed pages all columns take; the frozen ones are repeated.
    """

    key: str
    columns: tuple[ColumnPlan, ...]
    frozen: str
    wide: bool = False
    pages: int = 1


def clean(text: str, language: str) -> str:
    """Return what an Excel cell can hold; a text that is too long ends with a note that says so."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ESCAPE.sub("_x005F_", _FORBIDDEN.sub("\ufffd", text))
    return cut_to_cell(text, messages("register")("text-cut", language))


def linkable(value: Cell) -> Cell:
    """The value; a link that is too long for Excel is a mere text."""
    if isinstance(value, Link) and len(value.target) > _MAX_LINK:
        return value.text
    return value


def style_of(column: ColumnPlan, value: Cell) -> str:
    """The name of the style of a cell."""
    if isinstance(value, Link):
        return "dpia-link"
    prefix = "dpia-entered" if column.entered else "dpia"
    if isinstance(value, date):
        return f"{prefix}-date"
    if isinstance(value, int):
        return f"{prefix}-number"
    if column.kind == "text":
        return prefix if column.entered else "dpia-text"
    return f"{prefix}-{'number' if column.kind == 'link' else column.kind}"


def height_of(plan: SheetPlan, values: Mapping[str, Cell]) -> float:
    """The height of a row in points: programs do not agree on automatic heights, so every row brings its own."""
    heights = [
        text_height(value, column.width)
        for column in plan.columns
        if not column.hidden and isinstance(value := values.get(column.key), str)
    ]
    return min(max(heights, default=_LOWEST), TALLEST)


def marked_seen(plan: SheetPlan, seen: str, shown: Sequence[object]) -> str:
    """Add to what people may change in a row the digest of what they may not. shown: its cells as they are written."""
    computed = [
        value
        for column, value in zip(plan.columns, shown, strict=True)
        if not (column.entered or column.hidden)
    ]
    return f"{seen} {COMPUTED}={computed_digest(computed)}"


def is_quoted(text: str) -> bool:
    """Whether Excel would take a text for a formula when it is edited, so that the cell has to say that it is none."""
    return text[:1] in "=+-@"


def add_notes(book: Workbook, lines: Sequence[str], language: str) -> None:
    """Add a last sheet of plain sentences."""
    sheet = book.create_sheet(messages("register")("sheet-notes", language))
    sheet.column_dimensions["A"].width = _NOTES_WIDTH
    sheet.sheet_view.showGridLines = False
    for place, line in enumerate([messages("register")("note-heading", language), *lines]):
        if place:
            sheet.row_dimensions[place + 1].height = text_height(line, _NOTES_WIDTH, 11)
        cell = WriteOnlyCell(sheet, line)
        cell.style = "dpia-note" if place else "dpia-heading"
        sheet.append([cell])
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
