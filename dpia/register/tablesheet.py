"""One sheet of the register workbook: a real Excel table, which takes row by row."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import Cell as ExcelCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from dpia.i18n import LANGUAGES, messages, short_date
from dpia.register.added import AddedColumns
from dpia.register.cells import clean, height_of, is_quoted, linkable, marked_seen, style_of
from dpia.register.entering import guide_entries, leave_room
from dpia.register.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from openpyxl import Workbook

    from dpia.register.cells import Cell, ColumnPlan, SheetPlan

ABOVE_ZERO: Final = ">0"
"""In place of the beginning of a text: any number above zero."""

_A3, _A4 = 8, 9


class TableSheet:
    """Takes rows, and ends as a table with filter, coloured words and print set-up."""

    def __init__(
        self,
        book: Workbook,
        plan: SheetPlan,
        language: str,
        added: AddedColumns | None = None,
        after: TableSheet | None = None,
    ) -> None:
        """Begin the sheet.

        Args:
            book: The workbook, in write-only mode.
            plan: What stands in which column.
            language: The language of the headers.
            added: The columns that people have added to this sheet, and what they wrote in them.
            after: The sheet that this one goes on for, because that is full.
        """
        self.plan = plan
        self.language = language
        self.part: int = 1 if after is None else after.part + 1
        self.rows = 1
        self.unlinked = 0
        self._added = added or AddedColumns()
        place = None if after is None else book.index(after.sheet) + 1
        self.sheet: Any = book.create_sheet(sheet_title(plan, language, self.part), place)
        self._headers = [
            messages("register")(f"column-{column.key}", language) for column in plan.columns
        ]
        self._begin()

    @property
    def title(self) -> str:
        """The name on the tab."""
        return str(self.sheet.title)

    @property
    def full(self) -> bool:
        """Whether it takes no more rows, for another reason than their number."""
        return False

    def append(self, values: Mapping[str, Cell]) -> None:
        """Write one row (column key -> value)."""
        self.rows += 1
        self.sheet.row_dimensions[self.rows].height = height_of(self.plan, values)
        cells = [self._cell(column, values.get(column.key)) for column in self.plan.columns]
        if values.get("seen"):
            place = [column.key for column in self.plan.columns].index("seen")
            shown = [cell.value for cell in cells]
            cells[place].value = marked_seen(self.plan, str(values["seen"]), shown)
        self.sheet.append([*cells, *self._added_cells(str(values.get("key") or ""))])

    def _added_cells(self, key: str) -> list[ExcelCell]:
        """What people wrote into their own columns of this row; formulas move along with it."""
        cells = []
        for place, name in enumerate(self._added.names, len(self.plan.columns) + 1):
            cell = ExcelCell(self.sheet, row=self.rows, column=place)
            cell.style = "dpia-free"
            found = self._added.values.get((key, name))
            if found is not None:
                cell.value = found.at(f"{get_column_letter(place)}{self.rows}")
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
        if self.rows == 1:
            nothing = messages("register")("nothing-recorded", self.language)
            text = next(column.key for column in self.plan.columns if column.width > len(nothing))
            self.append({text: nothing})
        self._add_table()
        for place, column in enumerate(self.plan.columns, 1):
            self._colour(get_column_letter(place), list(colours.get(column.key, ())))
        guide_entries(self.sheet, self.plan, self.language, self.rows)
        self._set_up_print(on)

    def abandon(self) -> None:
        """Give up the half-written sheet quietly (openpyxl would complain about it on standard error)."""
        with suppress(Exception):
            self.sheet.close()

    def _begin(self) -> None:
        sheet = self.sheet
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

    def _cell(self, column: ColumnPlan, value: Cell) -> ExcelCell:
        value = linkable(value)
        style = style_of(column, value)
        if isinstance(value, Link):
            cell = self._styled(clean(value.text, self.language), style)
            cell.hyperlink = Hyperlink(ref="", target=value.target)
            return cell
        if isinstance(value, str):
            return self._styled(clean(value, self.language) if value else None, style)
        return self._styled(value, style)

    def _styled(self, value: str | int | date | None, style: str) -> ExcelCell:
        cell = ExcelCell(self.sheet, row=self.rows, column=1)
        cell.value = value
        cell.style = style
        if isinstance(value, str):
            # openpyxl takes "=..." for a formula and "#N/A" for an error; Excel would on the next edit.
            cell.data_type = "s"
            cell.quotePrefix = is_quoted(value)
        return cell

    def _add_table(self) -> None:
        last = get_column_letter(len(self.plan.columns))
        whole = f"A1:{last}{self.rows}"
        number = f"_{self.part}" if self.part > 1 else ""
        table = Table(displayName=f"dpia_{self.plan.key}{number}", ref=whole)
        # A streamed sheet cannot look its own header up, so the columns are named here.
        table.autoFilter = AutoFilter(ref=whole)
        table.tableColumns = [
            TableColumn(id=place, name=header) for place, header in enumerate(self._headers, 1)
        ]
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        self.sheet.tables.add(table)

    def _colour(self, letter: str, words: Sequence[tuple[str, str]]) -> None:
        """Colour by the words themselves, so that the colour follows when a person edits them."""
        for begin, fill in sorted(set(words), key=lambda one: (-len(one[0]), one)):
            look = DifferentialStyle(
                font=Font(color="000000"), fill=PatternFill(fill_type="solid", bgColor=fill)
            )
            self.sheet.conditional_formatting.add(
                f"{letter}2:{letter}{self.rows}", _rule(letter, begin, look)
            )

    def _set_up_print(self, on: date) -> None:
        sheet, say = self.sheet, messages("register")
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


def sheet_title(plan: SheetPlan, language: str, part: int = 1) -> str:
    """The name on the tab; of the sheets on which a full one goes on, with a number: "Risks 2"."""
    title = messages("register")(f"sheet-{plan.key}", language)
    return title if part == 1 else f"{title} {part}"


def is_sheet_title(plan: SheetPlan, title: str) -> bool:
    """Whether a sheet bears the name that we gave it, in any language, with a number or without."""
    name, _, number = title.rpartition(" ")
    return any(
        first == title or (first == name and number.isdecimal())
        for first in (sheet_title(plan, language) for language in LANGUAGES)
    )
