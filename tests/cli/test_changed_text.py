"""What could not enter letter by letter is told with its cell, and the run goes on."""

from __future__ import annotations

import json
import zipfile
from importlib.resources import files
from typing import TYPE_CHECKING

import jsonschema
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill

ON = ("--date", "2026-11-24")
NAME = "Chat ZZ mit Kunden"


def stored(path: Path, old: str, new: str) -> Path:
    """Change the stored text of a cell, as another program might have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(old.encode(), new.encode()))
    return path


ODD = "a_x0007_b\u202ec_xD800_d_xFFFE_e\u2028f" + "x" * 33_000
SAID = {
    "control": "Steuerzeichen",
    "direction": "Schreibrichtung",
    "surrogate": "Unvollständige Zeichen",
    "noncharacter": "Ungültige Zeichen",
    "line-end": "Zeilenumbrüche",
    "long": "32767",
}


@pytest.mark.traced
def test_every_change_is_told_in_output_and_json(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    source = stored(fill(processing_name=NAME), "ZZ", ODD)
    result = dpia("assess", source, *ON)
    assert result.code == 0
    (told,) = [line for line in result.err.splitlines() if SAID["control"] in line]
    assert "Q06" in told
    document = json.loads((tmp_path / "answers.dpia.json").read_text("utf-8"))
    (changed,) = document["input"]["changed"]
    assert changed["what"].keys() == SAID.keys()
    assert [name for name, words in SAID.items() if words not in told] == []
    assert changed["subject"] == "processing-name"
    assert changed["place"] in told
    kept = document["answers"]["values"]["processing-name"]
    assert kept == f"Chat a�b�c�d�e\nf{'x' * 33_000} mit Kunden"
    schema = json.loads((files("dpia") / "render" / "assessment.schema.json").read_text("utf-8"))
    jsonschema.validate(document, schema)
    assert told in dpia("check", source).err


def test_what_stays_as_it_was_is_not_told(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    name = "=R&D {{ x }} _x0041_ 😀 مرحبا"
    result = dpia("assess", fill(processing_name=name), *ON)
    assert (result.code, result.err) == (0, "")
    document = json.loads((tmp_path / "answers.dpia.json").read_text("utf-8"))
    assert "changed" not in document["input"]


def test_a_change_is_told_beside_the_answers_that_cannot_be_used(dpia: Dpia, fill: Fill) -> None:
    from tests.cli.test_bad_input import change

    source = stored(change(fill(processing_name=NAME), planned_start="bald"), "ZZ", "_x0007_")
    result = dpia("assess", source, *ON)
    assert result.code == 4
    assert "Steuerzeichen" in result.err


def test_a_change_is_told_when_a_workbook_is_carried_over(dpia: Dpia, fill: Fill) -> None:
    result = dpia("new", "--from", stored(fill(processing_name=NAME), "ZZ", "_x0007_"))
    assert result.code == 0
    assert "Steuerzeichen" in result.err
