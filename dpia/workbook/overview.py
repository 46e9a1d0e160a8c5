"""The first sheet: what this is, how to fill it in, what the colours mean, and how far each sheet is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from dpia.excel.textsize import text_height
from dpia.i18n import long_date
from dpia.version import __version__
from dpia.workbook.applies import literal, sheet_reference
from dpia.workbook.cells import put, put_formula, put_value
from dpia.workbook.grid import DONE_COLUMN, FIRST_COLUMN, NEEDED_COLUMN, Span
from dpia.workbook.markers import SIGNED_BY, SIGNED_ON
from dpia.workbook.page import loosen, paper, protect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.model import Sheet
    from dpia.workbook.book import Book

_WIDTHS: Final = (2.0, 28.0, 12.0, 12.0, 22.0, 11.0, 38.0, 14.0)
_FIRST: Final = 2
_STEPS: Final = 5
_BAR: Final = 10
_TOTAL_LOOKS: Final = {1: "total", 2: "total", 3: "total bar", 4: "total"}
_LEGEND: Final = (
    ("answer any", "legend-answer"),
    ("proposal any", "legend-proposal"),
    ("off", "legend-off"),
    ("label", "legend-label"),
    ("problem", "legend-problem"),
)


class Overview:
    """Writes the first sheet from top to bottom."""

    def __init__(
        self, book: Book, sheet: Worksheet, topics: Sequence[tuple[Sheet, Worksheet]]
    ) -> None:
        self.book = book
        self.say = book.wording.say
        self.sheet = sheet
        self.topics = topics
        self.row = 1
        self.whole = self._span(0, len(_WIDTHS) - 2)

    def write(self) -> None:
        """Write all of it."""
        for index, width in enumerate(_WIDTHS, start=1):
            self.sheet.column_dimensions[get_column_letter(index)].width = width
        self._title()
        self._text("plain", self.say("what-this-is"))
        self._text("small", self._about(), 9)
        self._gap()
        self._heading("how-to")
        for step in range(1, _STEPS + 1):
            self._text("plain", f"{step}.  {self.say(f'step-{step}', unclear=self._unclear)}")
        self._gap()
        self.sheet.row_breaks.append(Break(self.row - 1))
        self._heading("progress")
        self._progress()
        self._gap()
        self._heading("legend")
        self._legend()
        self._page()

    @property
    def _unclear(self) -> str:
        return self.book.wording.unclear

    def _span(self, first: int, last: int) -> Span:
        return Span(_FIRST + first, _FIRST + last, sum(_WIDTHS[1:][first : last + 1]))

    def _gap(self) -> None:
        self.sheet.row_dimensions[self.row].height = 12
        self.row += 1

    def _title(self) -> None:
        language = self.book.wording.language
        for column in range(self.whole.first, self.whole.last + 1):
            self.sheet.cell(self.row, column).style = "dpia title"
        put_value(self.sheet.cell(self.row, _FIRST), self.book.questionnaire.title[language])
        self.sheet.row_dimensions[self.row].height = 36
        self.row += 1
        self._text("subtitle", self.book.questionnaire.subtitle[language], 11)
        self._gap()

    def _heading(self, key: str) -> None:
        cell = self.sheet.cell(self.row, _FIRST)
        cell.style = "dpia heading"
        put_value(cell, self.say(key))
        self.sheet.row_dimensions[self.row].height = 22
        self.row += 1

    def _text(self, look: str, text: str, size: float = 10) -> None:
        put(self.sheet, self.row, self.whole, text, look)
        self.sheet.row_dimensions[self.row].height = text_height(text, self.whole.width, size)
        self.row += 1

    def _progress(self) -> None:
        keys = ("sheet", "done", "needed", "bar", "unclear", "by", "on")
        for index, key in enumerate(keys):
            title = self.say(f"progress-{key}", unclear=self._unclear)
            put(self.sheet, self.row, self._span(index, index), title, "header")
        self.sheet.row_dimensions[self.row].height = 30
        self.row += 1
        first = self.row
        for number, (topic, worksheet) in enumerate(self.topics, start=1):
            self._progress_row(number, topic, worksheet)
        self._total(first)

    def _progress_row(self, number: int, topic: Sheet, worksheet: Worksheet) -> None:
        reference = sheet_reference(worksheet.title)
        self._looks()
        name = f"dpia_sheet_{number}"
        target = f"{reference}!${get_column_letter(FIRST_COLUMN)}$2"
        self.book.workbook.defined_names[name] = DefinedName(name, attr_text=target)
        cell = self.sheet.cell(self.row, _FIRST)
        put_value(cell, worksheet.title)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=name)
        cell.style = "dpia link"
        for offset, column in ((1, DONE_COLUMN), (2, NEEDED_COLUMN)):
            letter = get_column_letter(column)
            formula = f"SUM({reference}!${letter}:${letter})"
            put_formula(self.sheet, self.row, _FIRST + offset, formula)
        self._bar()
        first, last = get_column_letter(FIRST_COLUMN), "AZ"
        counted = f"{reference}!${first}:${last}"
        put_formula(
            self.sheet, self.row, _FIRST + 4, f"COUNTIF({counted},{literal(self._unclear)})"
        )
        for offset, suffix in ((5, SIGNED_BY), (6, SIGNED_ON)):
            place = self.book.places[f"{topic.id}{suffix}"]
            put_formula(self.sheet, self.row, _FIRST + offset, f'IF({place}="","",{place})')
        self.row += 1

    def _looks(self) -> None:
        looks = ("cell", "figure", "figure", "bar", "figure", "cell", "date shown")
        for index, look in enumerate(looks):
            self.sheet.cell(self.row, _FIRST + index).style = f"dpia {look}"
        self.sheet.row_dimensions[self.row].height = 18

    def _bar(self) -> None:
        done = f"{get_column_letter(_FIRST + 1)}{self.row}"
        needed = f"{get_column_letter(_FIRST + 2)}{self.row}"
        share = f"IF({needed}=0,1,{done}/{needed})"
        full = f"ROUNDDOWN({_BAR}*{share},0)"
        bar = f'REPT("█",{full})&REPT("░",{_BAR}-{full})&"  "&TEXT({share},"0%")'
        put_formula(self.sheet, self.row, _FIRST + 3, f'IF({needed}=0,"–",{bar})')

    def _total(self, first: int) -> None:
        self._looks()
        put_value(self.sheet.cell(self.row, _FIRST), self.say("progress-total"))
        for offset in (1, 2, 4):
            letter = get_column_letter(_FIRST + offset)
            put_formula(
                self.sheet,
                self.row,
                _FIRST + offset,
                f"SUM({letter}{first}:{letter}{self.row - 1})",
            )
        self._bar()
        for index in range(len(_WIDTHS) - 1):
            cell = self.sheet.cell(self.row, _FIRST + index)
            value = cell.value
            cell.style = f"dpia {_TOTAL_LOOKS.get(index, 'header')}"
            cell.value = value
        self.row += 1

    def _legend(self) -> None:
        for look, key in _LEGEND:
            put(self.sheet, self.row, self._span(0, 0), self.say(f"{key}-sample"), look)
            text_span = self._span(1, len(_WIDTHS) - 2)
            text = self.say(key)
            put(self.sheet, self.row, text_span, text, "plain")
            self.sheet.row_dimensions[self.row].height = text_height(text, text_span.width)
            self.row += 1
        self._text("plain", self.say("legend-required"))

    def _about(self) -> str:
        questionnaire, language = self.book.questionnaire, self.book.wording.language
        return self.say(
            "about",
            questionnaire=f"{questionnaire.id} {questionnaire.version}",
            law=long_date(questionnaire.law_status, language),
            structure=questionnaire.template_label[language],
            tool=f"dpia {__version__}",
        )

    def _page(self) -> None:
        sheet, language = self.sheet, self.book.wording.language
        paper(sheet, self.book.questionnaire.title[language], self.say("footer-pages"))
        last = get_column_letter(self.whole.last)
        sheet.print_area = f"B1:{last}{self.row - 1}"
        protect(sheet)
        loosen(sheet)
