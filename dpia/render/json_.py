"""The assessment as JSON: every finding with what it rests on, for programs. A promise: the shipped schema."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dpia.assess.result import STAGES
from dpia.conditions import references
from dpia.render.edpb import edition
from dpia.render.indented import indented
from dpia.render.json_alternatives import alternatives_item
from dpia.render.json_changes import changes_item
from dpia.render.json_open import open_items
from dpia.render.json_score import score_item
from dpia.render.json_terms import terms_item
from dpia.render.json_threshold import consultation_item, threshold_item
from dpia.render.printable import printable

if TYPE_CHECKING:
    from dpia.assess.result import (
        Assessment,
        DecisionFinding,
        GateFinding,
        MeasureFinding,
        ReviewFinding,
        RiskFinding,
        RuleFinding,
    )
    from dpia.model import Questionnaire, Value
    from dpia.render.context import ReportContext

SCHEMA = "urn:dpia:assessment:1"
_STAGE_KEYS = dict(
    zip(STAGES, ("raw", "inherent", "residual_today", "residual_target"), strict=True)
)
Item = dict[str, Any]


def render_json(
    questionnaire: Questionnaire, assessment: Assessment, language: str, context: ReportContext
) -> bytes:
    """Return the JSON document: sorted keys, UTF-8, ending with a newline."""
    return json_bytes(assessment_document(questionnaire, assessment, language, context))


def json_bytes(document: Item) -> bytes:
    """Return a document as it is written: sorted keys, UTF-8, ending with a newline."""
    return f"{indented(document)}\n".encode()


def assessment_document(
    questionnaire: Questionnaire, assessment: Assessment, language: str, context: ReportContext
) -> Item:
    """Return the document as plain data."""
    document: Item = printable(_document(questionnaire, assessment, language, context))
    return document


def _document(
    questionnaire: Questionnaire, assessment: Assessment, language: str, context: ReportContext
) -> Item:
    return {
        **document_head(SCHEMA, assessment, language, context),
        "template": _template(),
        "complete": assessment.complete,
        "open": open_items(assessment.open),
        "threshold": threshold_item(assessment.threshold),
        "gates": [gate_item(finding) for finding in assessment.gates],
        "risks": [_risk(questionnaire, finding, language) for finding in assessment.risks],
        "measures": [_measure(questionnaire, finding, language) for finding in assessment.measures],
        "findings": [finding_item(finding) for finding in assessment.rules],
        "headline": _headline(assessment),
        "decision": _decision(assessment.decision),
        "review": [_review(finding) for finding in assessment.review],
        "consultation": consultation_item(assessment.consultation),
        "alternatives": alternatives_item(assessment.alternatives),
        "terms": terms_item(questionnaire, assessment, language),
        "maintained": [dict(one) for one in context.maintained],
        "changes": None if context.changes is None else changes_item(context.changes),
    }


def document_head(
    schema: str, assessment: Assessment, language: str, context: ReportContext
) -> Item:
    """Return what every document says of itself: by what it was made, from what, when and in which state."""
    return {
        "schema": schema,
        "tool": {"version": context.tool_version},
        "questionnaire": {
            "id": assessment.questionnaire_id,
            "version": assessment.questionnaire_version,
            "digest": assessment.questionnaire_digest,
        },
        "input": _input(context),
        "date": assessment.on.isoformat(),
        "language": language,
        "draft": context.draft,
        "version": context.version_number,
    }


def _input(context: ReportContext) -> Item:
    """The workbook, and the cells whose text could not be taken letter by letter, if there are any."""
    named: Item = {"name": context.input_name, "sha256": context.input_sha256}
    changed = [
        {"place": str(one.place), "subject": one.subject, "what": dict(one.what)}
        for one in context.changed
    ]
    return {**named, "changed": changed} if changed else named


def _template() -> Item:
    """The edition of the EDPB template that the report follows."""
    followed = edition()
    return {"name": followed.name, "version": followed.version, "adopted": followed.adopted}


def _headline(assessment: Assessment) -> Item:
    headline = assessment.headline
    return {
        "stops_not_met": headline.stops_not_met,
        "highest_today": {"best": headline.highest_today_best, "worst": headline.highest_today},
        "highest_target": {"best": headline.highest_target_best, "worst": headline.highest_target},
    }


def finding_item(finding: RuleFinding) -> Item:
    """Return one consistency finding."""
    return {
        "code": finding.code,
        "id": finding.id,
        "severity": finding.severity,
        "about": list(finding.about),
        "because": list(finding.because),
        "sources": list(finding.sources),
    }


def gate_item(finding: GateFinding) -> Item:
    """Return one gate with its requirements."""
    return {
        "code": finding.code,
        "id": finding.id,
        "applies": finding.status != "not_applicable",
        "status": finding.status,
        "stop": finding.stop,
        "requirements": [
            {
                "id": need.id,
                "status": need.status,
                "because": list(need.because),
                "open": list(need.open),
            }
            for need in finding.requirements
        ],
        "because": list(finding.because),
        "open": list(finding.open),
        "sources": list(finding.sources),
    }


def _risk(questionnaire: Questionnaire, finding: RiskFinding, language: str) -> Item:
    risk = questionnaire.risks[finding.id]
    scores = {_STAGE_KEYS[stage]: None for stage in STAGES} | {
        _STAGE_KEYS[stage]: score_item(score) for stage, score in finding.scores.items()
    }
    return {
        "code": finding.code,
        "id": finding.id,
        "title": risk.title[language],
        "own": risk.own,
        "track": risk.track,
        "applies": finding.applies,
        "excluded": finding.excluded,
        "struck": dict(finding.struck),
        "acceptance": {
            _STAGE_KEYS[stage]: {"acceptable": one.acceptable, "discussion": one.discussion}
            for stage, one in finding.acceptance.items()
        },
        "because": list(finding.because),
        "open": list(finding.open),
        "sources": list(finding.sources),
        **scores,
    }


def _measure(questionnaire: Questionnaire, finding: MeasureFinding, language: str) -> Item:
    measure = questionnaire.measures[finding.id]
    return {
        "title": measure.title[language],
        "own": measure.own,
        "effect": {"severity": measure.severity, "likelihood": measure.likelihood},
        "because": [] if measure.when is None else list(references(measure.when)),
        "code": finding.code,
        "id": finding.id,
        "applies": finding.applies,
        "baseline": finding.baseline,
        "status": finding.status,
        "counts_as": finding.counts_as,
        "evidence": finding.evidence,
        "owner": finding.owner,
        "due": _plain(finding.due),
        "reason": finding.reason,
        "risks": list(finding.risks),
    }


def _review(finding: ReviewFinding) -> Item:
    return {
        "id": finding.id,
        "due": finding.due,
        "due_on": _plain(finding.due_on),
        "because": list(finding.because),
        "sources": list(finding.sources),
    }


def _decision(decision: DecisionFinding) -> Item:
    return {
        "proposed": decision.proposed,
        "best": decision.best,
        "worst": decision.worst,
        "reasons": [{"key": r.key, "codes": list(r.codes)} for r in decision.reasons],
        "conditions": [
            {
                "code": condition.code,
                "id": condition.id,
                "kind": condition.kind,
                "owner": condition.owner,
                "due": _plain(condition.due),
            }
            for condition in decision.conditions
        ],
        "taken": decision.taken,
    }


def _plain(value: Value | None) -> str | float | None:
    return value.isoformat() if isinstance(value, date) else value
