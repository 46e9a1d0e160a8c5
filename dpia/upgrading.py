"""From a workbook of an earlier questionnaire to one of today: answers carried over, changes listed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from dpia.answers import with_own
from dpia.problems import worded_problem
from dpia.workbook.carry import carry_over
from dpia.workbook.changes import ChangeWords, change_list
from dpia.workbook.differences import compare
from dpia.workbook.dropdowns import guides_of, read_guides
from dpia.workbook.form import read_form
from dpia.workbook.markers import TABLE_PREFIX
from dpia.workbook.read import load
from dpia.workbook.scan import scan
from dpia.workbook.versions import is_current
from dpia.workbook.wording import Wording
from dpia.workbook.write import write_workbook

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dpia.model import Problem, Questionnaire
    from dpia.workbook.changes import ChangeList
    from dpia.workbook.differences import Differences
    from dpia.workbook.form import Form
    from dpia.workbook.read import OpenedWorkbook


@dataclass(frozen=True, slots=True)
class Refreshing:
    """A workbook to be written anew. source: the name whose place it takes; language None: as it is."""

    opened: OpenedWorkbook
    questionnaire: Questionnaire
    on: date
    source: str = ""
    language: str | None = None
    rows: int | None = None

    @property
    def spoken(self) -> str:
        """The language of the new workbook."""
        return self.language or self.opened.language

    def write(self, target: Path) -> ChangeList:
        """Write a workbook of today with everything that the opened one holds; return what changed."""
        opened, questionnaire, language = self.opened, self.questionnaire, self.spoken
        carried = carry_over(opened, questionnaire)
        extended = with_own(questionnaire, carried.answers.tables)
        if extended is not questionnaire:  # own risks have rows in other tables
            questionnaire, carried = extended, carry_over(opened, extended)
        same = opened.questionnaire_id == questionnaire.id
        compared = _compared(opened, questionnaire, self.on) if same else None
        changes = change_list(
            ChangeWords(questionnaire, language, partial(_worded, questionnaire, language)),
            carried,
            compared,
            source=self.source,
            before=opened.questionnaire_version,
        )
        write_workbook(
            questionnaire,
            language,
            target,
            answers=carried.answers,
            spare=self.rows,
            on=self.on,
            propose=_new(compared[1]) if compared else (),
            changes=None if is_current(opened, questionnaire) else changes,
        )
        return changes


def _worded(questionnaire: Questionnaire, language: str, problem: Problem) -> str:
    return worded_problem(problem, questionnaire, language)


def _compared(
    opened: OpenedWorkbook, questionnaire: Questionnaire, on: date
) -> tuple[Form, Differences]:
    """Compare the workbook with a blank one of today in its own language."""
    wording = Wording(questionnaire, opened.language)
    old = read_form(opened.sheets, read_guides(opened.path), wording, opened.options)
    blank = BytesIO()
    write_workbook(questionnaire, opened.language, blank, on=on)
    data = blank.getvalue()
    workbook = load(data, read_only=True)
    scanned = scan(workbook)
    workbook.close()
    new = read_form(scanned.sheets, guides_of(data), wording, scanned.options)
    return old, compare(old, new)


def _new(differences: Differences) -> frozenset[str]:
    """Whose proposals are filled in: only of what did not exist, for what a person deleted stays deleted."""
    new = {one.subject.removeprefix(TABLE_PREFIX) for one in differences.of("new")}
    return frozenset(new | set(differences.new_rows))
