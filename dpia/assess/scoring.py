"""The level of a risk at each stage: start value, factors, measures, caps, floor, class (fact sheet 4.6).

Open answers are followed to both ends: the worst level they allow, which decides, and the best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dpia.assess.result import STAGES, Level, RiskFinding, Score, Stage, Step
from dpia.conditions import open_references, references

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dpia.assess.facts import AnswerFacts, MeasureState
    from dpia.conditions import Condition
    from dpia.model import Questionnaire, Risk, Row, Scale, Value

LIKELIHOOD_CAP_ORGANISATIONAL = -1
LIKELIHOOD_CAP_TOTAL = -2
SEVERITY_CAP = -1
FACTOR_CAP = 1

End = Literal["worst", "best"]


@dataclass(frozen=True, slots=True)
class _AtStage:
    """The facts as seen at one stage, with open measures resolved towards one end."""

    facts: AnswerFacts
    stage: Stage
    end: End

    @property
    def today(self) -> date:
        return self.facts.today

    def value(self, subject: str) -> Value | None:
        return self.facts.value(subject)

    def rows(self, table: str) -> Sequence[Row]:
        return self.facts.rows(table)

    def measure(self, measure: str, asked: str) -> bool | None:
        if asked != "active":
            return self.facts.measure(measure, asked)
        return self.counts(self.facts.states[measure])

    def measure_status(self, measure: str) -> str | None:
        return self.facts.measure_status(measure)

    def result(self, name: str) -> str | None:
        return self.facts.result(name)

    def counts(self, state: MeasureState) -> bool:
        """Whether a measure counts here: an open one only at the best end."""
        active = state.active(self.stage)
        return self.end == "best" if active is None else active

    def harmful(self, condition: Condition) -> bool:
        """Whether something that makes things worse is taken to hold: when open, at the worst end."""
        verdict = condition.holds(self)
        return self.end == "worst" if verdict is None else verdict


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one measure does to one risk at one stage."""

    state: MeasureState
    likelihood: int
    severity: int
    rules: tuple[str, ...]

    @property
    def technical(self) -> bool:
        return self.state.measure.kind in {"T", "T/O"}


def score_risk(
    questionnaire: Questionnaire,
    facts: AnswerFacts,
    risk: Risk,
    stages: tuple[Stage, ...] = STAGES,
) -> RiskFinding:
    """Follow one risk through all four stages, or those asked for."""
    applies = True if risk.applies is None else risk.applies.holds(facts)
    because = () if risk.applies is None else references(risk.applies)
    acting = [state for state in facts.states.values() if risk.id in state.measure.risks]
    scores: dict[Stage, Score] = {}
    for stage in stages:
        worst, steps = _score(questionnaire.scale, risk, acting, _AtStage(facts, stage, "worst"))
        best, _ = _score(questionnaire.scale, risk, acting, _AtStage(facts, stage, "best"))
        scores[stage] = Score(worst, best, tuple(steps))
    return RiskFinding(
        id=risk.id,
        code=risk.code,
        applies=applies,
        because=because,
        scores=scores if applies is not False else {},
        open=() if applies is False else _open(facts, risk, acting),
        sources=risk.grounds.sources,
    )


def _open(facts: AnswerFacts, risk: Risk, acting: Sequence[MeasureState]) -> tuple[str, ...]:
    """Every open answer that the risk's levels can depend on."""
    found: list[str] = []
    if risk.applies is not None:
        found += open_references(risk.applies, facts)
    for factor in risk.factors:
        found += open_references(factor.when, facts)
    for state in acting:
        possible = state.active("target") is not False
        if state.applies is not False and state.counts_as is None:
            found.append(f"measure:{state.measure.id}")
        if possible and state.measure.when is not None:
            found += open_references(state.measure.when, facts)
        for entry in state.measure.adjust if possible else ():
            if entry.risk in {None, risk.id}:
                found += open_references(entry.when, facts)
    return tuple(dict.fromkeys(found))


