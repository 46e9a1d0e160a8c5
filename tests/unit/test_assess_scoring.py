"""The way to a level: factors, what counts and what does not and why, caps, floors, open answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dpia.assess import assess
from dpia.conditions import Always, In, MeasureIs, MeasureStatus, ResultIn, RowsAtLeast
from dpia.conditions import Any as AnyOf
from dpia.model import UNCLEAR
from tests.unit.assess_samples import (
    DAY,
    NO_FACTORS,
    answered,
    assessed,
    by_code,
    by_risk,
    levels,
    messenger,
    set_up,
    shown,
)
from tests.unit.law_strategies import with_measure, with_value

if TYPE_CHECKING:
    from dpia.assess.result import RiskFinding, Step
    from dpia.conditions import Condition
    from dpia.model import Answers, Questionnaire, Risk

NOTHING = {m.code: {"status": "not-planned"} for m in messenger().measures.values()}


def risk(code: str, values: dict[str, Any], measures: dict[str, Any] | None = None) -> RiskFinding:
    return by_risk(assessed({**NO_FACTORS, **values}, {**NOTHING, **(measures or {})}))[code]


def span(found: RiskFinding, stage: Any) -> str:
    score = found.scores[stage]
    return f"{shown(score.best)} – {shown(score.worst)}" if score.is_range else shown(score.worst)


def steps(found: RiskFinding, stage: Any, kind: str) -> list[Step]:
    return [step for step in found.scores[stage].steps if step.kind == kind]


@pytest.mark.parametrize(
    ("code", "values", "raw"),
    [
        ("R15", {"c5-users": 250}, "2/3 R"),
        ("R15", {"c5-users": 251}, "2/4 R"),
        ("R16", {"c5-users": 251}, "2/4 R"),
        ("R24", {"c5-users": 251}, "2/4 R"),
        ("R01", {"professional-secrets": "yes"}, "3/4 H"),
        ("R08", {"professional-secrets": "yes"}, "4/3 H"),
        ("R09", {"professional-secrets": "yes"}, "4/3 H"),
        ("R02", {"sensitive-roles": "yes"}, "4/4 H"),
        ("R08", {"sensitive-roles": "yes"}, "4/3 H"),
        ("R22", {"c7-vulnerable.minors": "yes"}, "3/3 H"),
        ("R22", {"c7-vulnerable.trainees": "yes"}, "3/3 H"),
        ("R22", {"largest-group": 50}, "3/2 R"),
        ("R22", {"largest-group": 51}, "3/3 H"),
        ("R24", {"largest-group": 51}, "2/4 R"),
        ("R15", {"externals": "yes"}, "2/4 R"),
        ("R26", {"features.ai": "yes"}, "2/3 R"),
        ("R20", {"only-channel": "yes"}, "2/3 R"),
    ],
)
def test_a_factor_shifts_the_raw_value(code: str, values: dict[str, Any], raw: str) -> None:
    found = risk(code, values)
    assert span(found, "raw") == raw
    start = messenger().risks[found.id]
    shifted = int(raw[0]) - start.severity + int(raw[2]) - start.likelihood
    factors = steps(found, "raw", "factor")
    assert [step.severity + step.likelihood for step in factors] == [1] * shifted


def test_no_factor_no_step() -> None:
    found = assessed(NO_FACTORS, NOTHING)
    assert all(not steps(risk, "raw", "factor") for risk in found.risks)
    assert sum(not risk.scores["target"].is_range for risk in found.risks) == 32


def test_two_factors_on_one_axis_shift_once_and_the_second_is_shown() -> None:
    found = risk("R22", {"largest-group": 51, "c7-vulnerable.minors": "yes"})
    assert span(found, "raw") == "3/3 H"
    assert [(s.likelihood, s.note) for s in steps(found, "raw", "factor")] == [
        (1, "factor"), (0, "factor-capped"),
    ]  # fmt: skip


def test_an_open_factor_makes_a_range_and_is_named() -> None:
    found = risk("R15", {"externals": UNCLEAR})
    assert span(found, "raw") == "2/3 R – 2/4 R"
    assert found.open == ("externals",)
    [factor] = steps(found, "raw", "factor")
    assert (factor.key, factor.note, factor.because) == (
        "external-members",
        "factor-open",
        ("externals",),
    )


def test_a_factor_cannot_leave_the_scale() -> None:
    q = messenger()
    both = tuple(
        replace(q.risks["metadata-profile"].factors[0], id=axis, axis=axis, when=Always(truth=True))
        for axis in ("severity", "likelihood")
    )
    changed = replace(q.risks["metadata-profile"], severity=4, likelihood=4, factors=both)
    found = by_risk(assess(with_risk(changed), answered(), DAY))["R02"]
    assert shown(found.scores["raw"].worst) == "4/4 H"


def with_risk(changed: Risk) -> Questionnaire:
    q = messenger()
    return replace(q, risks={**q.risks, changed.id: changed})


DONE = {"status": "implemented", "evidence": "Nachweis", "owner": "IT"}


@pytest.mark.parametrize(
    ("row", "inherent", "today", "target"),
    [
        ({}, "idle-open", "idle-open", "idle-open"),
        ({"status": UNCLEAR}, "idle-open", "idle-open", "idle-open"),
        ({"status": "not-planned"}, "idle-not-planned", "idle-not-planned", "idle-not-planned"),
        ({"status": "planned"}, "", "idle-planned", ""),
        ({"status": "partial"}, "", "idle-partial", ""),
        ({"status": "partial", "reason": "Zwei von vier"}, "", "", ""),
        ({"status": "implemented"}, "", "idle-no-evidence", ""),
        ({"status": "implemented", "evidence": "  "}, "", "idle-no-evidence", ""),
        ({"status": "implemented", "evidence": UNCLEAR}, "", "idle-no-evidence", ""),
        (DONE, "", "", ""),
        ({**DONE, "set": "additional"}, "idle-additional", "", ""),
    ],
)
def test_what_counts_and_why_it_does_not(
    row: dict[str, Any], inherent: str, today: str, target: str
) -> None:
    found = risk("R25", {}, {"M09": row})
    for stage, note in (("inherent", inherent), ("today", today), ("target", target)):
        idle = {step.key: step.note for step in steps(found, stage, "idle")}
        counted = [step.key for step in steps(found, stage, "measure")]
        assert idle.get(by_code("M09").id, "") == note
        assert (by_code("M09").id in counted) is (note == "")
    assert not steps(found, "raw", "idle")


def test_an_open_status_makes_a_range() -> None:
    found = risk("R25", {}, {"M09": {"status": UNCLEAR}})
    assert span(found, "raw") == "2/3 R"
    assert {span(found, stage) for stage in ("inherent", "today", "target")} == {"2/2 R – 2/3 R"}
    assert found.open == ("measure:usage-policy",)


@pytest.mark.parametrize(("code", "acts"), [("M18", "R16"), ("M30", "R12")])
def test_some_measures_need_a_named_owner(code: str, acts: str) -> None:
    row = {"status": "implemented", "evidence": "Nachweis"}
    assert "idle-no-evidence" in {
        s.note for s in steps(risk(acts, {}, {code: row}), "today", "idle")
    }
    named = risk(acts, {}, {code: {**row, "owner": "IT"}})
    assert [s.key for s in steps(named, "today", "measure")] == [by_code(code).id]


def test_another_messenger_counts_only_when_it_is_there() -> None:
    planned = risk("R02", {}, {"M01": {"status": "planned", "owner": "IT", "set": "baseline"}})
    assert {span(planned, stage) for stage in ("raw", "inherent", "today", "target")} == {"3/4 H"}
    assert "idle-only-when-implemented" in {s.note for s in steps(planned, "target", "idle")}
    there = risk("R02", {}, {"M01": DONE})
    assert span(there, "target") != "3/4 H"
    assert span(there, "today") == span(there, "target")
    assert span(there, "inherent") == "3/4 H"


def test_only_one_measure_lowers_the_likelihood_of_r02() -> None:
    """Rule K25: whatever another measure is worth elsewhere, here it leaves the likelihood alone."""
    found = risk("R02", {}, {"M38": DONE, "M36": DONE})
    assert span(found, "target") == "3/4 H"
    assert {step.likelihood for step in steps(found, "target", "measure")} == {0}
    q = messenger()
    stronger = replace(by_code("M36"), likelihood=-2)
    other = replace(q, measures={**q.measures, stronger.id: stronger})
    answers = answered(NO_FACTORS, {**NOTHING, "M36": DONE})
    scored = by_risk(assess(other, answers, DAY))
    [step] = steps(scored["R02"], "target", "measure")
    assert (step.likelihood, step.note) == (0, "only-by")
    assert shown(scored["R02"].scores["target"].worst) == "3/4 H"
    assert shown(scored["R03"].scores["target"].worst) == "3/1 R"


def test_a_measure_that_does_not_apply_here_does_not_count() -> None:
    answers = with_value(set_up("careful"), "works-council", "no")
    found = by_risk(assess(messenger(), answers, DAY))["R27"]
    assert "idle-not-applicable" in {
        s.note for s in steps(found, "target", "idle") if s.key == "works-agreement"
    }
    assert shown(found.scores["target"].worst) == "3/1 R"


def test_whether_a_measure_applies_can_be_open() -> None:
    """A works agreement counts only with a works council: while that is unclear it may count or not."""
    alone = {"M12": {**DONE, "set": "baseline"}}
    found = risk("R27", {"works-council": UNCLEAR}, alone)
    assert {span(found, stage) for stage in ("inherent", "today", "target")} == {"3/1 R – 3/2 R"}
    assert "works-council" in found.open
    [idle] = [s for s in steps(found, "today", "idle") if s.key == "works-agreement"]
    assert idle.note == "idle-open"
    assert span(risk("R27", {"works-council": "yes"}, alone), "today") == "3/1 R"
    assert span(risk("R27", {"works-council": "no"}, alone), "today") == "3/2 R"


def test_a_denied_permission_counts_half_until_it_is_enforced() -> None:
    for answer, expected, rule in (
        ("yes", "2/2 R", ""),
        ("no", "2/3 R", "K04"),
        (UNCLEAR, "2/2 R – 2/3 R", "K04"),
    ):
        found = risk("R01", {"contacts-enforced": answer}, {"M05": DONE})
        assert span(found, "target") == expected
        assert [s.note for s in steps(found, "target", "measure")] == [rule]
    assert "contacts-enforced" in found.open
    assert "contacts-enforced" not in risk("R01", {"contacts-enforced": UNCLEAR}).open


def test_a_ban_counts_only_together_with_training() -> None:
    """Looked at in each stage: training that is only planned helps after the plan, not today."""
    found = risk("R22", {}, {"M49": DONE, "M33": {"status": "planned"}})
    assert span(found, "today") == "3/2 R"
    assert span(found, "target") == "3/1 R"
    unclear = risk("R22", {}, {"M49": DONE, "M33": {"status": UNCLEAR}})
    assert span(unclear, "target") == "3/1 R – 3/2 R"
    assert "measure:training" in unclear.open


def test_an_adjustment_can_lower_severity_for_one_risk_only() -> None:
    """M45 acts on R02, R08 and R09; on R02 only under conditions."""
    without = {"M45": DONE, "M03": DONE}
    assert span(risk("R02", {"narrow-groups": "yes"}, without), "target") == "3/4 H"
    assert span(risk("R08", {}, without), "target").startswith("2/")
    whole = {**without, "M53": DONE}
    assert span(risk("R02", {"narrow-groups": "yes"}, whole), "target") == "2/4 R"
    assert span(risk("R02", {"narrow-groups": UNCLEAR}, whole), "target") == "2/4 R – 3/4 H"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (MeasureIs("training", "in_place"), True),
        (MeasureIs("training", "planned"), True),
        (MeasureIs("usage-policy", "in_place"), False),
        (MeasureStatus("training", ("implemented",)), True),
        (MeasureStatus("training", ("planned",)), False),
        (RowsAtLeast("purposes", 1, None), True),
        (RowsAtLeast("purposes", 2, None), False),
        (ResultIn("threshold", ("NO_DPIA",)), False),
        (ResultIn("threshold", ("CLARIFY", "DPIA_RECOMMENDED", "CASE_DECISION")), True),
    ],
)
def test_factors_may_rest_on_every_kind_of_condition(condition: Condition, expected: bool) -> None:  # noqa: FBT001
    q = messenger()
    factor = replace(
        q.risks["falsification"].factors[0]
        if q.risks["falsification"].factors
        else q.risks["contact-upload"].factors[0],
        when=condition,
    )
    changed = replace(q.risks["falsification"], factors=(factor,))
    answers = answered(
        NO_FACTORS,
        {"M33": DONE, "M09": {"status": "not-planned"}},
        {"purposes": [{"purpose": "P"}]},
    )
    found = by_risk(assess(with_risk(changed), answers, DAY))["R21"]
    assert bool(steps(found, "raw", "factor")) is expected
    assert found.scores["raw"].worst.severity == 2 + expected


def test_age_is_reckoned_from_the_day_of_the_assessment() -> None:
    from dpia.conditions import OlderThan

    q = messenger()
    factor = replace(q.risks["contact-upload"].factors[0], when=OlderThan("terms-version", 12))
    changed = replace(q.risks["falsification"], factors=(factor,))
    answers = answered({"terms-version": "2026-01-10"})
    for on, severity in ((date(2027, 1, 10), 2), (date(2027, 1, 11), 3)):
        found = by_risk(assess(with_risk(changed), answers, on))["R21"]
        assert found.scores["raw"].worst.severity == severity


def applying(condition: Condition, answers: Answers) -> RiskFinding:
    q = messenger()
    changed = replace(q.risks["metadata-profile"], applies=condition)
    return by_risk(assess(with_risk(changed), answers, DAY))["R02"]


def test_a_risk_that_does_not_apply_stays_listed_without_a_level() -> None:
    answers = answered({"two-step": "no"})
    found = applying(In("two-step", ("yes",)), answers)
    assert (found.applies, found.scores, found.open) == (False, {}, ())
    assert found.because == ("two-step",)


def test_a_risk_of_which_nobody_knows_whether_it_applies_is_scored_and_may_vanish() -> None:
    q = messenger()
    only = {
        "metadata-profile": replace(q.risks["metadata-profile"], applies=In("two-step", ("yes",)))
    }
    found = assess(replace(q, risks=only), answered(NO_FACTORS, NOTHING), DAY)
    [r02] = found.risks
    assert r02.applies is None
    assert r02.scores["target"].worst.level == "high"
    assert "two-step" in r02.open
    assert found.headline.highest_target == "high"
    assert found.headline.highest_target_best == "low"
    assert found.decision.best != "rejected"


def test_the_headline_is_the_highest_level_never_an_average() -> None:
    found = assess(messenger(), set_up("careful"), DAY)
    assert found.headline.highest_target == "risk"
    assert set(levels(found, "target").values()) >= {"1/1 G"}


def test_a_factor_that_may_hold_in_two_ways() -> None:
    """One branch certain is enough, whatever the other is."""
    both = AnyOf((In("externals", ("yes",)), In("only-channel", ("yes",))))
    q = messenger()
    factor = replace(q.risks["contact-upload"].factors[0], when=both)
    changed = replace(q.risks["falsification"], factors=(factor,))
    found = by_risk(assess(with_risk(changed), answered({"externals": "yes"}), DAY))["R21"]
    assert [s.note for s in steps(found, "raw", "factor")] == ["factor"]
    assert "only-channel" not in found.open


def test_severity_floors_hold_what_cannot_be_recalled() -> None:
    floors = {r.code: r.severity_floor for r in messenger().risks.values() if r.severity_floor > 1}
    assert floors == {"R15": 2, "R16": 2, "R17": 2, "R31": 2}
    answers = with_measure(set_up("careful"), "breach-process", DONE)
    [floor] = steps(by_risk(assess(messenger(), answers, DAY))["R15"], "target", "floor")
    assert (floor.key, floor.severity, floor.note) == ("severity", 1, "floor-severity")


def test_only_another_messenger_lowers_the_likelihood_of_metadata() -> None:
    """Rule K25 holds whatever effect an author may give to another measure."""
    whole = messenger()
    plan = replace(by_code("M55"), likelihood=-1)
    changed = replace(whole, measures={**whole.measures, plan.id: plan})
    answers = answered({}, {"M55": {"status": "implemented", "evidence": "Projektplan"}})
    before, after = (
        by_risk(assess(questionnaire, answers, DAY))["R02"] for questionnaire in (whole, changed)
    )
    assert shown(after.scores["today"].worst) == shown(before.scores["today"].worst)
    (step,) = [s for s in steps(after, "today", "measure") if s.key == plan.id]
    assert (step.likelihood, step.note) == (0, "only-by")
