"""A workbook while it is being written: its parts, and the formulas that wait until every cell has its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from dpia.workbook.applies import applies_formula, sheet_reference
from dpia.workbook.cells import put_formula
from dpia.workbook.grid import APPLIES_COLUMN, DONE_COLUMN, NEEDED_COLUMN

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.conditions import Condition
    from dpia.model import Question, Questionnaire, Value
    from dpia.workbook.filling import Filling
    from dpia.workbook.lists import Lists
    from dpia.workbook.wording import Wording


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row whose helper cells are still to be written."""

    sheet: Worksheet
    row: int
    conditions: tuple[Condition, ...]
    needed: str
    done: str


@dataclass(slots=True)
class Book:
    """The workbook, what goes into it, and where the answers stand."""

    workbook: Workbook
    questionnaire: Questionnaire
    wording: Wording
    filling: Filling
    lists: Lists
    places: dict[str, str] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)

    def place(self, subject: str, sheet: Worksheet, row: int, column: int) -> None:
        """Remember where the answer to a question stands."""
        self.places[subject] = f"{sheet_reference(sheet.title)}!${get_column_letter(column)}${row}"

    def shown(self, subject: str, value: Value) -> Value:
        """Return an answer to a question as the workbook shows it."""
        question = self.questions.get(subject)
        if question is None:
            return self.wording.shown(value, "yes-no", ())
        return self.wording.shown(value, question.kind, question.options)

    def finish(self) -> None:
        """Write the helper cells of all rows."""
        for row in self.waiting:
            self._helpers(row)

    def _helpers(self, row: Waiting) -> None:
        applies = self._applies(row.conditions)
        sheet, number = row.sheet, row.row
        if applies:
            put_formula(sheet, number, APPLIES_COLUMN, applies)
        else:
            sheet.cell(number, APPLIES_COLUMN).value = 1
        if row.needed:
            asked = f"{get_column_letter(APPLIES_COLUMN)}{number}=1"
            needed = f"{get_column_letter(NEEDED_COLUMN)}{number}>0"
            put_formula(sheet, number, NEEDED_COLUMN, f"IFERROR(IF({asked},{row.needed},0),0)")
            put_formula(sheet, number, DONE_COLUMN, f"IFERROR(IF({needed},{row.done},0),0)")

    def _applies(self, conditions: tuple[Condition, ...]) -> str:
        formulas = []
        for condition in conditions:
            formula = applies_formula(condition, self.places, self.shown, self.wording.unclear)
            if formula:
                formulas.append(formula)
        return f"MIN({','.join(formulas)})" if len(formulas) > 1 else "".join(formulas)
