"""The open answers for programs: each with what it moves by itself, those first that move most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.assess.result import GateMove, OpenItem, Reach, Span

Item = dict[str, Any]


def open_items(items: Iterable[OpenItem]) -> list[Item]:
    """Return every open answer in the order of its reach."""
    return [
        {
            "ref": item.ref,
            "required": item.required,
            "unclear": item.given_unclear,
            "moves": list(item.moves),
            "reach": _reach(item.reach),
        }
        for item in items
    ]


def _reach(reach: Reach) -> Item:
    return {
        "decides": reach.decides,
        "decision": _spans(reach.decision),
        "stops": [_gate(move) for move in reach.stops],
        "gates": [_gate(move) for move in reach.gates],
        "highest_today": _spans(reach.highest_today),
        "highest_target": _spans(reach.highest_target),
        "risks": [
            {"code": move.code, "today": _spans(move.today), "target": _spans(move.target)}
            for move in reach.risks
        ],
        "threshold": list(reach.threshold),
    }


def _gate(move: GateMove) -> Item:
    return {
        "code": move.code,
        "now": move.now,
        "outcomes": list(move.outcomes),
        "stops": move.stops,
    }


def _spans(spans: Iterable[Span]) -> list[Item]:
    """Best and worst case; null where a risk does not apply."""
    return [{"best": best or None, "worst": worst or None} for best, worst in spans]
