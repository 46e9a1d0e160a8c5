"""What changed between two versions: nothing is missed, nothing is invented, and it can be told backwards."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.answers import from_plain, to_plain, with_own
from dpia.assess import judge
from dpia.definitions import load_questionnaire
from dpia.model import Questionnaire, Text
from dpia.register.answer_changes import answer_changes
from dpia.register.changes import Changes, Recorded, compare
from dpia.render.context import ReportContext
from dpia.render.json_ import assessment_document
from dpia.render.json_changes import changes_item
from dpia.render.view_changes import changes_view
from tests.cli.conftest import example_answers
from tests.unit.render_samples import DAY


@cache
def messenger() -> Questionnaire:
    return load_questionnaire("messenger")


@cache
def sample() -> dict[str, Any]:
    return to_plain(from_plain(example_answers("careful-setup"), messenger()))


def changed(**values: object) -> dict[str, Any]:
    plain = deepcopy(sample())
    plain["values"] |= {key.replace("_", "-"): value for key, value in values.items()}
    return plain


def recorded(plain: dict[str, Any]) -> Recorded:
    questionnaire = with_own(messenger(), from_plain(plain, messenger()).tables)
    answers = from_plain(plain, questionnaire)
    found = judge(questionnaire, answers, DAY, reach=False)
    context = ReportContext(False, DAY, "1.0", "a.xlsx", "f" * 64, 1)
    return Recorded(to_plain(answers), assessment_document(questionnaire, found, "en", context))


def between(old: dict[str, Any], new: dict[str, Any]) -> Changes:
    return compare(recorded(old), recorded(new), messenger())


YES_NO = [question.id for question in messenger().questions() if question.kind == "yes-no"]
ANSWER = st.sampled_from(["yes", "no", "unclear"])
CELL = st.sampled_from(["", "a", "b", "c"])
ROWS = st.lists(st.fixed_dictionaries({"name": CELL, "task": CELL}), max_size=5)


@pytest.mark.no_cover
@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from(YES_NO), ANSWER, max_size=6))
def test_every_change_can_be_told_backwards_and_is_all_there_is(values: dict[str, str]) -> None:
    new = deepcopy(sample())
    new["values"] |= values
    there, back = between(sample(), new), between(new, sample())
    after = recorded(new).answers["values"]
    told = {one.ref: one.new for one in there.answers if one.kind == "value"}
    whole = {**sample()["values"], **told}
    assert {key: value for key, value in whole.items() if value is not None} == after
    swap = {(one.ref, one.old, one.new) for one in there.answers}
    assert swap == {(one.ref, one.new, one.old) for one in back.answers}
    for part in ("gates", "risks", "result"):
        forward = [(one.old, one.new) for one in getattr(there, part)]
        assert forward == [(one.new, one.old) for one in getattr(back, part)]
    trend = {"better": "worse", "worse": "better", "": ""}
    assert [trend[one.trend] for one in there.risks] == [one.trend for one in back.risks]


@pytest.mark.no_cover
@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from(YES_NO), ANSWER, max_size=6))
def test_a_version_does_not_differ_from_itself(values: dict[str, str]) -> None:
    same = deepcopy(sample())
    same["values"] |= values
    found = between(same, same)
    assert not found.answers
    assert not found.decides
    assert not found.apart
    assert not found.findings
    assert not found.reviews


@settings(max_examples=100, deadline=None)
@given(ROWS, ROWS)
def test_rows_that_come_and_go_are_each_told_once(
    old: list[dict[str, str]], new: list[dict[str, str]]
) -> None:
    """Taking the changes on the old rows gives the new ones, whatever their order."""

    def numbered(rows: list[dict[str, str]]) -> dict[str, Any]:
        listed = [{"id": f"+{place}", **row} for place, row in enumerate(rows, 1)]
        return {"tables": {"processors": listed}}

    found = answer_changes(numbered(old), numbered(new), messenger())
    before = {f"+{place}": dict(row) for place, row in enumerate(old, 1)}
    left = [dict(row) for row in old]
    for one in found:
        if one.kind == "row-gone":
            left.remove(one.old)
        elif one.kind == "row-added":
            left.append(one.new)
    cells = [one for one in found if one.kind == "cell"]
    for row in {one.row for one in cells}:
        after = before[row] | {one.column: one.new for one in cells if one.row == row}
        left[left.index(before[row])] = after
    plain = sorted(tuple(sorted(row.items())) for row in left)
    assert plain == sorted(tuple(sorted(row.items())) for row in new)


def test_a_row_that_only_moved_has_not_changed() -> None:
    one, two = {"name": "A"}, {"name": "B"}
    old = {"tables": {"processors": [{"id": "+1", **one}, {"id": "+2", **two}]}}
    new = {"tables": {"processors": [{"id": "+1", **two}]}}
    (found,) = answer_changes(old, new, messenger())
    assert (found.kind, found.old) == ("row-gone", one)


def test_our_own_proposal_in_the_other_language_is_the_same_proposal() -> None:
    question = next(q for q in messenger().questions() if isinstance(q.starter, Text))
    german, english = (
        {"values": {question.id: question.starter[language]}}  # type: ignore[index]
        for language in ("de", "en")
    )
    assert answer_changes(german, english, messenger()) == ()
    assert len(answer_changes(german, {"values": {question.id: "own words"}}, messenger())) == 1


def test_a_measure_is_named_as_the_reason_for_what_it_moved() -> None:
    new = deepcopy(sample())
    row = next(r for r in new["tables"]["measures"] if r["id"] == "container")
    row |= {"status": "planned", "owner": "IT", "due": "2027-01-01", "evidence": ""}
    found = between(sample(), new)
    moved = {one.code for one in found.risks if "measure:container" in one.because}
    assert "R16" in moved
    view = changes_view(found, messenger(), "en")
    (line,) = [r for r in view["results"] if r["what"].startswith("R16 ") and "today" in r["what"]]
    assert line["why"].startswith("worse; because of M")


def test_an_own_measure_that_went_is_still_called_by_its_name() -> None:
    new = deepcopy(sample())
    new["tables"]["own-measures"] = []
    found = between(sample(), new)
    (row,) = [one for one in found.answers if one.table == "own-measures"]
    assert (row.kind, row.ref) == ("row-gone", "measure:own-measure-1")
    view = changes_view(found, messenger(), "en")
    assert any("EM01" in one["question"] for one in view["answers"])
    moved = [one["why"] for one in view["results"] if one["why"]]
    assert moved
    assert all("EM01" in why for why in moved)


def test_the_cells_of_one_row_stand_together() -> None:
    new = deepcopy(sample())
    row = next(r for r in new["tables"]["measures"] if r["id"] == "training")
    row |= {"status": "planned", "owner": "HR"}
    view = changes_view(between(sample(), new), messenger(), "en")
    (one,) = view["answers"]
    assert one["question"].endswith("M33 Training at introduction and yearly")
    assert one["old"] == "Status: partially implemented\nOwner: Fleet Management"
    assert one["new"] == "Status: planned\nOwner: HR"


@pytest.mark.parametrize("language", ["de", "en"])
def test_without_its_questionnaire_codes_stand_for_titles(language: str) -> None:
    old, new = recorded(sample()), recorded(changed(contacts_enforced="no"))
    found = compare(old, new, None)
    view = changes_view(found, None, language)
    whole = " ".join(f"{row['what']} {row['why']}" for row in view["results"])
    assert "G04" in whole
    assert "contacts-enforced" in whole
    assert view["answers"][0]["question"] == "contacts-enforced"


def test_the_questionnaire_and_the_program_are_named_apart() -> None:
    old, new = recorded(sample()), recorded(sample())
    document = deepcopy(dict(new.document))
    document["questionnaire"] |= {"version": "2.1", "digest": "other"}
    document["tool"] = {"version": "2.0"}
    found = compare(old, Recorded(new.answers, document), messenger())
    notes = changes_view(found, messenger(), "en")["apart"]
    assert notes[0].startswith("The questionnaire changed from 2.0 to 2.1.")
    assert notes[1] == "The program changed from version 1.0 to 2.0."
    document["questionnaire"]["version"] = "2.0"
    found = compare(old, Recorded(new.answers, document), messenger())
    notes = changes_view(found, messenger(), "en")["apart"]
    assert notes[0].startswith("Rules or wordings of the questionnaire changed")


def test_the_data_hold_what_the_words_say() -> None:
    found = between(sample(), changed(contacts_enforced="no"))
    item = changes_item(found)
    assert item["result"][0] == {
        "what": "proposed",
        "old": dict.fromkeys(("proposed", "best", "worst"), "conditionally_approved"),
        "new": dict.fromkeys(("proposed", "best", "worst"), "rejected"),
    }
    gate = next(one for one in item["gates"] if one["code"] == "G04")
    assert (gate["old"], gate["new"], gate["trend"]) == ("met", "not_met", "worse")
    assert gate["because"] == ["contacts-enforced"]
