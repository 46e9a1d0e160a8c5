"""How a sheet behaves on screen and on paper: protection, frozen rows, landscape A4, repeated headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

from dpia.workbook.grid import APPLIES_COLUMN, FIRST_COLUMN
from dpia.workbook.looks import off

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.workbook.topic import TopicSheet

_TITLE_ROW: Final = 2
_A4: Final = 9
_SIDE: Final = 0.4
_TOP: Final = 0.5
_BOTTOM: Final = 0.65
_FOOTER: Final = 0.3
_LONGEST_FOOTER: Final = 70
_WIDE: Final = 190


class _FreeRow(RowDimension):
    """A row whose height is a start value: spreadsheet programs may grow it as someone types."""

    @property
    def customHeight(self) -> bool:  # noqa: N802  # openpyxl's name
        """Not fixed by hand."""
        return False


def page_setup(topic: TopicSheet, *, tables: int, questions: bool) -> None:
    """Finish a topic sheet."""
    sheet = topic.worksheet
    last = topic.row - 1
    edge = get_column_letter(topic.grid.last_column)
    first = get_column_letter(FIRST_COLUMN)
    grey_out(sheet, f"{first}{_TITLE_ROW + 1}:{edge}{last + 200}", _TITLE_ROW + 1)
    wording = topic.book.wording
    paper(sheet, topic.book.questionnaire.title[wording.language], wording.say("footer-pages"))
    sheet.print_area = f"{first}{_TITLE_ROW}:{edge}{last}"
    if questions:
        bottom = _TITLE_ROW if tables else topic.header_row
        sheet.print_title_rows = f"{_TITLE_ROW}:{bottom}"
        sheet.freeze_panes = f"{first}{topic.header_row + 1}"
    else:
        row = topic.table_header_rows[0] if tables == 1 else _TITLE_ROW
        sheet.print_title_rows = f"{row}:{row}"
        sheet.freeze_panes = f"{first}{_TITLE_ROW + 1}"
        if tables == 1:
            sheet.auto_filter.ref = f"{first}{row}:{edge}{last - 1}"
    if sum(topic.grid.widths) > _WIDE:
        sheet.sheet_view.zoomScale = 90
    protect(sheet)
    loosen(sheet)


def grey_out(sheet: Worksheet, area: str, first: int) -> None:
    """Grey the rows whose helper says that they do not apply."""
    helper = f"${get_column_letter(APPLIES_COLUMN)}{first}"
    rule = Rule(
        type="expression",
        dxf=off(),
        formula=[f"AND(ISNUMBER({helper}),{helper}=0)"],
        stopIfTrue=True,
    )
    sheet.conditional_formatting.add(area, rule)


def paper(sheet: Worksheet, title: str, pages: str) -> None:
    """Landscape A4, as wide as the page, with sheet name and page numbers in the footer."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE
    margins.top, margins.bottom = _TOP, _BOTTOM
    margins.header = margins.footer = _FOOTER
    footer = HeaderFooterItem()
    footer.left.text = title.replace("&", "&&")[:_LONGEST_FOOTER]
    footer.center.text = "&A"
    footer.right.text = pages
    for part in (footer.left, footer.center, footer.right):
        part.size = 8
    sheet.oddFooter = footer
    sheet.sheet_view.showGridLines = False


def protect(sheet: Worksheet) -> None:
    """Lock what is not an answer, without a password; columns and rows may be resized and filtered."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = False
    protection.formatRows = False
    protection.autoFilter = False


def loosen(sheet: Worksheet) -> None:
    """Let rows grow while someone types, save where merged cells would make a program shrink them."""
    fixed = {area.min_row for area in sheet.merged_cells.ranges}
    for number, row in list(sheet.row_dimensions.items()):
        if row.height and number not in fixed and not row.hidden:
            free = _FreeRow(sheet, index=number, ht=row.height)
            sheet.row_dimensions[number] = free
