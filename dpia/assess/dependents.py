"""Which findings look at which answer, so that a changed answer is followed no further than it reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpia.conditions import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dpia.conditions import Condition, Leaf
    from dpia.model import Gate, Measure, Questionnaire, Risk

THRESHOLD = "result:threshold"


@dataclass(slots=True)
class Dependents:
    """What looks at one answer. leaves: the single statements about it, which tell answers apart."""

    gates: dict[str, None] = field(default_factory=dict)
    risks: dict[str, None] = field(default_factory=dict)
    criteria: dict[str, None] = field(default_factory=dict)
    measures: dict[str, None] = field(default_factory=dict)
    leaves: dict[Leaf, None] = field(default_factory=dict)

    @property
    def none(self) -> bool:
        """Whether nothing depends on the answer."""
        return not (self.gates or self.risks or self.criteria or self.measures)


def find_dependents(questionnaire: Questionnaire) -> Mapping[str, Dependents]:
    """Return what looks at each answer ("question", "table:id", "measure:id", "result:threshold")."""
    found: dict[str, Dependents] = {}
    for criterion in questionnaire.criteria.values():
        for ref in _noted(found, (criterion.met,)):
            found[ref].criteria[criterion.id] = None
    for measure in questionnaire.measures.values():
        for ref in _noted(found, _own(measure)):
            found[ref].measures[measure.id] = None
    for gate in questionnaire.gates.values():
        for ref in _through(questionnaire, _noted(found, conditions_of(gate))):
            found.setdefault(ref, Dependents()).gates[gate.id] = None
    for risk in questionnaire.risks.values():
        for ref in _through(questionnaire, _risk_refs(questionnaire, risk, found)):
            found.setdefault(ref, Dependents()).risks[risk.id] = None
    return found


def conditions_of(gate: Gate) -> Iterator[Condition]:
    """Every condition of a gate."""
    yield gate.stop
    if gate.not_applicable is not None:
        yield gate.not_applicable
    for requirement in gate.requires:
        yield requirement.met
        if requirement.planned is not None:
            yield requirement.planned


def _own(measure: Measure) -> tuple[Condition, ...]:
    return () if measure.when is None else (measure.when,)


def _noted(found: dict[str, Dependents], conditions: Iterable[Condition]) -> Iterator[str]:
    """The references of the conditions; their leaves are noted beside them."""
    for condition in conditions:
        for leaf in condition.leaves():
            for ref in leaf.refs:
                found.setdefault(ref, Dependents()).leaves[leaf] = None
                yield ref


def _risk_refs(
    questionnaire: Questionnaire, risk: Risk, found: dict[str, Dependents]
) -> Iterator[str]:
    if risk.applies is not None:
        yield from _noted(found, (risk.applies,))
    yield from _noted(found, (factor.when for factor in risk.factors))
    # what a value set by hand is held against
    yield from (f"measure:{measure}" for entry in risk.lowering for measure in entry.measures)
    yield from (f"measure:{measure}" for measure in risk.likelihood_only_by or ())
    for measure in questionnaire.measures.values():
        if risk.id in measure.risks:
            yield f"measure:{measure.id}"
            acting = (e.when for e in measure.adjust if e.risk in {None, risk.id})
            yield from _noted(found, acting)


def _through(questionnaire: Questionnaire, refs: Iterable[str]) -> Iterator[str]:
    """The references, and for each measure also what decides whether the measure applies."""
    for ref in refs:
        yield ref
        measure = questionnaire.measures.get(ref.removeprefix("measure:"))
        if ref.startswith("measure:") and measure is not None and measure.when is not None:
            yield from references(measure.when)
