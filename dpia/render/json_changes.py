"""What changed between two versions, for programs: a part of the assessment's record, and of what diff prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dpia.register.answer_changes import AnswerChange
    from dpia.register.changes import Changes, Move, Recorded
    from dpia.register.finding_changes import Figure, FindingChange

Item = dict[str, Any]


def changes_item(changes: Changes) -> Item:
    """Return everything as plain data: codes and ids as values."""
    return {
        "old": _side(changes.old),
        "new": _side(changes.new),
        "apart": [_move(one) for one in changes.apart],
        "result": [_result(one) for one in changes.result],
        "gates": [_finding(one) for one in changes.gates],
        "risks": [_risk(one) for one in changes.risks],
        "findings": [_finding(one) for one in changes.findings],
        "reviews": [_finding(one) for one in changes.reviews],
        "answers": [_answer(one) for one in changes.answers],
    }


def _side(recorded: Recorded) -> Item:
    return {
        "version": recorded.version,
        "date": recorded.on,
        "questionnaire": recorded.made("questionnaire"),
        "rules": recorded.made("rules"),
        "tool": recorded.made("tool"),
    }


def _move(one: Move) -> Item:
    return {"what": one.what, "old": one.old, "new": one.new}


def _result(one: Move) -> Item:
    names = {"proposed": ("proposed", "best", "worst")}.get(one.what, ("best", "worst"))
    old, new = (
        dict(zip(names, value, strict=True)) if isinstance(value, tuple) else value
        for value in (one.old, one.new)
    )
    return {"what": one.what, "old": old, "new": new}


def _finding(one: FindingChange) -> Item:
    return {
        "id": one.id,
        "code": one.code,
        "what": one.what,
        "old": one.old,
        "new": one.new,
        "trend": one.trend or None,
        "because": list(one.because),
    }


def _risk(one: FindingChange) -> Item:
    return _finding(one) | {"old": _figure(one.old), "new": _figure(one.new)}


def _figure(figure: Figure) -> Item | None:
    """Severity, likelihood and class, each best and worst; null where the risk does not apply."""
    if figure.level == (None, None):
        return None
    parts = {name: getattr(figure, name) for name in ("severity", "likelihood", "level")}
    return {name: {"best": span[0], "worst": span[1]} for name, span in parts.items()}


def _answer(one: AnswerChange) -> Item:
    return {
        "kind": one.kind,
        "ref": one.ref,
        "table": one.table or None,
        "row": one.row or None,
        "column": one.column or None,
        "old": one.old,
        "new": one.new,
    }
