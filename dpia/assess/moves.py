"""What several outcomes of one open answer have moved, beside the result as it stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.assess.result import GateMove, Reach, RiskMove
from dpia.assess.verdict import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dpia.assess.evaluation import Evaluation
    from dpia.assess.result import GateStatus, RiskFinding, Span, Stage
    from dpia.model import Scale

_GATE_ORDER: Final[tuple[GateStatus, ...]] = ("not_applicable", "met", "planned", "open", "not_met")
_LEFT_OUT: Final[Span] = ("", "")


def compare(scale: Scale, now: Evaluation, outcomes: Sequence[Evaluation]) -> Reach:
    """Return everything that is not in every outcome as it is now."""
    every = (now, *outcomes)

    def rank(level: str) -> int:
        return scale.class_rank.get(level, 0)

    decision = [(e.decision.best, e.decision.worst) for e in every]
    today = [(e.headline.highest_today_best, e.headline.highest_today) for e in every]
    target = [(e.headline.highest_target_best, e.headline.highest_target) for e in every]
    gates = list(_gates(now, outcomes))
    stops = tuple(move for move, stop in gates if stop)
    others = tuple(move for move, stop in gates if not stop)
    risks = tuple(_risks(now, outcomes, rank))
    results = list(dict.fromkeys(e.threshold.result for e in outcomes))
    threshold = tuple(results) if results != [now.threshold.result] else ()
    return Reach(
        decision=_moved(decision, DECISIONS.index),
        stops=stops,
        gates=others,
        highest_today=_moved(today, rank),
        highest_target=_moved(target, rank),
        risks=risks,
        threshold=threshold,
        weight=(
            _width(decision, DECISIONS.index),
            len(stops),
            len(others),
            _width(today, rank) + _width(target, rank),
            len(risks),
            int(bool(threshold)),
        ),
    )


def _moved(spans: Sequence[Span], rank: Callable[[str], int]) -> tuple[Span, ...]:
    """The different outcomes, best first; nothing where all are as they are now (the first)."""
    now, *others = spans
    if all(span == now for span in others):
        return ()
    return tuple(sorted(set(others), key=lambda span: (rank(span[0]), rank(span[1]))))


def _width(spans: Sequence[Span], rank: Callable[[str], int]) -> int:
    """How far both ends move over all outcomes."""
    ends = [[rank(span[end]) for span in spans] for end in (0, 1)]
    return sum(max(ranks) - min(ranks) for ranks in ends)


def _gates(now: Evaluation, outcomes: Sequence[Evaluation]) -> Iterator[tuple[GateMove, bool]]:
    """The gates that move, each with whether it may stop the processing."""
    for key, gate in now.gates.items():
        found = [e.gates[key] for e in outcomes]
        statuses = {one.status for one in found}
        stop_moves = any(one.stop is not gate.stop for one in found)
        if statuses != {gate.status} or stop_moves:
            ordered = tuple(sorted(statuses, key=_GATE_ORDER.index))
            may_stop = any(one.stop is not False for one in (gate, *found))
            yield GateMove(gate.code, gate.status, ordered, stop_moves), may_stop


def _risks(
    now: Evaluation, outcomes: Sequence[Evaluation], rank: Callable[[str], int]
) -> Iterator[RiskMove]:
    every = (now, *outcomes)
    for key, risk in now.risks.items():
        today = _moved([_classes(e.risks[key], "today") for e in every], rank)
        target = _moved([_classes(e.risks[key], "target") for e in every], rank)
        if today or target:
            yield RiskMove(risk.code, today, target)


def _classes(risk: RiskFinding, stage: Stage) -> Span:
    """Best and worst class at a stage; "" where the risk does not apply, or might not."""
    if risk.applies is False:
        return _LEFT_OUT
    score = risk.scores[stage]
    return ("" if risk.applies is None else score.best.level), score.worst.level
