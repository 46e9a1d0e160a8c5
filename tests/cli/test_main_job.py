"""The main job from end to end: blank workbook, filled workbook, report, data, register."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING

import jsonschema
import openpyxl
import pytest

from dpia.register import open_register
from dpia.register.store import ProcessingKey
from dpia.resources import shipped
from tests.cli.documents import header_lines, sheet_rows, word_lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill


ON = ("--date", "2026-11-24")


@pytest.mark.traced
def test_without_a_file_assess_writes_a_blank_workbook_and_says_what_to_do(
    dpia: Dpia, tmp_path: Path
) -> None:
    result = dpia("assess", "--lang", "de")
    assert result.code == 0
    assert (tmp_path / "messenger.xlsx").is_file()
    assert "Nächste Schritte" in result.out
    assert 'dpia assess "messenger.xlsx"' in result.out


@pytest.mark.traced
def test_new_never_writes_over_a_file(dpia: Dpia, tmp_path: Path) -> None:
    (tmp_path / "messenger.xlsx").write_bytes(b"filled by somebody")
    assert dpia("new", "--lang", "en").code == 0
    assert (tmp_path / "messenger.xlsx").read_bytes() == b"filled by somebody"
    assert (tmp_path / "messenger-2.xlsx").is_file()


def test_a_blank_workbook_gives_a_draft_without_decision(dpia: Dpia, tmp_path: Path) -> None:
    dpia("new", "--lang", "de")
    result = dpia("assess", "messenger.xlsx", *ON)
    assert result.code == 0
    data = json.loads((tmp_path / "messenger.dpia.json").read_text(encoding="utf-8"))
    assert data["decision"]["proposed"] == "undetermined"
    assert data["complete"] is False
    assert {gate["status"] for gate in data["gates"]} <= {"open", "not_applicable", "not_met"}


def test_the_articles_starting_position_is_rejected_with_the_gates_named(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    result = dpia("assess", fill(), *ON)
    assert result.code == 0
    data = json.loads((tmp_path / "answers.dpia.json").read_text(encoding="utf-8"))
    assert data["decision"]["proposed"] == "rejected"
    not_met = {gate["code"] for gate in data["gates"] if gate["status"] == "not_met"}
    assert {"G03", "G04", "G05", "G08", "G17"} <= not_met
    for code in ("G03", "G04", "G05", "G08", "G17"):
        assert code in result.out
    text = "\n".join(word_lines(tmp_path / "answers.dpia.docx"))
    assert "ABGELEHNT" in text.upper()


def test_a_careful_setup_is_clearly_better_and_still_shows_what_cannot_be_mended(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    assert dpia("assess", final_ready(), *ON).code == 0
    data = json.loads((tmp_path / "answers.dpia.json").read_text(encoding="utf-8"))
    assert data["decision"]["proposed"] == "conditionally_approved"
    risks = {risk["code"]: risk for risk in data["risks"]}
    assert risks["R02"]["residual_target"]["likelihood"] == 4
    assert "G17" in {code for reason in data["decision"]["reasons"] for code in reason["codes"]}


def test_every_output_fits_its_schema(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    dpia("assess", fill(), *ON)
    schema = json.loads(
        (files("dpia.render") / "assessment.schema.json").read_text(encoding="utf-8")
    )
    data = json.loads((tmp_path / "answers.dpia.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)


def test_a_draft_says_so_on_every_page_and_a_final_does_not(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    dpia("assess", final_ready(), *ON)
    assert any("DRAFT" in line.upper() for line in header_lines(tmp_path / "answers.dpia.docx"))
    result = dpia("assess", "answers.xlsx", "--final", *ON)
    assert result.code == 0, result.err
    assert not any("DRAFT" in line.upper() for line in header_lines(tmp_path / "answers.dpia.docx"))


def test_what_looks_like_markup_appears_literally(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    sign = "A & B <x> {{7*7}} {% if x %}"
    assert dpia("assess", fill(benefits=sign), *ON).code == 0
    text = "\n".join(word_lines(tmp_path / "answers.dpia.docx"))
    assert sign in text
    assert "49" not in text.split("A & B <x>")[1][:12]


@pytest.mark.parametrize(("language", "heading"), [("en", "Legal"), ("de", "Recht")])
def test_a_german_workbook_reports_in_either_language(
    dpia: Dpia, fill: Fill, tmp_path: Path, language: str, heading: str
) -> None:
    assert dpia("assess", fill(), "--lang", language, *ON).code == 0
    lines = word_lines(tmp_path / "answers.dpia.docx")
    assert any(line.startswith(heading) or heading in line for line in lines)
    data = json.loads((tmp_path / "answers.dpia.json").read_text(encoding="utf-8"))
    assert data["language"] == language


def test_the_register_lists_the_assessment_and_text_stays_text(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    name = "=HYPERLINK(1) interne Abstimmung"
    assert dpia("assess", fill(processing_name=name), *ON).code == 0
    cells = [v for rows in sheet_rows(tmp_path / "register.xlsx").values() for r in rows for v in r]
    assert any(v == name or (isinstance(v, str) and v.lstrip("'") == name) for v in cells)
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    kinds = {c.data_type for s in book for row in s.iter_rows() for c in row if c.value == name}
    assert kinds == {"s"}


def test_assessing_again_changes_nothing(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill()
    dpia("assess", "answers.xlsx", *ON)
    before = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in tmp_path.iterdir()}
    result = dpia("assess", "answers.xlsx", *ON)
    assert result.code == 0
    assert "nichts geändert" in result.out
    after = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in tmp_path.iterdir()}
    for name in ("answers.dpia.docx", "answers.dpia.json", "register.xlsx", "answers.xlsx"):
        assert before[name] == after[name]


def test_finals_are_numbered_and_none_is_lost(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    final_ready()
    assert "version 1" in dpia("assess", "answers.xlsx", "--final", *ON).out
    final_ready(group_count=123)
    assert "version 2" in dpia("assess", "answers.xlsx", "--final", *ON).out
    text = "\n".join(word_lines(tmp_path / "answers.dpia.docx"))
    assert "2" in text
    with open_register(tmp_path / "register.db") as store:
        current = [entry.shown for entry in store.current()]
        assert len(current) == 1
        key = ProcessingKey(current[0].key.controller, current[0].key.name, "messenger")
        assert [v.version for v in store.versions(key)] == [1, 2]
        assert not store.verify()
    first_sheet = next(iter(sheet_rows(tmp_path / "register.xlsx").values()))
    assert sum(1 for row in first_sheet if key.name in row) == 1


def test_an_edited_report_is_kept(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill()
    dpia("assess", "answers.xlsx", *ON)
    report = tmp_path / "answers.dpia.docx"
    signed = report.read_bytes() + b"signed"
    report.write_bytes(signed)
    fill(group_count=9)
    result = dpia("assess", "answers.xlsx", *ON)
    assert result.code == 0
    kept = tmp_path / "answers.dpia.2026-11-24-1.docx"
    assert kept.read_bytes() == signed
    assert kept.name in result.out
    assert report.read_bytes() != signed


def test_two_workbooks_of_one_processing_are_asked_about(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    fill("first.xlsx")
    fill("second.xlsx", group_count=9)
    result = dpia("assess", "first.xlsx", "second.xlsx", *ON)
    assert result.code == 4
    assert "first" in result.err
    assert not (tmp_path / "second.dpia.docx").exists()
    assert dpia("assess", "second.xlsx", "--continue", *ON).code == 0


def test_a_checked_copy_counts_as_its_workbook(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    source = fill()
    assert dpia("assess", source, *ON).code == 0
    source.rename(tmp_path / "answers.checked.xlsx")
    assert dpia("assess", "answers.checked.xlsx", *ON).code == 0
    assert (tmp_path / "answers.dpia.docx").is_file()


def test_exit_by_risk(dpia: Dpia, fill: Fill, final_ready: Fill) -> None:
    fill()
    assert dpia("assess", "answers.xlsx", "--exit-by-risk", *ON).code == 14
    final_ready("careful/answers.xlsx")
    assert dpia("assess", "careful/answers.xlsx", "--exit-by-risk", *ON).code == 13


@pytest.mark.traced
def test_final_is_refused_while_answers_are_open(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill(product=None)
    result = dpia("assess", "answers.xlsx", "--final", *ON)
    assert result.code == 4
    assert "Q13" in result.err
    assert not (tmp_path / "register.db").exists() or not (tmp_path / "answers.dpia.docx").exists()


def test_from_carries_the_answers_over(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill()
    result = dpia("new", "--from", "answers.xlsx", "--lang", "en")
    assert result.code == 0
    dpia("assess", "answers.xlsx", "-o", "old", *ON)
    dpia("assess", "messenger.xlsx", "-o", "new", *ON)
    old = json.loads((tmp_path / "old" / "answers.dpia.json").read_text(encoding="utf-8"))
    new = json.loads((tmp_path / "new" / "messenger.dpia.json").read_text(encoding="utf-8"))
    for risk in (*old["risks"], *new["risks"]):
        risk.pop("title")  # in the language of the report
    for key in ("gates", "risks", "decision", "threshold"):
        assert old[key] == new[key]


def test_a_register_elsewhere(
    dpia: Dpia, fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared").mkdir()
    monkeypatch.setenv("DPIA_REGISTER", str(tmp_path / "shared"))
    assert dpia("assess", fill(), *ON).code == 0
    assert (tmp_path / "shared" / "register.db").is_file()
    assert (tmp_path / "shared" / "register.xlsx").is_file()
    assert not (tmp_path / "register.db").exists()


@pytest.mark.traced
def test_own_template(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    data = (shipped("templates") / "de" / "dpia-report.docx").read_bytes()
    (tmp_path / "own.docx").write_bytes(data)
    assert dpia("assess", fill(), "--template", "own.docx", *ON).code == 0
    (tmp_path / "broken.docx").write_bytes(b"no template")
    result = dpia("assess", "answers.xlsx", "--template", "broken.docx", *ON)
    assert result.code == 3
    assert "broken.docx" in result.err or "Vorlage" in result.err


def test_the_report_of_a_final_version_outlives_later_runs(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    final_ready()
    assert dpia("assess", "answers.xlsx", "--final", *ON).code == 0
    first = (tmp_path / "answers.dpia.docx").read_bytes()
    final_ready(group_count=123)
    result = dpia("assess", "answers.xlsx", *ON)
    assert (tmp_path / "answers.dpia.2026-11-24-1.docx").read_bytes() == first
    assert "final version" in result.out
