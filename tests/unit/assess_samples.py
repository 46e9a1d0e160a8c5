"""Answers to the shipped questionnaire, as the tests of the assessment need them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from dpia.answers import from_plain
from dpia.assess import assess
from dpia.cases import read_cases
from dpia.definitions import load_questionnaire
from dpia.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.result import Assessment, Level, RiskFinding
    from dpia.model import Answers, Measure, Questionnaire

DAY = date(2026, 11, 24)
NO_FACTORS: Mapping[str, Any] = {
    "c5-users": 40,
    "externals": "no",
    "largest-group": 12,
    "professional-secrets": "no",
    "sensitive-roles": "no",
    "c7-vulnerable.minors": "no",
    "c7-vulnerable.trainees": "no",
    "features.ai": "no",
    "only-channel": "no",
}
LETTERS = {"low": "G", "risk": "R", "high": "H"}


def messenger() -> Questionnaire:
    return load_questionnaire("messenger")


def by_code(code: str) -> Measure:
    [measure] = [m for m in messenger().measures.values() if m.code == code]
    return measure


def plain_measures(measures: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Rows of the table of measures, by code."""
    return {by_code(code).id: dict(row) for code, row in measures.items()}


def answered(
    values: Mapping[str, Any] | None = None,
    measures: Mapping[str, Mapping[str, Any]] | None = None,
    tables: Mapping[str, Any] | None = None,
) -> Answers:
    rows = {"measures": plain_measures(measures)} if measures else {}
    return from_plain(
        {"values": dict(values or {}), "tables": {**(tables or {}), **rows}}, messenger()
    )


def assessed(
    values: Mapping[str, Any] | None = None,
    measures: Mapping[str, Mapping[str, Any]] | None = None,
    tables: Mapping[str, Any] | None = None,
    on: date = DAY,
) -> Assessment:
    return assess(messenger(), answered(values, measures, tables), on, reach=False)


def by_risk(assessment: Assessment) -> dict[str, RiskFinding]:
    return {risk.code: risk for risk in assessment.risks}


def shown(level: Level) -> str:
    """A level as the fact sheet writes it: 2/4 R."""
    return f"{level.severity}/{level.likelihood} {LETTERS[level.level]}"


def levels(assessment: Assessment, stage: str) -> dict[str, str]:
    """The level of every risk at a stage; it must not be a range."""
    found = {}
    for code, risk in by_risk(assessment).items():
        score = risk.scores[stage]  # type: ignore[index]  # the tests name stages only
        assert not score.is_range, code
        found[code] = shown(score.worst)
    return found


@cache
def base(name: str, of: str = "messenger") -> dict[str, Any]:
    """The answers of a whole set-up, as its case states them."""
    starts = {
        "article": "The set-up that the article",
        "careful": "A careful set-up",
        "complete": "Where everything is in order",
        "automated": "Automated decisions without",
    }
    folder = shipped("questionnaires") / of
    [case] = [case for case in read_cases(folder) if case.name.startswith(starts[name])]
    return case.answers


def set_up(
    name: str,
    change: Mapping[str, Any] | None = None,
    drop: tuple[str, ...] = (),
    of: str = "messenger",
) -> Answers:
    """A whole set-up with single answers changed or left out."""
    given = base(name, of)
    values = {**given["values"], **(change or {})}
    return from_plain(
        {"values": {k: v for k, v in values.items() if k not in drop}, "tables": given["tables"]},
        load_questionnaire(of),
    )
