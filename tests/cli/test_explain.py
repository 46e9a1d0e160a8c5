"""dpia explain: why, in plain words; nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill

pytestmark = pytest.mark.traced

ON = ("--date", "2026-11-24")


def test_a_gate_is_explained_with_answer_cell_remedy_and_source(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    fill()
    before = set(tmp_path.iterdir())

    result = dpia("explain", "answers.xlsx", "g04", *ON)

    said = " ".join(result.out.split())
    assert result.code == 0
    assert "G04 Kontakt-Upload" in said
    assert "iPhones eingestellt? erlaubt [06a Kontakte und Adressbuch!G" in said
    assert "Abhilfe:" in said
    assert "TDDDG, § 25" in said
    assert set(tmp_path.iterdir()) == before


def test_a_risk_is_explained_from_its_start_value_through_every_stage(
    dpia: Dpia, fill: Fill
) -> None:
    fill("careful.xlsx", "careful-setup")

    result = dpia("explain", "careful.xlsx", "R01", "--lang", "de", *ON)

    said = " ".join(result.out.split())
    assert "Startwert" in said
    assert said.index("Ausgangsrisiko") < said.index("Restrisiko heute")
    assert "M05" in said
    assert "insgesamt" in said or "begrenzt" in said or "höchstens" in said


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("decision", "abgelehnt"),
        ("M05", "Eingetragen in 09"),
        ("C7", "Erfüllt: ja"),
        ("K12", "Warnung"),
        ("K01", "greift bei den vorliegenden Antworten nicht"),
    ],
)
def test_every_kind_of_finding_has_an_explanation(
    dpia: Dpia, fill: Fill, code: str, part: str
) -> None:
    fill()

    result = dpia("explain", "answers.xlsx", code, *ON)

    assert result.code == 0
    assert part in " ".join(result.out.split())


def test_without_a_code_the_proposal_is_explained_in_either_language(
    dpia: Dpia, fill: Fill
) -> None:
    fill()

    result = dpia("explain", "answers.xlsx", "--lang", "en", *ON)

    assert "Proposal of the tool" in result.out
    assert "rejected" in result.out


def test_programs_get_json(dpia: Dpia, fill: Fill) -> None:
    fill()

    found = json.loads(dpia("explain", "answers.xlsx", "R02", "G05", "--format", "json", *ON).out)

    assert [entry["code"] for entry in found] == ["R02", "G05"]
    assert all(entry["paragraphs"] for entry in found)


def test_a_code_that_does_not_exist_is_met_with_those_that_do(dpia: Dpia, fill: Fill) -> None:
    fill()

    result = dpia("explain", "answers.xlsx", "R99", *ON)

    assert result.code == 4
    assert "R99" in result.err
    assert "R01, R02" in result.err


def test_answers_that_cannot_be_used_are_named_first(dpia: Dpia, fill: Fill) -> None:
    import openpyxl

    path = fill()
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "c5-users":
                    sheet.cell(cell.row, 7).value = "viele"
    book.save(path)

    result = dpia("explain", "answers.xlsx", *ON)

    assert result.code == 4
    assert "viele" in result.err
