"""The level of a risk at each stage: start value, factors, measures, caps, floor, class (fact sheet 4.6).

Open answers are followed to both ends: the worst level they allow, which decides, and the best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpia.assess.result import STAGES, RiskFinding, Step
from dpia.assess.setting import judged, placed, settings_of
from dpia.assess.stage import AtStage, start_of
from dpia.conditions import applies, open_references, references

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dpia.assess.facts import AnswerFacts, MeasureState
    from dpia.assess.judgement import Judgement
    from dpia.assess.result import Level, Score, Stage
    from dpia.model import Axis, Questionnaire, Risk, Scale

LIKELIHOOD_CAP_ORGANISATIONAL = -1
LIKELIHOOD_CAP_TOTAL = -2
SEVERITY_CAP = -1


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
    judgement = facts.judgement(risk.id)
    holds = False if judgement.excluded else applies(risk.applies, facts)
    acting = [state for state in facts.states.values() if risk.id in state.measure.risks]
    scores: dict[Stage, Score] = {}
    if holds is not False:
        scores = _Scoring(questionnaire.scale, risk, acting, facts, judgement).stages(stages)
    return RiskFinding(
        id=risk.id,
        code=risk.code,
        applies=holds,
        because=() if risk.applies is None else references(risk.applies),
        scores=scores,
        open=_open(facts, risk, acting, _decided(risk, judgement, scores)) if scores else (),
        sources=risk.grounds.sources,
        excluded=judgement.excluded,
        struck=judgement.struck,
        acceptance=judgement.acceptance,
    )


@dataclass(frozen=True, slots=True)
class _Scoring:
    """One risk with what acts on it and how it was judged."""

    scale: Scale
    risk: Risk
    acting: Sequence[MeasureState]
    facts: AnswerFacts
    judgement: Judgement

    def stages(self, asked: Sequence[Stage]) -> dict[Stage, Score]:
        """The score of the stages asked for; the raw value as set is where the later ones start.

        What was set at one stage is held against others, so that all are needed where anything was set.
        """
        scores: dict[Stage, Score] = {}
        start: dict[Axis, int] = {}
        for stage in STAGES if self.judgement.levels else asked:
            worst, steps = self._level(AtStage(self.facts, stage, "worst"), start)
            best, _ = self._level(AtStage(self.facts, stage, "best"), start)
            inherent = scores["inherent"].worst if "inherent" in scores else None
            settings = tuple(settings_of(self.risk, stage, worst, self.facts, inherent))
            scores[stage] = judged(self.scale, (worst, best), steps, settings)
            if stage == "raw":
                start = {setting.axis: setting.value for setting in settings if setting.counts}
        return scores

    def _level(self, at: AtStage, start: Mapping[Axis, int]) -> tuple[Level, list[Step]]:
        severity, likelihood, steps = start_of(self.risk, at, self.judgement, start)
        effects = []
        for state in self.acting if at.stage != "raw" else ():
            if at.counts(state):
                effects.append(_effect(self.risk, state, at))
            else:
                steps.append(Step("idle", state.measure.id, note=_idle(state, at.stage)))
        change = _change(effects, steps)
        level = _floored(self.scale, self.risk, (severity, likelihood), change, steps)
        border = "border" if level.border else ""
        steps.append(Step("class", level.level, level.severity, level.likelihood, border))
        return level, steps


def _decided(risk: Risk, judgement: Judgement, scores: Mapping[Stage, Score]) -> set[str]:
    """The factors on which nothing depends any more: struck, or overruled by the raw value as set."""
    raw = scores["raw"].settings if "raw" in scores else ()
    fixed = {setting.axis for setting in raw if setting.counts}
    return {f.id for f in risk.factors if f.id in judgement.struck or f.axis in fixed}


def _open(
    facts: AnswerFacts, risk: Risk, acting: Sequence[MeasureState], decided: Collection[str]
) -> tuple[str, ...]:
    """Every open answer that the risk's levels can depend on."""
    found: list[str] = []
    if risk.applies is not None:
        found += open_references(risk.applies, facts)
    for shift in risk.shifts:
        found += open_references(shift.when, facts)
    for factor in risk.factors:
        found += () if factor.id in decided else open_references(factor.when, facts)
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


def _effect(risk: Risk, state: MeasureState, at: AtStage) -> _Effect:
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


def _change(effects: Sequence[_Effect], steps: list[Step]) -> tuple[int, int]:
    """How far the measures together move severity and likelihood; caps act on their sums."""
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
    return less, total


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
    return placed(scale, severity, likelihood)
