"""Answers as plain data and back, and what a blank workbook already holds."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from dpia.answers import from_plain, to_plain
from dpia.answers.plain import starter_answers
from dpia.errors import AnswersRejected
from dpia.i18n import LANGUAGES
from dpia.model import UNCLEAR, YES, Answers, Row, Text
from tests.unit.assess_samples import messenger

PLAIN: dict[str, Any] = {
    "language": "en",
    "values": {
        "planned-start": "2027-01-11",
        "planned-end": "2027-12-31",
        "persons-processing": 25,
        "features.ai": "yes",
        "terms-version": "unclear",
        "scope": "Two teams",
    },
    "tables": {
        "purposes": [
            {"purpose": "P", "legal-basis": "f"},
            {"id": "p1", "purpose": "Q"},
            {"purpose": "R"},
        ],
        "measures": {"training": {"status": "planned", "due": "2027-03-31", "owner": "IT"}},
        "conditions": [{"condition": "C", "due": "unclear"}],
    },
    "notes": {"scope": "see annex"},
    "signed": {"master": {"by": "A. Beispiel", "on": "2026-11-20"}, "data": {"by": "B. Muster"}},
}


def test_plain_data_become_answers() -> None:
    answers = from_plain(PLAIN, messenger())
    assert answers == Answers(
        values={
            "planned-start": date(2027, 1, 11),
            "planned-end": "2027-12-31",
            "persons-processing": 25,
            "features.ai": YES,
            "terms-version": UNCLEAR,
            "scope": "Two teams",
        },
        tables={
            "purposes": (
                Row("+1", {"purpose": "P", "legal-basis": "f"}),
                Row("p1", {"purpose": "Q"}),
                Row("+2", {"purpose": "R"}),
            ),
            "measures": (
                Row("training", {"status": "planned", "due": date(2027, 3, 31), "owner": "IT"}),
            ),
            "conditions": (Row("+1", {"condition": "C", "due": UNCLEAR}),),
        },
        notes={"scope": "see annex"},
        signed={"master": ("A. Beispiel", date(2026, 11, 20)), "data": ("B. Muster", None)},
        language="en",
    )


def test_answers_become_json_and_come_back() -> None:
    answers = from_plain(PLAIN, messenger())
    plain = to_plain(answers)
    assert plain["values"]["planned-start"] == "2027-01-11"
    assert plain["signed"]["data"] == {"by": "B. Muster", "on": None}
    assert plain["tables"]["purposes"][1] == {"id": "p1", "purpose": "Q"}
    assert from_plain(json.loads(json.dumps(plain)), messenger()) == answers


def test_nothing_is_an_answer_too() -> None:
    empty = from_plain({}, messenger())
    assert empty == Answers({}, {})
    assert from_plain(to_plain(empty), messenger()) == empty


def test_a_signature_whose_date_was_unclear_comes_back() -> None:
    plain = {"signed": {"master": {"by": "A", "on": "unclear"}}}
    assert from_plain(plain, messenger()).signed == {"master": ("A", UNCLEAR)}


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"values": {"nothing-of-the-kind": "yes"}}, "nothing-of-the-kind"),
        ({"values": {"features": "yes"}}, "features"),
        ({"values": {"features.teleport": "yes"}}, "features.teleport"),
        ({"values": {"two-step": "perhaps"}}, "two-step"),
        ({"values": {"two-step": True}}, "two-step"),
        ({"values": {"device": "toaster"}}, "device"),
        ({"values": {"c5-share": 101}}, "c5-share"),
        ({"values": {"c5-share": -1}}, "c5-share"),
        ({"values": {"c5-users": 1.5}}, "c5-users"),
        ({"values": {"c5-users": "many"}}, "c5-users"),
        ({"values": {"planned-start": "soon"}}, "planned-start"),
        ({"values": {"planned-start": "2027-02-30"}}, "planned-start"),
        ({"values": {"scope": 12}}, "scope"),
        ({"tables": {"nothing": [{"a": "b"}]}}, "nothing"),
        ({"tables": {"purposes": [{"colour": "red"}]}}, "colour"),
        ({"tables": {"purposes": [{"legal-basis": "z"}]}}, "legal-basis"),
        ({"tables": {"measures": {"training": {"status": "done"}}}}, "status"),
        ({"tables": {"measures": {"training": {"due": "later"}}}}, "due"),
    ],
)
def test_what_the_questionnaire_does_not_allow_is_refused(data: dict[str, Any], named: str) -> None:
    with pytest.raises(AnswersRejected) as rejected:
        from_plain(data, messenger())
    assert rejected.value.exit_code == 4
    for language in LANGUAGES:
        assert named in rejected.value.message(language)


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(AnswersRejected) as rejected:
        from_plain({"values": {"two-step": "x", "device": "y", "backup": "off"}}, messenger())
    message = rejected.value.message("en")
    assert "two-step" in message
    assert "device" in message
    assert "backup" not in message


def test_what_is_not_asked_is_left_out() -> None:
    data = {"values": {"works-council": "no", "works-agreement-concluded": "yes"}}
    assert from_plain(data, messenger()).values == {"works-council": "no"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_workbook_holds_the_proposals_in_its_language(language: str) -> None:
    answers = starter_answers(messenger(), language)
    assert answers.language == language
    for question in messenger().questions():
        starter = question.starter
        if starter is None:
            assert question.id not in answers.values
        elif isinstance(starter, Text):
            assert answers.values[question.id] == starter[language]
        elif question.kind == "multi":
            assert answers.values[f"{question.id}.{starter}"] == YES
        else:
            assert answers.values[question.id] == starter
    for table in messenger().tables():
        rows = answers.tables.get(table.id, ())
        asked = {column.id for column in table.columns if column.kind != "label"}
        assert [row.id for row in rows] == [row.id for row in table.rows if asked & set(row.values)]
    assert answers.values["c7-vulnerable.employees"] == YES


def test_fixed_cells_are_no_answers_but_additional_measures_start_as_not_planned() -> None:
    rows = {row.id: row.values for row in starter_answers(messenger(), "de").tables["measures"]}
    assert rows["restrict-presence"] == {"set": "additional", "status": "not-planned"}
    assert rows["training"] == {"set": "baseline"}


def test_the_proposals_can_be_used_as_they_are() -> None:
    starters = starter_answers(messenger(), "de")
    again = from_plain(to_plain(starters), messenger())
    assert again.values == starters.values
