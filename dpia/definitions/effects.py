"""Definitions that do nothing: a measure that proves nothing, a risk left alone, a requirement nobody can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.conditions import All, Always, Any, In, Known, Not, WhereEntered
from dpia.model import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.conditions import Condition
    from dpia.definitions.named import Check

_NOTHING: Final = ""


def check_effects(check: Check) -> None:
    """Note every definition that is well-formed, speaks of things that exist, and still has no effect."""
    _measures(check)
    _risks(check)
    _requirements(check)
    _fills(check)


def _measures(check: Check) -> None:
    """A measure lowers a level, or says which gate or report field it serves instead."""
    fields = check.q.terms.get("edpb-fields", {})
    for measure in check.q.measures.values():
        spot = check.spots.of("measures", measure.id)
        check.names(spot / "proves", measure.proves, {*check.q.gates, *fields})
        if not (measure.likelihood or measure.severity or measure.proves):
            check.fault(spot / "likelihood", "measure-without-effect", found=measure.code)


def _risks(check: Check) -> None:
    """Something acts on every risk: a measure that lowers it or a gate."""
    acted_on = {
        risk
        for measure in check.q.measures.values()
        if measure.likelihood or measure.severity
        for risk in measure.risks
    }
    for risk in check.q.risks.values():
        if risk.id not in acted_on and not risk.gates:
            spot = check.spots.of("risks", risk.id)
            check.fault(spot / "code", "risk-untreated", found=risk.code)


def _requirements(check: Check) -> None:
    """A requirement can be met by some answer, as far as one closed choice decides it."""
    for gate in check.q.gates.values():
        spot = check.spots.of("gates", gate.id)
        for index, need in enumerate(gate.requires):
            if not _can_hold(check, need.met):
                here = spot / "requires" / index / "met"
                check.fault(here, "requirement-impossible", found=need.id)


def _can_hold(check: Check, condition: Condition) -> bool:
    """Whether for every closed choice at least one answer leaves the condition possible."""
    subjects = dict.fromkeys(leaf.subject for leaf in condition.leaves() if isinstance(leaf, In))
    choices = [(subject, check.choices(subject)) for subject in subjects]
    return all(
        any(_possible(condition, subject, value, wanted=True) for value in allowed)
        for subject, allowed in [(_NOTHING, {_NOTHING}), *choices]
        if allowed
    )


def _possible(condition: Condition, subject: str, value: str, *, wanted: bool) -> bool:
    """Whether the condition can come out as wanted with this one answer, all others being free."""
    if isinstance(condition, All | Any):
        whole = all if isinstance(condition, All) == wanted else any
        return whole(_possible(part, subject, value, wanted=wanted) for part in condition.parts)
    if isinstance(condition, Not):
        return _possible(condition.part, subject, value, wanted=not wanted)
    if isinstance(condition, Known | WhereEntered):
        return not wanted or _possible(condition.part, subject, value, wanted=True)
    if isinstance(condition, In) and condition.subject == subject:
        return (value in condition.options) == wanted
    return condition.truth == wanted if isinstance(condition, Always) else True


def _fills(check: Check) -> None:
    """What an answer goes into is a field of the report or the code of a definition."""
    known = {*check.q.terms.get("edpb-fields", {}), *_codes(check)}
    for sheet, spot in zip(check.q.sheets, check.spots.sheets(), strict=True):
        for index, item in enumerate(sheet.items):
            kind = "questions" if isinstance(item, Question) else "tables"
            here = check.spots.own_wording(kind, item.id, "fills", spot / "items" / index)
            for code in item.fills:
                if code not in known:
                    check.fault(here / "fills", "fills-unknown", found=code)


def _codes(check: Check) -> Iterator[str]:
    q = check.q
    yield from (risk.code for risk in q.risks.values())
    yield from (measure.code for measure in q.measures.values())
    yield from (gate.code for gate in q.gates.values())
    yield from (rule.code for rule in q.rules.values())
    yield from (criterion.code for criterion in q.criteria.values())
