"""One sheet of the register workbook: a real Excel table, streamed row by row."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from dpia.excel.textsize import TALLEST, text_height
from dpia.guard.text import cut_to_cell
from dpia.i18n import messages, short_date
from dpia.register.added import AddedColumns
from dpia.register.entering import guide_entries, leave_room
from dpia.register.links import Link
from dpia.register.seen import COMPUTED, computed_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl import Workbook

ABOVE_ZERO: Final = ">0"
"""In place of the beginning of a text: any number above zero."""

_MAX_ROWS: Final = 1_048_576
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MAX_LINK: Final = 2079
"""Excel offers to repair a workbook with a longer address."""
_A3, _A4 = 8, 9
_LOWEST: Final = 18.0

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


def add_notes(book: Workbook, lines: Sequence[str], language: str) -> None:
    """Add a last sheet of plain sentences."""
    sheet = book.create_sheet(messages("register")("sheet-notes", language))
    sheet.column_dimensions["A"].width = 110
    sheet.sheet_view.showGridLines = False
    for place, line in enumerate([messages("register")("note-heading", language), *lines]):
        cell = WriteOnlyCell(sheet, line)
        cell.style = "dpia-note" if place else "dpia-heading"
        sheet.append([cell])
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4


class TableSheet:
    """Takes rows, and ends as a table with filter, coloured words and print set-up."""

    def __init__(
        self, book: Workbook, plan: SheetPlan, language: str, added: AddedColumns | None = None
    ) -> None:
        """Begin the sheet.

        Args:
            book: The workbook, in write-only mode.
            plan: What stands in which column.
            language: The language of the headers.
            added: The columns that people have added to this sheet, and what they wrote in them.
        """
        self.plan = plan
        self._added = added or AddedColumns()
        self.language = language
        self.left_out = 0
        self._rows = 1
        self._sheet = book.create_sheet(messages("register")(f"sheet-{plan.key}", language))
        self._headers = [
            messages("register")(f"column-{column.key}", language) for column in plan.columns
        ]
        self._begin()

    @property
    def title(self) -> str:
        """The name on the tab."""
        return str(self._sheet.title)

    def append(self, values: Mapping[str, Cell]) -> None:
        """Write one row (column key -> value); beyond Excel's last row it is only counted."""
        if self._rows >= _MAX_ROWS:
            self.left_out += 1
            return
        self._rows += 1
        self._sheet.row_dimensions[self._rows].height = self._height(values)
        cells = [self._cell(column, values.get(column.key)) for column in self.plan.columns]
        if values.get("seen"):
            self._mark_computed(cells, str(values["seen"]))
        self._sheet.append([*cells, *self._added_cells(str(values.get("key") or ""))])

    def _mark_computed(self, cells: Sequence[ExcelCell], seen: str) -> None:
        """Add to what people may change the digest of what they may not."""
        computed = [
            cell.value
            for column, cell in zip(self.plan.columns, cells, strict=True)
            if not (column.entered or column.hidden)
        ]
        place = [column.key for column in self.plan.columns].index("seen")
        cells[place].value = f"{seen} {COMPUTED}={computed_digest(computed)}"

    def _added_cells(self, key: str) -> list[ExcelCell]:
        """What people wrote into their own columns of this row; formulas move along with it."""
        cells = []
        for place, name in enumerate(self._added.names, len(self.plan.columns) + 1):
            cell = ExcelCell(self._sheet, row=self._rows, column=1)
            cell.style = "dpia-free"
            found = self._added.values.get((key, name))
            if found is not None:
                cell.value = found.at(f"{get_column_letter(place)}{self._rows}")
                if found.number_format:
                    cell.number_format = found.number_format
            cells.append(cell)
        return cells

    def finish(self, colours: Mapping[str, Iterable[tuple[str, str]]], on: date) -> None:
        """Finish the sheet.

        Args:
            colours: For a column key, words that a text begins with and their fill (RRGGBB).
            on: The date for the foot of the printed page.
        """
        if self._rows == 1:
            nothing = messages("register")("nothing-recorded", self.language)
            text = next(column.key for column in self.plan.columns if column.width > len(nothing))
            self.append({text: nothing})
        self._add_table()
        for place, column in enumerate(self.plan.columns, 1):
            self._colour(get_column_letter(place), list(colours.get(column.key, ())))
        guide_entries(self._sheet, self.plan, self.language, self._rows)
        self._set_up_print(on)

    def abandon(self) -> None:
        """Give up the half-written sheet quietly (openpyxl would complain about it on standard error)."""
        with suppress(Exception):
            self._sheet.close()

    def _begin(self) -> None:
        sheet = self._sheet
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.freeze_panes = self.plan.frozen
        sheet.sheet_view.zoomScale = 90
        for place, column in enumerate(self.plan.columns, 1):
            dimension = sheet.column_dimensions[get_column_letter(place)]
            dimension.width = column.width
            dimension.hidden = column.hidden
        for place, width in enumerate(self._added.widths, len(self.plan.columns) + 1):
            dimension = sheet.column_dimensions[get_column_letter(place)]
            dimension.width, dimension.protection = width, Protection(locked=False)
        leave_room(sheet, len(self.plan.columns) + len(self._added.names))
        sheet.row_dimensions[1].height = 42
        looks = [
            "dpia-header-entered" if one.entered else "dpia-header" for one in self.plan.columns
        ]
        headers = zip(self._headers, looks, strict=True)
        own = [self._styled(name, "dpia-free") for name in self._added.names]
        sheet.append([*(self._styled(header, look) for header, look in headers), *own])

    def _height(self, values: Mapping[str, Cell]) -> float:
        """Programs do not agree on automatic heights, so every row brings its own."""
        heights = [
            text_height(value, column.width)
            for column in self.plan.columns
            if not column.hidden and isinstance(value := values.get(column.key), str)
        ]
        return min(max(heights, default=_LOWEST), TALLEST)

    def _cell(self, column: ColumnPlan, value: Cell) -> ExcelCell:
        if isinstance(value, Link) and len(value.target) > _MAX_LINK:
            return self._styled(clean(value.text, self.language), "dpia-text")
        if isinstance(value, Link):
            cell = self._styled(clean(value.text, self.language), "dpia-link")
            cell.hyperlink = Hyperlink(ref="", target=value.target)
            return cell
        prefix = "dpia-entered" if column.entered else "dpia"
        if isinstance(value, date):
            return self._styled(value, f"{prefix}-date")
        if isinstance(value, int):
            return self._styled(value, f"{prefix}-number")
        if column.kind == "text":
            style = prefix if column.entered else "dpia-text"
        else:
            style = f"{prefix}-{'number' if column.kind == 'link' else column.kind}"
        return self._styled(clean(value, self.language) if value else None, style)

    def _styled(self, value: str | int | date | None, style: str) -> ExcelCell:
        cell = ExcelCell(self._sheet, row=self._rows, column=1)
        cell.value = value
        cell.style = style
        if isinstance(value, str):
            # openpyxl takes "=..." for a formula and "#N/A" for an error; Excel would on the next edit.
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in "=+-@"
        return cell

    def _add_table(self) -> None:
        last = get_column_letter(len(self.plan.columns))
        whole = f"A1:{last}{self._rows}"
        table = Table(displayName=f"dpia_{self.plan.key}", ref=whole)
        # A streamed sheet cannot look its own header up, so the columns are named here.
        table.autoFilter = AutoFilter(ref=whole)
        table.tableColumns = [
            TableColumn(id=place, name=header) for place, header in enumerate(self._headers, 1)
        ]
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        self._sheet.tables.add(table)

    def _colour(self, letter: str, words: Sequence[tuple[str, str]]) -> None:
        """Colour by the words themselves, so that the colour follows when a person edits them."""
        for begin, fill in sorted(set(words), key=lambda one: (-len(one[0]), one)):
            look = DifferentialStyle(
                font=Font(color="000000"), fill=PatternFill(fill_type="solid", bgColor=fill)
            )
            self._sheet.conditional_formatting.add(
                f"{letter}2:{letter}{self._rows}", _rule(letter, begin, look)
            )

    def _set_up_print(self, on: date) -> None:
        sheet, say = self._sheet, messages("register")
        sheet.print_title_rows = "1:1"
        if self.plan.pages > 1:
            last = sheet.freeze_panes.rstrip("0123456789")
            sheet.print_title_cols = f"A:{get_column_letter(column_index_from_string(last) - 1)}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A3 if self.plan.wide else _A4
        sheet.page_setup.fitToWidth = self.plan.pages
        sheet.page_setup.fitToHeight = 0
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.7
        header, footer = sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter
        header.left.text = say("page-header", self.language, sheet=sheet.title)
        footer.left.text = say("page-date", self.language, date=short_date(on, self.language))
        footer.right.text = say("page-number", self.language, page="&P", pages="&N")


def _rule(letter: str, begin: str, look: DifferentialStyle) -> Rule:
    if begin == ABOVE_ZERO:
        return Rule(type="cellIs", operator="greaterThan", formula=["0"], dxf=look)
    quoted = begin.replace('"', '""')
    return Rule(
        type="beginsWith",
        operator="beginsWith",
        text=begin,
        formula=[f'LEFT({letter}2,{len(begin)})="{quoted}"'],
        stopIfTrue=True,
        dxf=look,
    )
