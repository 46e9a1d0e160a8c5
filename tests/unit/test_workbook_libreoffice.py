"""LibreOffice opens, computes and saves the workbook, and it still reads the same."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dpia.conditions import (
    All,
    Always,
    Answered,
    Any,
    Between,
    Condition,
    In,
    Known,
    Not,
    RowsAtLeast,
)
from dpia.model import UNCLEAR, Answers, Place, Problem, Row, Value
from dpia.workbook.applies import applies_formula
from dpia.workbook.mark import same_as_written, write_checked
from dpia.workbook.read import open_workbook, read_answers
from dpia.workbook.write import write_workbook
from tests.unit.workbook_samples import DAY, filled, sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = [pytest.mark.libreoffice, pytest.mark.no_cover]

SAMPLE = sample()


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed: the workbook was NOT tried with it")
    profile = tmp_path_factory.mktemp("profile").as_uri()
    return [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]


def resaved(soffice: list[str], path: Path) -> Path:
    folder = path.parent / "resaved"
    subprocess.run(
        [
            *soffice,
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / path.name


def values_by_id(path: Path) -> dict[str, object]:
    raw = read_answers(open_workbook(path), SAMPLE)
    cells = {key: [(c.value, c.kind) for c in found] for key, found in raw.cells.items()}
    tables = {
        key: [(row.id, {name: cell.value for name, cell in row.cells.items()}) for row in rows]
        for key, rows in raw.tables.items()
    }
    notes = {key: cell.value for key, cell in raw.notes.items()}
    signed = {key: [cell and cell.value for cell in pair] for key, pair in raw.signed.items()}
    return {"cells": cells, "tables": tables, "notes": notes, "signed": signed}


def test_a_workbook_saved_by_libreoffice_reads_the_same(tmp_path: Path, soffice: list[str]) -> None:
    path = tmp_path / "answers.xlsx"
    write_workbook(SAMPLE, "de", path, answers=filled(), on=DAY)
    assert values_by_id(resaved(soffice, path)) == values_by_id(path)


def test_a_checked_copy_saved_by_libreoffice_can_be_checked_again(
    tmp_path: Path, soffice: list[str]
) -> None:
    path, marked, clean = (tmp_path / f"{name}.xlsx" for name in ("answers", "marked", "clean"))
    write_workbook(SAMPLE, "de", path, answers=filled(), on=DAY)
    problem = Problem("x", Place("01 Stammdaten", "G10"), "persons", "viele")
    write_checked(path, [problem], lambda found: found.subject, "de", marked)
    saved = resaved(soffice, marked)
    assert same_as_written(saved)
    write_checked(saved, [], lambda found: found.subject, "de", clean)
    workbook = openpyxl.load_workbook(clean)
    original = openpyxl.load_workbook(path)
    cell = workbook["01 Stammdaten"]["G10"]
    assert cell.comment is None
    assert cell.fill.start_color.rgb == original["01 Stammdaten"]["G10"].fill.start_color.rgb
    assert workbook.sheetnames.count("Hinweise") == 1
    workbook.close()
    original.close()
    assert values_by_id(clean) == values_by_id(path)


def test_progress_counts_required_answers(tmp_path: Path, soffice: list[str]) -> None:
    path = tmp_path / "answers.xlsx"
    answers = Answers(
        values={"controller-name": "A", "dpo-designated": "no", "persons": UNCLEAR},
        tables={"data-items": (Row("name", {"item": "Name"}),)},
        signed={"master": ("A. Beispiel", date(2026, 11, 1))},
    )
    write_workbook(SAMPLE, "de", path, answers=answers, on=DAY)
    workbook = openpyxl.load_workbook(resaved(soffice, path), data_only=True)
    rows = {
        row[1].value: [cell.value for cell in row[2:8]]
        for row in workbook["Übersicht"].iter_rows()
        if row[1].value
    }
    workbook.close()
    # name, dpo, persons, start, scope and one row in the team; the contact does not apply
    assert rows["01 Stammdaten"][:2] == [3, 6]
    assert rows["01 Stammdaten"][3] == 1
    assert rows["01 Stammdaten"][4] == "A. Beispiel"
    # of the one row: item; missing are its category, its confirmation, and the question below
    assert rows["04 Daten"][:2] == [1, 4]
    assert rows["09 Maßnahmen"][:2] == [0, 3]


class Known3:
    """Facts from a plain mapping."""

    today = DAY

    def __init__(self, answers: dict[str, Value]) -> None:
        self.answers = answers

    def value(self, subject: str) -> Value | None:
        return self.answers.get(subject)

    def rows(self, table: str) -> Sequence[Row]:
        raise KeyError(table)

    def measure(self, measure: str, asked: str) -> bool | None:
        raise KeyError(measure, asked)

    def measure_status(self, measure: str) -> str | None:
        raise KeyError(measure)

    def result(self, name: str) -> str | None:
        raise KeyError(name)

    def noted(self, what: str) -> Sequence[str] | None:
        raise KeyError(what)


IN = In("a", ("yes",))
CONDITIONS: tuple[Condition, ...] = (
    IN,
    Not(IN),
    In("a", ("yes", "no")),
    All((IN, In("b", ("no",)))),
    Any((IN, In("b", ("no",)))),
    Known(IN),
    Not(Known(IN)),
    Answered("t"),
    Answered("t", 5),
    Between("n", 10, None),
    Between("n", None, 9),
    Always(truth=True),
    Not(Always(truth=True)),
    All((Answered("t", 3), Not(Any((IN, Between("n", 1, 5)))))),
)
STATES: tuple[dict[str, Value], ...] = (
    {},
    {"a": "yes", "b": "no", "t": "abcdef", "n": 12},
    {"a": "no", "b": "yes", "t": "abc", "n": 3},
    {"a": UNCLEAR, "b": "no", "t": UNCLEAR, "n": UNCLEAR},
    {"a": "yes", "b": UNCLEAR, "n": 9.5},
    {"a": "no", "t": 'say "x"'},
)


def test_formulas_decide_as_the_program_does(tmp_path: Path, soffice: list[str]) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    columns = {"a": "A", "b": "B", "t": "C", "n": "D"}
    for row, state in enumerate(STATES, start=1):
        places = {name: f"'{sheet.title}'!${letter}${row}" for name, letter in columns.items()}
        for name, value in state.items():
            sheet[f"{columns[name]}{row}"] = f"label {value}" if name in "ab" else value
            if value == UNCLEAR:
                sheet[f"{columns[name]}{row}"] = "unklar"
        for column, condition in enumerate(CONDITIONS, start=6):
            formula = applies_formula(condition, places, lambda _, v: f"label {v}", "unklar")
            sheet.cell(row, column).value = f"={formula}"
    path = tmp_path / "formulas.xlsx"
    workbook.save(path)
    workbook.close()
    computed = openpyxl.load_workbook(resaved(soffice, path), data_only=True).worksheets[0]
    shown = {True: 1, None: 0.5, False: 0}
    for row, state in enumerate(STATES, start=1):
        for column, condition in enumerate(CONDITIONS, start=6):
            decided = condition.holds(Known3(state))
            assert computed.cell(row, column).value == shown[decided], (condition, state)


def test_what_a_sheet_cannot_decide_gives_no_formula() -> None:
    rows = RowsAtLeast("team", 1, None)
    places = {"a": "'x'!$A$1"}
    assert applies_formula(rows, places, lambda _, value: value, "unklar") is None
    assert applies_formula(Any((IN, Not(rows))), places, lambda _, value: value, "unklar") is None
    assert applies_formula(In("z", ("yes",)), places, lambda _, value: value, "unklar") is None
