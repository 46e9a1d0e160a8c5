"""What stands in the register workbook, whichever way it is written: one pass over the register fills all sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl import Workbook

from dpia.i18n import messages, quoted, short_date
from dpia.register.added import HAS_ADDED, Added
from dpia.register.cells import add_notes
from dpia.register.colours import colours
from dpia.register.copied_sheets import copy_sheets
from dpia.register.followup_rows import conflict_rows, review_row
from dpia.register.heatmap import HeatMap
from dpia.register.plans import ASSESSMENTS, CONFLICTS, PLANS
from dpia.register.record_entry import record_entry
from dpia.register.rows import Rows
from dpia.register.series import Series
from dpia.register.styles import add_styles
from dpia.register.terms_row import terms_row
from dpia.register.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dpia.register.cells import SheetPlan
    from dpia.register.store import Current
    from dpia.register.tablesheet import TableSheet
    from dpia.register.view import View

    Begin = Callable[[SheetPlan, TableSheet | None], TableSheet]

_NOTES: Final = ("source", "entered", "added", "kept", "shown", "levels", "proposal")


def empty_book(language: str, added: Added) -> Workbook:
    """Return a workbook in write-only mode that has styles and properties, and no sheet yet."""
    book = Workbook(write_only=True)
    book.properties.creator = "dpia"
    book.properties.title = messages("register")("workbook-title", language)
    book.properties.language = language
    book.properties.keywords = HAS_ADDED if added.sheets or added.columns else None
    add_styles(book, language)
    return book


def fill_book(book: Workbook, view: View, begin: Begin, added: Added, before: Path | None) -> None:
    """Write all sheets.

    Args:
        book: The empty workbook.
        view: What it shows.
        begin: Begins a sheet, or with a full one that before it.
        added: Columns and sheets that people added.
        before: The workbook out of which their sheets are copied.
    """
    filling = _Filling(book, view, begin)
    try:
        for current in view.store.current():
            filling.add(current)
    except BaseException:
        filling.abandon()
        raise
    filling.finish()
    add_notes(book, filling.notes(), view.language)
    if before is not None and added.sheets:
        copy_sheets(before, book, added.sheets)


class _Filling:
    """Takes one processing after the other."""

    def __init__(self, book: Workbook, view: View, begin: Begin) -> None:
        self._book, self._view, self._begin = book, view, begin
        self._words: dict[str, Words] = {}
        self._heat = HeatMap()
        self._series: dict[str, Series] = {}
        for plan in PLANS:
            self._series[plan.key] = self._new_series(plan)
            if plan is ASSESSMENTS:
                title = messages("register")("sheet-heat", view.language)
                self._heat_sheet = book.create_sheet(title)

    def add(self, current: Current) -> None:
        """Write the rows of what stands of one processing."""
        shown = current.shown
        words = self._words_of(shown.key.questionnaire)
        rows = Rows(current, words.knowing_own(shown.answers))
        if shown.key.kind == "threshold":
            self._series["assessments"].append(rows.memo())
            return
        known = rows.words.questionnaire
        self._heat.add(shown.assessment, known.scale if known else None)
        self._append(rows)
        for row in conflict_rows(rows):
            self._conflicts().append(row)

    def finish(self) -> None:
        """Finish all sheets."""
        language, on = self._view.language, self._view.on
        self._heat.write(self._heat_sheet, language)
        coloured = colours(list(self._words.values()), language)
        for one in self._series.values():
            one.finish(coloured, on)

    def abandon(self) -> None:
        """Give up the half-written sheets."""
        for one in self._series.values():
            one.abandon()

    def notes(self) -> list[str]:
        """How the workbook is to be read, and what does not fit into one sheet of Excel."""
        say, language = messages("register"), self._view.language
        found = [
            say("note-date", language, date=short_date(self._view.on, language)),
            *(say(f"note-{key}", language) for key in _NOTES),
        ]
        for series in self._series.values():
            first, *further = series.sheets
            if further:
                titles = ", ".join(quoted(one.title, language) for one in further)
                found.append(say("note-goes-on", language, sheet=first.title, further=titles))
            if unlinked := sum(one.unlinked for one in series.sheets):
                found.append(say("note-unlinked", language, sheet=first.title, count=unlinked))
        return found

    def _append(self, rows: Rows) -> None:
        """Write the rows of one assessment."""
        terms = terms_row(rows)
        for key, found in (
            ("assessments", (rows.assessment(),)),
            ("risks", rows.risks()),
            ("measures", rows.measures()),
            ("gates", rows.gates()),
            ("record", (record_entry(rows),)),
            ("terms", () if terms is None else (terms,)),
            ("reviews", (review_row(rows),)),
        ):
            series = self._series[key]
            for row in found:
                series.append(row)

    def _words_of(self, questionnaire: str) -> Words:
        if questionnaire not in self._words:
            found = self._view.questionnaires(questionnaire)
            self._words[questionnaire] = Words(self._view.language, found, self._view.on)
        return self._words[questionnaire]

    def _conflicts(self) -> Series:
        """The sheet of what waits for a decision: only where there is any, and then the first one."""
        if CONFLICTS.key not in self._series:
            series = self._series[CONFLICTS.key] = self._new_series(CONFLICTS)
            self._book.move_sheet(series.sheets[0].title, -len(self._book.sheetnames))
        return self._series[CONFLICTS.key]

    def _new_series(self, plan: SheetPlan) -> Series:
        return Series(lambda after: self._begin(plan, after), self._view.bounds.rows)
