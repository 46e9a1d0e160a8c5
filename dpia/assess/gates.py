"""Legal gates: conditions that no score can offset. Open answers never count as met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.result import GateFinding, GateStatus, RequirementFinding
from dpia.conditions import open_references, references

if TYPE_CHECKING:
    from dpia.assess.facts import AnswerFacts
    from dpia.model import Gate, Requirement

_ORDER: tuple[GateStatus, ...] = ("met", "planned", "not_met")


def assess_gate(gate: Gate, facts: AnswerFacts) -> GateFinding:
    """Evaluate one gate on the facts."""
    excluded = gate.not_applicable.holds(facts) if gate.not_applicable is not None else False
    best, worst = gate_range(gate, facts)
    status: GateStatus
    if excluded:
        status = "not_applicable"
    elif worst == "not_met" and best != "not_met":
        status = "open"
    else:
        status = worst
    conditions = [gate.stop, *(r.met for r in gate.requires)]
    if gate.not_applicable is not None:
        conditions.insert(0, gate.not_applicable)
    because = [ref for condition in conditions for ref in references(condition)]
    opened = [ref for condition in conditions for ref in open_references(condition, facts)]
    return GateFinding(
        id=gate.id,
        code=gate.code,
        status=status,
        stop=gate.stop.holds(facts),
        requirements=() if excluded else tuple(_requirement(r, facts) for r in gate.requires),
        because=tuple(dict.fromkeys(because)),
        open=() if excluded else tuple(dict.fromkeys(opened)),
        sources=gate.grounds.sources,
        never_unconditional=gate.never_unconditional,
    )


def gate_range(gate: Gate, facts: AnswerFacts) -> tuple[GateStatus, GateStatus]:
    """The best and the worst status that the open answers allow."""
    ranges = [_requirement_range(requirement, facts) for requirement in gate.requires]
    best = max((best for best, _ in ranges), key=_ORDER.index)
    worst = max((worst for _, worst in ranges), key=_ORDER.index)
    excluded = gate.not_applicable.holds(facts) if gate.not_applicable is not None else False
    if excluded:
        return "not_applicable", "not_applicable"
    return ("not_applicable" if excluded is None else best), worst


def _requirement_range(
    requirement: Requirement, facts: AnswerFacts
) -> tuple[GateStatus, GateStatus]:
    met = requirement.met.holds(facts)
    planned = requirement.planned.holds(facts) if requirement.planned is not None else False
    worst: GateStatus = "met" if met else "planned" if planned else "not_met"
    if met is not False:
        return "met", worst
    return ("planned" if planned is not False else "not_met"), worst


def _requirement(requirement: Requirement, facts: AnswerFacts) -> RequirementFinding:
    best, worst = _requirement_range(requirement, facts)
    opened = open_references(requirement.met, facts)
    planned_because: tuple[str, ...] = ()
    if requirement.planned is not None:
        opened += open_references(requirement.planned, facts)
        planned_because = references(requirement.planned) if worst == "planned" else ()
    status = "open" if worst == "not_met" and best != "not_met" else str(worst)
    return RequirementFinding(
        requirement.id,
        status,  # type: ignore[arg-type]  # _requirement_range never gives not_applicable
        tuple(dict.fromkeys((*references(requirement.met), *planned_because))),
        () if worst == "met" else tuple(dict.fromkeys(opened)),
    )
