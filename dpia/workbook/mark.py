"""A checked copy of a workbook: problem cells red with a comment, and a first sheet that lists them all.

The copy is a full questionnaire: it can be filled in further and assessed. Marks of an earlier check are taken
off first; comments of other people stay.
"""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Protection

from dpia.errors import DpiaError
from dpia.excel.finish import finished
from dpia.stablezip import normalise
from dpia.workbook.cells import storable
from dpia.workbook.digest import answers_digest
from dpia.workbook.gather import asked
from dpia.workbook.guard import damaged, read_for_writing
from dpia.workbook.looks import ANSWER_FILL, PROBLEM_FILL, PROPOSAL_FILL, solid
from dpia.workbook.markers import AUTHOR, MARK_PROBLEMS
from dpia.workbook.meta import KEY_CHECKED, meta_sheet, set_entry
from dpia.workbook.page import loosen
from dpia.workbook.problemsheet import ProblemSheet
from dpia.workbook.read import BROKEN, load, open_workbook
from dpia.workbook.redden import redden, unredden
from dpia.workbook.write import store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook

    from dpia.model import Problem

_TAG: Final = "[dpia] "
"""Begins our comments, because not every program keeps the author."""
_NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_COMMENT_WIDTH: Final = 340
_COMMENT_LINE: Final = 18
_CHARACTERS_PER_LINE: Final = 46


def write_checked(  # what a checked copy depends on
    source: Path,
    problems: Sequence[Problem],
    messages: Callable[[Problem], str],
    language: str,
    target: Path,
) -> None:
    """Write the copy; it carries the date of its source, so that the same input gives the same bytes."""
    opened = open_workbook(source)
    data = read_for_writing(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            workbook = load(data, read_only=False)
        except BROKEN as error:
            raise damaged(source) from error
        on = (workbook.properties.modified or _NO_DATE).date()
        _unmark(workbook)
        _unlock_merged(workbook)
        for problem in problems:
            _mark(workbook, problem, messages(problem))
        redden(workbook, [problem.place for problem in problems if problem.place])
        listed = [
            (problem, asked(opened.sheets, problem), messages(problem)) for problem in problems
        ]
        ProblemSheet(workbook, language).write(listed)
        _remember(workbook, answers_digest(opened.sheets))
        for sheet in workbook.worksheets:
            loosen(sheet)
        buffer = BytesIO()
        workbook.save(buffer)
        workbook.close()
    store(normalise(finished(buffer.getvalue()), on), target)


def same_as_written(path: Path) -> bool:
    """Say whether the answers in a checked copy are still those that we wrote into it."""
    try:
        opened = open_workbook(path)
    except DpiaError:
        return False
    return opened.meta.get(KEY_CHECKED) == answers_digest(opened.sheets)


def _remember(workbook: Workbook, digest: str) -> None:
    meta = meta_sheet(workbook)
    if meta is not None:
        set_entry(meta, KEY_CHECKED, digest)


def _unmark(workbook: Workbook) -> None:
    for sheet in list(workbook.worksheets):
        if sheet.cell(1, 1).value == MARK_PROBLEMS:
            workbook.remove(sheet)
            continue
        unredden(sheet)
        # Going through all rows would create every cell up to a stray one in the last corner.
        for cell in list(sheet._cells.values()):  # noqa: SLF001
            if cell.comment and _is_ours(cell.comment):
                _clean(cell)


def _unlock_merged(workbook: Workbook) -> None:
    """Openpyxl drops the format of merged cells but that of the first: unlock them again."""
    for sheet in workbook.worksheets:
        for area in sheet.merged_cells.ranges:
            first = sheet.cell(area.min_row, area.min_col)
            if not first.protection.locked:
                for row, column in area.cells:
                    sheet.cell(row, column).protection = Protection(locked=False)


def _is_ours(comment: Comment) -> bool:
    return comment.author == AUTHOR or _TAG in (comment.text or "")


def _clean(cell: Cell | MergedCell) -> None:
    """Take off our mark: the other person's comment stays, the answer gets its colour back."""
    comment = cell.comment
    theirs = (comment.text or "").partition(_TAG)[0].rstrip() if comment else ""
    if comment and theirs and comment.author != AUTHOR:
        cell.comment = Comment(theirs, comment.author or "", comment.height, comment.width)
    else:
        cell.comment = None
    if not isinstance(cell, MergedCell):
        cell.fill = solid(PROPOSAL_FILL if cell.font.i else ANSWER_FILL)


def _mark(workbook: Workbook, problem: Problem, message: str) -> None:
    place = problem.place
    if place is None or place.sheet not in workbook.sheetnames:
        return
    cell = workbook[place.sheet][place.cell]
    if isinstance(cell, MergedCell):
        return
    cell.fill = solid(PROBLEM_FILL)
    text = _TAG + storable(message)
    before = cell.comment
    author = AUTHOR
    if before is not None:
        text = f"{(before.text or '').rstrip()}\n\n{text}"
        author = before.author or AUTHOR
    lines = sum(1 + len(line) // _CHARACTERS_PER_LINE for line in text.split("\n"))
    cell.comment = Comment(text, author, (lines + 1) * _COMMENT_LINE, _COMMENT_WIDTH)
