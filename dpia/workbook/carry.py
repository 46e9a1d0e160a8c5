"""Carry the answers of a workbook, of whatever version, over to the questionnaire of today.

Answers go by the id of their question, rows by the id of the row. What finds no place is told with its value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dpia.answers import read_everything
from dpia.i18n import LANGUAGES, messages, short_date
from dpia.model import Place, Problem
from dpia.workbook.form import parent_of, read_form
from dpia.workbook.gather import coordinate, gather
from dpia.workbook.markers import (
    MARK_APPLIES,
    MARK_CODE,
    MARK_DONE,
    MARK_ID,
    MARK_NEEDED,
    SIGNED_BY,
    SIGNED_ON,
    TABLE_PREFIX,
)
from dpia.workbook.options import by_option
from dpia.workbook.read import read_answers
from dpia.workbook.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.model import Answers, Questionnaire
    from dpia.workbook.read import OpenedWorkbook
    from dpia.workbook.scan import Found, ScannedRow, ScannedSheet

_HELPERS: Final = (MARK_ID, MARK_APPLIES, MARK_NEEDED, MARK_DONE, MARK_CODE)
_UNKNOWN: Final = "unknown-question"


@dataclass(frozen=True, slots=True)
class Lost:
    """An answer whose question is gone: where it stood, to what question, and what it said."""

    subject: str
    told: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Again:
    """An answer that its question does not take any more (or never took): it has to be given again.

    row: what its table row begins with, as people know it ("" for a question).
    """

    problem: Problem
    value: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over, what has to be answered again, and what found no place."""

    answers: Answers
    again: tuple[Again, ...]
    lost: tuple[Lost, ...]

    @property
    def count(self) -> int:
        """How many answers and rows were carried over."""
        return len(self.answers.values) + sum(len(rows) for rows in self.answers.tables.values())


def carry_over(opened: OpenedWorkbook, questionnaire: Questionnaire) -> Carried:
    """Read everything that stands in the workbook, for the questionnaire."""
    raw = by_option(read_answers(opened, questionnaire), opened.options, questionnaire)
    answers, problems = read_everything(raw, questionnaire)
    teller = _Teller(opened, questionnaire)
    broken = (Problem("sheet-broken", Place(title, "A1"), title, "") for title in opened.broken)
    again = [
        Again(problem, teller.value(problem.place), teller.row(problem))
        for problem in (*broken, *problems)
        if problem.code != _UNKNOWN
    ]
    lost = [teller.lost(one) for one in problems if one.code == _UNKNOWN]
    return Carried(answers, tuple(again), tuple(one for one in lost if one is not None))


class _Teller:
    """Finds the words for what stands in the old workbook."""

    def __init__(self, opened: OpenedWorkbook, questionnaire: Questionnaire) -> None:
        self.sheets = {sheet.title: sheet for sheet in opened.sheets}
        self.wording = Wording(questionnaire, opened.language)
        self.form = read_form(opened.sheets, {}, self.wording)
        self.notes = {note.place for note in gather(opened.sheets).notes.values()}
        self.hints = {messages("workbook")("multi-hint", language) for language in LANGUAGES}

    def value(self, place: Place | None) -> str:
        """Return what stands in a cell."""
        found = self._found(place)
        return "" if found is None else self._shown(found)

    def row(self, problem: Problem) -> str:
        """Return what the table row of a problem begins with."""
        table, cell, _ = problem.subject.partition("#")
        return (
            self._entry(problem.place, f"{TABLE_PREFIX}{table}") if cell and problem.place else ""
        )

    def lost(self, problem: Problem) -> Lost | None:
        """Return an answer without a question; None where only a fixed text of ours stands there."""
        place, subject = problem.place, problem.subject
        if place is None:
            return None
        if subject.startswith(TABLE_PREFIX):
            value = "; ".join(self._row(place, parent_of(subject)))
        else:
            value = self.value(place)
        if not value or value in self.hints:
            return None
        return Lost(subject, self._told(subject, place), value, place)

    def _told(self, subject: str, place: Place) -> str:
        asked = self.form.asked
        if subject.endswith((SIGNED_BY, SIGNED_ON)):
            key = "answered-by" if subject.endswith(SIGNED_BY) else "answered-on"
            return f"{place.sheet}: {self.wording.say(key)}"
        table, _, column = subject.partition(".")
        if f"{TABLE_PREFIX}{subject}" in asked:
            title = asked[f"{TABLE_PREFIX}{table}"]
            heading = asked[f"{TABLE_PREFIX}{subject}"].text
            entry = self._entry(place, f"{TABLE_PREFIX}{table}")
            words = [f"{title.code} {title.text}".strip(), entry, heading]
            return " – ".join(word for word in words if word)
        parent = asked.get(parent_of(subject))
        if parent is None:
            return subject
        words = [f"{parent.code} {parent.text}".strip()]
        if column and subject in asked:
            words.append(asked[subject].text)
        if place in self.notes:
            words.append(self.wording.say("column-note"))
        return " – ".join(words)

    def _found(self, place: Place | None) -> Found | None:
        row = self._scanned(place)
        return row.cells.get(coordinate(place.cell)[0]) if row is not None and place else None

    def _scanned(self, place: Place | None) -> ScannedRow | None:
        sheet = self.sheets.get(place.sheet) if place is not None else None
        if sheet is None or place is None:
            return None
        number = coordinate(place.cell)[1]
        return next((row for row in sheet.rows if row.number == number), None)

    def _entry(self, place: Place, table: str) -> str:
        """The first cell of a table row."""
        return next(self._row(place, table), "").partition(": ")[2]

    def _row(self, place: Place, table: str) -> Iterator[str]:
        """The cells of a table row with their headings."""
        row, sheet = self._scanned(place), self.sheets.get(place.sheet)
        if row is None or sheet is None:
            return
        headings = _headings(sheet, table)
        helpers = {sheet.columns.get(mark) for mark in _HELPERS}
        for column, found in sorted(row.cells.items()):
            if column in headings:
                yield f"{headings[column]}: {self._shown(found)}"
            elif not headings and column not in helpers and found.kind == "value":
                yield self._shown(found)

    def _shown(self, found: Found) -> str:
        value = found.value
        if isinstance(value, date):
            return short_date(value, self.wording.language)
        return str(value)


def _headings(sheet: ScannedSheet, table: str) -> dict[int, str]:
    """The headings of a table by column."""
    parts = {row.text(sheet.columns[MARK_ID]): row for row in sheet.rows}
    ids, header = parts.get(f"{table}#columns"), parts.get(f"{table}#header")
    if ids is None or header is None:
        return {}
    own = sheet.columns[MARK_ID]
    return {
        column: header.text(column).removesuffix(" *") or ids.text(column)
        for column in ids.cells
        if column != own
    }
