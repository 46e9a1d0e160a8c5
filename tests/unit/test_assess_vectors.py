"""The two test vectors of the method, row by row, with their variants, over the shipped questionnaire."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from dpia.assess import assess
from tests.unit.assess_samples import (
    DAY,
    NO_FACTORS,
    assessed,
    by_code,
    by_risk,
    levels,
    messenger,
    set_up,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.result import Assessment, Step

MINIMUM_SET = [
    "M02",
    "M03",
    "M05",
    "M09",
    "M10",
    "M11",
    "M12",
    "M13",
    "M17",
    "M18",
    "M21",
    "M22",
    "M24",
    "M25",
    "M26",
    "M27",
    "M28",
    "M29",
    "M30",
    "M32",
    "M33",
    "M34",
    "M35",
    "M36",
    "M37",
    "M38",
    "M39",
    "M40",
    "M55",
]
ADDITIONAL = ["M14", "M45", "M53"]
VALUES: Mapping[str, Any] = {
    **NO_FACTORS,
    "works-council": "yes",
    "contacts-permission-ios": "denied",
    "contacts-permission-android": "denied",
    "contacts-enforced": "yes",
    "narrow-groups": "yes",
}
# risk, start, what counts, T, O+L, likelihood, severity (what was summed, and what a cap left of it), level;
# * a floor acted
VECTOR_1 = """
R01 | 2/4 | M02 M05 | -2 | -1 | -3→-2 | 0 | 2/2 | R
R02 | 3/4 | M36 M38 M45 M55 | 0 | 0 | 0 | -1 | 2/4 | R
R03 | 3/2 | M36 M37 M55 | 0 | -1 | -1 | 0 | 3/1 | R
R04 | 2/4 | M02 M03 M12 M21 M22 M38 | 0 | -5→-1 | -1 | 0 | 2/3 | R
R05 | 2/4 | M02 M03 M14 M53 | -1 | -3→-1 | -2 | 0 | 2/2 | R
R06 | 2/4 | M02 M03 M12 | 0 | -3→-1 | -1 | 0 | 2/3 | R
R07 | 3/3 | M12 M13 M14 M38 | -1 | -2→-1 | -2 | 0 | 3/1 | R
R08 | 3/3 | M09 M10 M11 M17 M33 M45 | 0 | -5→-1 | -1 | -3→-1 | 2/2 | R
R09 | 3/3 | M09 M10 M33 M45 | 0 | -3→-1 | -1 | -2→-1 | 2/2 | R
R10 | 3/2 | M02 M24 M29 M40 | -2 | -1 | -3→-2 | -2→-1 | 2/1* | R
R11 | 3/3 | M03 M28 M30 M33 M40 | -1 | -3→-1 | -2 | -1 | 2/1 | R
R12 | 2/3 | M30 | 0 | -1 | -1 | 0 | 2/2 | R
R13 | 3/3 | M24 M26 | -3 | 0 | -3→-2 | -1 | 2/1 | R
R14 | 2/4 | M02 M27 | -2 | -1 | -3→-2 | 0 | 2/2 | R
R15 | 2/3 | M09 M17 M18 M33 M40 | 0 | -4→-1 | -1 | -1 | 2/2* | R
R16 | 2/3 | M02 M17 M18 M30 M32 M40 | 0 | -5→-1 | -1 | -1 | 2/2* | R
R17 | 2/4 | M24 M25 | -1 | -1 | -2 | -1 | 2/2* | R
R18 | 2/3 | M25 M35 M39 | 0 | -2→-1 | -1 | 0 | 2/2 | R
R19 | 2/3 | M34 M35 | 0 | -1 | -1 | 0 | 2/2 | R
R20 | 2/2 | M21 M25 | 0 | -2→-1 | -1 | 0 | 2/1 | R
R21 | 2/2 | M09 M33 | 0 | -2→-1 | -1 | 0 | 2/1 | R
R22 | 3/2 | M09 M17 M18 | 0 | -3→-1 | -1 | 0 | 3/1 | R
R23 | 2/3 | M12 M21 M22 | 0 | -3→-1 | -1 | 0 | 2/2 | R
R24 | 2/3 | M17 | 0 | -1 | -1 | 0 | 2/2 | R
R25 | 2/3 | M09 | 0 | -1 | -1 | 0 | 2/2 | R
R26 | 2/2 | M55 | 0 | 0 | 0 | 0 | 2/2 | R
R27 | 3/2 | M09 M12 M13 | 0 | -3→-1 | -1 | 0 | 3/1 | R
R28 | 3/2 | M27 M29 M33 | -3 | -1 | -4→-2 | 0 | 3/1* | R
R29 | 2/3 | M03 M14 M53 | -1 | -2→-1 | -2 | 0 | 2/1 | R
R30 | 3/2 | M09 | 0 | -1 | -1 | 0 | 3/1 | R
R31 | 2/3 | M09 M10 M27 M33 | -2 | -3→-1 | -3→-2 | -1 | 2/1* | R
R32 | 2/2 | M10 M36 | 0 | -1 | -1 | -1 | 1/1 | G
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in VECTOR_1.strip().splitlines()]


