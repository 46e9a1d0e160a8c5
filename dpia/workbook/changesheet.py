"""The first sheet of an upgraded workbook: what changed since the version that was filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from dpia.excel.textsize import TALLEST, text_height
from dpia.i18n import messages
from dpia.model import Question
from dpia.workbook.cells import put, put_value
from dpia.workbook.changes import SECTIONS
from dpia.workbook.grid import Span
from dpia.workbook.looks import LINK, font
from dpia.workbook.markers import MARK_CHANGES
from dpia.workbook.page import loosen, paper, protect

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.workbook.book import Book
    from dpia.workbook.changes import ChangeList, Entry, Section

_WIDTHS: Final = (6.0, 30.0, 52.0, 60.0, 46.0)
_HEADINGS: Final = ("number", "sheet", "question", "detail", "value")
_FIRST: Final = 2


class ChangeSheet:
    """Writes the sheet from top to bottom."""

    def __init__(self, book: Book, sheet: Worksheet, changes: ChangeList) -> None:
        self.book = book
        self.sheet = sheet
        self.changes = changes
        self.row = 1
        self.number = 0
        self.whole = Span(_FIRST, _FIRST + len(_WIDTHS) - 1, sum(_WIDTHS))

    def write(self) -> None:
        """Write all of it."""
        sheet = self.sheet
        sheet.column_dimensions["A"].hidden = True
        for index, width in enumerate(_WIDTHS):
            sheet.column_dimensions[get_column_letter(_FIRST + index)].width = width
        put_value(sheet.cell(1, 1), MARK_CHANGES)
        sheet.row_dimensions[1].hidden = True
        self.row = 2
        self._title()
        self._intro()
        for section in SECTIONS:
            self._section(section)
        self._page()

    def _say(self, key: str, **values: object) -> str:
        return messages("upgrade")(key, self.book.wording.language, **values)

    def _title(self) -> None:
        for column in range(self.whole.first, self.whole.last + 1):
            self.sheet.cell(self.row, column).style = "dpia title"
        changes = self.changes
        title = self._say("sheet-title", before=changes.before, after=changes.after)
        put_value(self.sheet.cell(self.row, _FIRST), title)
        self.sheet.row_dimensions[self.row].height = 30
        self.row += 1

    def _intro(self) -> None:
        lines = [
            self._say("sheet-intro", count=self.changes.carried),
            self._say("what-was-compared"),
        ]
        if not self.changes.guided:
            lines.append(self._say("not-guided"))
        for line in lines:
            put(self.sheet, self.row, self.whole, line, "plain")
            self.sheet.row_dimensions[self.row].height = text_height(line, self.whole.width) + 2
            self.row += 1

    def _section(self, section: Section) -> None:
        entries = self.changes.of(section)
        self.sheet.row_dimensions[self.row].height = 12
        self.row += 1
        cell = self.sheet.cell(self.row, _FIRST)
        cell.style = "dpia heading"
        put_value(cell, self._say(f"section-{section}", count=len(entries)))
        self.sheet.row_dimensions[self.row].height = 22
        self.row += 1
        note = self._say(f"note-{section}" if entries else "none")
        put(self.sheet, self.row, self.whole, note, "small")
        self.sheet.row_dimensions[self.row].height = text_height(note, self.whole.width, 9)
        self.row += 1
        if entries:
            for index, heading in enumerate(_HEADINGS):
                put(self.sheet, self.row, self._span(index), self._say(f"head-{heading}"), "header")
            self.sheet.row_dimensions[self.row].height = 20
            self.row += 1
        for entry in entries:
            self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        self.number += 1
        name, place = self._place(entry.subject)
        texts = (str(self.number), name, entry.told, entry.detail, entry.value)
        looks = ("code", *("question",) * 4)
        for index, (text, look) in enumerate(zip(texts, looks, strict=True)):
            put(self.sheet, self.row, self._span(index), text or None, look)
        if place:
            cell = self.sheet.cell(self.row, _FIRST + 1)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place.replace("$", ""))
            cell.font = font(color=LINK, link=True)
        heights = [
            text_height(text, width) for text, width in zip(texts, _WIDTHS, strict=True) if text
        ]
        self.sheet.row_dimensions[self.row].height = min(max(heights), TALLEST)
        self.row += 1

    def _span(self, index: int) -> Span:
        return Span(_FIRST + index, _FIRST + index, _WIDTHS[index])

    def _place(self, subject: str) -> tuple[str, str]:
        """The sheet on which a question or table stands, and the address of its first answer cell."""
        for sheet in self.book.questionnaire.sheets:
            for item in sheet.items:
                if subject not in (item.id, f"table:{item.id}"):
                    continue
                title = f"{sheet.code} {sheet.title[self.book.wording.language]}"
                options = item.options if isinstance(item, Question) else ()
                keys = (subject, *(f"{item.id}.{option.id}" for option in options))
                places = (self.book.places[key] for key in keys if key in self.book.places)
                return title, next(places, "")
        return "", ""

    def _page(self) -> None:
        wording = self.book.wording
        title = self._say("sheet-title", before=self.changes.before, after=self.changes.after)
        paper(self.sheet, title, wording.say("footer-pages"))
        last = get_column_letter(self.whole.last)
        self.sheet.print_area = f"{get_column_letter(_FIRST)}2:{last}{self.row - 1}"
        self.sheet.freeze_panes = f"{get_column_letter(_FIRST)}3"
        self.sheet.print_title_rows = "2:2"
        protect(self.sheet)
        loosen(self.sheet)
