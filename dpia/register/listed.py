"""The list of the register: every processing in three lines, or as data for programs."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from dpia.i18n import messages
from dpia.register.reading import span, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.register.store import Summary
    from dpia.register.words import Words


def list_lines(one: Summary, words: Words, width: int) -> Iterator[str]:
    """Which processing it is, how it was decided, and what is still to do."""
    indent = " " * 6
    head = f"{one.number:>4}  {heading(one, words)}"
    yield from wrap(head, width, subsequent_indent=indent)
    lines = [state(one, words), decided(one, words)]
    if one.key.kind == "dpia":
        lines += [levels(one, words), todo(one, words)]
    for line in lines:
        yield from wrap(line, width, initial_indent=indent, subsequent_indent=indent)


def heading(one: Summary, words: Words) -> str:
    """The processing and its controller."""
    return _tell("heading", words, name=one.key.name, controller=one.key.controller or "–")


def state(one: Summary, words: Words) -> str:
    """What it is, which version, of which day, and whether a draft has been begun since."""
    kind = words.status("record-kind", one.key.kind)
    day = words.day(one.on)
    if one.version is None:
        return _tell("state-draft", words, kind=kind, date=day)
    said = _tell("state-final", words, kind=kind, version=one.version, date=day)
    if one.newer_draft is None:
        return said
    return f"{said} {_tell('draft-begun', words, date=words.day(one.newer_draft))}"


def decided(one: Summary, words: Words) -> str:
    """What was decided, beside what the tool proposes; of a memo only the first."""
    if one.key.kind == "threshold":
        taken = words.status("memo", one.taken) if one.taken else words.say("not-decided")
        return _tell("decided", words, taken=taken)
    taken = words.status("decision", one.taken) if one.taken else words.say("not-decided")
    proposed = words.status("decision", one.proposed)
    return _tell("decided-proposed", words, taken=taken, proposed=proposed)


def levels(one: Summary, words: Words) -> str:
    """The highest level today and after the plan, and the stop gates that are not met."""
    nothing = words.say("no-risk-applies")
    today, target = (
        words.levels(text(best), text(worst)) or nothing
        for best, worst in map(span, (one.highest_today, one.highest_target))
    )
    stops = "–" if one.stops_not_met is None else one.stops_not_met
    return _tell("levels", words, today=today, target=target, stops=stops)


def todo(one: Summary, words: Words) -> str:
    """How many answers are open, and when it is to be reviewed."""
    return _tell("todo", words, open=one.open, review=words.review(one.next_review))


def summary_item(one: Summary) -> dict[str, Any]:
    """Return the same as data: codes as values."""
    return {
        "number": one.number,
        "controller": one.key.controller,
        "processing": one.key.name,
        "kind": one.key.kind,
        "questionnaire": {
            "id": one.key.questionnaire,
            "version": one.questionnaire_version,
            "digest": one.questionnaire_digest,
        },
        "version": one.version,
        "date": one.on.isoformat(),
        "recorded_at": one.at.isoformat(),
        "recorded_by": one.user,
        "source": one.source,
        "proposed": one.proposed or None,
        "taken": one.taken or None,
        "highest_today": _span(one.highest_today),
        "highest_target": _span(one.highest_target),
        "stops_not_met": one.stops_not_met,
        "open": one.open,
        "next_review": one.next_review.isoformat() if one.next_review else None,
        "newer_draft": one.newer_draft.isoformat() if one.newer_draft else None,
    }


def _span(value: object) -> dict[str, Any] | None:
    best, worst = span(value)
    return None if (best, worst) == (None, None) else {"best": best, "worst": worst}


def _tell(key: str, words: Words, **values: object) -> str:
    return messages("history")(key, words.language, **values)
