"""The risks for the report: both tracks, the matrices and the residual risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.facts import FORESEEN
from dpia.assess.result import STAGES
from dpia.render.judgements import accepted, beside, judged_rows, setting_step
from dpia.render.references import references
from dpia.render.scores import acceptance, fill, level_name, score_view

if TYPE_CHECKING:
    from dpia.assess.result import RiskFinding, Stage
    from dpia.render.case import Case, Item

_FEARED = ("illegitimate-access", "modification", "disappearance")


def risks_view(case: Case) -> Item:
    """Return the risks as sections 3.1, 4.1 and 4.2 print them."""
    scored = [finding for finding in case.assessment.risks if finding.applies is not False]
    views = [risk_view(case, finding) for finding in scored]
    track_b = [view for view in views if view["track"] == "B"]
    return {
        "all": views,
        "track_a": [view for view in views if view["track"] == "A"],
        "track_b": [
            {
                "title": case.term("feared", feared),
                "risks": [view for view in track_b if view["feared"] == feared],
            }
            for feared in _FEARED
        ],
        "not_applicable": [
            _left_out(case, finding)
            for finding in case.assessment.risks
            if finding.applies is False
        ],
        "judged_before": judged_rows(case, scored, ("raw", "inherent")),
        "judged_after": judged_rows(case, scored, ("today", "target")),
        "scale": [_bare_matrix(case)],
        "before": [_matrix(case, scored, "raw"), _matrix(case, scored, "inherent")],
        "after": [_matrix(case, scored, "today"), _matrix(case, scored, "target")],
        "counts": _counts(case, scored),
    }


def risk_view(case: Case, finding: RiskFinding) -> Item:
    """Return one risk with its scores at every stage."""
    risk = case.questionnaire.risks[finding.id]
    scores: Item = {str(stage): _score(case, finding, stage) for stage in STAGES}
    return {
        "code": finding.code,
        "title": case.text(risk.title),
        "track": risk.track,
        "feared": risk.feared,
        "source": case.text(risk.source),
        "event": case.marked(case.text(risk.event), risk.grounds)
        if risk.grounds.confidence == "U"
        else case.text(risk.event),
        "impact": case.text(risk.impact),
        "persons": case.terms("persons", risk.persons),
        "goals": case.terms("goals", risk.goals),
        "applies_note": "" if finding.applies else case.say("applies-open"),
        **scores,
        "factors": _factors(case, finding),
        "baseline": _measures(case, finding, baseline=True),
        "additional": _measures(case, finding, baseline=False),
        "inherent_acceptance": _accepted(case, finding, "inherent"),
        "target_acceptance": _accepted(case, finding, "target"),
        "gates": ", ".join(_gate_code(case, gate) for gate in risk.gates),
        "open": references(case, finding.open),
    }


def _score(case: Case, finding: RiskFinding, stage: Stage) -> Item:
    """The score of a stage; where a level was set, the computed one beside it."""
    score = finding.scores.get(stage)
    view, note = score_view(case, score), beside(case, score)
    if not note:
        return view
    return view | {key: f"{view[key]}\n{note}" for key in ("level", "short")}


def _left_out(case: Case, finding: RiskFinding) -> Item:
    because = "\n".join(references(case, finding.because)) or case.say("none-given")
    if finding.excluded:
        because = case.say("assessor-excludes", reason=finding.excluded)
    title = case.text(case.questionnaire.risks[finding.id].title)
    return {"code": finding.code, "title": title, "because": because}


def _accepted(case: Case, finding: RiskFinding, stage: Stage) -> str:
    score = finding.scores.get(stage)
    if score is None:
        return ""
    lines = (acceptance(case, score.worst), accepted(case, finding.acceptance.get(stage)))
    return "\n".join(line for line in lines if line)


def _factors(case: Case, finding: RiskFinding) -> str:
    risk = case.questionnaire.risks[finding.id]
    raw = finding.scores.get("raw")
    steps = [step for step in raw.steps if step.kind == "factor"] if raw else []
    counted = {step.key for step in steps if step.note != "factor-struck"}
    lines = [
        case.marked(case.text(factor.text), factor.grounds)
        for factor in risk.factors
        if factor.id in counted
    ]
    lines += [
        case.say("factor-assessor", change=setting_step(case, setting)["change"])
        for setting in (raw.settings if raw else ())
        if setting.counts and setting.value != setting.computed
    ]
    return "\n".join(lines) or case.say("no-factor")


def _measures(case: Case, finding: RiskFinding, *, baseline: bool) -> str:
    """The measures that are provided for against this risk, by code and status."""
    lines = [
        f"{measure.code} ({case.term('measure-statuses', measure.status)})"
        for measure in case.assessment.measures
        if measure.baseline is baseline
        and finding.id in measure.risks
        and measure.applies is not False
        and measure.status in FORESEEN
    ]
    return ", ".join(lines) or case.say("none")


def _gate_code(case: Case, gate_id: str) -> str:
    gate = case.questionnaire.gates.get(gate_id)
    return gate_id if gate is None else gate.code


def _matrix(case: Case, findings: list[RiskFinding], stage: Stage) -> Item:
    """The matrix of one stage: severity falls from row to row, likelihood grows to the right."""
    scale = case.questionnaire.scale
    levels = sorted(scale.levels)
    return {
        "title": case.say("matrix-title", stage=case.term("stages", stage)),
        "rows": [
            {
                "severity": f"{severity} {case.text(scale.levels[severity])}",
                "cells": [
                    _matrix_cell(case, findings, stage, (severity, likelihood))
                    for likelihood in levels
                ],
            }
            for severity in reversed(levels)
        ],
        "likelihoods": [f"{level} {case.text(scale.levels[level])}" for level in levels],
    }


def _bare_matrix(case: Case) -> Item:
    """The matrix of the method, before any risk stands in it."""
    matrix = _matrix(case, [], "raw") | {"title": case.say("matrix-of-method")}
    for row in matrix["rows"]:
        for cell in row["cells"]:
            cell["codes"] = ""
    return matrix


def _matrix_cell(
    case: Case, findings: list[RiskFinding], stage: Stage, place: tuple[int, int]
) -> Item:
    scale = case.questionnaire.scale
    level = scale.matrix.get(place, "")
    codes = [
        finding.code
        for finding in findings
        if stage in finding.scores
        and (finding.scores[stage].worst.severity, finding.scores[stage].worst.likelihood) == place
    ]
    label = level_name(case, level) + (" *" if place in scale.border else "")
    return {"fill": fill(case, level), "label": label, "codes": ", ".join(codes) or "–"}


def _counts(case: Case, findings: list[RiskFinding]) -> list[Item]:
    """How many risks each class holds, today and after the plan."""
    scale = case.questionnaire.scale
    ranked = sorted(scale.classes, key=lambda level: -scale.class_rank[level])
    stages: tuple[Stage, ...] = ("raw", "inherent", "today", "target")
    return [
        {"level": level_name(case, level), "fill": fill(case, level)}
        | {
            stage: str(
                sum(
                    finding.scores[stage].worst.level == level
                    for finding in findings
                    if stage in finding.scores
                )
            )
            for stage in stages
        }
        for level in ranked
    ]