def done(*, baseline: bool) -> dict[str, str]:
    return {
        "set": "baseline" if baseline else "additional",
        "status": "implemented",
        "evidence": "Nachweis",
        "owner": "IT-Leitung",
    }


def all_measures() -> dict[str, dict[str, str]]:
    nothing = {m.code: {"status": "not-planned"} for m in messenger().measures.values()}
    minimum = {code: done(baseline=True) for code in MINIMUM_SET}
    return {**nothing, **minimum, **{code: done(baseline=False) for code in ADDITIONAL}}


def vector_1(
    values: Mapping[str, Any] | None = None, measures: Mapping[str, dict[str, str]] | None = None
) -> Assessment:
    return assessed({**VALUES, **(values or {})}, {**all_measures(), **(measures or {})})


def of_kind(steps: tuple[Step, ...], kind: str, key: str = "") -> list[Step]:
    return [step for step in steps if step.kind == kind and key in {"", step.key}]


def capped(summed: int, cap: list[Step], axis: str) -> str:
    """A sum as the fact sheet writes it: -3→-2 when a cap acted."""
    back = sum(getattr(step, axis) for step in cap)
    return f"{summed}→{summed + back}" if cap else str(summed)


def row_of(assessment: Assessment, code: str, stage: str) -> list[str]:
    """One line of the table, taken from the trail."""
    risk = by_risk(assessment)[code]
    score = risk.scores[stage]  # type: ignore[index]  # the tests name stages only
    steps = score.steps
    [start] = of_kind(steps, "start")
    measures = [(messenger().measures[step.key], step) for step in of_kind(steps, "measure")]
    technical = sum(s.likelihood for m, s in measures if m.kind in {"T", "T/O"})
    other = sum(s.likelihood for m, s in measures if m.kind in {"O", "L"})
    organisational, total, severity = (
        of_kind(steps, "cap", key) for key in ("organisational", "total", "severity")
    )
    left = technical + other + sum(step.likelihood for step in organisational)
    mark = "*" if of_kind(steps, "floor") else ""
    level, letter = shown(score.worst).split()
    return [
        code,
        f"{start.severity}/{start.likelihood}",
        " ".join(measure.code for measure, _ in measures),
        str(technical),
        capped(other, organisational, "likelihood"),
        capped(left, total, "likelihood"),
        capped(sum(s.severity for _, s in measures), severity, "severity"),
        f"{level}{mark}",
        letter,
    ]


@pytest.mark.no_cover
@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_vector_1_row(row: list[str]) -> None:
    assessment = vector_1()
    assert row_of(assessment, row[0], "today") == row
    assert row_of(assessment, row[0], "target") == row


