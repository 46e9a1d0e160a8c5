"""The decision that the tool proposes; the controller decides. Gates first, then levels, then the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.assess.result import ConditionItem, Decision, DecisionFinding, Reason
from dpia.model import YES, entered_text
from dpia.tables import MIN_REASON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dpia.assess.facts import AnswerFacts, MeasureState
    from dpia.assess.result import GateFinding, GateStatus, Level, RiskFinding
    from dpia.model import Questionnaire, Scale, Value

DECISIONS: Final = ("approved", "conditionally_approved", "consultation", "rejected")
"""What can be proposed, from the mildest to the strictest."""
ABANDON: Final = "abandon-or-keep"
JUSTIFICATION: Final = "residual-justification"
TAKEN: Final = "decision"
NATIONAL: Final = "national-consultation"
_HIGHEST_SEVERITY: Final = 4
_TAKEN_CODES: Final = {"conditionally-approved": "conditionally_approved"}


@dataclass(frozen=True, slots=True)
class _GateView:
    code: str
    status: GateStatus
    stop: bool


@dataclass(frozen=True, slots=True)
class _View:
    """What a verdict looks at, with everything open resolved one way (or left open)."""

    gates: Sequence[_GateView]
    never_unconditional: tuple[str, ...]
    today: Sequence[tuple[str, Level]]
    target: Sequence[tuple[str, Level]]
    unfinished: tuple[str, ...]
    abandon: str
    national: bool
    justified: bool
    accepted: Mapping[str, bool]


def decide(
    questionnaire: Questionnaire,
    facts: AnswerFacts,
    gates: Sequence[GateFinding],
    ranges: Mapping[str, tuple[GateStatus, GateStatus]],
    risks: Sequence[RiskFinding],
) -> DecisionFinding:
    """Propose a decision, with its best and worst case over the open answers."""
    actual = _view(facts, gates, {g.id: g.status for g in gates}, risks, "worst")
    best = _view(facts, gates, {k: r[0] for k, r in ranges.items()}, risks, "best")
    worst = _view(facts, gates, {k: r[1] for k, r in ranges.items()}, risks, "worst", possibly=True)
    proposed, reasons = _verdict(questionnaire.scale, actual)
    taken = entered_text(facts.value(TAKEN))
    return DecisionFinding(
        proposed=proposed,
        best=_verdict(questionnaire.scale, best)[0],
        worst=_verdict(questionnaire.scale, worst)[0],
        reasons=tuple(reasons),
        conditions=tuple(_conditions(facts, gates)),
        taken=_TAKEN_CODES.get(taken, taken),
    )


def _view(
    facts: AnswerFacts,
    gates: Sequence[GateFinding],
    statuses: dict[str, GateStatus],
    risks: Sequence[RiskFinding],
    end: str,
    *,
    possibly: bool = False,
) -> _View:
    best = end == "best"
    applying = [r for r in risks if r.applies or (r.applies is None and not best)]
    keep = entered_text(facts.value(ABANDON))
    justification = entered_text(facts.value(JUSTIFICATION))
    # a gate whose kind is open is taken as a stop gate unless we look at the best end
    views = [
        _GateView(g.code, statuses[g.id], (not best) if g.stop is None else g.stop) for g in gates
    ]
    return _View(
        gates=views,
        never_unconditional=tuple(
            g.code for g in gates if g.never_unconditional and statuses[g.id] != "not_applicable"
        ),
        today=[(r.code, getattr(r.scores["today"], end)) for r in applying],
        target=[(r.code, getattr(r.scores["target"], end)) for r in applying],
        unfinished=tuple(
            s.measure.code for s in facts.states.values() if _unfinished(s, possibly=possibly)
        ),
        abandon=keep,
        national=entered_text(facts.value(NATIONAL)) == YES,
        justified=len(justification) >= MIN_REASON,
        accepted={r.code: taken for r in risks if (taken := _accepted(r)) is not None},
    )


def _accepted(risk: RiskFinding) -> bool | None:
    """Whether the residual risk was accepted with a discussion, or held unacceptable; None: neither."""
    acceptance = risk.acceptance.get("target")
    if acceptance is None or not acceptance.acceptable:
        return None if acceptance is None else False
    return True if len(acceptance.discussion) >= MIN_REASON else None


def _unfinished(state: MeasureState, *, possibly: bool = False) -> bool:
    """A measure that the plan relies on (or may come to) and that is not implemented with evidence."""
    relied_on = state.active("target")
    return (possibly if relied_on is None else relied_on) and state.counts_as != "implemented"


def _codes(gates: Sequence[_GateView], *statuses: str, stop: bool | None = None) -> tuple[str, ...]:
    return tuple(g.code for g in gates if g.status in statuses and (stop is None or g.stop is stop))


def _verdict(scale: Scale, view: _View) -> tuple[Decision, list[Reason]]:
    """The fact sheet's verdict, line by line."""
    highest = max(scale.class_rank.values())
    stopped = _codes(view.gates, "not_met", stop=True)
    undecided = _codes(view.gates, "open", stop=True)
    high = tuple(code for code, level in view.target if scale.class_rank[level.level] == highest)
    if stopped:
        return "rejected", [Reason("stop-not-met", stopped)]
    if undecided:
        return "undetermined", [Reason("stop-open", undecided)]
    if high or view.national:
        return _consulted(view, high)
    reasons = [
        Reason("gate-planned", _codes(view.gates, "planned")),
        Reason("condition-not-met", _codes(view.gates, "not_met", "open", stop=False)),
        Reason("measure-unfinished", view.unfinished),
        Reason("never-unconditional", view.never_unconditional),
        Reason("not-accepted", _not_accepted(scale, view)),
    ]
    standing = [reason for reason in reasons if reason.codes]
    if standing:
        return "conditionally_approved", standing
    return "approved", [Reason("all-acceptable")]


