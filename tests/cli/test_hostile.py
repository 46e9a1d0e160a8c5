"""What careless people and odd machines do to files, names, registers and dates: nothing is lost, all is said."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.test_bad_input import change, files_beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from tests.cli.conftest import Dpia, Fill

ON = ("--date", "2026-11-24")


def sheet(book: Workbook, code: str) -> Worksheet:
    return next(one for one in book.worksheets if one.title.startswith(code))


def row_of(found: Worksheet, hidden_id: str) -> int:
    rows = {cell.value: cell.row for cell in found["A"]}
    return int(rows[hidden_id])


def edit(path: Path, how: Callable[[Workbook], None]) -> Path:
    book = openpyxl.load_workbook(path)
    how(book)
    book.save(path)
    book.close()
    return path


def links(register: Path) -> list[tuple[object, str]]:
    """Processing and target of the link to its report, a row each."""
    book = openpyxl.load_workbook(register)
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    book.close()
    return [
        (row[2].value, cell.hyperlink.target or "")
        for row in rows
        for cell in row
        if cell.hyperlink is not None
    ]


# Registers and names in the way


@pytest.mark.parametrize(
    ("name", "register"),
    [("register.xlsx", None), ("answers.xlsx", "answers.db")],
    ids=["called like the register", "register called like it"],
)
def test_the_register_workbook_never_takes_the_place_of_a_questionnaire(
    dpia: Dpia, fill: Fill, tmp_path: Path, name: str, register: str | None
) -> None:
    source = fill(name)
    before = source.read_bytes()
    option = ("--register", register) if register else ()
    assert dpia("assess", source, *option, *ON).code == 0
    assert source.read_bytes() == before
    assert (tmp_path / f"{source.stem}.register.xlsx").is_file()


@pytest.mark.traced
def test_the_excel_view_given_as_register_is_refused(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    result = dpia("assess", fill(), "--register", "register.xlsx", *ON)
    assert result.code == 1
    assert "register.xlsx" in result.err
    assert files_beside(tmp_path) == {"answers.xlsx"}


def test_a_folder_with_a_dot_in_its_name_is_a_folder(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    source = fill()
    assert dpia("assess", source, "--register", "DSFA 1.2", *ON).code == 1
    assert files_beside(tmp_path) == {"answers.xlsx"}
    (tmp_path / "DSFA 1.2").mkdir()
    assert dpia("assess", source, "--register", "DSFA 1.2", *ON).code == 0
    assert files_beside(tmp_path / "DSFA 1.2") == {"register.db", "register.xlsx"}


def test_the_password_of_a_connection_string_is_never_shown(dpia: Dpia, fill: Fill) -> None:
    result = dpia("assess", fill(), "--register", "host=db user=dpo password=geheim", *ON)
    assert result.code == 1
    assert "Datenbankserver" in result.err
    assert "geheim" not in result.err + result.out


# Two workbooks, one place


def test_the_report_of_another_processing_is_not_replaced(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    first = fill("a/answers.xlsx")
    second = fill("b/answers.xlsx", processing_name="Lager")
    assert dpia("assess", first, "-o", "out", *ON).code == 0
    report = (tmp_path / "out" / "answers.dpia.docx").read_bytes()
    result = dpia("assess", second, "-o", "out", *ON)
    assert result.code == 1
    assert "answers.dpia.docx" in result.err
    assert (tmp_path / "out" / "answers.dpia.docx").read_bytes() == report
    assert len(links(tmp_path / "out" / "register.xlsx")) == 1
    assert dpia("assess", second, "-o", "out2", *ON).code == 0


def test_a_renamed_processing_goes_on_and_leaves_no_ghost_in_the_register(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    assert dpia("assess", fill(processing_name=None), *ON).code == 0
    result = dpia("assess", fill(processing_name="Chat"), *ON)
    assert result.code == 0
    assert "[answers]" in result.err
    assert links(tmp_path / "register.xlsx") == [("Chat", "answers.dpia.docx")]


def test_unclear_is_no_name(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    assert dpia("assess", change(fill("a.xlsx"), processing_name="unklar"), *ON).code == 0
    assert dpia("assess", change(fill("b.xlsx"), processing_name="unklar"), *ON).code == 0
    assert [name for name, _ in links(tmp_path / "register.xlsx")] == ["[a]", "[b]"]


def test_the_register_leads_to_the_final_report_after_a_draft_took_its_place(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    source = final_ready()
    assert dpia("assess", source, "--final", *ON).code == 0
    final = (tmp_path / "answers.dpia.docx").read_bytes()
    assert dpia("assess", source, *ON).code == 0
    ((_, target),) = links(tmp_path / "register.xlsx")
    assert target == "answers.dpia.2026-11-24-1.docx"
    assert (tmp_path / target).read_bytes() == final


@pytest.mark.traced
def test_the_register_leads_to_the_signed_report(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    source = final_ready()
    assert dpia("assess", source, "--final", *ON).code == 0
    report = tmp_path / "answers.dpia.docx"
    signed = report.read_bytes() + b"signed"
    report.write_bytes(signed)
    assert dpia("assess", source, *ON).code == 0
    ((_, target),) = links(tmp_path / "register.xlsx")
    assert (tmp_path / target).read_bytes() == signed
    (tmp_path / target).replace(report)
    assert dpia("assess", source, *ON).code == 0
    assert signed in [path.read_bytes() for path in tmp_path.glob("answers.dpia.*.docx")]


def test_every_file_is_checked_though_the_first_has_problems(dpia: Dpia, fill: Fill) -> None:
    files = [change(fill(name), planned_start="bald") for name in ("a.xlsx", "b.xlsx")]
    result = dpia("check", *files, fill("c.xlsx"))
    assert result.code == 4
    assert "a.checked.xlsx" in result.err
    assert "b.checked.xlsx" in result.err
    assert "c.xlsx" in result.out


# Sheets that people took apart


@pytest.mark.parametrize(
    "how",
    [lambda found: found.delete_rows(1), lambda found: found.delete_cols(1)],
    ids=["hidden row", "hidden column"],
)
def test_a_sheet_without_its_ids_is_named_and_the_others_can_be_carried_over(
    dpia: Dpia, fill: Fill, tmp_path: Path, how: Callable[[Worksheet], None]
) -> None:
    source = edit(fill(), lambda book: how(sheet(book, "03")))
    result = dpia("assess", source, *ON)
    assert result.code == 4
    assert "03 Schwellwertanalyse" in result.err
    assert "dpia new --from" in result.err
    assert not (tmp_path / "register.db").exists()
    carried = dpia("new", "--from", source)
    assert carried.code == 0
    assert "03 Schwellwertanalyse" in carried.out
    assert dpia("check", "messenger.xlsx").code == 0


def test_what_is_typed_directly_below_a_table_belongs_to_it(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    def typed(book: Workbook) -> None:
        team = sheet(book, "01")
        end = row_of(team, "table:dpia-team#end")
        for row, name in ((end, "im Abschluss"), (end + 1, "darunter"), (end + 4, "weit darunter")):
            team.cell(row, 7).value = name

    assert dpia("assess", edit(fill(), typed), *ON).code == 0
    data = (tmp_path / "answers.dpia.json").read_text(encoding="utf-8")
    assert "weit darunter" not in data
    dpia("new", "--from", "answers.xlsx")
    book = openpyxl.load_workbook(tmp_path / "messenger.xlsx")
    column = [cell.value for cell in sheet(book, "01")["G"]]
    book.close()
    assert "im Abschluss" in column
    assert "darunter" in column


def test_a_measure_that_somebody_added_or_gave_twice_is_named(dpia: Dpia, fill: Fill) -> None:
    def add(book: Workbook) -> None:
        found = sheet(book, "09")
        at = row_of(found, "table:measures#usage-policy")
        columns = found[row_of(found, "table:measures#columns")]
        status = next(cell.column for cell in columns if cell.value == "status")
        found.insert_rows(at + 1, 3)
        for column in range(1, found.max_column + 1):
            for copy in (1, 2):
                found.cell(at + copy, column).value = found.cell(at, column).value
        found.cell(at + 2, status).value = "nicht geplant"
        found.cell(at + 3, status).value = "umgesetzt"

    result = dpia("check", edit(fill(), add))
    assert result.code == 4
    assert result.err.count("09 Maßnahmen!") == 2


# Odd names, dates and consoles


@pytest.mark.traced
@pytest.mark.parametrize("name", [".", "x" * 249 + ".xlsx"], ids=["folder", "long"])
def test_odd_file_names_get_a_message(dpia: Dpia, name: str) -> None:
    result = dpia("assess", name)
    assert result.code == 1
    assert result.err.startswith("Fehler:")
    assert "Unerwarteter" not in result.err


@pytest.mark.traced
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_in_another_encoding(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"b\xe4d.xlsx")
    fill().rename(odd)
    result = dpia("assess", odd, *ON)
    assert result.code == 1
    assert "Dateiname" in result.err


@pytest.mark.traced
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "20261124", "2026-W48-2", ""])
def test_dates_that_no_office_file_can_carry(dpia: Dpia, day: str) -> None:
    result = dpia("new", "--date", day)
    assert result.code == 2
    assert "Fehler:" in result.err


@pytest.mark.traced
@pytest.mark.parametrize("seconds", ["253402300800", "9" * 20])
def test_a_source_date_epoch_beyond_all_calendars(
    dpia: Dpia, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    result = dpia("new")
    assert result.code == 2
    assert "SOURCE_DATE_EPOCH" in result.err


def test_started_without_a_console(
    dpia: Dpia, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert dpia("new").code == 0
    assert files_beside(tmp_path) == {"messenger.xlsx"}
