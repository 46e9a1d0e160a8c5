"""What is still open, and what it decides: every open answer with what hangs on it, those first that move most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.render.scores import level_range
from dpia.tables import MEASURES, OWN_MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dpia.assess.result import GateMove, OpenItem, Reach, RiskMove, Span
    from dpia.render.case import Case, Item

_GROUPS: Final = ("open-deciding", "open-moving", "open-together", "open-required")


def open_groups(case: Case) -> list[Item]:
    """Return the open answers by how far they reach; a group without any is left out."""
    rows: dict[str, list[Item]] = {group: [] for group in _GROUPS}
    for item in case.assessment.open:
        rows[_group(item)].append(open_view(case, item))
    return [
        {"title": case.say(group, count=len(found)), "rows": found}
        for group, found in rows.items()
        if found
    ]


def _group(item: OpenItem) -> str:
    if item.reach.decides:
        return "open-deciding"
    if any(item.reach.weight):
        return "open-moving"
    return "open-together" if item.moves else "open-required"


def deciding(case: Case, most: int) -> list[Item]:
    """Return the open answers that reach furthest."""
    moving = [item for item in case.assessment.open if any(item.reach.weight)]
    return [open_view(case, item) for item in moving[:most]]


def open_view(case: Case, item: OpenItem) -> Item:
    """Return one open answer, where to give it, and what it decides."""
    name, sheet = _named(case, item.ref)
    return {
        "question": name,
        "sheet": sheet,
        "state": _state(case, item),
        "decides": "\n".join(_lines(case, item)),
    }


def _state(case: Case, item: OpenItem) -> str:
    state = case.say("unclear" if item.given_unclear else "not-answered")
    return f"{state} ({case.say('required')})" if item.required else state


def _named(case: Case, ref: str) -> tuple[str, str]:
    kind, colon, key = ref.partition(":")
    question_id = ref.partition(".")[0]
    if question_id in case.questions:
        return case.asked(ref), case.entered_in(question_id)
    if colon and kind == "table" and key in case.tables:
        return f"{case.tables[key].code} {case.text(case.tables[key].title)}", case.entered_in(key)
    if colon and kind == "measure" and key in case.questionnaire.measures:
        measure = case.questionnaire.measures[key]
        sheet = case.entered_in(OWN_MEASURES if measure.own else MEASURES)
        return f"{measure.code} {case.text(measure.title)}", sheet
    return ref, ""


def _lines(case: Case, item: OpenItem) -> Iterator[str]:
    """What the answer decides by itself; else what waits for it together with other answers."""
    lines = list(_reached(case, item.reach))
    if lines:
        yield from lines
    elif item.moves:
        codes = ", ".join(dict.fromkeys(item.moves))
        yield case.say("reach-together", codes=codes)
    else:
        yield case.say("reach-nothing")


def _reached(case: Case, reach: Reach) -> Iterator[str]:
    if reach.decision:
        outcomes = (_decisions(case, span) for span in reach.decision)
        yield case.say("reach-decision", outcomes=_joined(outcomes))
    for move in (*reach.stops, *reach.gates):
        yield _gate(case, move)
    for key, spans in (("today", reach.highest_today), ("target", reach.highest_target)):
        if spans:
            yield case.say(f"reach-highest-{key}", outcomes=_levels(case, spans))
    for risk in reach.risks:
        yield _risk(case, risk)
    if reach.threshold:
        results = (case.term("threshold-results", result) for result in reach.threshold)
        yield case.say("reach-threshold", outcomes=_joined(results))


def _gate(case: Case, move: GateMove) -> str:
    lines = []
    if move.outcomes != (move.now,):
        now = case.term("gate-statuses", move.now)
        names = (_status(case, status, move) for status in move.outcomes)
        lines.append(case.say("reach-gate", code=move.code, now=now, outcomes=_joined(names)))
    if move.stops:
        lines.append(case.say("reach-gate-stops", code=move.code))
    return "\n".join(lines)


def _status(case: Case, status: str, move: GateMove) -> str:
    name = case.term("gate-statuses", status)
    return case.say("reach-still", status=name) if status == move.now else name


def _risk(case: Case, move: RiskMove) -> str:
    today, target = _levels(case, move.today), _levels(case, move.target)
    if today == target:
        return case.say("reach-risk", code=move.code, outcomes=today)
    parts = [
        case.say(f"reach-risk-{key}", outcomes=outcomes)
        for key, outcomes in (("today", today), ("target", target))
        if outcomes
    ]
    return case.say("reach-risk", code=move.code, outcomes="; ".join(parts))


def _levels(case: Case, spans: Iterable[Span]) -> str:
    return _joined(_level(case, span) for span in spans)


def _level(case: Case, span: Span) -> str:
    best, worst = span
    if not worst:
        return case.say("reach-left-out")
    if not best:
        return case.say("reach-perhaps-left-out", level=level_range(case, worst, worst))
    return level_range(case, best, worst)


def _decisions(case: Case, span: Span) -> str:
    best, worst = (case.term("decisions", decision) for decision in span)
    return best if best == worst else case.say("level-range", best=best, worst=worst)


def _joined(outcomes: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(outcomes))
