"""Whether a DPIA is due: rules T02-T08, the strictest result, and what is not clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dpia.model import UNCLEAR
from tests.unit.assess_samples import assessed, messenger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.result import Threshold

CRITERIA = [f"C{n}" for n in range(1, 10)]
ANSWERS: Mapping[str, tuple[str, str]] = {
    "C1": ("c1-scoring", "yes"),
    "C2": ("c2-automated-decisions", "yes"),
    "C3": ("c3-monitoring", "yes"),
    "C4": ("c4-sensitive", "yes"),
    "C5": ("c5-large-scale", "yes"),
    "C6": ("c6-matching", "yes"),
    "C7": ("c7-vulnerable.employees", "yes"),
    "C8": ("c8-innovative", "yes"),
    "C9": ("c9-exclusion", "yes"),
}


def nothing() -> dict[str, Any]:
    """Every question of the threshold analysis answered with no."""
    values: dict[str, Any] = {}
    [sheet] = [sheet for sheet in messenger().sheets if sheet.id == "threshold"]
    for item in sheet.items:
        kind = getattr(item, "kind", "")
        if kind == "yes-no":
            values[item.id] = "no"
        elif kind == "multi":
            values |= {f"{item.id}.{option.id}": "no" for option in getattr(item, "options", ())}
    return {
        **values,
        "contacts-permission-ios": "denied",
        "contacts-permission-android": "not-used",
        "features.ai": "no",
    }


def of(values: Mapping[str, Any]) -> Threshold:
    return assessed({**nothing(), **values}).threshold


def test_with_nothing_met_no_dpia_is_due() -> None:
    found = of({})
    assert (found.result, found.reasons) == ("NO_DPIA", ("T05",))
    assert (found.met_count, found.open_count) == (0, 0)
    assert {criterion.met for criterion in found.criteria} == {False}


@pytest.mark.parametrize("code", CRITERIA)
def test_one_criterion_leaves_it_to_the_case(code: str) -> None:
    key, value = ANSWERS[code]
    found = of({key: value})
    assert (found.result, found.reasons) == ("CASE_DECISION", ("T05",))
    assert [c.code for c in found.criteria if c.met] == [code]


@pytest.mark.parametrize("code", CRITERIA)
def test_one_criterion_unclear_must_be_clarified(code: str) -> None:
    found = of({ANSWERS[code][0]: UNCLEAR})
    assert (found.result, found.reasons) == ("CLARIFY", ("T05",))
    assert [c.code for c in found.criteria if c.met is None] == [code]


@pytest.mark.parametrize(
    ("met", "unclear", "result"),
    [
        (0, 0, "NO_DPIA"),
        (0, 1, "CLARIFY"),
        (0, 9, "CLARIFY"),
        (1, 0, "CASE_DECISION"),
        (1, 1, "DPIA_RECOMMENDED"),
        (1, 8, "DPIA_RECOMMENDED"),
        (2, 0, "DPIA_REQUIRED_AS_A_RULE"),
        (2, 7, "DPIA_REQUIRED_AS_A_RULE"),
        (9, 0, "DPIA_REQUIRED_AS_A_RULE"),
    ],
)
def test_criteria_are_counted(met: int, unclear: int, result: str) -> None:
    codes = CRITERIA[: met + unclear]
    values = {
        ANSWERS[code][0]: ANSWERS[code][1] if n < met else UNCLEAR for n, code in enumerate(codes)
    }
    found = of(values)
    assert (found.result, found.met_count, found.open_count) == (result, met, unclear)


@pytest.mark.parametrize(
    ("values", "result", "rule"),
    [
        ({"art35-3.evaluation": "yes"}, "DPIA_REQUIRED", "T02"),
        ({"art35-3.special-categories": "yes"}, "DPIA_REQUIRED", "T02"),
        ({"art35-3.public-monitoring": "yes"}, "DPIA_REQUIRED", "T02"),
        ({"dsk-list.d08": "yes"}, "DPIA_REQUIRED", "T03"),
        ({"national-law": "yes"}, "DPIA_REQUIRED", "T04"),
        ({"existing-changed.processing": "yes"}, "DPIA_REVIEW", "T07"),
        ({"voluntary-reasons.dpo": "yes"}, "DPIA_VOLUNTARY", "T08"),
        ({"art35-3.evaluation": UNCLEAR}, "CLARIFY", "T02"),
        ({"dsk-list.d08": UNCLEAR}, "CLARIFY", "T03"),
        ({"national-law": UNCLEAR}, "CLARIFY", "T04"),
        ({"existing-changed.processing": UNCLEAR}, "NO_DPIA", "T05"),
        ({"voluntary-reasons.dpo": UNCLEAR}, "NO_DPIA", "T05"),
    ],
)
def test_each_rule_alone(values: dict[str, str], result: str, rule: str) -> None:
    found = of(values)
    assert (found.result, found.reasons) == (result, (rule,))


def test_every_entry_of_the_national_list_is_enough() -> None:
    for number in range(1, 18):
        assert of({f"dsk-list.d{number:02}": "yes"}).result == "DPIA_REQUIRED"


TWO = {"c7-vulnerable.employees": "yes", "c4-sensitive": "yes"}
ONE_UNCLEAR = {"c4-sensitive": "yes", "c9-exclusion": UNCLEAR}


@pytest.mark.parametrize(
    ("values", "result", "rules"),
    [
        ({**TWO, "national-law": "yes", "dsk-list.d01": "yes"}, "DPIA_REQUIRED", ("T03", "T04")),
        ({**TWO, "existing-changed.context": "yes"}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        ({**TWO, "national-law": UNCLEAR}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        (
            {"existing-changed.context": "yes", "voluntary-reasons.other": "yes", **ONE_UNCLEAR},
            "DPIA_REVIEW",
            ("T07",),
        ),
        ({"voluntary-reasons.standard": "yes", **ONE_UNCLEAR}, "DPIA_VOLUNTARY", ("T08",)),
        ({**ONE_UNCLEAR, "national-law": UNCLEAR}, "DPIA_RECOMMENDED", ("T05",)),
        ({"c4-sensitive": "yes", "national-law": UNCLEAR}, "CASE_DECISION", ("T05",)),
        ({"c4-sensitive": UNCLEAR, "dsk-list.d01": UNCLEAR}, "CLARIFY", ("T03", "T05")),
    ],
)
def test_the_strictest_result_counts(
    values: dict[str, str], result: str, rules: tuple[str, ...]
) -> None:
    found = of(values)
    assert found.result == result
    assert set(found.reasons) == set(rules)


def test_the_answers_proposed_for_this_setting_make_a_dpia_due_as_a_rule() -> None:
    values = {"c7-vulnerable.employees": "yes", "c4-sensitive": "yes"}
    found = of({**values, "contacts-permission-ios": "allowed"})
    assert found.result == "DPIA_REQUIRED_AS_A_RULE"
    assert [c.code for c in found.criteria if c.met] == ["C4", "C6", "C7"]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"contacts-permission-ios": "allowed"}, ["C6"]),
        ({"contacts-permission-ios": "selected"}, ["C6"]),
        ({"contacts-permission-android": "allowed"}, ["C6"]),
        ({"features.ai": "yes"}, ["C8", "D11"]),
        ({"contacts-permission-ios": UNCLEAR, "c6-matching": "yes"}, ["C6"]),
    ],
)
def test_other_answers_meet_a_criterion_too(values: dict[str, str], codes: list[str]) -> None:
    assert [c.code for c in of(values).criteria if c.met] == codes


def test_a_criterion_names_what_it_rests_on() -> None:
    [c6] = [c for c in of({}).criteria if c.code == "C6"]
    assert c6.because == ("c6-matching", "contacts-permission-ios", "contacts-permission-android")
    assert c6.sources == messenger().criteria[c6.id].grounds.sources


def test_an_empty_workbook_must_be_clarified() -> None:
    found = assessed()
    assert found.threshold.result == "CLARIFY"
    assert found.threshold.met_count == 0
    moved = {item.ref: item.moves for item in found.open}
    assert "C6" in moved["c6-matching"]
    assert "C6" in moved["contacts-permission-ios"]
    assert "D08" in moved["dsk-list.d08"]
