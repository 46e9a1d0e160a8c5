"""Two assessments side by side: what the alternative makes lower, higher or leaves open, risk by risk, gate by gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.compared import GateComparison, RiskComparison

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dpia.assess.compared import Verdict
    from dpia.assess.result import Assessment, Level, RiskFinding
    from dpia.model import Scale
    from dpia.providers import Change


def compare_risks(
    scale: Scale, now: Assessment, then: Assessment, changes: Sequence[Change]
) -> Iterator[RiskComparison]:
    """Every risk after the plan; a risk that only the alternative could bring, where it may bring it."""
    before = {risk.id: risk for risk in now.risks}
    for risk in then.risks:
        old = before.get(risk.id)
        if old is None and risk.applies is False:
            continue
        made_by = tuple(change.id for change in changes if risk.id in change.risks)
        verdict = _appears(risk) if old is None else _verdict(scale, old, risk)
        yield RiskComparison(risk.id, risk.code, verdict, made_by)


def _appears(risk: RiskFinding) -> Verdict:
    return "new" if risk.applies else "open"


def _verdict(scale: Scale, old: RiskFinding, new: RiskFinding) -> Verdict:
    """Lower and higher only where every answer that is open leaves it so."""
    if old.applies is False or new.applies is False:
        return "same" if old.applies is new.applies else "gone" if old.applies else "new"
    was, now = old.scores["target"], new.scores["target"]
    best, worst = _height(scale, now.best), _height(scale, now.worst)
    if new.applies and old.applies and worst < _height(scale, was.best):
        return "lower"
    if new.applies and old.applies and best > _height(scale, was.worst):
        return "higher"
    fixed = not was.is_range and not now.is_range and old.applies is new.applies
    return "same" if fixed else "open"


def _height(scale: Scale, level: Level) -> tuple[int, int]:
    return scale.class_rank[level.level], level.severity + level.likelihood


def compare_gates(
    now: Assessment, then: Assessment, changes: Sequence[Change]
) -> Iterator[GateComparison]:
    """Every gate with both products."""
    for old, new in zip(now.gates, then.gates, strict=True):
        made_by = tuple(change.id for change in changes if new.id in change.gates)
        yield GateComparison(new.id, new.code, old.status, new.status, made_by)


def is_better(scale: Scale, now: Assessment, then: Assessment) -> bool:
    """Say whether the alternative is better all in all, taking its worst case.

    It must fail no more stop gates and reach no higher class after the plan, and be better in one of these, or
    have fewer risks of the highest classes.
    """
    old, new = _standing(scale, now), _standing(scale, then)
    return new[0] <= old[0] and new[1] <= old[1] and new < old


def _standing(scale: Scale, found: Assessment) -> tuple[int, ...]:
    """Stop gates not met, the highest class after the plan, then how many risks each class holds, worst first."""
    levels = [
        scale.class_rank[risk.scores["target"].worst.level]
        for risk in found.risks
        if risk.applies is not False
    ]
    ranks = sorted(scale.class_rank.values(), reverse=True)
    headline = found.headline
    counts = (levels.count(rank) for rank in ranks[:-1])
    return headline.stops_not_met, scale.class_rank[headline.highest_target], *counts
