"""A workbook of the release before: never just refused, brought up to date, and assessed as the same processing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dpia.answers import read_everything, to_plain
from dpia.definitions import load_questionnaire
from dpia.register import open_register
from dpia.workbook.read import open_workbook, read_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from tests.cli.conftest import Dpia, Fill

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
ON = ("--date", "2026-11-26")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FIXTURES / "messenger-1.0.de.xlsx", tmp_path / "answers.xlsx"))


def plain(path: Path) -> dict[str, Any]:
    """Everything entered, whatever the version of the questionnaire."""
    questionnaire = load_questionnaire("messenger")
    answers, _ = read_everything(read_answers(open_workbook(path), questionnaire), questionnaire)
    return to_plain(answers)


def id_cells(book: Workbook) -> Iterator[tuple[Worksheet, Cell, dict[object, int]]]:
    """Every hidden id with its sheet and the columns of the markers."""
    for sheet in book.worksheets:
        marks = {cell.value: cell.column for cell in sheet[1] if cell.value}
        if "#dpia" in marks:
            for row in sheet.iter_rows(min_row=2, min_col=1, max_col=1):
                if row[0].value:
                    yield sheet, row[0], marks  # type: ignore[misc]  # ids are never in merged cells


def edited(path: Path, edit: Callable[[Worksheet, Cell, dict[object, int]], None]) -> Path:
    """Make an older or stranger workbook out of one."""
    book = openpyxl.load_workbook(path)
    for sheet, cell, marks in list(id_cells(book)):
        edit(sheet, cell, marks)
    book.save(path)
    book.close()
    return path


@pytest.mark.traced
@pytest.mark.parametrize("command", ["assess", "check"])
def test_an_older_workbook_is_never_just_refused(dpia: Dpia, old: Path, command: str) -> None:
    result = dpia(command, old.name)
    assert result.code == 4
    assert "Version 1.0" in result.err
    assert 'dpia upgrade "answers.xlsx"' in result.err


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_answer_of_the_release_before_is_carried_over(
    dpia: Dpia, tmp_path: Path, language: str
) -> None:
    source = tmp_path / "answers.xlsx"
    shutil.copyfile(FIXTURES / f"messenger-1.0.{language}.xlsx", source)
    before = source.read_bytes()
    result = dpia("upgrade", "answers.xlsx", *ON)
    assert result.code == 0, result.err
    version = load_questionnaire("messenger").version
    target = tmp_path / f"answers.v{version}.xlsx"
    assert str(target.name) in result.out
    assert source.read_bytes() == before
    carried, given = plain(target), plain(source)
    lost = open_sheet(target, {"de": "Änderungen", "en": "Changes"}[language])
    for kind in ("values", "notes", "signed"):
        for key, value in given[kind].items():
            assert carried[kind][key] == value, key
    rows = {(name, row["id"]): row for name, table in carried["tables"].items() for row in table}
    for name, table in given["tables"].items():
        for row in table:
            found = rows[name, row["id"]]
            assert {key: found.get(key) for key in row} == row
    assert any("1.0" in str(cell) and version in str(cell) for line in lost for cell in line)


def open_sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    rows: list[tuple[object, ...]] = list(book[name].iter_rows(values_only=True))
    book.close()
    return rows


def test_the_list_is_printed_and_written(dpia: Dpia, old: Path, tmp_path: Path) -> None:
    def edit(sheet: Worksheet, cell: Cell, marks: dict[object, int]) -> None:
        text, answer = marks["#text"], marks["#answer"]
        if cell.value == "controller-contact":
            cell.value = "fax-number"
            sheet.cell(cell.row, text).value = "Faxnummer"
        elif cell.value == "departments":
            sheet.cell(cell.row, text).value = "Abteilungen"
        elif cell.value == "publication":
            sheet.cell(cell.row, answer).value = "im Intranet"

    edited(old, edit)
    result = dpia("upgrade", old.name, *ON)
    assert result.code == 0
    version = load_questionnaire("messenger").version
    sheet = open_sheet(tmp_path / f"answers.v{version}.xlsx", "Änderungen")
    written = "\n".join(" ".join(str(c) for c in row if c is not None) for row in sheet)
    for told in (
        "Faxnummer",
        "datenschutz@muster-baustoffhandel.example",
        "Kontaktstelle des Verantwortlichen",
        "Wortlaut bisher „Abteilungen“",
        "im Intranet",
    ):
        assert told in result.out
        assert told in written


def test_an_upgraded_workbook_goes_on_with_its_processing(dpia: Dpia, tmp_path: Path) -> None:
    shutil.copyfile(FIXTURES / "register-1.db", tmp_path / "register.db")
    shutil.copyfile(FIXTURES / "messenger-1.0.en.xlsx", tmp_path / "careful.xlsx")
    assert dpia("upgrade", "careful.xlsx", *ON).code == 0
    version = load_questionnaire("messenger").version
    result = dpia("assess", f"careful.v{version}.xlsx", *ON)
    assert result.code == 0, result.err
    assert (tmp_path / "careful.dpia.docx").is_file()
    with open_register(tmp_path / "register.db") as store:
        [shown] = [c for c in store.current() if "shift" in c.shown.key.name]
        assert shown.shown.version == 2
        assert shown.newer_draft is not None
        assert shown.newer_draft.questionnaire_version == version
        assert list(store.verify()) == []


def test_a_file_is_never_written_over(dpia: Dpia, old: Path, tmp_path: Path) -> None:
    version = load_questionnaire("messenger").version
    there = tmp_path / f"answers.v{version}.xlsx"
    there.write_bytes(b"filled by somebody")
    assert dpia("upgrade", old.name, *ON).code == 0
    assert there.read_bytes() == b"filled by somebody"
    assert (tmp_path / f"answers.v{version}-2.xlsx").is_file()


def test_another_folder_may_be_named(dpia: Dpia, old: Path, tmp_path: Path) -> None:
    assert dpia("upgrade", old.name, "-o", "neu", *ON).code == 0
    assert [path.name for path in (tmp_path / "neu").iterdir()] == [
        f"answers.v{load_questionnaire('messenger').version}.xlsx"
    ]


@pytest.mark.traced
def test_a_workbook_of_today_needs_no_upgrade(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill()
    result = dpia("upgrade", "answers.xlsx", *ON)
    assert result.code == 0
    assert "bereits auf dem heutigen Stand" in result.out
    assert [path.name for path in tmp_path.iterdir()] == ["answers.xlsx"]


@pytest.mark.traced
@pytest.mark.parametrize("command", ["upgrade", "assess", "check"])
def test_a_newer_workbook_asks_for_a_newer_program(
    dpia: Dpia, old: Path, tmp_path: Path, command: str
) -> None:
    book = openpyxl.load_workbook(old)
    for row in book["_dpia"].iter_rows():
        for cell in row:
            if cell.value == "1.0":
                cell.value = "10.0"
    book.save(old)
    result = dpia(command, old.name)
    assert result.code == 4
    assert "Version 10.0" in result.err
    assert "Aktualisieren Sie dpia" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["answers.xlsx"]


@pytest.mark.traced
def test_what_is_no_questionnaire_is_said(dpia: Dpia, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "umsatz.xlsx")
    assert dpia("upgrade", "umsatz.xlsx").code == 4
    assert dpia("upgrade", "missing.xlsx").code == 1


def test_a_sheet_that_cannot_be_read_is_named_and_the_rest_is_carried(
    dpia: Dpia, old: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(old)
    book["01 Stammdaten"].delete_cols(1)
    book.save(old)
    result = dpia("upgrade", old.name, *ON)
    assert result.code == 0
    assert "01 Stammdaten" in result.out
    version = load_questionnaire("messenger").version
    carried = plain(tmp_path / f"answers.v{version}.xlsx")
    assert "controller-name" not in carried["values"]
    assert carried["values"]["c4-sensitive"] == "yes"


def test_the_english_speak_english(dpia: Dpia, tmp_path: Path) -> None:
    shutil.copyfile(FIXTURES / "messenger-1.0.en.xlsx", tmp_path / "answers.xlsx")
    result = dpia("upgrade", "answers.xlsx", *ON)
    assert "Upgraded workbook" in result.out
    assert "Next steps" in result.out
    assert "Nächste" not in result.out