def test_vector_1_covers_every_risk() -> None:
    assert [row[0] for row in ROWS] == [risk.code for risk in messenger().risks.values()]
    assert len(ROWS) == 32


@pytest.mark.no_cover
@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_trail_adds_up_to_its_level(row: list[str]) -> None:
    for score in by_risk(vector_1())[row[0]].scores.values():
        *steps, last = score.steps
        assert last.kind == "class"
        assert (last.severity, last.likelihood) == (score.worst.severity, score.worst.likelihood)
        assert sum(step.severity for step in steps) == last.severity
        assert sum(step.likelihood for step in steps) == last.likelihood


def test_vector_1_counts_classes() -> None:
    assessment = vector_1()
    for stage, expected in {
        "raw": {"H": 6, "R": 26},
        "inherent": {"H": 1, "R": 30, "G": 1},
        "today": {"R": 31, "G": 1},
        "target": {"R": 31, "G": 1},
    }.items():
        letters = Counter(level.split()[1] for level in levels(assessment, stage).values())
        assert letters == Counter(expected)
    raw = levels(assessment, "raw")
    assert [c for c, level in raw.items() if level.endswith("H")] == [
        "R02", "R07", "R08", "R09", "R11", "R13",
    ]  # fmt: skip
    assert assessment.headline.highest_today == assessment.headline.highest_target == "risk"


