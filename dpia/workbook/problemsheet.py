"""The first sheet of a checked copy: every problem with a link to its cell and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from dpia.excel.textsize import TALLEST, text_height
from dpia.i18n import messages as catalogue
from dpia.workbook.applies import sheet_reference
from dpia.workbook.cells import put_value
from dpia.workbook.looks import BAND, HEADER_FILL, INK, LINK, PROBLEM_FILL, WHITE, font, solid
from dpia.workbook.markers import MARK_PROBLEMS
from dpia.workbook.page import paper, protect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.styles import PatternFill
    from openpyxl.workbook import Workbook

    from dpia.model import Problem

_WIDTHS: Final = (6.0, 36.0, 44.0, 28.0, 62.0)
_HEADINGS: Final = ("number", "place", "subject", "found", "message")


class ProblemSheet:
    """Writes the sheet; styles are set directly, because the workbook may come from another program."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self.workbook = workbook
        self.language = language
        self.say = catalogue("workbook")
        name = self._free_name(self.say("problems-sheet", language))
        self.sheet = workbook.create_sheet(name, 0)
        side = Side(style="thin", color="FFC5CAD3")
        self.border = Border(left=side, right=side, top=side, bottom=side)

    def write(self, problems: Sequence[tuple[Problem, str, str]]) -> None:
        """Write title, introduction and the list (problem, question, message)."""
        for index, width in enumerate(_WIDTHS, start=1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        put_value(self.sheet.cell(1, 1), MARK_PROBLEMS)
        self.sheet.row_dimensions[1].hidden = True
        self._banner(2, self.say("problems-title", self.language))
        key = "problems-intro" if problems else "problems-none"
        self._intro(3, self.say(key, self.language))
        for column, heading in enumerate(_HEADINGS, start=1):
            title = self.say(f"problems-{heading}", self.language)
            self._cell(5, column, title, font(9, INK, bold=True), solid(HEADER_FILL))
        for number, (problem, question, message) in enumerate(problems, start=1):
            self._problem(5 + number, problem, (str(number), question, message))
        self._page(5 + len(problems))

    def _problem(self, row: int, problem: Problem, told: tuple[str, str, str]) -> None:
        number, question, message = told
        place = str(problem.place) if problem.place else "–"
        values = (number, place, question, problem.found, message)
        for column, value in enumerate(values, start=1):
            self._cell(row, column, value, font(), solid(PROBLEM_FILL) if column == 2 else None)  # noqa: PLR2004  # the place
        if problem.place and problem.place.sheet in self.workbook.sheetnames:
            target = f"{sheet_reference(problem.place.sheet)}!{problem.place.cell}"
            cell = self.sheet.cell(row, 2)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.font = font(color=LINK, link=True)
        heights = [
            text_height(value, width) for value, width in zip(values, _WIDTHS, strict=True) if value
        ]
        self.sheet.row_dimensions[row].height = min(max(heights), TALLEST)

    def _cell(
        self, row: int, column: int, value: str, look: Font, fill: PatternFill | None
    ) -> None:
        cell = self.sheet.cell(row, column)
        put_value(cell, value)
        cell.font = look
        cell.border = self.border
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if fill:
            cell.fill = fill

    def _banner(self, row: int, text: str) -> None:
        for column in range(1, len(_WIDTHS) + 1):
            self.sheet.cell(row, column).fill = solid(BAND)
        cell = self.sheet.cell(row, 1)
        put_value(cell, text)
        cell.font = font(16, WHITE, bold=True)
        cell.alignment = Alignment(vertical="center")
        self.sheet.row_dimensions[row].height = 30

    def _intro(self, row: int, text: str) -> None:
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_WIDTHS))
        cell = self.sheet.cell(row, 1)
        put_value(cell, text)
        cell.font = font()
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        self.sheet.row_dimensions[row].height = text_height(text, sum(_WIDTHS)) + 4

    def _page(self, last: int) -> None:
        paper(
            self.sheet,
            self.say("problems-title", self.language),
            self.say("footer-pages", self.language),
        )
        self.sheet.print_area = f"A2:{get_column_letter(len(_WIDTHS))}{last}"
        self.sheet.print_title_rows = "5:5"
        self.sheet.freeze_panes = "A6"
        protect(self.sheet)
        for sheet in self.workbook.worksheets:
            sheet.sheet_view.tabSelected = False
        self.workbook.active = 0

    def _free_name(self, wanted: str) -> str:
        taken = {name.casefold() for name in self.workbook.sheetnames}
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted} ({number})", number + 1
        return name
