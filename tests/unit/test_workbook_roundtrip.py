"""What is written is what is read, whatever someone did to the workbook in between."""

from __future__ import annotations

import string
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Protection

from dpia.answers.check import check_answers
from dpia.model import Answers, RawAnswers, Row
from dpia.workbook.read import open_workbook, read_answers
from dpia.workbook.write import write_workbook
from tests.unit.workbook_samples import DAY, filled, sample

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

SAMPLE = sample()


def written(
    folder: Path, answers: Answers | None = None, language: str = "de", **more: Any
) -> Path:
    target = folder / "answers.xlsx"
    write_workbook(SAMPLE, language, target, answers=answers, on=DAY, **more)
    return target


def raw(path: Path) -> RawAnswers:
    return read_answers(open_workbook(path), SAMPLE)


def answered(path: Path) -> Answers:
    answers, problems = check_answers(raw(path), SAMPLE)
    assert problems == ()
    return answers


def plain(answers: Answers) -> tuple[object, ...]:
    rows = {
        table: [(row.id, dict(row.values)) for row in rows]
        for table, rows in answers.tables.items()
    }
    return dict(answers.values), rows, dict(answers.notes), dict(answers.signed)


def edited(path: Path, change: Any) -> Path:
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook.worksheets:
        sheet.protection.sheet = False
    change(workbook)
    target = path.with_name("edited.xlsx")
    workbook.save(target)
    workbook.close()
    return target


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_written_is_read(tmp_path: Path, language: str) -> None:
    path = written(tmp_path, filled(), language)
    found = answered(path)
    wanted_rows = filled().tables["data-items"]
    assert dict(found.values) == dict(filled().values)
    assert [row.values for row in found.tables["data-items"]] == [row.values for row in wanted_rows]
    assert [(row.id, row.values) for row in found.tables["measures"]] == [
        (row.id, row.values) for row in filled().tables["measures"]
    ]
    assert [row.values for row in found.tables["team"]] == [
        row.values for row in filled().tables["team"]
    ]
    assert dict(found.notes) == dict(filled().notes)
    assert found.signed == filled().signed
    assert found.language == language


def test_reading_and_writing_again_changes_nothing(tmp_path: Path) -> None:
    first = answered(written(tmp_path, filled()))
    second = answered(written(tmp_path, first))
    assert plain(first) == plain(second)


def test_nothing_is_unknown_in_a_fresh_workbook(tmp_path: Path) -> None:
    assert raw(written(tmp_path)).unknown_ids == ()


def test_a_blank_workbook_brings_the_proposals(tmp_path: Path) -> None:
    found = answered(written(tmp_path))
    assert found.values == {"version": "1.0", "device": "company", "systems.ios": "yes"}
    assert [row.id for row in raw(tmp_path / "answers.xlsx").tables["data-items"]] == [
        "name",
        "health",
    ]


def test_a_deleted_proposal_does_not_come_back(tmp_path: Path) -> None:
    found = answered(written(tmp_path, Answers(values={}, tables={})))
    assert found.values == {}
    assert found.tables == {}


def test_only_the_named_proposals_come_back(tmp_path: Path) -> None:
    answers = Answers(values={}, tables={})
    path = written(tmp_path, answers, propose={"device", "data-items#health"})
    assert answered(path).values == {"device": "company"}
    assert [row.id for row in raw(path).tables["data-items"]] == ["health"]


def test_places_name_sheet_and_cell(tmp_path: Path) -> None:
    path = written(tmp_path, filled())
    (cell,) = raw(path).cells["persons"]
    workbook = openpyxl.load_workbook(path)
    assert workbook[cell.place.sheet][cell.place.cell].value == 250
    workbook.close()


def test_an_empty_answer_has_a_place_but_no_value(tmp_path: Path) -> None:
    (cell,) = raw(written(tmp_path)).cells["persons"]
    assert cell.value is None
    assert cell.place.sheet == "01 Stammdaten"


def _rename(workbook: Workbook) -> None:
    for number, sheet in enumerate(list(workbook.worksheets)):
        sheet.title = f"Blatt {number}"


def _reorder(workbook: Workbook) -> None:
    workbook.move_sheet(workbook.worksheets[1], 3)
    workbook.move_sheet(workbook.worksheets[0], 4)


def _columns(workbook: Workbook) -> None:
    for sheet in workbook.worksheets[1:5]:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.insert_cols(7)
        sheet.insert_cols(1)


def _rows(workbook: Workbook) -> None:
    for sheet in workbook.worksheets[1:5]:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(1, 2)
        sheet.insert_rows(9, 3)


@pytest.mark.parametrize("change", [_rename, _reorder, _columns, _rows])
def test_an_unprotected_rearranged_copy_reads_the_same(tmp_path: Path, change: Any) -> None:
    path = written(tmp_path, filled())
    before = answered(path)
    assert plain(answered(edited(path, change))) == plain(before)


def test_reversed_rows_read_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, filled())

    def reverse(workbook: Workbook) -> None:
        sheet = workbook["01 Stammdaten"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=14)]
        for target, values in zip(range(5, 15), reversed(rows), strict=True):
            for column, value in enumerate(values, start=1):
                cell = sheet.cell(target, column)
                cell.value = value
                if isinstance(value, str) and column > 4:
                    cell.data_type = "s"

    assert answered(edited(path, reverse)).values == filled().values


def _row_of(sheet: Any, row_id: str) -> int:
    return next(row for row in range(1, 200) if sheet.cell(row, 1).value == row_id)


