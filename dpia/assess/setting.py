"""A level that the assessor sets: it stands beside the computed one and counts, unless a rule refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.result import Level, Score, Setting
from dpia.tables import AXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import Stage, Step
    from dpia.model import Axis, Risk, Scale

BELOW_FLOOR = "below-floor"
ONLY_BY = "likelihood-only-by"
NO_ADDITIONAL = "without-additional-measure"
COUNTED_TWICE = "counted-twice"


def placed(scale: Scale, severity: int, likelihood: int) -> Level:
    """The level at a place of the matrix."""
    key = (severity, likelihood)
    return Level(severity, likelihood, scale.matrix[key], key in scale.border)


def judged(
    scale: Scale,
    computed: tuple[Level, Level],
    steps: Sequence[Step],
    settings: tuple[Setting, ...],
) -> Score:
    """The score of a stage: what was computed (worst, best), and what holds after the settings."""
    worst, best = computed
    held = {setting.axis: setting.value for setting in settings if setting.counts}
    return Score(
        worst=_with(scale, worst, held),
        best=_with(scale, best, held),
        steps=tuple(steps),
        computed_worst=worst,
        computed_best=best,
        settings=settings,
    )


def _with(scale: Scale, level: Level, held: dict[Axis, int]) -> Level:
    return placed(
        scale, held.get("severity", level.severity), held.get("likelihood", level.likelihood)
    )


def settings_of(  # what a setting is held against
    risk: Risk,
    stage: Stage,
    computed: Level,
    facts: AnswerFacts,
    inherent: Level | None,
) -> Iterator[Setting]:
    """What was set at a stage, each axis with the rule that refuses it, if any.

    Higher than computed is always allowed; lower is held against floors, measures and the inherent level.
    """
    judgement = facts.judgement(risk.id)
    for axis in AXES:
        value = judgement.levels.get(stage, {}).get(axis)
        if value is None:
            continue
        here: int = getattr(computed, axis)
        lower = value < here
        refused, because = (
            _refusal(risk, stage, axis, value, facts, inherent) if lower else ("", ())
        )
        yield Setting(axis, here, value, judgement.reasons[stage], refused, because)


def _refusal(
    risk: Risk,
    stage: Stage,
    axis: Axis,
    value: int,
    facts: AnswerFacts,
    inherent: Level | None,
) -> tuple[str, tuple[str, ...]]:
    """Why a lower value does not count, and the measures that this rests on (rules K27, K25, K17)."""
    if axis == "severity" and value < risk.severity_floor:
        return BELOW_FLOOR, ()
    only_by = risk.likelihood_only_by if axis == "likelihood" else None
    if only_by is not None and not any(facts.states[m].active("today") for m in only_by):
        return ONLY_BY, tuple(f"measure:{measure}" for measure in only_by)
    if stage == "target" and inherent is not None and value < getattr(inherent, axis):
        acting = (s for s in facts.states.values() if risk.id in s.measure.risks)
        if not any(not s.baseline and s.active("target") for s in acting):
            return NO_ADDITIONAL, ()
    if stage == "raw" and value < getattr(risk, axis):
        return _counted_twice(risk, facts)
    return "", ()


def _counted_twice(risk: Risk, facts: AnswerFacts) -> tuple[str, tuple[str, ...]]:
    """A circumstance that is entered as a measure lowers the risk there already."""
    expressing = (measure for lowering in risk.lowering for measure in lowering.measures)
    refs = tuple(f"measure:{measure}" for measure in expressing if facts.states[measure].entered)
    return (COUNTED_TWICE, refs) if refs else ("", ())
