"""One sheet for one topic: title, introduction, who answered it, its questions, then its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from dpia.excel.textsize import TALLEST, text_height
from dpia.model import Question, Table
from dpia.workbook.book import Waiting
from dpia.workbook.cells import put, put_value
from dpia.workbook.grid import (
    APPLIES_COLUMN,
    DONE_COLUMN,
    FIRST_COLUMN,
    ID_COLUMN,
    NEEDED_COLUMN,
    Grid,
    Span,
    grid_for,
)
from dpia.workbook.looks import answer_look, shape_of
from dpia.workbook.markers import (
    MARK_ANSWER,
    MARK_APPLIES,
    MARK_CODE,
    MARK_DONE,
    MARK_HELP,
    MARK_ID,
    MARK_NEEDED,
    MARK_NOTE,
    MARK_SOURCE,
    MARK_TEXT,
    SIGNED_BY,
    SIGNED_ON,
)
from dpia.workbook.page import page_setup
from dpia.workbook.tableblock import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.model import Kind, Option, Sheet
    from dpia.workbook.book import Book
    from dpia.workbook.filling import Filled

MARKER_ROW: Final = 1
TITLE_ROW: Final = 2
_TITLE_HEIGHT: Final = 30.0
_LONG_TEXT_LINES: Final = 5
_LEAST_HEIGHT: Final = 20.0
_LONGEST_CHOICES: Final = 240


class TopicSheet:
    """Writes a sheet from top to bottom; row is the next free one."""

    def __init__(self, book: Book, sheet: Sheet, worksheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.worksheet = worksheet
        self.grid: Grid = grid_for(sheet)
        self.text, self.answer, self.note, self.help, self.source = self.grid.question()
        self.row = TITLE_ROW
        self.header_row = 0
        self.table_header_rows: list[int] = []

    def write(self) -> None:
        """Write all of it."""
        questions = [item for item in self.sheet.items if isinstance(item, Question)]
        tables = [item for item in self.sheet.items if isinstance(item, Table)]
        self._columns()
        self._markers()
        self._title()
        self._header(full=bool(questions))
        self._intro()
        self._signed()
        for question in questions:
            self._multi(question) if question.kind == "multi" else self._question(question)
        for table in tables:
            write_table(self, table)
        page_setup(self, tables=len(tables), questions=bool(questions))

    def height(
        self, parts: Sequence[tuple[object, Span, float]], least: float = _LEAST_HEIGHT
    ) -> None:
        """Make the current row as high as its longest part (value, span, font size)."""
        heights = [
            text_height(str(value), span.width, size) for value, span, size in parts if value
        ]
        height = min(max([least, *heights]), TALLEST)
        self.worksheet.row_dimensions[self.row].height = round(height, 1)

    def put(self, span: Span, value: object, look: str) -> None:
        """Write into the current row."""
        put(self.worksheet, self.row, span, value, look)  # type: ignore[arg-type]  # checked by put_value

    def identify(self, subject: str) -> None:
        """Write the hidden id of the current row."""
        put_value(self.worksheet.cell(self.row, ID_COLUMN), subject)

    def answer_cell(self, span: Span, filled: Filled, kind: Kind) -> str:
        """Write an answer cell into the current row and return its address."""
        look = answer_look(shape_of(kind), proposal=filled.proposal)
        self.put(span, filled.value, look.removeprefix("dpia "))
        return f"{get_column_letter(span.first)}{self.row}"

    def _columns(self) -> None:
        for column in (ID_COLUMN, APPLIES_COLUMN, NEEDED_COLUMN, DONE_COLUMN):
            self.worksheet.column_dimensions[get_column_letter(column)].hidden = True
        for index, width in enumerate(self.grid.widths):
            letter = get_column_letter(FIRST_COLUMN + index)
            self.worksheet.column_dimensions[letter].width = width

    def _markers(self) -> None:
        marks = {
            MARK_ID: ID_COLUMN,
            MARK_APPLIES: APPLIES_COLUMN,
            MARK_NEEDED: NEEDED_COLUMN,
            MARK_DONE: DONE_COLUMN,
            MARK_CODE: FIRST_COLUMN,
            MARK_TEXT: self.text.first,
            MARK_ANSWER: self.answer.first,
            MARK_NOTE: self.note.first,
            MARK_HELP: self.help.first,
            MARK_SOURCE: self.source.first,
        }
        for mark, column in marks.items():
            put_value(self.worksheet.cell(MARKER_ROW, column), mark)
        self.worksheet.row_dimensions[MARKER_ROW].hidden = True

    def _title(self) -> None:
        title = f"{self.sheet.code}  {self.sheet.title[self.book.wording.language]}"
        whole = self.grid.rest(0)
        for column in range(whole.first, whole.last + 1):
            self.worksheet.cell(self.row, column).style = "dpia title"
        put_value(self.worksheet.cell(self.row, whole.first), title)
        self.worksheet.row_dimensions[self.row].height = _TITLE_HEIGHT
        self.row += 1

    def _header(self, *, full: bool) -> None:
        """Write the headings of the questions, repeated on paper; tables bring their own."""
        if not full:
            return
        say = self.book.wording.say
        self.put(self.grid.number(), say("column-code"), "header")
        for span, key in (
            (self.text, "column-question"),
            (self.answer, "column-answer"),
            (self.note, "column-note"),
            (self.help, "column-help"),
            (self.source, "column-source"),
        ):
            self.put(span, say(key), "header")
        self.height((), least=22)
        self.header_row = self.row
        self.row += 1

    def _intro(self) -> None:
        intro = self.sheet.intro[self.book.wording.language]
        whole = self.grid.rest(0)
        put(self.worksheet, self.row, whole, intro, "intro")
        self.height([(intro, whole, 10)])
        self.row += 1

    def _signed(self) -> None:
        by, on = self.book.filling.signed(self.sheet.id)
        for suffix, key, filled, kind in (
            (SIGNED_BY, "answered-by", by, "text"),
            (SIGNED_ON, "answered-on", on, "date"),
        ):
            self.identify(f"{self.sheet.id}{suffix}")
            self.put(self.grid.number(), None, "code")
            self.put(self.text, self.book.wording.say(key), "question")
            cell = self.answer_cell(self.answer, filled, kind)  # type: ignore[arg-type]  # literals above
            self.book.place(f"{self.sheet.id}{suffix}", self.worksheet, self.row, self.answer.first)
            if kind == "date":
                prompt = self.book.lists.prompt("date", "")
                self.book.lists.guide(self.worksheet, cell, (), "", prompt)
            self.height(())
            self.row += 1

    def _question(self, question: Question) -> None:
        filled = self.book.filling.question(question)
        cell = self._line(question, question.id, filled)
        self._register(question, question.id)
        if question.required:
            self._count(question, cell)
        elif question.when:
            self._wait(question, "", "")
        wording = self.book.wording
        choices = wording.choices(question.kind, question.options)
        prompt = self.book.lists.prompt(question.kind, question.unit)
        self.book.lists.guide(self.worksheet, cell, choices, "", prompt)
        room = "\n" * (_LONG_TEXT_LINES - 1) + "." if question.kind == "long-text" else ""
        self._line_height(question, [(filled.value, self.answer, 10), (room, self.answer, 10)])
        self.row += 1

    def _multi(self, question: Question) -> None:
        """A heading row (with the remark), then one yes/no row for each option."""
        self._line(question, question.id, None)
        self._wait(question, "", "") if question.when else None
        self._line_height(question, ())
        self.row += 1
        for option in question.options:
            self._option(question, option)

    def _option(self, question: Question, option: Option) -> None:
        subject = f"{question.id}.{option.id}"
        label = f"–  {option.label[self.book.wording.language]}"
        self.identify(subject)
        self.put(self.grid.number(), None, "code")
        self.put(self.text, label, "option")
        cell = self.answer_cell(self.answer, self.book.filling.option(question, option), "yes-no")
        for span in (self.note, self.help, self.source):
            self.put(span, None, "help")
        self._register(None, subject)
        if question.required:
            self._count(question, cell)
        elif question.when:
            self._wait(question, "", "")
        self.book.lists.guide(self.worksheet, cell, self.book.wording.choices("yes-no", ()), "", "")
        self.height([(label, self.text, 10)])
        self.row += 1

    def _line(self, question: Question, subject: str, filled: Filled | None) -> str:
        """Write all parts of a question; without an answer cell where its options carry them."""
        wording = self.book.wording
        self.identify(subject)
        self.put(self.grid.number(), question.code, "code")
        self.put(self.text, self._asked(question), "question")
        if filled is None:
            self.put(self.answer, wording.say("multi-hint"), "hint")
        else:
            self.answer_cell(self.answer, filled, question.kind)
        note = self.book.filling.note(subject)
        self.put(self.note, note.value, "note")
        self.put(self.help, self._helped(question), "help")
        self.put(self.source, wording.sources(question.sources), "source")
        return f"{get_column_letter(self.answer.first)}{self.row}"

    def _line_height(self, question: Question, more: Sequence[tuple[object, Span, float]]) -> None:
        wording = self.book.wording
        note = self.book.filling.note(question.id)
        self.height(
            [
                (self._asked(question), self.text, 10),
                (self._helped(question), self.help, 9),
                (wording.sources(question.sources), self.source, 9),
                (note.value, self.note, 9),
                *more,
            ]
        )

    def _asked(self, question: Question) -> str:
        """The question, with its unit and a star where an answer is required."""
        text = question.text[self.book.wording.language]
        unit = self.book.wording.unit(question.unit)
        return text + (f" ({unit})" if unit else "") + (" *" if question.required else "")

    def _helped(self, question: Question) -> str:
        """The help, with the choices: on paper nobody sees a drop-down."""
        wording = self.book.wording
        text = question.help[wording.language]
        choices = ", ".join(wording.choices(question.kind, question.options))
        if question.kind != "choice" or len(choices) > _LONGEST_CHOICES:
            return text
        return f"{text}\n{wording.say('choices', choices=choices)}"

    def _register(self, question: Question | None, subject: str) -> None:
        self.book.place(subject, self.worksheet, self.row, self.answer.first)
        if question:
            self.book.questions[subject] = question

    def _count(self, question: Question, cell: str) -> None:
        self._wait(question, "1", f'IF(TRIM({cell})<>"",1,0)')

    def _wait(self, question: Question, needed: str, done: str) -> None:
        conditions = (question.when,) if question.when else ()
        self.book.waiting.append(Waiting(self.worksheet, self.row, conditions, needed, done))
