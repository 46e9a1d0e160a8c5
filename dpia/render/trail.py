"""Words the trail of a risk: from the start value over every step to the class, with ground and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.result import STAGES
from dpia.render.references import measure_status, references
from dpia.render.scores import score_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.assess.result import RiskFinding, Score, Stage, Step
    from dpia.model import Measure, Risk, Text
    from dpia.render.case import Case, Item


def trail_view(case: Case, finding: RiskFinding) -> Item:
    """Return the way of one risk through all stages; each measure is explained where it counts first."""
    risk = case.questionnaire.risks[finding.id]
    told: set[str] = set()
    return {
        "code": finding.code,
        "title": case.text(risk.title),
        "applies": "" if finding.applies else case.say("applies-open"),
        "because": references(case, finding.because),
        "open": references(case, finding.open),
        "stages": [
            {
                "name": case.term("stages", stage),
                **score_view(case, finding.scores[stage]),
                "steps": list(_steps(case, risk, stage, finding.scores[stage], told)),
            }
            for stage in STAGES
            if stage in finding.scores
        ],
        "note": case.text(risk.likelihood_note),
        "sources": case.cite(finding.sources),
    }


_GROUPED = "counted-without-step"


def _steps(case: Case, risk: Risk, stage: Stage, score: Score, told: set[str]) -> Iterator[Item]:
    """Every step; start and factors only once, and measures that change nothing grouped by the reason."""
    grouped: dict[str, list[str]] = {}
    rows: list[Item] = []
    for step in score.steps:
        if step.kind in {"start", "factor"} and stage != "raw":
            continue
        without_step = step.kind == "measure" and not (step.severity or step.likelihood)
        if step.kind == "idle" or (without_step and not step.note):
            reason = step.note if step.kind == "idle" else _GROUPED
            grouped.setdefault(reason, []).append(_measure_code(case, step.key))
            continue
        row = _step(case, risk, step, score)
        if step.kind == "measure" and step.key in told:
            row["ground"] = case.say("told-above")
        told.add(step.key)
        rows.append(row)
    last = rows.pop() if rows and score.steps[-1].kind == "class" else None
    yield from rows
    if grouped:
        lines = [
            case.say("step-idle", measures=", ".join(codes), reason=case.say_or(note, note))
            for note, codes in grouped.items()
        ]
        yield {"change": "–", "text": "\n".join(lines), "ground": ""}
    if last is not None:
        yield last


def _step(case: Case, risk: Risk, step: Step, score: Score) -> Item:
    return {
        "change": _change(case, step, score),
        "text": _STEP_TEXTS[step.kind](case, risk, step),
        "ground": _ground(case, risk, step),
    }


def _change(case: Case, step: Step, score: Score) -> str:
    if step.kind == "class":
        return str(score_view(case, score)["short"])
    if step.kind == "start":
        return case.say("step-values", severity=step.severity, likelihood=step.likelihood)
    parts = [
        case.say(key, step=f"{value:+d}".replace("-", "−"))
        for key, value in (("step-severity", step.severity), ("step-likelihood", step.likelihood))
        if value
    ]
    return ", ".join(parts) or case.say("step-unchanged")


def _start(case: Case, risk: Risk, step: Step) -> str:
    del step
    return case.marked(case.say("step-start"), risk.grounds)


def _factor(case: Case, risk: Risk, step: Step) -> str:
    for factor in risk.factors:
        if factor.id == step.key:
            text = case.say("step-factor", text=case.text(factor.text))
            note = case.say_or(step.note, "") if step.note != "factor" else ""
            return case.marked(f"{text} ({note})" if note else text, factor.grounds)
    return step.key


def _measure(case: Case, risk: Risk, step: Step) -> str:
    measure = case.questionnaire.measures.get(step.key)
    if measure is None:
        return step.key
    sentence = case.marked(f"{measure.code} {case.text(measure.title)}", measure.grounds)
    return "\n".join([sentence, *_weakened(case, risk, measure, step.note)])


def _weakened(case: Case, risk: Risk, measure: Measure, note: str) -> Iterator[str]:
    """The rules under which a measure counts less on this risk (joined by "+" in the step's note)."""
    for rule in filter(None, note.split("+")):
        texts = [
            entry.text
            for entry in measure.adjust
            if entry.rule == rule and entry.risk in {None, risk.id}
        ]
        if texts:
            yield case.say("measure-rule", rule=rule, text=case.text(texts[0]))
        else:
            yield case.say_or(f"measure-{rule}", rule)


def _bound(case: Case, risk: Risk, step: Step) -> str:
    del risk
    return case.say_or(step.note, "") or case.say(f"step-{step.kind}")


def _class(case: Case, risk: Risk, step: Step) -> str:
    del risk
    text = case.say("step-class")
    return f"{text} ({case.say('step-border')})" if step.note == "border" else text


_STEP_TEXTS = {
    "start": _start,
    "factor": _factor,
    "measure": _measure,
    "idle": _measure,
    "cap": _bound,
    "floor": _bound,
    "class": _class,
}


def _ground(case: Case, risk: Risk, step: Step) -> str:
    why = case.text(_why(case, risk, step))
    looked_at = [_status(case, step)] if step.kind == "measure" else references(case, step.because)
    lines = [why, *looked_at, _sources(case, step)]
    return "\n".join(line for line in lines if line)


def _why(case: Case, risk: Risk, step: Step) -> Text | None:
    """The reason given for a start value, a factor or the effect of a measure."""
    if step.kind == "start":
        return risk.grounds.why
    if step.kind == "factor":
        found = (factor.grounds.why for factor in risk.factors if factor.id == step.key)
        return next(found, None)
    if step.kind == "measure" and step.key in case.questionnaire.measures:
        return case.questionnaire.measures[step.key].grounds.why
    return None


def _status(case: Case, step: Step) -> str:
    found = case.measures.get(step.key)
    return case.say("step-status", status=measure_status(case, found.status if found else ""))


def _sources(case: Case, step: Step) -> str:
    return case.say("source-line", sources=case.cite(step.sources)) if step.sources else ""


def _measure_code(case: Case, key: str) -> str:
    measure = case.questionnaire.measures.get(key)
    return key if measure is None else measure.code
