"""The decision that is proposed, line by line, with its range and what must still be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dpia.assess import assess
from dpia.conditions import In
from dpia.model import UNCLEAR
from tests.unit.assess_samples import DAY, by_risk, messenger, set_up
from tests.unit.law_strategies import with_measure, with_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.result import Assessment, DecisionFinding
    from dpia.model import Answers, Questionnaire, Value

DUE = date(2027, 3, 31)


def decision(answers: Answers, questionnaire: Questionnaire | None = None) -> DecisionFinding:
    return assess(questionnaire or messenger(), answers, DAY).decision


def reasons(found: DecisionFinding) -> dict[str, tuple[str, ...]]:
    return {reason.key: reason.codes for reason in found.reasons}


def gate(assessment: Assessment, code: str) -> str:
    return {found.code: found.status for found in assessment.gates}[code]


def careful(values: Mapping[str, Any] | None = None, **measures: dict[str, Value]) -> Answers:
    answers = set_up("careful", values)
    for name, row in measures.items():
        answers = with_measure(answers, name.replace("_", "-"), row)
    return answers


def without_g17(**values: Any) -> Answers:
    """The careful set-up with a product that no terms forbid: nothing unconditional stands in the way."""
    given = {"product": "other", **{k.replace("_", "-"): v for k, v in values.items()}}
    return careful(given)


def test_the_careful_set_up_is_approved_under_a_condition_only() -> None:
    found = decision(careful())
    assert (found.proposed, found.best, found.worst) == ("conditionally_approved",) * 3
    assert reasons(found) == {"never-unconditional": ("G17",)}
    assert found.conditions == ()


def test_where_nothing_stands_against_it_it_is_approved() -> None:
    found = decision(without_g17())
    assert (found.proposed, found.best, found.worst) == ("approved",) * 3
    assert reasons(found) == {"all-acceptable": ()}


def test_what_remains_must_be_justified() -> None:
    for justification in (None, UNCLEAR, "Zu kurz."):
        found = decision(with_value(without_g17(), "residual-justification", justification))
        assert found.proposed == "conditionally_approved"
        [(key, codes)] = reasons(found).items()
        assert key == "not-accepted"
        assert len(codes) == 31  # R32 alone is low


def test_a_stop_gate_not_met_means_rejection() -> None:
    found = decision(careful({"art28.a": "no"}))
    assert found.proposed == found.best == found.worst == "rejected"
    assert reasons(found) == {"stop-not-met": ("G05",)}
    assert [item.code for item in found.conditions] == ["G05"]


def test_a_stop_gate_open_leaves_it_undetermined_with_a_range() -> None:
    found = decision(with_value(careful(), "art28.a", UNCLEAR))
    assert found.proposed == "undetermined"
    assert (found.best, found.worst) == ("conditionally_approved", "rejected")
    assert reasons(found) == {"stop-open": ("G05",)}


def test_a_planned_stop_gate_becomes_a_condition_with_owner_and_date() -> None:
    planned: dict[str, Value] = {"status": "planned", "owner": "Einkauf", "due": DUE}
    answers = careful({"art28.a": "no"}, processing_terms_checked={**planned, "set": "baseline"})
    found = decision(answers)
    assert found.proposed == "conditionally_approved"
    assert reasons(found)["gate-planned"] == ("G05",)
    items = {item.code: item for item in found.conditions}
    assert (items["G05"].kind, items["G05"].owner, items["G05"].due) == ("gate", "Einkauf", DUE)
    assert (items["M36"].kind, items["M36"].owner, items["M36"].due) == ("measure", "Einkauf", DUE)


def test_a_condition_gate_never_stops() -> None:
    found = decision(careful({"content-rule": "no"}))
    assert found.proposed == "conditionally_approved"
    assert reasons(found)["condition-not-met"] == ("G11",)
    assert [(item.code, item.owner, item.due) for item in found.conditions] == [("G11", "", None)]


def test_a_gate_of_which_nobody_knows_whether_it_stops_is_taken_as_one() -> None:
    """G11 stops only for professional secrets; while that is open, the range tells both ends."""
    answers = with_value(careful({"content-rule": "no"}), "professional-secrets", None)
    found = assess(messenger(), answers, DAY)
    assert gate(found, "G11") == "not_met"
    assert (found.decision.best, found.decision.worst) == ("conditionally_approved", "rejected")


@pytest.mark.parametrize(
    ("answer", "proposed", "key"),
    [
        ("abandon", "rejected", "target-high-abandon"),
        ("keep", "consultation", "target-high-keep"),
        (None, "consultation", "target-high-unanswered"),
        (UNCLEAR, "consultation", "target-high-unanswered"),
    ],
)
def test_a_high_risk_that_remains_means_abandoning_or_consulting(
    answer: str | None, proposed: str, key: str
) -> None:
    answers = with_value(careful({"narrow-groups": "no"}), "abandon-or-keep", answer)
    found = decision(answers)
    assert found.proposed == proposed
    assert reasons(found) == {key: ("R02",)}


@pytest.mark.parametrize(
    ("answer", "proposed"), [("yes", "consultation"), ("no", "approved"), (None, "approved")]
)
def test_national_law_may_demand_a_consultation_whatever_the_risk(
    answer: str | None, proposed: str
) -> None:
    """Art. 36(5) GDPR; while nobody has answered, it is taken as not relevant."""
    found = decision(with_value(without_g17(), "national-consultation", answer))
    assert found.proposed == proposed
    assert ("national-consultation" in reasons(found)) is (answer == "yes")


def test_a_stop_gate_comes_before_a_consultation_that_national_law_demands() -> None:
    answers = with_value(careful({"dpo-designated": "no"}), "national-consultation", "yes")
    found = decision(answers)
    assert found.proposed == "rejected"
    assert "G09" in reasons(found)["stop-not-met"]


def test_a_high_risk_today_that_the_plan_lowers_is_a_condition() -> None:
    """M53 is only planned: R02 is high today and not after the plan."""
    row: dict[str, Value] = {"set": "additional", "status": "planned"}
    answers = with_measure(without_g17(), "minimal-profile", row)
    found = assess(messenger(), answers, DAY)
    assert found.headline.highest_today == "high"
    assert found.headline.highest_target == "risk"
    assert found.decision.proposed == "conditionally_approved"
    assert reasons(found.decision)["measure-unfinished"] == ("M53",)
    assert reasons(found.decision)["not-accepted"] == ("R02",)


def test_the_gravest_severity_is_never_accepted_by_reasons_alone() -> None:
    """Severity 4 falls to "risk" by its likelihood, and is still named."""
    q = messenger()
    grave = replace(q.risks["lost-device"], severity=4, severity_floor=4, likelihood=1)
    other = replace(q, risks={**q.risks, grave.id: grave})
    found = decision(without_g17(), other)
    assert by_risk(assess(other, without_g17(), DAY))["R10"].scores["today"].worst.level == "risk"
    assert found.proposed == "conditionally_approved"
    assert reasons(found) == {"not-accepted": ("R10",)}


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"status": "planned"}, True),
        ({"status": "partial", "reason": "Zwei von vier Teams"}, True),
        ({"status": "implemented"}, True),
        ({"status": "implemented", "evidence": "Nachweis"}, False),
        ({"status": "not-planned"}, False),
    ],
)
def test_a_measure_that_the_plan_relies_on_must_be_finished(
    row: dict[str, Value],
    named: bool,  # noqa: FBT001  # a column of the table
) -> None:
    found = decision(with_measure(without_g17(), "photo-rules", row))
    assert ("M43" in reasons(found).get("measure-unfinished", ())) is named
    assert ("M43" in [item.code for item in found.conditions]) is named
    assert found.proposed == ("conditionally_approved" if named else "approved")


def test_a_measure_whose_status_is_open_may_come_to_be_a_condition() -> None:
    """Answered with "planned" it would be one: the worst case says so, the proposal does not yet."""
    found = decision(with_measure(without_g17(), "photo-rules", {"status": UNCLEAR}))
    assert (found.best, found.proposed, found.worst) == (
        "approved", "approved", "conditionally_approved",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entered", "taken"),
    [
        (None, ""),
        (UNCLEAR, ""),
        ("approved", "approved"),
        ("conditionally-approved", "conditionally_approved"),
        ("rejected", "rejected"),
    ],
)
def test_what_the_controller_decided(entered: str | None, taken: str) -> None:
    assert decision(with_value(careful(), "decision", entered)).taken == taken


def fired(answers: Answers) -> list[str]:
    return [finding.code for finding in assess(messenger(), answers, DAY).rules]


def test_rules_see_the_result_and_the_decision_taken() -> None:
    high = careful({"narrow-groups": "no"})
    assert "K19" in fired(with_value(high, "decision", "approved"))
    assert "K19" not in fired(with_value(high, "decision", "rejected"))
    assert "K19" not in fired(with_value(careful(), "decision", "approved"))
    assert "K19" not in fired(with_value(high, "decision", UNCLEAR))


def test_a_rule_that_is_open_stays_silent_and_a_fired_one_names_its_grounds() -> None:
    assert "K23" not in fired(with_value(careful(), "largest-group", UNCLEAR))
    found = assess(messenger(), careful({"largest-group": 16}), DAY)
    [k23] = [finding for finding in found.rules if finding.code == "K23"]
    assert (k23.severity, k23.because) == ("warning", ("largest-group",))
    assert k23.sources == messenger().rules[k23.id].grounds.sources
    assert found.blocking == ()


def test_errors_block_a_final_version() -> None:
    found = assess(messenger(), careful({"product": "whatsapp-consumer"}), DAY)
    assert [finding.code for finding in found.blocking] == ["K01"]


def test_a_condition_that_rests_on_nothing_with_an_owner_has_none() -> None:
    """The owner of a planned gate is looked up at its measures only."""
    q = messenger()
    gate_ = q.gates["processing-contract"]
    requirement = replace(
        gate_.requires[0], met=In("two-step", ("no",)), planned=In("mdm", ("yes",))
    )
    other = replace(q, gates={**q.gates, gate_.id: replace(gate_, requires=(requirement,))})
    items = {item.code: item for item in decision(careful(), other).conditions}
    assert (items["G05"].owner, items["G05"].due) == ("", None)


def test_rows_of_the_table_of_measures_are_read_as_entered() -> None:
    row: dict[str, Value] = {
        "status": "implemented", "evidence": UNCLEAR, "owner": "  IT ", "due": UNCLEAR, "set": UNCLEAR,
    }  # fmt: skip
    answers = with_measure(set_up("careful"), "training", row)
    [finding] = [m for m in assess(messenger(), answers, DAY).measures if m.code == "M33"]
    assert (finding.status, finding.counts_as) == ("implemented", "partial")
    assert (finding.evidence, finding.owner, finding.due, finding.reason) == ("", "IT", None, "")
    assert finding.baseline
    assert finding.applies is True


def test_a_measure_without_a_row_is_open() -> None:
    answers = set_up("careful")
    rows = tuple(row for row in answers.tables["measures"] if row.id != "training")
    found = assess(messenger(), replace(answers, tables={**answers.tables, "measures": rows}), DAY)
    [finding] = [m for m in found.measures if m.code == "M33"]
    assert (finding.status, finding.counts_as) == ("", "")
    assert [item.ref for item in found.open if item.ref.startswith("measure:")] == [
        "measure:training"
    ]
