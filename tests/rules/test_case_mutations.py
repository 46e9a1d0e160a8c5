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


@pytest.mark.no_cover
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
    rules = all_codes(load_questionnaire("messenger")) - set(requirements("messenger"))

    assert rules - named == set(UNPROVEN)


def requirements(name: str) -> dict[str, str]:
    """Every single requirement ("G05/company-accounts") with its gate, but for those that the messenger proves.

    A gate of questionnaires/common may have other words in general, but asks for the same.
    """
    gates = load_questionnaire("messenger").gates.values() if name != "messenger" else ()
    proved = {(gate.code, entry.id, entry.met) for gate in gates for entry in gate.requires}
    return {
        f"{gate.code}/{entry.id}": gate.code
        for gate in load_questionnaire(name).gates.values()
        for entry in gate.requires
        if (gate.code, entry.id, entry.met) not in proved
    }


@pytest.mark.no_cover
@pytest.mark.parametrize("name", shipped_questionnaires())
def test_a_case_notices_each_requirement_of_a_gate_taken_out_alone(name: str) -> None:
    """Whether the case names it or not: another one of the same gate must not hide it in every case."""
    questionnaire = load_questionnaire(name)
    unnoticed = [
        code
        for code, gate in requirements(name).items()
        if not any(
            run_case(without(questionnaire, code), case)
            for case in cases(name)
            if gate in case.expect.get("gates", {})
        )
    ]

    assert len(requirements(name)) > 10
    assert unnoticed == []


def test_a_requirement_is_taken_out_and_the_others_of_its_gate_stay() -> None:
    questionnaire = load_questionnaire("messenger")
    changed = without(questionnaire, "G05/company-accounts")

    before, after = (q.gates["processing-contract"].requires for q in (questionnaire, changed))
    assert [new.id for old, new in zip(before, after, strict=True) if new != old] == [
        "company-accounts"
    ]
    assert changed.risks == questionnaire.risks


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
