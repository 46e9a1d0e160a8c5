"""The chapter "Changes since version n", and the same in the terminal: what came out differently, then the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dpia.render import fills
from dpia.render.changes_answers import answer_rows, code_of
from dpia.render.changes_words import ChangeWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.model import Questionnaire
    from dpia.register.changes import Changes, Move
    from dpia.register.finding_changes import FindingChange

Item = dict[str, Any]
_FILLS = {"better": fills.GOOD, "worse": fills.BAD, "": fills.NONE}


def changes_view(changes: Changes, questionnaire: Questionnaire | None, language: str) -> Item:
    """Return the chapter as plain data.

    Args:
        changes: From the last final version to this one.
        questionnaire: Of today, knowing what the user added; None where it is not at hand.
        language: Of the words.
    """
    words = ChangeWords(questionnaire, language)
    results = list(_results(changes, words))
    number = changes.old.version
    old, new = words.side(changes.old), words.side(changes.new)
    return {
        "title": words.say("title", number=number) if number else "",
        "old": old,
        "new": new,
        "intro": words.say("compared", old=old, new=new),
        "apart": list(_apart(changes, words)),
        "results": results,
        "no_results": "" if results else words.say("no-results"),
        "answers": list(answer_rows(changes, words)),
        "no_answers": "" if changes.answers else words.say("no-answers"),
    }


def _apart(changes: Changes, words: ChangeWords) -> Iterator[str]:
    """What else changed; a new version of the questionnaire says of itself that its rules are others."""
    moved = {one.what: one for one in changes.apart}
    if "questionnaire" in moved:
        moved.pop("rules", None)
    for what in ("questionnaire", "rules", "tool"):
        if what in moved:
            yield words.say(f"apart-{what}", old=moved[what].old, new=moved[what].new)


def _results(changes: Changes, words: ChangeWords) -> Iterator[Item]:
    for move in changes.result:
        old, new = (_worded(move, value, words) for value in (move.old, move.new))
        if old != new:
            what = words.say(f"what-{move.what}")
            yield {"what": what, "old": old, "new": new, "why": "", "fill": fills.NONE}
    for gate in changes.gates:
        named = words.titled("gate", gate.id, gate.code)
        if gate.what == "stops":
            named = words.say("gate-stops", gate=named)
        yield _row(changes, gate, named, _gate(gate, words), words)
    for risk in changes.risks:
        named = words.titled("risk", risk.id, risk.code, risk.title)
        named = words.say(f"risk-{risk.what}", risk=named)
        yield _row(changes, risk, named, (words.figure(risk.old), words.figure(risk.new)), words)
    yield from _raised(changes, words)


def _worded(move: Move, value: Any, words: ChangeWords) -> str:  # noqa: ANN401  # any JSON value
    if move.what == "proposed":
        return words.decision(value)
    if move.what in {"today", "target"}:
        return words.levels(value)
    if value is None:
        return words.say("none")
    if move.what == "taken":
        return words.decided(str(value))
    if move.what == "threshold":
        return words.term("threshold-results", value)
    return words.truth(value) if isinstance(value, bool) else str(value)


def _gate(gate: FindingChange, words: ChangeWords) -> tuple[str, str]:
    if gate.what == "stops":
        return words.truth(gate.old), words.truth(gate.new)
    old, new = (
        words.term("gate-statuses", one) if one else words.say("none")
        for one in (gate.old, gate.new)
    )
    return old, new


def _raised(changes: Changes, words: ChangeWords) -> Iterator[Item]:
    """Findings of the consistency check and reasons for a review that came or went."""
    rules = words.questionnaire.rules if words.questionnaire else {}
    triggers = {one.id: one for one in words.questionnaire.review} if words.questionnaire else {}
    for kind, found in (("finding", changes.findings), ("review", changes.reviews)):
        for one in found:
            known = rules.get(one.id) if kind == "finding" else triggers.get(one.id)
            text = words.text(known.text) if known is not None else one.id
            named = words.say("named", code=one.code, title=text).strip()
            old, new = (
                words.say(f"{kind}-{'yes' if state else 'no'}") for state in (one.old, one.new)
            )
            yield _row(changes, one, words.say(kind, named=named), (old, new), words)


def _row(
    changes: Changes, one: FindingChange, what: str, values: tuple[str, str], words: ChangeWords
) -> Item:
    trend = words.say(f"trend-{one.trend}") if one.trend and one.what != "raised" else ""
    why = "; ".join(part for part in (trend, _why(changes, one, words)) if part)
    fill = _FILLS[one.trend] if one.what != "raised" else fills.NONE
    return {"what": what, "old": values[0], "new": values[1], "why": why, "fill": fill}


def _why(changes: Changes, one: FindingChange, words: ChangeWords) -> str:
    """The changed answers behind it; where there are none, what else can have moved it."""
    if one.what == "raised":
        return ""
    codes = list(dict.fromkeys(code_of(ref, words) for ref in one.because))
    if codes:
        return words.say("why-answers", named=", ".join(codes))
    moved = {move.what for move in changes.apart}
    if moved & {"questionnaire", "rules"}:
        return words.say("why-questionnaire")
    return words.say("why-date") if "date" in moved else ""
