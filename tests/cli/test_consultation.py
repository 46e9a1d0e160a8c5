"""The report prepares a prior consultation: who is competent, what is missing, until when the authority answers."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from tests.cli.documents import word_lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill

ON = ("--date", "2026-11-26")
CONSULT = {"narrow_groups": "no", "abandon_or_keep": "keep", "decision": "consultation"}


def assessed(dpia: Dpia, folder: Path, *options: str) -> tuple[str, Any]:
    """The text of the report and its data, which fit the schema."""
    result = dpia("assess", "answers.xlsx", *ON, *options)
    assert result.code == 0, result.err
    data = json.loads((folder / "answers.dpia.json").read_text(encoding="utf-8"))
    schema = files("dpia.render") / "assessment.schema.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(data)
    return "\n".join(word_lines(folder / "answers.dpia.docx")), data


@pytest.mark.traced
def test_the_periods_are_counted_from_the_day_of_receipt(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    final_ready(**CONSULT, consultation_received="2026-11-06")
    text, data = assessed(dpia, tmp_path)
    found = data["consultation"]
    assert found["received"] == "2026-11-06"
    assert found["answer_by"] == {"counted": "2027-01-01", "last": "2027-01-04"}
    assert found["extended_answer_by"]["last"] == "2027-02-12"
    assert found["extension_notice_by"] == {"counted": "2026-12-06", "last": "2026-12-07"}
    assert "04/01/2027 (counted: 01/01/2027" in text
    assert "Suspension possible" in text
    assert "North Rhine-Westphalia" in text


def test_without_a_day_of_receipt_the_report_says_how_it_will_be_counted(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    final_ready(**CONSULT)
    text, data = assessed(dpia, tmp_path, "--lang", "de")
    assert data["consultation"]["answer_by"] is None
    assert "56 Tage" in text
    assert "98 Tage" in text
    assert "Fristhemmung möglich" in text


def test_what_is_missing_is_named_with_its_question(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill(decision="consultation", abandon_or_keep="keep", controller_address=None)
    text, data = assessed(dpia, tmp_path)
    points = {point["letter"]: point for point in data["consultation"]["points"]}
    assert "controller-address" in points["a"]["missing"]
    assert "Q01 Anschrift des Verantwortlichen" in text
    assert "Bayerisches Landesamt für Datenschutzaufsicht (BayLDA), Ansbach" in text


def test_where_nobody_is_consulted_a_sentence_says_so(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    final_ready()
    text, data = assessed(dpia, tmp_path)
    assert data["consultation"] is None
    assert "Neither proposal nor decision calls for a consultation" in text
    assert "Competent supervisory authority" not in text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "is not relevant to the processing of a private company"),
        ({"sector": "public-state"}, "is still open (Q71)"),
        ({"national_consultation": "unclear"}, "is still open (Q71)"),
        ({"national_consultation": "no"}, "requires neither consultation nor prior authorisation"),
        ({"national_consultation": "yes"}, "requires a consultation or prior authorisation"),
    ],
)
def test_article_36_5_is_told_as_it_was_answered(
    dpia: Dpia, final_ready: Fill, tmp_path: Path, values: dict[str, str], told: str
) -> None:
    final_ready(**CONSULT, **values)
    text, _ = assessed(dpia, tmp_path)
    assert told in text
