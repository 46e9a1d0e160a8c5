"""What arrives by mail: one clear message each, the promised exit code, nothing half-written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

    from tests.cli.conftest import Dpia, Fill


ON = ("--date", "2026-11-24")
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def answer_cell(book: Workbook, ref: str) -> Cell | MergedCell:
    """The answer cell of a question, found as the reader finds it: by hidden id."""
    for sheet in book.worksheets:
        marks = {cell.value: cell.column for cell in sheet[1] if cell.value}
        if "#answer" not in marks:
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.column == marks["#dpia"] and cell.value == ref:
                    return sheet.cell(cell.row, marks["#answer"])
    raise LookupError(ref)


def change(path: Path, **cells: Any) -> Path:
    """Type into answer cells as a person would."""
    book = openpyxl.load_workbook(path)
    for ref, value in cells.items():
        answer_cell(book, ref.replace("__", ".").replace("_", "-")).value = value
    book.save(path)
    book.close()
    return path


def files_beside(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.traced
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", {1, 4}),
        (b"this is a text", {1, 4}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, {1, 4}),
        (b"PK\x03\x04 truncated", {1, 4}),
        (b"%PDF-1.7", {1, 4}),
    ],
    ids=["empty", "text", "encrypted", "truncated", "pdf"],
)
@pytest.mark.parametrize("command", ["assess", "check"])
def test_what_is_no_workbook_is_refused_in_one_message(
    dpia: Dpia, tmp_path: Path, content: bytes, code: set[int], command: str
) -> None:
    (tmp_path / "mail.xlsx").write_bytes(content)
    result = dpia(command, "mail.xlsx")
    assert result.code in code
    assert result.err.count("Fehler:") == 1
    assert "mail.xlsx" in result.err
    assert (tmp_path / "mail.xlsx").read_bytes() == content
    assert files_beside(tmp_path) == {"mail.xlsx"}


def test_a_truncated_workbook(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    source = fill()
    source.write_bytes(source.read_bytes()[:-2000])
    result = dpia("assess", source)
    assert result.code in {1, 4}
    assert result.err.count("Fehler:") == 1
    assert files_beside(tmp_path) == {"answers.xlsx"}


def test_a_file_that_is_not_there(dpia: Dpia) -> None:
    result = dpia("assess", "nowhere.xlsx")
    assert result.code == 1
    assert "nowhere.xlsx" in result.err


def test_another_workbook_is_no_questionnaire(dpia: Dpia, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Umsatz")["A1"] = "Umsatz"
    book.save(tmp_path / "umsatz.xlsx")
    result = dpia("assess", "umsatz.xlsx")
    assert result.code == 4
    assert "umsatz.xlsx" in result.err


def test_a_questionnaire_of_another_version_names_the_way_on(dpia: Dpia, tmp_path: Path) -> None:
    source = tmp_path / "answers.xlsx"
    shutil.copyfile(FIXTURES / "messenger-1.0.de.xlsx", source)
    result = dpia("assess", source)
    assert result.code == 4
    assert "1.0" in result.err
    assert f'dpia upgrade "{source}"' in result.err
    assert dpia("new", "--from", source).code == 0


def test_all_problems_at_once_with_cells_and_a_marked_copy(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    source = change(
        fill(),
        largest_group="viele",
        planned_start="01/02/2027",
        product="Telegramm",
        works_council="vielleicht",
        c5_users="=1+1",
    )
    before = source.read_bytes()
    result = dpia("assess", source, *ON)
    assert result.code == 4
    for code in ("Q50", "Q07", "Q13", "Q11", "Q23"):
        assert code in result.err
    assert "answers.checked.xlsx" in result.err
    assert source.read_bytes() == before
    assert files_beside(tmp_path) == {"answers.xlsx", "answers.checked.xlsx"}
    change(
        tmp_path / "answers.checked.xlsx",
        largest_group=34,
        planned_start="15. Januar 2027",
        product="WhatsApp Business App",
        works_council="Ja ",
        c5_users="48 Personen",
    )
    assert dpia("assess", "answers.checked.xlsx", *ON).code == 0
    assert (tmp_path / "answers.dpia.docx").is_file()


def test_a_copy_in_which_somebody_went_on_is_not_written_over(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    source = change(fill(), largest_group="viele")
    dpia("check", source)
    checked = tmp_path / "answers.checked.xlsx"
    change(checked, works_council="nein")
    kept = checked.read_bytes()
    assert dpia("check", source).code == 4
    assert checked.read_bytes() == kept
    assert (tmp_path / "answers.checked-2.xlsx").is_file()


def test_values_as_people_type_them_are_accepted(dpia: Dpia, fill: Fill) -> None:
    source = change(
        fill(),
        works_council="x",
        c5_users="1.200",
        c5_duration="2 Jahre",
        planned_start="15.01.2027",
        largest_group=34.0,
        externals="JA",
    )
    result = dpia("check", source)
    assert result.code == 0, result.err


def test_problems_are_told_in_english_too(dpia: Dpia, fill: Fill) -> None:
    source = change(fill(), largest_group="viele")
    result = dpia("check", source, "--lang", "en")
    assert result.code == 4
    assert "is not a number" in result.err


@pytest.mark.traced
def test_several_files_the_worst_code_and_the_others_go_on(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    fill()
    (tmp_path / "bad.xlsx").write_bytes(b"nothing")
    result = dpia("assess", "bad.xlsx", "answers.xlsx", *ON)
    assert result.code in {1, 4}
    assert (tmp_path / "answers.dpia.docx").is_file()


@pytest.mark.traced
def test_an_output_folder_that_is_a_file(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill()
    (tmp_path / "out").write_text("in the way")
    result = dpia("assess", "answers.xlsx", "-o", "out/reports", *ON)
    assert result.code == 1
    assert "out" in result.err
    assert (tmp_path / "out").read_text() == "in the way"


def test_a_register_that_is_no_database(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill()
    (tmp_path / "register.db").write_bytes(b"holiday photographs" * 100)
    result = dpia("assess", "answers.xlsx", *ON)
    assert result.code == 1
    assert "register.db" in result.err
    assert not (tmp_path / "answers.dpia.docx").exists()
    assert (tmp_path / "register.db").read_bytes() == b"holiday photographs" * 100


def test_a_locked_register_is_named_and_nothing_is_written(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    fill()
    assert dpia("assess", "answers.xlsx", *ON).code == 0
    report = (tmp_path / "answers.dpia.docx").read_bytes()
    other = sqlite3.connect(tmp_path / "register.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        fill(group_count=11)
        result = dpia("assess", "answers.xlsx", *ON)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert result.code == 1
    assert "register.db" in result.err
    assert (tmp_path / "answers.dpia.docx").read_bytes() == report
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".~dpia")]


def test_a_database_server_that_is_not_there_is_one_message_without_the_password(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    result = dpia("assess", fill(), "--register", "postgresql://dpo:geheim@127.0.0.1:1/dpia", *ON)
    assert result.code == 1
    assert "postgresql://127.0.0.1:1/dpia" in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert "geheim" not in result.err + result.out
    assert [path.name for path in tmp_path.iterdir()] == ["answers.xlsx"]


@pytest.mark.traced
@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "--nonsense"),
        ("nonsense",),
        ("new", "--lang", "fr"),
        ("assess", "x.xlsx", "--date", "heute"),
        ("check",),
    ],
)
def test_a_wrong_command_line_is_told_in_german(dpia: Dpia, arguments: tuple[str, ...]) -> None:
    result = dpia(*arguments)
    assert result.code == 2
    assert "Fehler:" in result.err


@pytest.mark.traced
def test_an_unknown_questionnaire(dpia: Dpia) -> None:
    result = dpia("new", "-q", "fax", "--lang", "de")
    assert result.code == 3
    assert "messenger" in result.err
