"""What an assessor judges by hand: it counts with a reason, stands beside the computed level, and meets its limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dpia.answers import from_plain, with_own
from dpia.assess import assess
from tests.unit.assess_samples import DAY, by_risk, messenger, set_up, shown

if TYPE_CHECKING:
    from dpia.assess.result import Assessment
    from dpia.model import Answers

REASON = "Nur Schichtgruppen mit dienstlichen Nummern; mehr als die Anwesenheit ist nicht ablesbar."
DONE = {"status": "implemented", "evidence": "Nachweis", "owner": "IT-Leitung"}
few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def judged(base: str = "careful", **tables: Any) -> Assessment:
    """A whole set-up with further tables (underscores for hyphens)."""
    given_answers = with_tables(set_up(base), **tables)
    return assess(with_own(messenger(), given_answers.tables), given_answers, DAY, reach=False)


def with_tables(start: Answers, **tables: Any) -> Answers:
    added = from_plain(
        {"tables": {name.replace("_", "-"): rows for name, rows in tables.items()}}, messenger()
    )
    kept = dict(start.tables)
    for name, rows in added.tables.items():
        ids = {row.id for row in rows}
        kept[name] = (*(r for r in kept.get(name, ()) if r.id not in ids), *rows)
    return replace(start, tables=kept)


def fired(found: Assessment) -> dict[str, tuple[str, ...]]:
    return {rule.code: rule.about for rule in found.rules}


def levels_row(risk: str, reason: str = REASON, **cells: str) -> dict[str, Any]:
    named = {key.replace("_", "-"): value for key, value in cells.items()}
    return {"risk_levels": {risk: {**named, "reason": reason}}}


def test_a_level_set_with_a_reason_holds_and_the_computed_one_stays() -> None:
    score = by_risk(judged(**levels_row("performance-monitoring", target_severity="2")))[
        "R07"
    ].scores["target"]
    assert (shown(score.worst), shown(score.computed_worst)) == ("2/1 R", "3/1 R")
    [setting] = score.settings
    assert (setting.axis, setting.computed, setting.value, setting.reason) == (
        "severity", 3, 2, REASON,
    )  # fmt: skip


@pytest.mark.parametrize("reason", ["", "x" * 49, " " * 60])
def test_without_a_reason_nothing_counts(reason: str) -> None:
    row = levels_row("performance-monitoring", reason, target_severity="1")
    assert judged(**row).risks == judged().risks


def test_higher_is_always_allowed() -> None:
    found = judged(**levels_row("metadata-profile", target_severity="4", target_likelihood="4"))
    assert shown(by_risk(found)["R02"].scores["target"].worst) == "4/4 H"
    assert not {"K17", "K25", "K27"} & set(fired(found))
    assert found.headline.highest_target == "high"


def test_severity_falls_by_two_only_by_hand() -> None:
    score = by_risk(judged(**levels_row("unencrypted-backups", today_severity="1")))["R13"]
    assert score.scores["raw"].worst.severity - score.scores["today"].worst.severity == 2


def test_a_severity_below_the_floor_does_not_count() -> None:
    found = judged(**levels_row("wrong-recipient", target_severity="1"))
    score = by_risk(found)["R15"].scores["target"]
    assert score.worst == score.computed_worst
    assert [s.refused for s in score.settings] == ["below-floor"]
    assert fired(found)["K27"] == ("risk:wrong-recipient",)
    assert "K27" in [rule.code for rule in found.blocking]


def test_metadata_become_rarer_only_with_another_messenger() -> None:
    row = levels_row("metadata-profile", today_likelihood="2")
    refused = judged(**row)
    assert fired(refused)["K25"] == ("risk:metadata-profile",)
    [setting] = by_risk(refused)["R02"].scores["today"].settings
    assert setting.because == ("measure:privacy-friendly-messenger",)
    there = judged(**row, measures={"privacy-friendly-messenger": DONE})
    assert "K25" not in fired(there)


def test_the_plan_goes_below_the_inherent_risk_only_by_an_additional_measure() -> None:
    row = levels_row("unencrypted-backups", target_severity="1")
    assert fired(judged(**row))["K17"] == ("risk:unencrypted-backups",)
    with_one = judged(**row, measures={"container": {**DONE, "set": "additional"}})
    assert "K17" not in fired(with_one)
    lowered = judged(
        **levels_row("unencrypted-backups", inherent_severity="1", target_severity="1")
    )
    assert "K17" not in fired(lowered)


def start_row(risk: str, reason: str = REASON, **cells: str) -> dict[str, Any]:
    return {"risk_start": {risk: {**cells, "reason": reason}}}


def test_another_raw_value_is_where_every_stage_starts() -> None:
    found = by_risk(judged(**start_row("falsification", severity="3")))["R21"]
    assert {score.worst.severity for score in found.scores.values()} == {3}
    assert found.scores["raw"].computed_worst.severity == 2
    assert found.scores["target"].computed_worst.severity == 3


def test_a_raw_value_further_away_than_a_factor_reaches_does_not_count() -> None:
    assert judged(**start_row("falsification", severity="4")).risks == judged().risks


def test_a_circumstance_that_is_a_measure_already_does_not_count_twice() -> None:
    found = judged(**start_row("contact-upload", severity="1"))
    assert fired(found)["K36"] == ("risk:contact-upload",)
    assert shown(by_risk(found)["R01"].scores["raw"].worst) == "2/4 R"
    free = judged(
        **start_row("conflict-in-groups", severity="2"),
        measures={"announcement-groups": {"status": "not-planned"}},
    )
    assert "K36" not in fired(free)
    assert by_risk(free)["R22"].scores["raw"].worst.severity == 2


def test_a_factor_is_struck_only_with_a_reason() -> None:
    def scored(reason: str) -> str:
        start = set_up("careful", {"externals": "yes"})
        rows = {"wrong-recipient.external-members": {"struck": "yes", "reason": reason}}
        found = assess(messenger(), with_tables(start, risk_factors=rows), DAY, reach=False)
        return shown(by_risk(found)["R15"].scores["raw"].worst)

    assert (scored(REASON), scored("kurz")) == ("2/3 R", "2/4 R")


def test_a_risk_that_does_not_apply_stays_listed_and_one_feared_event_each_must_remain() -> None:
    found = judged(**start_row("falsification", applies="no"))
    risk = by_risk(found)["R21"]
    assert (risk.applies, risk.scores, risk.excluded) == (False, {}, REASON)
    assert fired(found)["K16"] == ("feared:modification",)
    assert by_risk(judged(**start_row("falsification", "kurz", applies="no")))["R21"].applies


def test_acceptance_decides_with_the_rest() -> None:
    def not_accepted(**tables: Any) -> bool:
        alone = set_up("careful", drop=("residual-justification",))
        found = assess(messenger(), with_tables(alone, **tables), DAY, reach=False)
        return any(r.key == "not-accepted" and "R03" in r.codes for r in found.decision.reasons)

    yes = {"target": "yes", "target-discussion": REASON}
    assert not_accepted()
    assert not not_accepted(risk_acceptance={"third-country-access": yes})
    assert not_accepted(risk_acceptance={"third-country-access": {"target": "yes"}})
    assert not_accepted(risk_acceptance={"third-country-access": {"target": "no"}})


def test_a_measure_without_evidence_and_a_cap_are_noted() -> None:
    found = judged(measures={"training": {"status": "implemented", "set": "baseline"}})
    assert fired(found)["K18"] == ("measure:training",)
    assert "risk:wrong-recipient" in fired(found)["K26"]
    assert {"K18", "K26"} & {rule.code for rule in found.blocking} == set()


CATALOGUE = sorted(messenger().risks)
STAGES = ("inherent", "today", "target")
VALUES = st.sampled_from(["1", "2", "3", "4"])


@pytest.mark.no_cover
@few
@given(st.sampled_from(CATALOGUE), st.sampled_from(STAGES), VALUES, VALUES)
def test_a_set_level_changes_only_that_stage_of_that_risk(
    risk: str, stage: str, severity: str, likelihood: str
) -> None:
    """Law, and: floors hold whatever is set, and what is refused leaves the computed level."""
    row = {f"{stage}-severity": severity, f"{stage}-likelihood": likelihood, "reason": REASON}
    before, after = judged(), judged(risk_levels={risk: row})
    for old, new in zip(before.risks, after.risks, strict=True):
        for name, score in new.scores.items():
            if (new.id, name) != (risk, stage):
                assert score == old.scores[name]
                continue
            assert score.computed_worst == old.scores[name].computed_worst
            assert score.worst.severity >= messenger().risks[risk].severity_floor
            held = {s.axis: s.value if s.counts else s.computed for s in score.settings}
            assert (score.worst.severity, score.worst.likelihood) == (
                held["severity"], held["likelihood"],
            )  # fmt: skip


OWN_RISK = {
    "title": "Abgehörte Sprachnachrichten", "track": "B", "feared": "illegitimate-access",
    "persons": "Kunden", "event": "Laut abgespielt", "impact": "Bloßstellung",
    "severity": "3", "likelihood": "3", "why": REASON,
}  # fmt: skip
OWN_MEASURE = {
    "title": "Kopfhörer", "kind": "O", "risks": "e1, R7 und R15", "likelihood": "1", "severity": "0",
    "why": REASON, **DONE,
}  # fmt: skip


def test_own_risks_and_measures_are_treated_like_the_catalogues() -> None:
    found = judged(own_risks=[{**OWN_RISK, "measures": "M28, M33"}], own_measures=[OWN_MEASURE])
    own = by_risk(found)["E01"]
    assert shown(own.scores["raw"].worst) == "3/3 H"
    steps = {step.key: step.likelihood for step in own.scores["target"].steps}
    assert steps["two-step-verification"] == steps["training"] == steps["own-measure-1"] == -1
    assert shown(own.scores["target"].worst) == "3/1 R"  # organisational ones are capped at one
    [measure] = [m for m in found.measures if m.code == "EM01"]
    assert set(measure.risks) == {"own-risk-1", "performance-monitoring", "wrong-recipient"}


def test_an_own_risk_is_judged_by_hand_and_covers_a_feared_event() -> None:
    modified = {**OWN_RISK, "feared": "modification"}
    given_answers = with_tables(
        set_up("careful"),
        own_risks=[modified],
        risk_start={"falsification": {"applies": "no", "reason": REASON}},
        risk_levels={"own-risk-1": {"today-severity": "2", "reason": REASON}},
    )
    found = assess(with_own(messenger(), given_answers.tables), given_answers, DAY, reach=False)
    assert "K16" not in fired(found)
    assert by_risk(found)["E01"].scores["today"].worst.severity == 2


@pytest.mark.no_cover
@few
@given(
    st.sampled_from(["T", "O", "L"]),
    st.lists(st.sampled_from([r.code for r in messenger().risks.values()]), min_size=1, max_size=4),
    st.sampled_from(["0", "1"]),
    st.sampled_from(["0", "1"]),
    st.sampled_from(["baseline", "additional"]),
    st.sampled_from(["planned", "partial", "implemented", "not-planned"]),
)
def test_an_own_measure_raises_no_level_and_moves_no_gate(
    kind: str, risks: list[str], likelihood: str, severity: str, part: str, status: str
) -> None:
    row = {**OWN_MEASURE, "kind": kind, "risks": ", ".join(risks), "likelihood": likelihood,
           "severity": severity, "set": part, "status": status}  # fmt: skip
    before, after = judged("article"), judged("article", own_measures=[row])
    assert before.gates == after.gates
    for old, new in zip(before.risks, after.risks, strict=True):
        for stage, score in new.scores.items():
            assert score.worst.severity <= old.scores[stage].worst.severity
            assert score.worst.likelihood <= old.scores[stage].worst.likelihood
            assert score.worst.severity >= messenger().risks[new.id].severity_floor