def differences(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    return {code: level for code, level in second.items() if level != first[code]}


def test_vector_1_without_the_additional_measures_is_the_inherent_level() -> None:
    assessment = vector_1()
    assert differences(levels(assessment, "today"), levels(assessment, "inherent")) == {
        "R02": "3/4 H",
        "R05": "2/3 R",
        "R07": "3/2 R",
        "R29": "2/2 R",
    }


NOT_PLANNED = {"status": "not-planned"}


@pytest.mark.parametrize(
    ("values", "measures", "changed"),
    [
        pytest.param({}, {"M53": NOT_PLANNED}, {"R02": "3/4 H"}, id="without M53"),
        pytest.param({"narrow-groups": "no"}, {}, {"R02": "3/4 H"}, id="Q80 = no"),
        pytest.param({"contacts-enforced": "no"}, {}, {}, id="M05 not enforced"),
        pytest.param(
            {"contacts-enforced": "no"},
            {"M02": NOT_PLANNED},
            {"R01": "2/3 R"},
            id="M05 not enforced, M02 missing too",
        ),
        pytest.param(
            {},
            {"M02": NOT_PLANNED, "M04": done(baseline=True)},
            {"R16": "2/1 R"},
            id="M04 instead of M02",
        ),
        pytest.param(
            {},
            {"M24": NOT_PLANNED, "M25": NOT_PLANNED},
            {"R13": "3/1 R", "R17": "2/4 R"},
            id="without M24 and M25",
        ),
        pytest.param(
            {},
            {"M30": {k: v for k, v in done(baseline=True).items() if k != "owner"}},
            {"R12": "2/3 R"},
            id="M30 without owner",
        ),
    ],
)
def test_vector_1_variant(
    values: dict[str, str], measures: dict[str, dict[str, str]], changed: dict[str, str]
) -> None:
    assessment = vector_1(values, measures)
    usual = levels(vector_1(), "today")
    assert differences(usual, levels(assessment, "today")) == changed


def test_m30_without_owner_still_counts_in_the_plan() -> None:
    """Rule K18 makes "implemented" without a named owner "partial": not today, but after the plan."""
    measure = {k: v for k, v in done(baseline=True).items() if k != "owner"}
    risk = by_risk(vector_1(measures={"M30": measure}))["R12"]
    assert shown(risk.scores["target"].worst) == "2/2 R"
    [idle] = [step for step in risk.scores["today"].steps if step.key == by_code("M30").id]
    assert (idle.kind, idle.note) == ("idle", "idle-no-evidence")


SECOND: Mapping[str, dict[str, str]] = {
    "M09": {"set": "baseline", "status": "implemented", "evidence": "Policy"},
    "M28": {"set": "baseline", "status": "implemented", "evidence": "Checklist"},
    "M40": {"set": "baseline", "status": "implemented", "evidence": "Process"},
    "M33": {"set": "baseline", "status": "partial"},
    "M14": {"set": "additional", "status": "planned"},
}
STAGES = ("raw", "inherent", "today", "target")


def vector_2(measures: Mapping[str, dict[str, str]] | None = None) -> Assessment:
    nothing = {m.code: NOT_PLANNED for m in messenger().measures.values()}
    return assessed(VALUES, {**nothing, **SECOND, **(measures or {})})


@pytest.mark.parametrize(
    ("code", "expected", "counted"),
    [
        ("R07", "3/3 H, 3/3 H, 3/3 H, 3/2 R", ", , , M14"),
        ("R11", "3/3 H, 2/1 R, 2/2 R, 2/1 R", ", M28 M33 M40, M28 M40, M28 M33 M40"),
        ("R15", "2/3 R, 2/2 R, 2/2 R, 2/2 R", ", M09 M33 M40, M09 M40, M09 M33 M40"),
    ],
)
def test_vector_2_row(code: str, expected: str, counted: str) -> None:
    assessment = vector_2()
    assert ", ".join(levels(assessment, stage)[code] for stage in STAGES) == expected
    assert ", ".join(row_of(assessment, code, stage)[2] for stage in STAGES) == counted


def test_vector_2_caps_and_floors() -> None:
    rows = {stage: row_of(vector_2(), "R15", stage) for stage in STAGES}
    assert rows["inherent"][3:] == ["0", "-2→-1", "-1", "-1", "2/2*", "R"]
    assert rows["today"][3:] == ["0", "-1", "-1", "-1", "2/2*", "R"]
    assert rows["target"][3:] == rows["inherent"][3:]


def test_vector_2_headline() -> None:
    assessment = vector_2()
    assert by_risk(assessment)["R07"].scores["today"].worst.level == "high"
    assert assessment.headline.highest_today == "high"


@pytest.mark.parametrize(
    ("measures", "changed"),
    [
        pytest.param(
            {"M28": {"set": "baseline", "status": "implemented"}},
            {"R11": "2/3 R"},
            id="M28 without evidence",
        ),
        pytest.param(
            {"M33": {"set": "baseline", "status": "partial", "reason": "Two of four teams"}},
            {"R11": "2/1 R"},
            id="M33 with a reason",
        ),
    ],
)
def test_vector_2_variant(measures: dict[str, dict[str, str]], changed: dict[str, str]) -> None:
    """Only the risks of the vector are named by it; M33 acts on others too."""
    usual, found = levels(vector_2(), "today"), levels(vector_2(measures), "today")
    named = {"R07", "R11", "R15"}
    assert {c: v for c, v in differences(usual, found).items() if c in named} == changed
    assert levels(vector_2(measures), "target") == levels(vector_2(), "target")


def test_vector_2_verdict_with_every_gate_met() -> None:
    """Every gate is met and no risk is high after the plan: what stands against an approval is unfinished.

    The careful set-up meets every gate, but only with more measures than the vector has; so its plan is
    kept, and M14 and M33 are what the vector makes of them.
    """
    answers = set_up("careful")
    rows = []
    for row in answers.tables["measures"]:
        changed = {"restrict-presence": SECOND["M14"], "training": SECOND["M33"]}.get(row.id)
        rows.append(type(row)(row.id, changed or row.values))
    given = type(answers)(answers.values, {**answers.tables, "measures": tuple(rows)})
    found = assess(messenger(), given, DAY)
    assert {gate.status for gate in found.gates} == {"met"}
    assert found.decision.proposed == "conditionally_approved"
    codes = {code for reason in found.decision.reasons for code in reason.codes}
    assert codes == {"M14", "M33", "G17"}
    assert {item.code for item in found.decision.conditions} == {"M14", "M33"}
