"""Whether a DPIA is due: rules T02-T08, the strictest result, and what is not clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dpia.assess.result import ThresholdStep
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


# --- the decision logic line by line: T01-T10, their order and what they force ---------------------------------

ABROAD = {"federal-state": "outside-germany", "exemption-list": "yes", "other-states": "no"}
REASON = "x" * 200


def state_of(values: Mapping[str, Any], rule: str) -> tuple[str, str]:
    """How a rule came out, and the outcome it gave."""
    [step] = [step for step in of(values).steps if step.rule == rule]
    return step.state, step.outcome


def codes_of(values: Mapping[str, Any], rule: str) -> tuple[str, ...]:
    [step] = [step for step in of(values).steps if step.rule == rule]
    return step.codes


def test_all_ten_rules_are_told_in_their_order() -> None:
    assert [step.rule for step in of({}).steps] == [f"T{n:02}" for n in range(1, 11)]


def test_t01_is_a_constant_personal_data_of_employees_are_always_in_scope() -> None:
    assert state_of({}, "T01") == ("constant", "")
    assert assessed().threshold.steps[0] == ThresholdStep("T01", "constant")


@pytest.mark.parametrize(
    ("values", "rule", "state", "codes"),
    [
        ({"art35-3.evaluation": "yes"}, "T02", ("holds", "DPIA_REQUIRED"), ("A1",)),
        ({"art35-3.public-monitoring": UNCLEAR}, "T02", ("open", "CLARIFY"), ("A3",)),
        ({}, "T02", ("fails", ""), ()),
        ({"dsk-list.d04": "yes", "dsk-list.d11": "yes"}, "T03", ("holds", "DPIA_REQUIRED"), ("D04", "D11")),
        ({"dsk-list.d04": "yes", "dsk-list.d05": UNCLEAR}, "T03", ("holds", "DPIA_REQUIRED"), ("D04",)),
        ({"dsk-list.d17": UNCLEAR}, "T03", ("open", "CLARIFY"), ("D17",)),
        ({"national-law": "yes"}, "T04", ("holds", "DPIA_REQUIRED"), ("B",)),
        ({"national-law": UNCLEAR}, "T04", ("open", "CLARIFY"), ("B",)),
        ({}, "T05", ("fails", "NO_DPIA"), ()),
        ({"c1-scoring": UNCLEAR}, "T05", ("open", "CLARIFY"), ("C1",)),
        ({"c1-scoring": "yes"}, "T05", ("holds", "CASE_DECISION"), ("C1",)),
        ({"c1-scoring": "yes", "c3-monitoring": UNCLEAR}, "T05", ("open", "DPIA_RECOMMENDED"), ("C1",)),
        ({"c1-scoring": "yes", "c3-monitoring": "yes"}, "T05", ("holds", "DPIA_REQUIRED_AS_A_RULE"), ("C1", "C3")),
        ({"existing-changed.context": "yes"}, "T07", ("holds", "DPIA_REVIEW"), ("E2",)),
        ({"existing-changed.context": UNCLEAR}, "T07", ("open", ""), ("E2",)),
        ({"voluntary-reasons.other": "yes"}, "T08", ("holds", "DPIA_VOLUNTARY"), ("V4",)),
        ({"voluntary-reasons.other": UNCLEAR}, "T08", ("open", ""), ("V4",)),
    ],
)  # fmt: skip
def test_each_line_says_how_it_came_out_and_on_what(
    values: dict[str, str], rule: str, state: tuple[str, str], codes: tuple[str, ...]
) -> None:
    assert state_of(values, rule) == state
    assert codes_of(values, rule) == codes


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ({**TWO, "national-law": "yes"}, "DPIA_REQUIRED"),
        ({**TWO, "existing-changed.context": "yes"}, "DPIA_REQUIRED_AS_A_RULE"),
        ({"existing-changed.context": "yes", "voluntary-reasons.dpo": "yes"}, "DPIA_REVIEW"),
        ({"voluntary-reasons.dpo": "yes", "c1-scoring": "yes", "c2-automated-decisions": UNCLEAR}, "DPIA_VOLUNTARY"),
        ({"c1-scoring": "yes", "c2-automated-decisions": UNCLEAR}, "DPIA_RECOMMENDED"),
        ({"c1-scoring": "yes", "national-law": UNCLEAR}, "CASE_DECISION"),
        ({"national-law": UNCLEAR}, "CLARIFY"),
        ({}, "NO_DPIA"),
    ],
)  # fmt: skip
def test_the_order_of_strictness_is_that_of_the_results(
    values: dict[str, str], result: str
) -> None:
    assert of(values).result == result


@pytest.mark.parametrize(
    ("values", "result", "reasons"),
    [
        ({**TWO, **ABROAD}, "NO_DPIA", ("T06",)),
        ({"c1-scoring": "yes", **ABROAD}, "NO_DPIA", ("T06",)),
        ({"c1-scoring": UNCLEAR, **ABROAD}, "NO_DPIA", ("T06",)),
        ({**TWO, **ABROAD, "exemption-list": "no"}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        ({**TWO, **ABROAD, "exemption-list": UNCLEAR}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        # a list counts in its own state only
        ({**TWO, **ABROAD, "other-states": "yes"}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        ({**TWO, **ABROAD, "other-states": UNCLEAR}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        # off for Germany, whatever is entered
        ({**TWO, **ABROAD, "federal-state": "by"}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        # it can only lower T05: a list of operations that need a DPIA wins, a review stays a review
        ({**TWO, **ABROAD, "dsk-list.d04": "yes"}, "DPIA_REQUIRED", ("T03",)),
        ({**TWO, **ABROAD, "dsk-list.d04": UNCLEAR}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        ({**TWO, **ABROAD, "art35-3.evaluation": "yes"}, "DPIA_REQUIRED", ("T02",)),
        ({**TWO, **ABROAD, "national-law": UNCLEAR}, "DPIA_REQUIRED_AS_A_RULE", ("T05",)),
        ({**TWO, **ABROAD, "existing-changed.processing": "yes"}, "DPIA_REVIEW", ("T07",)),
        ({**TWO, **ABROAD, "voluntary-reasons.dpo": "yes"}, "DPIA_VOLUNTARY", ("T08",)),
    ],
)
def test_t06_a_list_of_exemptions_lowers_the_count_of_criteria_and_nothing_else(
    values: dict[str, str], result: str, reasons: tuple[str, ...]
) -> None:
    found = of(values)
    assert (found.result, found.reasons) == (result, reasons)


def test_t06_is_open_while_the_list_has_not_been_looked_at() -> None:
    abroad = {**nothing(), **TWO, "federal-state": "outside-germany", "other-states": "no"}
    del abroad["exemption-list"]
    found = assessed(abroad)
    [step] = [step for step in found.threshold.steps if step.rule == "T06"]
    assert (step.state, step.outcome) == ("open", "")
    assert found.threshold.result == "DPIA_REQUIRED_AS_A_RULE"
    moved = {item.ref: item.moves for item in found.open}
    assert "W1" in moved["exemption-list"]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"national-law": "yes"}, "holds"),
        (TWO, "holds"),
        ({"existing-changed.processing": "yes"}, "fails"),
        ({"voluntary-reasons.dpo": "yes"}, "fails"),
        ({"c1-scoring": "yes"}, "fails"),
        ({}, "fails"),
    ],
)
def test_t09_a_dpia_that_is_due_sets_the_gate_of_the_data_protection_officer(
    values: dict[str, str], state: str
) -> None:
    assert state_of(values, "T09") == (state, "")
    found = assessed({**nothing(), **values, "dpo-designated": "no", "persons-processing": 3})
    [gate] = [gate for gate in found.gates if gate.code == "G09"]
    assert (gate.status == "not_met") is (state == "holds")


GIVEN = {"dpia-decision": "none", "no-dpia-reason": REASON, "threshold-dpo-view": "agrees"}


@pytest.mark.parametrize(
    ("values", "justification", "fired"),
    [
        ({**TWO}, "not-needed", None),
        ({**TWO, "dpia-decision": "carry-out"}, "not-needed", None),
        ({**TWO, "dpia-decision": "none"}, "missing", "T10"),
        ({**TWO, **GIVEN}, "given", None),
        ({**TWO, **GIVEN, "no-dpia-reason": REASON[:-1]}, "missing", "T10"),
        ({**TWO, **GIVEN, "no-dpia-reason": " " * 300}, "missing", "T10"),
        ({**TWO, **GIVEN, "no-dpia-reason": UNCLEAR}, "missing", "T10"),
        ({**TWO, **GIVEN, "threshold-dpo-view": UNCLEAR}, "missing", "T10"),
        ({**TWO, **GIVEN, "threshold-dpo-view": UNCLEAR, "dpo-designated": "no"}, "given", None),
        ({"c1-scoring": "yes", "dpia-decision": "none"}, "missing-in-the-case", "T05"),
        ({"c1-scoring": "yes", **GIVEN}, "given", None),
        ({"dpia-decision": "none"}, "not-needed", None),
        ({"c1-scoring": UNCLEAR, "dpia-decision": "none"}, "not-needed", None),
        # a list of exemptions is a "no" as well, unless the controller decides for the DPIA
        ({**TWO, **ABROAD}, "missing", "T10"),
        ({**TWO, **ABROAD, "dpia-decision": "carry-out"}, "not-needed", None),
        ({**TWO, **ABROAD, **GIVEN}, "given", None),
    ],
)
def test_t10_no_dpia_although_criteria_are_met_forces_the_reasons(
    values: dict[str, str], justification: str, fired: str | None
) -> None:
    found = assessed({**nothing(), "dpo-designated": "yes", **values})
    assert found.threshold.justification == justification
    errors = {rule.code for rule in found.blocking} & {"T05", "T10"}
    assert errors == ({fired} if fired else set())


@pytest.mark.parametrize("values", [{"national-law": "yes"}, {"dsk-list.d08": "yes"}])
def test_no_reasons_help_where_the_law_itself_demands_a_dpia(values: dict[str, str]) -> None:
    found = assessed({**nothing(), **TWO, **values, **GIVEN})
    assert "T02" in {rule.code for rule in found.blocking}
    assert "T02" not in {rule.code for rule in assessed({**nothing(), **TWO, **GIVEN}).blocking}


def test_the_sheet_of_the_threshold_analysis_is_enough_for_its_result() -> None:
    """Nobody has to fill in devices and groups before knowing whether a DPIA is due."""
    sheet = {
        key: value
        for key, value in nothing().items()
        if not key.startswith(("contacts", "features"))
    }
    assert assessed(sheet).threshold.result == "NO_DPIA"
    assert assessed({**sheet, "c7-vulnerable.employees": "yes"}).threshold.result == "CASE_DECISION"


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ({"c6-matching": "no"}, False),
        ({"c6-matching": "no", "contacts-permission-ios": "denied"}, False),
        ({"c6-matching": "no", "contacts-permission-ios": UNCLEAR}, None),
        ({"c6-matching": "no", "contacts-permission-ios": "allowed"}, True),
        ({"contacts-permission-ios": "denied", "contacts-permission-android": "denied"}, None),
        ({"c6-matching": UNCLEAR, "contacts-permission-android": "allowed"}, True),
        ({}, None),
    ],
)
def test_an_answer_elsewhere_counts_once_it_is_given(
    values: dict[str, str],
    met: bool | None,  # noqa: FBT001  # three-valued
) -> None:
    [c6] = [c for c in assessed(values).threshold.criteria if c.code == "C6"]
    assert c6.met is met
