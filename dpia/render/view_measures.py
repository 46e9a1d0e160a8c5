"""The measures for the report: those of section 2.3, the additional ones, and the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.facts import FORESEEN
from dpia.model import UNCLEAR
from dpia.render.boxes import status_boxes
from dpia.render.edpb import fields
from dpia.render.references import measure_status

if TYPE_CHECKING:
    from dpia.assess.result import MeasureFinding
    from dpia.render.case import Case, Item

_TABLES = ("2.3.a", "2.3.b", "2.3.c", "2.3.d", "2.3.e")
_TABLE = "measures"
_UNFINISHED = {"planned", "partial"}


def measures_view(case: Case) -> Item:
    """Return the tables of 2.3.a-e, 4.2.a and 4.2.c."""
    found = [finding for finding in case.assessment.measures if finding.applies is not False]
    baseline = [finding for finding in found if finding.baseline]
    additional = [finding for finding in found if not finding.baseline]
    told: dict[str, str] = {}
    tables: Item = {
        f"t_{table.replace('.', '_')}": [
            _group(case, baseline, code, told) for code in _codes(table)
        ]
        for table in _TABLES
    }
    return tables | {
        "unplaced": [_measure(case, finding) for finding in baseline if _unplaced(case, finding)],
        "additional": [_measure(case, f) for f in additional if f.status in FORESEEN],
        "additional_open": _names(case, [f for f in additional if f.status in {"", UNCLEAR}]),
        "not_planned": _names(case, [f for f in additional if f.status == "not-planned"]),
        "plan": [_measure(case, f) for f in found if f.status in _UNFINISHED],
        "all": [_listed(case, finding) for finding in case.assessment.measures],
    }


def _codes(table: str) -> list[str]:
    """The rows that the template fixes for a table; one that it leaves free is a single row."""
    return [row.id for row in fields()[table].rows] or [table]


def _group(case: Case, findings: list[MeasureFinding], code: str, told: dict[str, str]) -> Item:
    """One fixed row of a table of 2.3 with its measures, each explained where it stands first."""
    title, rows = case.term("edpb-fields", code), []
    for finding in findings:
        if code in case.questionnaire.measures[finding.id].tables:
            row = _measure(case, finding)
            if finding.id in told:
                first = told[finding.id]
                row["discussion"] = case.say("told-under", code=finding.code, group=first)
            told.setdefault(finding.id, title)
            rows.append(row)
    return {"title": "" if code in fields() else title, "rows": rows}


def _unplaced(case: Case, finding: MeasureFinding) -> bool:
    """Whether a baseline measure stands in no table of 2.3."""
    placed = {code for table in _TABLES for code in _codes(table)}
    return not placed & set(case.questionnaire.measures[finding.id].tables)


def _measure(case: Case, finding: MeasureFinding) -> Item:
    measure = case.questionnaire.measures[finding.id]
    codes = (case.questionnaire.risks[risk].code for risk in measure.risks)
    return {
        "code": finding.code,
        "title": case.text(measure.title),
        "kind": case.term("measure-kinds", measure.kind),
        "set": case.say("set-baseline" if finding.baseline else "set-additional"),
        "status": _status(case, finding),
        "boxes": _boxes(case, finding),
        "evidence": finding.evidence,
        "explanation": case.text(measure.explanation),
        "owner": finding.owner,
        "due": case.printed(finding.due),
        "reason": finding.reason,
        "risks": ", ".join(codes),
        "effect": _effect(case, finding),
        "discussion": _lines(case.text(measure.explanation), finding.reason),
    }


def _listed(case: Case, finding: MeasureFinding) -> Item:
    """One row of Annex E: everything that was entered for a measure, and why it has the effect it has."""
    row = _measure(case, finding)
    grounds = case.questionnaire.measures[finding.id].grounds
    left_out = case.say("idle-not-applicable") if finding.applies is False else ""
    remark = case.answers.notes.get(f"{_TABLE}.{finding.id}", "")
    return row | {
        "kind": _lines(row["kind"], row["set"]),
        "status": _lines(row["status"], left_out and f"({left_out})"),
        "evidence": _lines(finding.evidence, finding.reason, remark),
        "owner": _lines(finding.owner, row["due"]),
        "effect": _lines(
            f"{row['effect']} {case.cite_numbers(grounds.sources)}".strip(), case.text(grounds.why)
        ),
    }


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _status(case: Case, finding: MeasureFinding) -> str:
    """The status as entered, and what it counts as where that differs."""
    status = measure_status(case, finding.status)
    if finding.counts_as in {"", finding.status} or finding.status in {"", UNCLEAR}:
        return status
    counted = measure_status(case, finding.counts_as)
    return f"{status} ({case.say('counted-as', status=counted)})"


def _boxes(case: Case, finding: MeasureFinding) -> str:
    """The three boxes of the status, with what they cannot say below them."""
    boxes = status_boxes(case, finding.status)
    if finding.status not in FORESEEN:
        return f"{boxes}\n({_status(case, finding)})"
    if finding.counts_as in {"", finding.status}:
        return boxes
    counted = measure_status(case, finding.counts_as)
    return f"{boxes}\n({case.say('counted-as', status=counted)})"


def _effect(case: Case, finding: MeasureFinding) -> str:
    measure = case.questionnaire.measures[finding.id]
    parts = [
        case.say(key, step=f"{value:+d}".replace("-", "−"))
        for key, value in (
            ("step-likelihood", measure.likelihood),
            ("step-severity", measure.severity),
        )
        if value
    ]
    effect = ", ".join(parts) or case.say("step-unchanged")
    return case.marked(effect, measure.grounds)


def _names(case: Case, findings: list[MeasureFinding]) -> str:
    return "; ".join(
        f"{finding.code} {case.text(case.questionnaire.measures[finding.id].title)}"
        for finding in findings
    )