def _consulted(view: _View, high: tuple[str, ...]) -> tuple[Decision, list[Reason]]:
    """A high risk that remains is abandoned or put before the authority; national law may ask for it anyhow."""
    if not high:
        return "consultation", [Reason("national-consultation")]
    if view.abandon == "abandon":
        return "rejected", [Reason("target-high-abandon", high)]
    key = "target-high-keep" if view.abandon == "keep" else "target-high-unanswered"
    return "consultation", [Reason(key, high)]


def _not_accepted(scale: Scale, view: _View) -> tuple[str, ...]:
    """Name the risks that are not acceptable today.

    Acceptable is the lowest class, or a reasoned one below the highest. The gravest severity takes a reason
    of its own for this risk; and what the assessor holds unacceptable is so in every class.
    """
    return tuple(code for code, level in view.today if not _acceptable(scale, view, code, level))


def _acceptable(scale: Scale, view: _View, code: str, level: Level) -> bool:
    lowest, highest = min(scale.class_rank.values()), max(scale.class_rank.values())
    rank, accepted = scale.class_rank[level.level], view.accepted.get(code)
    if rank == highest or accepted is False:
        return False
    reasoned = accepted or (view.justified and level.severity != _HIGHEST_SEVERITY)
    return rank == lowest or bool(reasoned)


def _conditions(facts: AnswerFacts, gates: Sequence[GateFinding]) -> list[ConditionItem]:
    """What must still be done before an approval can hold: gates first, then measures."""
    items = [
        ConditionItem(gate.code, "gate", gate.id, *_owner(facts, gate))
        for gate in gates
        if gate.status in {"planned", "not_met", "open"}
    ]
    items += [
        ConditionItem(s.measure.code, "measure", s.measure.id, s.owner, s.due)
        for s in facts.states.values()
        if _unfinished(s)
    ]
    return items


def _owner(facts: AnswerFacts, gate: GateFinding) -> tuple[str, Value | None]:
    """Owner and date of the measure that a planned gate rests on."""
    for requirement in gate.requirements:
        for ref in requirement.because if requirement.status == "planned" else ():
            state = facts.states.get(ref.removeprefix("measure:"))
            if state is not None and state.owner:
                return state.owner, state.due
    return "", None
