"""Legal gates: each status, by the requirements that make it, over the shipped questionnaire."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dpia.assess import assess
from dpia.assess.facts import gather
from dpia.assess.gates import assess_gate, gate_range
from dpia.conditions import Always, Condition, In
from dpia.model import UNCLEAR, Answers, Gate, Requirement, Text, Value
from tests.unit.assess_samples import DAY, assessed, messenger, set_up
from tests.unit.law_strategies import with_measure, with_value

if TYPE_CHECKING:
    from dpia.assess.result import Assessment, GateFinding

DUE = date(2027, 3, 31)


def gate(assessment: Assessment, code: str) -> GateFinding:
    [found] = [gate for gate in assessment.gates if gate.code == code]
    return found


def of(answers: Answers, code: str) -> GateFinding:
    return gate(assess(messenger(), answers, DAY), code)


def test_a_gate_that_does_not_apply_asks_for_nothing() -> None:
    found = of(with_value(set_up("careful"), "works-council", "no"), "G08")
    assert (found.status, found.requirements, found.open) == ("not_applicable", (), ())
    assert "works-council" in found.because


def test_a_gate_of_which_nobody_knows_whether_it_applies() -> None:
    answers = with_value(set_up("article"), "works-council", UNCLEAR)
    found = of(answers, "G08")
    assert found.status == "open"
    assert "works-council" in found.open
    facts = gather(messenger(), answers, DAY)
    assert gate_range(messenger().gates["works-council"], facts) == ("not_applicable", "not_met")


def test_an_empty_workbook_leaves_every_gate_open_with_what_it_waits_for() -> None:
    for found in assessed().gates:
        assert found.status == "open", found.code
        assert found.open, found.code
        assert set(found.open) <= set(found.because) | {
            ref for requirement in found.requirements for ref in requirement.open
        }


def test_an_answer_decides_although_another_is_missing() -> None:
    found = of(with_value(with_value(set_up("careful"), "art28.a", "no"), "art28.b", None), "G05")
    assert found.status == "not_met"
    assert found.open == ()


PLANNED: dict[str, Value] = {"status": "planned", "owner": "IT-Leitung", "due": DUE}


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (PLANNED, "planned"),
        ({**PLANNED, "status": "partial"}, "planned"),
        ({k: v for k, v in PLANNED.items() if k != "owner"}, "not_met"),
        ({k: v for k, v in PLANNED.items() if k != "due"}, "not_met"),
        ({**PLANNED, "due": UNCLEAR}, "not_met"),
        ({**PLANNED, "status": "not-planned"}, "not_met"),
        ({**PLANNED, "status": UNCLEAR}, "open"),
        ({"status": "implemented", "evidence": "Nachweis"}, "not_met"),
    ],
)
def test_a_missing_piece_may_be_planned_with_owner_and_date(
    row: dict[str, Value], status: str
) -> None:
    """What is reported as done cannot be the plan when the answers say otherwise."""
    answers = set_up("careful", {"contacts-enforced": "no"})
    found = of(with_measure(answers, "contacts-permission-denied", row), "G04")
    assert found.status == status
    [requirement] = found.requirements
    assert requirement.status == status
    named = "measure:contacts-permission-denied" in requirement.because
    assert named is (status == "planned")


def test_a_measure_in_place_can_meet_a_requirement() -> None:
    answers = set_up("careful")
    assert of(answers, "G17").status == "met"
    for row, status in (
        ({"status": "not-planned"}, "not_met"),
        (PLANNED, "planned"),
        ({"status": "implemented"}, "not_met"),
        ({"status": "partial", "reason": "Zwei von vier Teams"}, "met"),
    ):
        found = of(with_measure(answers, "equivalent-channel", row), "G17")
        assert found.status == status
        assert found.never_unconditional


def test_requirements_in_every_status_make_the_worst_of_them_the_gates() -> None:
    yes, no, unknown = Always(truth=True), Always(truth=False), In("scope", ("x",))
    for parts, expected in (
        ([(yes, None)], "met"),
        ([(yes, None), (no, yes)], "planned"),
        ([(yes, None), (no, None), (no, yes)], "not_met"),
        ([(yes, None), (unknown, None)], "open"),
        ([(no, None), (unknown, None)], "not_met"),
        ([(no, unknown)], "open"),
        ([(unknown, yes)], "planned"),
        ([(no, yes), (unknown, None)], "open"),
        ([(no, no)], "not_met"),
    ):
        found = assess_gate(made(*parts), gather(messenger(), Answers({}, {}), DAY))
        assert found.status == expected, parts


def made(*requirements: tuple[Condition, Condition | None]) -> Gate:
    """A gate of the shipped ones with other requirements."""
    return replace(
        messenger().gates["purposes"],
        requires=tuple(
            Requirement(f"r{n}", Text({}), met, planned)
            for n, (met, planned) in enumerate(requirements)
        ),
        not_applicable=None,
    )


def test_whether_a_gate_stops_can_be_open() -> None:
    answers = set_up("careful")
    for answer, stops in (("yes", True), ("no", False), (None, None)):
        assert of(with_value(answers, "professional-secrets", answer), "G11").stop is stops


def test_the_article_fails_where_the_fact_sheet_says_so() -> None:
    found = assess(messenger(), set_up("article"), DAY)
    failed = {gate.code for gate in found.gates if gate.stop and gate.status == "not_met"}
    assert {"G03", "G04", "G05", "G06", "G08", "G17"} <= failed
    assert found.headline.stops_not_met == len(failed)
