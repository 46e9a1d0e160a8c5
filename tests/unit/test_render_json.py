"""The JSON record keeps its promise to scripts."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from dpia.render.json_ import render_json
from tests.unit.render_samples import assessment, context, questionnaire


def document() -> Any:
    return json.loads(render_json(questionnaire(), assessment(), "de", context()))


def test_the_document_follows_the_shipped_schema() -> None:
    schema = json.loads((files("dpia") / "render" / "assessment.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document())


def test_every_risk_measure_and_gate_is_listed_with_whether_it_applies() -> None:
    found = document()
    assert [(r["code"], r["applies"]) for r in found["risks"]] == [
        ("R01", True),
        ("R20", None),
        ("R21", False),
    ]
    assert found["risks"][2]["raw"] is None
    assert {m["code"] for m in found["measures"]} == {"M29", "M44"}
    assert found["gates"][0]["applies"] is True


def test_open_answers_give_best_and_worst() -> None:
    today = document()["risks"][0]["residual_today"]
    assert today["severity"] == {"best": 2, "worst": 3}
    assert today["level"] == {"best": "low", "worst": "high"}
    assert document()["risks"][0]["residual_target"]["level"] == "risk"


def test_an_open_answer_says_what_it_can_still_move() -> None:
    first, second, _ = document()["open"]
    assert first["reach"]["decides"]
    assert first["reach"]["stops"] == [
        {"code": "G05", "now": "open", "outcomes": ["met", "open"], "stops": True}
    ]
    assert first["reach"]["risks"][1]["today"] == [
        {"best": None, "worst": None},
        {"best": None, "worst": "risk"},
    ]
    assert not second["reach"]["decides"]
    assert second["reach"]["decision"] == []


def test_the_bytes_are_stable_sorted_and_end_with_a_line() -> None:
    data = render_json(questionnaire(), assessment(), "de", context())
    assert data == render_json(questionnaire(), assessment(), "de", context())
    assert data.endswith(b"}\n")
    assert list(json.loads(data)) == sorted(json.loads(data))


def test_input_tool_and_questionnaire_are_named() -> None:
    found = document()
    assert found["input"] == {"name": "answers.xlsx", "sha256": "f" * 64}
    assert found["tool"] == {"version": "0.1.0"}
    assert found["questionnaire"] == {"id": "sample", "version": "1.0", "digest": "abc123"}
    assert found["measures"][0]["due"] == "2027-01-31"
