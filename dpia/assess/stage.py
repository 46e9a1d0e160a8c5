"""The facts as one stage sees them, and the value from which it starts: catalogue, factors, assessor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dpia.assess.product import product_start
from dpia.assess.result import Step
from dpia.conditions import Seen, references

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.facts import AnswerFacts, MeasureState
    from dpia.assess.judgement import Judgement
    from dpia.assess.result import Stage
    from dpia.conditions import Condition
    from dpia.model import Axis, Factor, Risk

FACTOR_CAP = 1

End = Literal["worst", "best"]


@dataclass(frozen=True, slots=True)
class AtStage(Seen):
    """The facts as seen at one stage, with open measures resolved towards one end."""

    facts: AnswerFacts
    stage: Stage
    end: End

    def measure(self, measure: str, asked: str) -> bool | None:
        """Say whether a measure is in place or planned; "active" asks whether it counts at this stage."""
        if asked != "active":
            return self.facts.measure(measure, asked)
        return self.counts(self.facts.states[measure])

    def counts(self, state: MeasureState) -> bool:
        """Whether a measure counts here: an open one only at the best end."""
        active = state.active(self.stage)
        return self.end == "best" if active is None else active

    def harmful(self, condition: Condition) -> bool:
        """Whether something that makes things worse is taken to hold: when open, at the worst end."""
        verdict = condition.holds(self)
        return self.end == "worst" if verdict is None else verdict


def start_of(
    risk: Risk, at: AtStage, judgement: Judgement, shifted: Mapping[Axis, int]
) -> tuple[int, int, list[Step]]:
    """The catalogue value with its modulating factors, at most one level an axis.

    Args:
        risk: Whose value.
        at: The stage and the end.
        judgement: May strike a factor.
        shifted: The raw value as the assessor set it, where it counts: it takes the place of the factors.
    """
    steps = [Step("start", risk.id, risk.severity, risk.likelihood, sources=risk.grounds.sources)]
    base = product_start(risk, at, steps)
    shift: dict[Axis, int] = {"severity": 0, "likelihood": 0}
    holding = [factor for factor in risk.factors if at.harmful(factor.when)]
    steps += [_factor(f, at, shift, struck=f.id in judgement.struck) for f in holding]
    value: dict[Axis, int] = {
        "severity": min(4, max(1, base["severity"] + shift["severity"])),
        "likelihood": min(4, max(1, base["likelihood"] + shift["likelihood"])),
    }
    for axis, level in shifted.items():
        steps.append(Step.along(axis, level - value[axis], "shift", axis))
        value[axis] = level
    return value["severity"], value["likelihood"], steps


def _factor(factor: Factor, at: AtStage, shift: dict[Axis, int], *, struck: bool) -> Step:
    step = 0 if struck else min(factor.step, FACTOR_CAP - shift[factor.axis])
    shift[factor.axis] += step
    note = "factor-capped" if step == 0 else "factor"
    if struck:
        note = "factor-struck"
    elif factor.when.holds(at) is None:
        note = "factor-open"
    return Step.along(
        factor.axis,
        step,
        "factor",
        factor.id,
        note,
        because=references(factor.when),
        sources=factor.grounds.sources,
    )
