"""The legal gates, the consistency findings and the threshold analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.problems import found_at
from dpia.render import fills
from dpia.render.references import references

if TYPE_CHECKING:
    from dpia.assess.result import (
        CriterionFinding,
        GateFinding,
        RequirementFinding,
        RuleFinding,
    )
    from dpia.render.case import Case, Item


def gate_view(case: Case, finding: GateFinding) -> Item:
    """Return one legal gate with its requirements."""
    gate = case.questionnaire.gates[finding.id]
    closed = finding.status in {"met", "not_applicable"}
    left_out = finding.status == "not_applicable"
    return {
        "code": finding.code,
        "title": case.text(gate.title),
        "norm": case.text(gate.norm),
        "status": case.term("gate-statuses", finding.status),
        "fill": fills.GATE[finding.status],
        "effect": case.say(
            {True: "gate-stop", False: "gate-condition", None: "gate-stop-open"}[finding.stop]
        ),
        "explanation": case.marked(case.text(gate.explanation), gate.grounds),
        "remedy": "" if closed else case.text(gate.remedy),
        "not_applicable": case.text(gate.not_applicable_text) if left_out else "",
        "requirements": [] if left_out else [_need(case, finding, n) for n in finding.requirements],
        "because": references(case, finding.because) if left_out else [],
        "sources": case.cite(finding.sources),
    }


def missing_of(case: Case, finding: GateFinding) -> list[str]:
    """Return what a gate still lacks."""
    gate = case.questionnaire.gates[finding.id]
    texts = {requirement.id: requirement.text for requirement in gate.requires}
    return [
        f"{case.text(texts[need.id])} ({case.term('gate-statuses', need.status)})"
        for need in finding.requirements
        if need.status != "met" and need.id in texts
    ]


def _need(case: Case, finding: GateFinding, need: RequirementFinding) -> Item:
    gate = case.questionnaire.gates[finding.id]
    text = next((case.text(r.text) for r in gate.requires if r.id == need.id), need.id)
    looked_at = (*need.because, *(ref for ref in need.open if ref not in need.because))
    return {
        "text": text,
        "status": case.term("gate-statuses", need.status),
        "fill": fills.GATE[need.status],
        "because": "\n".join(references(case, looked_at)),
    }


def rule_view(case: Case, finding: RuleFinding) -> Item:
    """Return one consistency finding."""
    rule = case.questionnaire.rules[finding.id]
    text = case.marked(case.text(rule.text), rule.grounds)
    return {
        "code": finding.code,
        "severity": case.term("rule-severities", finding.severity),
        "text": "\n".join(filter(None, (text, _found_at(case, finding)))),
        "because": "\n".join(references(case, finding.because)),
        "sources": case.cite(finding.sources),
        "ground": _ground(case, finding),
    }


def _found_at(case: Case, finding: RuleFinding) -> str:
    """The risks, measures and rows that a finding concerns, in one line."""
    named = (found_at(case.questionnaire, case.answers, r, case.language) for r in finding.about)
    places = ", ".join(named)
    return case.say("found-at", places=places) if places else ""


def _ground(case: Case, finding: RuleFinding | CriterionFinding) -> str:
    """What a finding rests on: the answers, a line each, and the sources."""
    lines = references(case, finding.because)
    if finding.sources:
        lines.append(case.say("source-line", sources=case.cite(finding.sources)))
    return "\n".join(lines)


def threshold_view(case: Case) -> Item:
    """Return the threshold analysis with the boxes of field 0.5, row 4."""
    threshold = case.assessment.threshold
    return {
        "result": case.term("threshold-results", threshold.result),
        "reasons": [
            f"{reason} {case.say_or('threshold-' + reason.lower(), '')}".strip()
            for reason in threshold.reasons
        ],
        "criteria": [
            _criterion(case, finding) for finding in threshold.criteria if finding.met is not False
        ],
        "met": str(threshold.met_count),
        "open": str(threshold.open_count),
    }


def _criterion(case: Case, finding: CriterionFinding) -> Item:
    criterion = case.questionnaire.criteria[finding.id]
    return {
        "code": finding.code,
        "text": case.marked(case.text(criterion.text), criterion.grounds),
        "met": case.truth(known=finding.met),
        "ground": _ground(case, finding),
        "hint": case.text(criterion.hint),
        "because": "\n".join(references(case, finding.because)),
        "sources": case.cite(finding.sources),
    }
