"""The checked copy: marked, listed, and still a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Protection

from dpia.model import Place, Problem
from dpia.workbook.looks import PROBLEM_FILL
from dpia.workbook.mark import same_as_written, write_checked
from dpia.workbook.read import open_workbook, read_answers
from dpia.workbook.write import write_workbook
from tests.unit.workbook_samples import DAY, filled, sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.workbook import Workbook

SAMPLE = sample()
SHEET = "01 Stammdaten"
PROBLEMS = (
    Problem("not-a-number", Place(SHEET, "G10"), "persons", "viele"),
    Problem("not-a-choice", Place("06b Geräte", "G7"), "device", "=Toaster"),
    Problem("not-complete", None, "scope"),
)


def told(problem: Problem) -> str:
    return f"{problem.subject}: Bitte geben Sie etwas anderes ein."


def source(folder: Path) -> Path:
    path = folder / "answers.xlsx"
    write_workbook(SAMPLE, "de", path, answers=filled(), on=DAY)
    return path


def checked(path: Path, problems: Sequence[Problem] = PROBLEMS) -> Path:
    target = path.with_name(f"{path.stem}.checked.xlsx")
    write_checked(path, problems, told, "de", target)
    return target


def edit(path: Path, change: Callable[[Workbook], None]) -> Path:
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    workbook.save(path)
    workbook.close()
    return path


def test_problem_cells_are_red_with_a_comment(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(checked(source(tmp_path)))
    cell = workbook[SHEET]["G10"]
    assert cell.fill.start_color.rgb == PROBLEM_FILL
    assert cell.comment is not None
    assert "persons: Bitte" in cell.comment.text
    assert workbook[SHEET]["G9"].comment is None
    workbook.close()


def test_the_first_sheet_lists_every_problem_with_a_link(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(checked(source(tmp_path)))
    sheet = workbook.worksheets[0]
    assert sheet.title == "Hinweise"
    assert workbook.active is sheet
    listed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [row[2] for row in listed] == [
        "Frage nach persons? *",
        "Frage nach device? *",
        "scope",
    ]
    link = sheet["B6"].hyperlink
    assert link is not None
    assert link.location == "'01 Stammdaten'!G10"
    assert sheet["D7"].data_type == "s"
    workbook.close()


def test_the_copy_reads_the_same_and_the_source_is_untouched(tmp_path: Path) -> None:
    path = source(tmp_path)
    before = path.read_bytes()
    target = checked(path)
    assert path.read_bytes() == before
    assert read_answers(open_workbook(target), SAMPLE) == read_answers(open_workbook(path), SAMPLE)


def test_marks_of_an_earlier_check_are_taken_off(tmp_path: Path) -> None:
    path = source(tmp_path)
    original = openpyxl.load_workbook(path)
    again = openpyxl.load_workbook(checked(checked(path), PROBLEMS[1:2]))
    for name, address in ((SHEET, "G10"), (SHEET, "G13")):
        cell, before = again[name][address], original[name][address]
        assert cell.comment is None
        assert cell.fill.start_color.rgb == before.fill.start_color.rgb
    assert [sheet.title for sheet in again.worksheets].count("Hinweise") == 1
    assert again["06b Geräte"]["G7"].comment is not None
    again.close()
    original.close()


def test_a_confirmed_row_does_not_paint_over_the_mark(tmp_path: Path) -> None:
    path = source(tmp_path)
    problem = Problem("x", Place("04 Daten", "H13"), "data-items#name", "?")
    marked = checked(path, [problem])

    def first_rules(path: Path) -> list[tuple[str, int]]:
        workbook = openpyxl.load_workbook(path)
        areas = workbook["04 Daten"].conditional_formatting
        found = [(str(area.sqref), rule.priority) for area in areas for rule in area.rules]
        workbook.close()
        return sorted(found, key=lambda one: one[1])

    assert first_rules(marked)[0] == ("H13", 1)
    assert first_rules(checked(marked, [])) == [
        (area, priority + 1) for area, priority in first_rules(path)
    ]


def test_merged_answer_cells_stay_unlocked(tmp_path: Path) -> None:
    row, column = 90, 7

    def widen(workbook: Workbook) -> None:
        workbook["04 Daten"].merge_cells(
            start_row=row, end_row=row, start_column=column, end_column=column + 1
        )
        workbook["04 Daten"].cell(row, column).protection = Protection(locked=False)

    marked = openpyxl.load_workbook(checked(edit(source(tmp_path), widen)))
    assert not marked["04 Daten"].cell(row, column + 1).protection.locked
    assert marked["04 Daten"].cell(4, 6).protection.locked
    marked.close()


def test_a_proposal_gets_its_colour_back(tmp_path: Path) -> None:
    path = source(tmp_path)
    original = openpyxl.load_workbook(path)
    problem = Problem("x", Place(SHEET, "G13"), "version", "1.0")
    again = openpyxl.load_workbook(checked(checked(path, [problem]), ()))
    color = again[SHEET]["G13"].fill.start_color.rgb
    assert color == original[SHEET]["G13"].fill.start_color.rgb
    again.close()
    original.close()


def test_the_comment_of_a_person_stays(tmp_path: Path) -> None:
    path = source(tmp_path)

    def remark(workbook: Workbook) -> None:
        workbook[SHEET]["G10"].comment = Comment("Bitte IT fragen", "A. Beispiel")

    edit(path, remark)
    once = checked(path)
    marked = openpyxl.load_workbook(once)
    comment = marked[SHEET]["G10"].comment
    assert comment is not None
    assert comment.text.startswith("Bitte IT fragen")
    assert "persons" in comment.text
    marked.close()
    clean = openpyxl.load_workbook(checked(once, ()))
    comment = clean[SHEET]["G10"].comment
    assert comment is not None
    assert comment.text == "Bitte IT fragen"
    clean.close()


def test_a_copy_that_someone_filled_on_is_noticed(tmp_path: Path) -> None:
    target = checked(source(tmp_path))
    assert same_as_written(target)

    def rename(workbook: Workbook) -> None:
        workbook[SHEET].title = "Anders"

    assert same_as_written(edit(target, rename))

    def answer(workbook: Workbook) -> None:
        workbook["Anders"]["G10"] = 251

    assert not same_as_written(edit(target, answer))


def test_what_is_no_checked_copy_is_not_the_same(tmp_path: Path) -> None:
    assert not same_as_written(source(tmp_path))
    (tmp_path / "other.xlsx").write_bytes(b"something else")
    assert not same_as_written(tmp_path / "other.xlsx")


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    path = source(tmp_path)
    first = checked(path).read_bytes()
    assert checked(path).read_bytes() == first
