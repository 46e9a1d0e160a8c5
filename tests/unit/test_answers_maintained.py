"""What people maintain in the register, laid over the answers of a questionnaire."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from dpia.answers.maintained import (
    REVIEW,
    REVIEW_DATE,
    Maintained,
    entries_of,
    label_of,
    three_way,
    together,
    value_of,
    with_value,
)
from dpia.model import UNCLEAR, Answers, Row

TRAINING = "measure:training"
OWN = "measure:own-measure-1"


def answers(**training: str) -> Answers:
    return Answers(
        values={},
        tables={
            "measures": (Row("policy", {"status": "planned"}), Row("training", dict(training))),
            "own-measures": (Row("+1", {"title": "Schloss"}), Row("+2", {"title": "Safe"})),
        },
    )


def entry(value: str, workbook: str, ref: str = TRAINING, **more: str) -> Maintained:
    return Maintained(ref, "owner", value, workbook, "2026-12-01", "dsb", **more)


def test_of_two_sides_the_one_that_changed_is_taken() -> None:
    for mine, theirs, last in product("abc", repeat=3):
        said = three_way(mine, theirs, last)
        if mine in (last, theirs):
            assert said == "same"
        else:
            assert said == ("taken" if theirs == last else "conflict")


@pytest.mark.parametrize(
    ("said", "counts", "stays", "clashes"),
    [
        ("IT", "HR", True, False),
        ("HR", "HR", False, False),
        ("Werk", "HR", True, True),
        ("", "HR", True, True),
    ],
)
def test_a_questionnaire_takes_nothing_back(
    said: str,
    counts: str,
    *,
    stays: bool,
    clashes: bool,
) -> None:
    known = entry("HR", "IT")
    found = together(answers(owner=said) if said else answers(), [known])
    assert value_of(found.answers, TRAINING, "owner") == counts
    assert found.entries == ((known,) if stays else ())
    assert [one.questionnaire for one in found.clashes] == ([said] if clashes else [])


def test_what_waits_for_a_decision_stays_though_both_say_the_same() -> None:
    waiting = entry("IT", "IT", other="HR")
    found = together(answers(owner="IT"), [waiting])
    assert found.entries == (waiting,)
    assert found.clashes == ()


def test_a_measure_of_ones_own_is_found_again_by_its_title() -> None:
    moved = entry("Haus", "", OWN, label="Safe")
    found = together(answers(), [moved])
    assert value_of(found.answers, "measure:own-measure-2", "owner") == "Haus"
    gone = entry("Haus", "", OWN, label="Zaun")
    assert together(answers(), [gone]).gone == (gone,)
    here = entry("Haus", "", OWN, label="Schloss")
    assert value_of(together(answers(), [here]).answers, OWN, "owner") == "Haus"


def test_labels_are_titles_of_ones_own_measures_only() -> None:
    assert label_of(answers(), OWN) == "Schloss"
    assert label_of(answers(), TRAINING) == ""
    assert label_of(answers(), REVIEW) == ""
    assert label_of(answers(), "measure:own-measure-9") == ""


def test_values_are_read_and_set_in_the_form_of_the_answers() -> None:
    empty = Answers({}, {})
    assert value_of(empty, TRAINING, "due") == ""
    dated = with_value(empty, TRAINING, "due", "2027-03-31")
    assert dated.tables["measures"] == (Row("training", {"due": date(2027, 3, 31)}),)
    assert value_of(dated, TRAINING, "due") == "2027-03-31"
    assert with_value(dated, TRAINING, "due", "").tables["measures"][0].values == {}
    unclear = with_value(dated, TRAINING, "due", UNCLEAR)
    assert unclear.tables["measures"][0].values == {"due": UNCLEAR}
    reviewed = with_value(empty, REVIEW, REVIEW_DATE, "2027-06-30")
    assert reviewed.values == {"next-review": date(2027, 6, 30)}
    assert value_of(reviewed, REVIEW, REVIEW_DATE) == "2027-06-30"


def test_entries_are_kept_as_plain_data_and_come_back() -> None:
    entries = (entry("HR", "IT"), entry("a", "b", OWN, label="Schloss", other=""))
    plain = {"maintained": [one.plain() for one in entries]}
    assert entries_of(plain) == entries
    assert entries[0].place == (TRAINING, "owner")
    assert "label" not in entries[0].plain()
    assert "by" not in entries[0].printed()
    assert entries_of({}) == ()
    assert entries_of({"maintained": ["no entry", {"ref": "x"}]}) == ()