def test_inserted_rows_become_additional_rows(tmp_path: Path) -> None:
    path = written(tmp_path, filled())

    def insert(workbook: Workbook) -> None:
        sheet = workbook["01 Stammdaten"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        for marker, name in (("table:team#end", "am Ende"), ("table:team#+2", "in der Mitte")):
            row = _row_of(sheet, marker)
            sheet.insert_rows(row)
            sheet.cell(row, 6).value = name

    rows = raw(edited(path, insert)).tables["team"]
    found = [(row.id, row.cells["name"].value) for row in rows]
    assert found == [
        ("+1", "A. Beispiel"),
        ("+4", "B. Beispiel"),
        ("+5", "in der Mitte"),
        ("+6", "am Ende"),
    ]


def test_a_copied_row_is_read_twice(tmp_path: Path) -> None:
    path = written(tmp_path, filled())

    def copy(workbook: Workbook) -> None:
        sheet = workbook["04 Daten"]
        source, target = _row_of(sheet, "table:data-items#name"), sheet.max_row + 1
        for column in range(1, 20):
            sheet.cell(target, column).value = sheet.cell(source, column).value

    rows = raw(edited(path, copy)).tables["data-items"]
    assert [row.id for row in rows].count("name") == 2


def test_two_answers_to_one_question_are_both_found(tmp_path: Path) -> None:
    path = written(tmp_path, filled())

    def copy(workbook: Workbook) -> None:
        sheet = workbook.copy_worksheet(workbook["06b Geräte"])
        sheet["G8"] = "ja"

    cells = raw(edited(path, copy)).cells["mdm"]
    assert [cell.value for cell in cells] == ["nein", "ja"]


def test_in_a_fixed_table_the_visible_code_decides(tmp_path: Path) -> None:
    path = written(tmp_path, filled())

    def swap(workbook: Workbook) -> None:
        sheet = workbook["09 Maßnahmen"]
        first, second = (_row_of(sheet, f"table:measures#m0{n}") for n in (2, 3))
        for column in range(5, 12):
            one, two = sheet.cell(first, column), sheet.cell(second, column)
            one.value, two.value = two.value, one.value

    (row,) = raw(edited(path, swap)).tables["measures"]
    assert row.id == "m02"


def test_formulas_and_errors_are_told_apart_from_text(tmp_path: Path) -> None:
    path = written(tmp_path)

    def type_in(workbook: Workbook) -> None:
        sheet = workbook["01 Stammdaten"]
        sheet["G7"] = "=1+1"
        sheet["G9"] = "#REF!"

    cells = raw(edited(path, type_in)).cells
    assert (cells["controller-name"][0].kind, cells["controller-name"][0].value) == (
        "formula",
        "=1+1",
    )
    assert cells["dpo-contact"][0].kind == "error"


def test_a_percentage_is_read_as_people_see_it(tmp_path: Path) -> None:
    path = written(tmp_path)

    def percent(workbook: Workbook) -> None:
        cell = workbook["01 Stammdaten"]["G11"]
        cell.value = 0.125
        cell.number_format = "0.0%"

    assert raw(edited(path, percent)).cells["share"][0].value == 12.5


def test_unknown_ids_are_collected_with_their_place(tmp_path: Path) -> None:
    path = written(tmp_path, filled())
    smaller = sample(*(sheet for sheet in SAMPLE.sheets if sheet.id != "devices"))
    unknown = {name for name, _ in read_answers(open_workbook(path), smaller).unknown_ids}
    assert {"device", "mdm", "systems.ios", "systems"} <= unknown


def test_spare_rows_can_be_asked_for_and_grow(tmp_path: Path) -> None:
    def count(path: Path, table: str) -> int:
        workbook = openpyxl.load_workbook(path)
        found = sum(
            str(row[0].value).startswith(f"table:{table}#+")
            for sheet in workbook.worksheets
            for row in sheet.iter_rows(max_col=1)
        )
        workbook.close()
        return found

    assert count(written(tmp_path), "team") == 4
    assert count(written(tmp_path, spare=12), "team") == 12
    assert count(written(tmp_path, spare=12), "measures") == 0
    assert count(written(tmp_path, filled()), "data-items") == 11


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path, filled()).read_bytes()
    assert written(tmp_path, filled()).read_bytes() == first


def test_only_answers_are_unlocked(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(written(tmp_path))
    sheet = workbook["01 Stammdaten"]
    assert sheet.protection.sheet
    assert not sheet.protection.formatRows
    assert not sheet.protection.password
    unlocked = {
        cell.coordinate[0]
        for row in sheet.iter_rows(min_row=5, max_row=14)
        for cell in row
        if cell.protection == Protection(locked=False)
    }
    assert unlocked == {"G", "H"}
    workbook.close()


@pytest.mark.no_cover
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(max_size=80),
    formula=st.sampled_from("=+-@"),
    number=st.floats(allow_nan=True, allow_infinity=True),
    rows=st.lists(st.text(string.ascii_letters, min_size=1, max_size=9), max_size=6),
    day=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
@example(text="Kiesel", formula="=", number=sys.float_info.max, rows=["Ada"], day=date(2026, 1, 1))
def test_no_text_stops_the_writing_or_becomes_a_formula(
    tmp_path: Path, text: str, formula: str, number: float, rows: list[str], day: date
) -> None:
    answers = Answers(
        values={"controller-name": text, "scope": formula + text, "share": number, "start": day},
        tables={"team": tuple(Row(f"+{n}", {"name": name}) for n, name in enumerate(rows, 1))},
    )
    path = written(tmp_path, answers)
    found = raw(path)
    cells = found.cells
    assert all(cell.kind == "value" for one in cells.values() for cell in one)
    assert cells["start"][0].value == day
    assert [row.cells["name"].value for row in found.tables.get("team", ())] == rows
    if text.isprintable() and text.strip():
        assert cells["controller-name"][0].value == text.strip()
        assert cells["scope"][0].value == (formula + text).strip()
