"""The start value of a risk with another product: what its profile lowers or raises (measure M01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.result import Step
from dpia.conditions import references

if TYPE_CHECKING:
    from dpia.assess.stage import AtStage
    from dpia.model import Axis, Factor, Risk


def product_start(risk: Risk, at: AtStage, steps: list[Step]) -> dict[Axis, int]:
    """The start value with the steps of another product: an open one counts where it does harm, or not."""
    value: dict[Axis, int] = {"severity": risk.severity, "likelihood": risk.likelihood}
    for entry, is_open in _shifts(risk, at):
        before = value[entry.axis]
        value[entry.axis] = min(4, max(1, before + entry.step))
        steps.append(
            Step.along(
                entry.axis,
                value[entry.axis] - before,
                "product",
                entry.id,
                "product-open" if is_open else "product",
                because=references(entry.when),
                sources=entry.grounds.sources,
            )
        )
    return value


def _shifts(risk: Risk, at: AtStage) -> list[tuple[Factor, bool]]:
    """The shifts that count here, each with whether it is open.

    Of open ones that ask for the same attributes only the strongest counts: they exclude each other.
    """
    counted = [(entry, False) for entry in risk.shifts if entry.when.holds(at)]
    strongest: dict[tuple[Axis, tuple[str, ...]], Factor] = {}
    for entry in risk.shifts:
        if entry.when.holds(at) is None and (entry.step > 0) is (at.end == "worst"):
            key = entry.axis, references(entry.when)
            if key not in strongest or abs(entry.step) > abs(strongest[key].step):
                strongest[key] = entry
    return counted + [(entry, True) for entry in strongest.values()]
