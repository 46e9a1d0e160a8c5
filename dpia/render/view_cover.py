"""Cover and summary: the tool's proposal, the three numbers that matter, and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.i18n import long_date
from dpia.render import fills
from dpia.render.edpb import edition
from dpia.render.scores import fill, level_range, score_view
from dpia.render.view_gates import missing_of
from dpia.render.view_open import deciding
from dpia.render.view_rerun import better_line

if TYPE_CHECKING:
    from dpia.assess.result import GateFinding, Reason, RiskFinding, Stage
    from dpia.render.case import Case, Item
    from dpia.render.context import ReportContext

_HIGHEST_SHOWN = 10
_DECIDING_SHOWN = 12


def document_view(case: Case, context: ReportContext) -> Item:
    """Return what stands on every page and in the properties of the file."""
    controller = _named(case, "controller-name", "controller-unnamed")
    processing = _named(case, "processing-name", "processing-unnamed")
    version = (
        case.say("version-draft")
        if context.draft
        else case.say("version-final", number=context.version_number or 1)
    )
    return {
        "controller": controller,
        "processing": processing,
        "processing_version": case.answer("processing-version"),
        "title": case.say("document-title", processing=processing),
        "draft": context.draft,
        "draft_mark": case.say("draft-mark") if context.draft else "",
        "version": version,
        "date": long_date(context.on, case.language),
        "law_status": case.say(
            "law-status", date=long_date(case.questionnaire.law_status, case.language)
        ),
        "template_label": case.text(edition().label),
        "questionnaire": case.text(case.questionnaire.title),
        "complete": case.assessment.complete,
    }


def versions_view(case: Case, context: ReportContext) -> list[Item]:
    """Return the version log: the earlier versions and this one."""
    earlier = [
        {
            "number": str(version.number),
            "date": case.day(version.on),
            "decision": _decision(case, version.decision),
        }
        for version in context.versions
    ]
    this = case.say("this-draft") if context.draft else str(context.version_number or 1)
    taken = _decision(case, case.assessment.decision.taken)
    return [*earlier, {"number": this, "date": case.day(context.on), "decision": taken}]


def proposal_view(case: Case) -> Item:
    """Return the box of the cover: proposed decision, reasons and the three numbers."""
    decision, headline = case.assessment.decision, case.assessment.headline
    span = ""
    if decision.best != decision.worst:
        span = case.say(
            "decision-range",
            best=_decision(case, decision.best),
            worst=_decision(case, decision.worst),
        )
    return {
        "decision": _decision(case, decision.proposed),
        "range": span,
        "reasons": [_reason(case, reason) for reason in decision.reasons],
        **_stops(case),
        "today": level_range(case, headline.highest_today_best, headline.highest_today),
        "today_fill": fill(case, headline.highest_today),
        "target": level_range(case, headline.highest_target_best, headline.highest_target),
        "target_fill": fill(case, headline.highest_target),
    }


def _stops(case: Case) -> Item:
    """The stop gates not met; those still open are told beside them, so that none passes as met."""
    count = case.assessment.headline.stops_not_met
    gates = case.assessment.gates
    unsure = sum(gate.status == "open" and gate.stop is not False for gate in gates)
    key = "stops-and-open" if unsure else "stops-only"
    colour = fills.BAD if count else fills.CARE if unsure else fills.GOOD
    return {"stops": case.say(key, count=count, open=unsure), "stops_fill": colour}


def summary_view(case: Case) -> Item:
    """Return the page for those who decide."""
    stops = [gate for gate in case.assessment.gates if gate.stop is not False]
    return {
        "stops": [_stop(case, gate) for gate in stops if gate.status == "not_met"],
        "unsure": [_stop(case, gate) for gate in stops if gate.status in {"open", "planned"}],
        "conditions": [
            _stop(case, gate)
            for gate in case.assessment.gates
            if gate.stop is False and gate.status in {"open", "planned", "not_met"}
        ],
        **_highest(case),
        "deciding": deciding(case, _DECIDING_SHOWN),
        "open_count": str(len(case.assessment.open)),
        "unmendable": _unmendable(case),
        "milder": better_line(case),
    }


def _named(case: Case, question_id: str, otherwise: str) -> str:
    value = case.answers.values.get(question_id)
    return case.answer(question_id) if value is not None else case.say(otherwise)


def _decision(case: Case, decision: str) -> str:
    return case.term("decisions", decision) if decision else case.say("decision-none")


def _reason(case: Case, reason: Reason) -> str:
    key = reason.key if reason.key.startswith("reason-") else f"reason-{reason.key}"
    text = case.say_or(key, reason.key)
    return f"{text} ({', '.join(reason.codes)})" if reason.codes else text


def _stop(case: Case, finding: GateFinding) -> Item:
    gate = case.questionnaire.gates[finding.id]
    missing = missing_of(case, finding)
    return {
        "code": finding.code,
        "title": case.text(gate.title),
        "norm": case.text(gate.norm),
        "status": case.term("gate-statuses", finding.status),
        "missing": "\n".join(f"• {line}" for line in missing) or case.text(gate.remedy),
        "remedy": case.text(gate.remedy),
    }


def _highest(case: Case) -> Item:
    """The risks of the highest class after the plan and of the highest class today, and how many more."""
    rank = case.questionnaire.scale.class_rank

    def order(finding: RiskFinding) -> tuple[int, int, int, str]:
        target, today = finding.scores["target"].worst, finding.scores["today"].worst
        height = target.severity + target.likelihood
        return (-rank.get(target.level, 0), -height, -rank.get(today.level, 0), finding.code)

    scored = [f for f in case.assessment.risks if f.applies is not False and f.scores]
    top = _on_top(case, scored, "target", "today")
    chosen = sorted((f for f in scored if f.id in top), key=order)
    more = len(chosen) - _HIGHEST_SHOWN
    rows = [
        {
            "code": finding.code,
            "title": case.text(case.questionnaire.risks[finding.id].title),
            "today": score_view(case, finding.scores["today"]),
            "target": score_view(case, finding.scores["target"]),
        }
        for finding in chosen[:_HIGHEST_SHOWN]
    ]
    return {
        "highest": rows,
        "highest_more": case.say("highest-more", count=more) if more > 0 else "",
    }


def _on_top(case: Case, scored: list[RiskFinding], *stages: Stage) -> set[str]:
    """The ids of the risks than which none has a higher class at one of the stages."""
    rank = case.questionnaire.scale.class_rank
    found: set[str] = set()
    for stage in stages:
        ranks = {f.id: rank.get(f.scores[stage].worst.level, 0) for f in scored}
        found |= {key for key, value in ranks.items() if value == max(ranks.values())}
    return found


def _unmendable(case: Case) -> list[str]:
    """What no measure of the plan removes."""
    lines = []
    for gate in case.assessment.gates:
        if gate.never_unconditional and gate.status != "not_applicable":
            title = case.text(case.questionnaire.gates[gate.id].title)
            lines.append(case.say("unmendable-gate", code=gate.code, title=title))
    top = max(case.questionnaire.scale.class_rank.values(), default=0)
    for finding in case.assessment.risks:
        if finding.applies is False or "target" not in finding.scores:
            continue
        risk = case.questionnaire.risks[finding.id]
        target = finding.scores["target"]
        high = case.questionnaire.scale.class_rank.get(target.best.level) == top
        if high or risk.likelihood_note:
            level = score_view(case, target)["level"]
            title = case.text(risk.title)
            line = case.say("unmendable-risk", code=finding.code, title=title, level=level)
            lines.append(f"{line} {case.text(risk.likelihood_note)}".strip())
    return lines
