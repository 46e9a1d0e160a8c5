"""Words the trail of a risk: from the start value over every step to the class, with ground and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.result import STAGES
from dpia.render.judgements import beside, setting_step
from dpia.render.references import measure_status, references
from dpia.render.scores import score_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.assess.result import RiskFinding, Score, Stage, Step
    from dpia.model import Factor, Measure, Risk
    from dpia.render.case import Case, Item

_GROUPED = "counted-without-step"
_OUTSIDE = {"start", "factor", "shift", "class"}
"""Steps that a stage after the first does not repeat; the class stands in its title."""


def trail_view(case: Case, finding: RiskFinding) -> Item:
    """Return the way of one risk through all stages."""
    risk = case.questionnaire.risks[finding.id]
    return {
        "code": finding.code,
        "title": case.text(risk.title),
        "applies": "" if finding.applies else case.say("applies-open"),
        "because": references(case, finding.because),
        "open": "; ".join(references(case, finding.open)),
        "stages": list(_stages(case, risk, finding)),
        "note": case.text(risk.likelihood_note),
        "sources": case.cite(finding.sources),
        **_start(case, risk),
    }


def _start(case: Case, risk: Risk) -> Item:
    """The start value and, in full width, why it is what it is."""
    values = case.say("step-values", severity=risk.severity, likelihood=risk.likelihood)
    key = "step-start-own" if risk.own else "step-start"
    grounds = [case.text(risk.grounds.why)]
    if risk.grounds.sources:
        grounds.append(case.say("source-line", sources=case.cite(risk.grounds.sources)))
    return {
        "start": f"{case.marked(case.say(key), risk.grounds)}: {values}.",
        "start_ground": " ".join(part for part in grounds if part),
    }


def _stages(case: Case, risk: Risk, finding: RiskFinding) -> Iterator[Item]:
    """Every stage with its steps; one in which nothing changes is its title alone."""
    told: set[tuple[str, str]] = set()
    before: list[Step] = []
    for stage in STAGES:
        score = finding.scores.get(stage)
        if score is None:
            continue
        steps = [step for step in score.steps if step.kind not in _OUTSIDE]
        same = stage != "raw" and steps == before and not score.settings
        before = steps
        factors = [s for s in score.steps if s.kind == "factor"] if stage == "raw" else []
        shown = [] if same else [*factors, *(step for step in steps if not _is_idle(step))]
        yield {
            "name": case.term("stages", stage),
            **score_view(case, score),
            "heading": _heading(case, stage, score, same=same),
            "steps": _steps(case, risk, shown, told, finding.struck)
            + [setting_step(case, setting) for setting in score.settings],
            "idle": "" if same else _idle(case, steps),
        }


def _heading(case: Case, stage: Stage, score: Score, *, same: bool) -> str:
    """The name of the stage with its values, and what is special about it."""
    name = case.term("stages", stage)
    heading = f"{name[:1].upper()}{name[1:]}: {score_view(case, score)['short']}"
    if note := beside(case, score):
        heading += f" {note}"
    if score.worst.border:
        heading += f" ({case.say('step-border')})"
    return f"{heading} – {case.say('stage-same')}" if same else heading


def _is_idle(step: Step) -> bool:
    """Whether a measure changes nothing here, so that its code and the reason are enough."""
    if step.kind == "idle":
        return True
    return step.kind == "measure" and not (step.severity or step.likelihood or step.note)


def _idle(case: Case, steps: list[Step]) -> str:
    """The measures that change nothing, grouped by the reason, in one line."""
    grouped: dict[str, list[str]] = {}
    for step in steps:
        if _is_idle(step):
            reason = step.note if step.kind == "idle" else _GROUPED
            grouped.setdefault(reason, []).append(_measure_code(case, step.key))
    groups = "; ".join(
        f"{case.say_or(reason, reason)}: {', '.join(codes)}" for reason, codes in grouped.items()
    )
    return case.say("step-idle", groups=groups) if groups else ""


def _steps(
    case: Case,
    risk: Risk,
    steps: list[Step],
    told: set[tuple[str, str]],
    struck: Mapping[str, str],
) -> list[Item]:
    """A row a step; measures that an earlier stage has told share a row where their effect is the same."""
    rows: list[Item] = []
    repeated: dict[str, list[str]] = {}
    for step in steps:
        change = _change(case, step)
        if step.kind == "measure" and (step.key, step.note) in told:
            repeated.setdefault(change, []).append(_measure_code(case, step.key))
            continue
        text = _step(case, risk, step)
        if step.kind == "factor" and step.key in struck:
            text += f"\n{case.say('judged-reason', reason=struck[step.key])}"
        rows.append({"change": change, "text": text})
        told.add((step.key, step.note))
    again = [
        {
            "change": case.say("step-each", change=change) if len(codes) > 1 else change,
            "text": f"{', '.join(codes)} ({case.say('told-above')})",
        }
        for change, codes in repeated.items()
    ]
    return again + rows


def _step(case: Case, risk: Risk, step: Step) -> str:
    if step.kind == "factor":
        return _factor(case, risk, step)
    return _measure(case, risk, step) if step.kind == "measure" else _bound(case, step)


def _change(case: Case, step: Step) -> str:
    parts = [
        case.say(key, step=f"{value:+d}".replace("-", "−"))
        for key, value in (("step-severity", step.severity), ("step-likelihood", step.likelihood))
        if value
    ]
    return ", ".join(parts) or case.say("step-unchanged")


def _factor(case: Case, risk: Risk, step: Step) -> str:
    """A circumstance with the answers that it rests on, the reason and the sources."""
    factor = next((factor for factor in risk.factors if factor.id == step.key), None)
    if factor is None:
        return step.key
    lines = [
        _factor_sentence(case, factor, step.note),
        case.text(factor.grounds.why),
        "; ".join(references(case, step.because)),
        case.say("source-line", sources=case.cite(step.sources)) if step.sources else "",
    ]
    return "\n".join(line for line in lines if line)


def _factor_sentence(case: Case, factor: Factor, note: str) -> str:
    text = case.say("step-factor", text=case.text(factor.text))
    special = case.say_or(note, "") if note != "factor" else ""
    return case.marked(f"{text} ({special})" if special else text, factor.grounds)


def _measure(case: Case, risk: Risk, step: Step) -> str:
    """A measure that counts, with its status, its sources and the rules that weaken it."""
    measure = case.questionnaire.measures.get(step.key)
    if measure is None:
        return step.key
    name = f"{measure.code} {case.text(measure.title)}"
    found = case.measures.get(step.key)
    status = measure_status(case, found.status if found else "")
    numbers = case.cite_numbers(step.sources)
    sentence = f"{case.marked(name, measure.grounds)} – {case.say('step-status', status=status)}"
    return "\n".join([f"{sentence} {numbers}".strip(), *_weakened(case, risk, measure, step.note)])


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


def _bound(case: Case, step: Step) -> str:
    """A cap or a floor."""
    return case.say_or(step.note, "") or case.say_or(f"step-{step.kind}", step.kind)


def _measure_code(case: Case, key: str) -> str:
    measure = case.questionnaire.measures.get(key)
    return key if measure is None else measure.code
