"""Each case proves what it says: take the rule it names out, and the case must fail."""

from __future__ import annotations

from functools import cache

import pytest

from dpia.cases import Case, all_codes, read_cases, run_case, without
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.resources import shipped


@cache
def cases(name: str) -> tuple[Case, ...]:
    return tuple(read_cases(shipped("questionnaires") / name))


PROOFS = [
    (name, case, code)
    for name in shipped_questionnaires()
    for case in cases(name)
    for code in case.tests
]

UNPROVEN = {
    "M35": "no effect on a level: it feeds G13, whose cases prove it",
    "M36": "no effect on a level: it feeds G05, whose cases prove it",
    "M38": "no effect on a level: it feeds G02, whose cases prove it",
    "M50": "no effect on a level: it proves that the assessment is reviewed",
    "M55": "no effect on a level: it feeds G17, whose cases prove it",
}
"""What no case of the messenger names, and why."""


@pytest.mark.parametrize(
    ("name", "case", "code"), PROOFS, ids=lambda value: getattr(value, "name", str(value))[:40]
)
def test_a_case_fails_when_the_rule_it_proves_is_taken_out(
    name: str, case: Case, code: str
) -> None:
    questionnaire = load_questionnaire(name)

    assert run_case(questionnaire, case) == []
    assert run_case(without(questionnaire, code), case) != []


def test_every_gate_risk_factor_measure_rule_and_criterion_is_named_by_a_case() -> None:
    """But for what has no effect that a case could notice; the reason for each stands above."""
    named = {code for case in cases("messenger") for code in case.tests}

    assert all_codes(load_questionnaire("messenger")) - named == set(UNPROVEN)


def test_positions_are_cited_by_their_sources() -> None:
    cited = {key for case in cases("messenger") for key in case.sources}

    assert {
        "baylda-tb-2015", "lfd-nds", "bfdi-2020", "ldi-nrw-25", "dsk-hospital", "ag-bad-hersfeld",
        "ico-nhs-lanarkshire", "aepd-lvmh", "garante-2025", "edpb-bd-1-2021", "dpc-2021", "cjeu-c-65-23",
    } <= cited  # fmt: skip


def test_a_case_that_names_what_does_not_exist_is_refused() -> None:
    questionnaire = load_questionnaire("messenger")
    case = cases("messenger")[0]
    wrong = Case(
        case.file, case.name, case.on, case.answers, {}, tests=("R99",), sources=("nowhere",)
    )

    assert run_case(questionnaire, wrong) == [
        "unknown source: nowhere",
        "tests an unknown rule: R99",
    ]


def test_a_factor_can_be_taken_out_alone() -> None:
    questionnaire = load_questionnaire("messenger")
    assert "R02/sensitive-roles" in all_codes(questionnaire)

    changed = without(questionnaire, "R02/sensitive-roles")
    risk = next(r for r in changed.risks.values() if r.code == "R02")

    assert risk.factors == ()
    assert risk.severity == 3


def test_every_rule_has_a_case_in_which_it_keeps_silent() -> None:
    silent = {code for case in cases("messenger") for code in case.expect.get("not_rules", ())}

    assert {rule.code for rule in load_questionnaire("messenger").rules.values()} <= silent