def _start(risk: Risk, at: _AtStage) -> tuple[int, int, list[Step]]:
    """The catalogue value and its modulating factors, at most one level an axis."""
    steps = [Step("start", risk.id, risk.severity, risk.likelihood, sources=risk.grounds.sources)]
    shift = {"severity": 0, "likelihood": 0}
    for factor in risk.factors:
        if not at.harmful(factor.when):
            continue
        step = min(factor.step, FACTOR_CAP - shift[factor.axis])
        shift[factor.axis] += step
        note = "factor-capped" if step == 0 else "factor"
        if factor.when.holds(at) is None:
            note = "factor-open"
        severity = step if factor.axis == "severity" else 0
        likelihood = step if factor.axis == "likelihood" else 0
        steps.append(
            Step(
                "factor", factor.id, severity, likelihood, note,
                references(factor.when), factor.grounds.sources,
            )
        )  # fmt: skip
    severity = min(4, max(1, risk.severity + shift["severity"]))
    likelihood = min(4, max(1, risk.likelihood + shift["likelihood"]))
    return severity, likelihood, steps


def _effect(risk: Risk, state: MeasureState, at: _AtStage) -> _Effect:
    measure = state.measure
    likelihood, severity, rules = measure.likelihood, measure.severity, []
    for entry in measure.adjust:
        if entry.risk in {None, risk.id} and at.harmful(entry.when):
            rules.append(entry.rule)
            if entry.likelihood is not None:
                likelihood = max(likelihood, entry.likelihood)
            if entry.severity is not None:
                severity = max(severity, entry.severity)
    only_by = risk.likelihood_only_by
    if only_by is not None and measure.id not in only_by and likelihood:
        likelihood = 0
        rules.append("only-by")
    return _Effect(state, likelihood, severity, tuple(rules))


def _idle(state: MeasureState, stage: Stage) -> str:
    """Why a measure that acts on the risk does not count at this stage (message key)."""
    reasons = (
        ("idle-not-applicable", state.applies is False),
        ("idle-additional", stage == "inherent" and not state.baseline),
        ("idle-open", state.active(stage) is None),
        ("idle-not-planned", state.counts_as == "not-planned"),
        ("idle-only-when-implemented", state.measure.only_when_implemented),
        ("idle-no-evidence", state.status == "implemented"),
        ("idle-partial", state.counts_as == "partial"),
    )
    return next((key for key, holds in reasons if holds), "idle-planned")


def _score(
    scale: Scale, risk: Risk, acting: Sequence[MeasureState], at: _AtStage
) -> tuple[Level, list[Step]]:
    severity, likelihood, steps = _start(risk, at)
    effects = []
    for state in acting if at.stage != "raw" else ():
        if at.counts(state):
            effects.append(_effect(risk, state, at))
        else:
            steps.append(Step("idle", state.measure.id, note=_idle(state, at.stage)))
    steps += [
        Step(
            "measure", e.state.measure.id, e.severity, e.likelihood, "+".join(e.rules),
            (f"measure:{e.state.measure.id}",), e.state.measure.grounds.sources,
        )
        for e in effects
    ]  # fmt: skip
    technical = sum(e.likelihood for e in effects if e.technical)
    organisational = sum(e.likelihood for e in effects if not e.technical)
    capped = max(LIKELIHOOD_CAP_ORGANISATIONAL, organisational)
    if capped != organisational:
        steps.append(
            Step("cap", "organisational", 0, capped - organisational, "cap-organisational")
        )
    total = max(LIKELIHOOD_CAP_TOTAL, technical + capped)
    if total != technical + capped:
        steps.append(Step("cap", "total", 0, total - technical - capped, "cap-total"))
    contained = sum(e.severity for e in effects)
    less = max(SEVERITY_CAP, contained)
    if less != contained:
        steps.append(Step("cap", "severity", less - contained, 0, "cap-severity"))
    level = _floored(scale, risk, (severity, likelihood), (less, total), steps)
    steps.append(
        Step(
            "class", level.level, level.severity, level.likelihood, "border" if level.border else ""
        )
    )
    return level, steps


def _floored(
    scale: Scale, risk: Risk, start: tuple[int, int], change: tuple[int, int], steps: list[Step]
) -> Level:
    wanted_severity, wanted_likelihood = start[0] + change[0], start[1] + change[1]
    severity = max(risk.severity_floor, wanted_severity)
    likelihood = max(1, wanted_likelihood)
    if severity != wanted_severity:
        steps.append(Step("floor", "severity", severity - wanted_severity, 0, "floor-severity"))
    if likelihood != wanted_likelihood:
        steps.append(
            Step("floor", "likelihood", 0, likelihood - wanted_likelihood, "floor-likelihood")
        )
    key = (severity, likelihood)
    return Level(severity, likelihood, scale.matrix[key], key in scale.border)
