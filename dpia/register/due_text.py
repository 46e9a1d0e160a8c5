"""What is due, as text for the screen and as data for programs."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from dpia.i18n import messages, short_date
from dpia.register.reading import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from dpia.register.deadlines import Due
    from dpia.register.words import Words

    WordsFor = Callable[[str], Words]

_INDENT: Final = " " * 4


def due_lines(found: Sequence[Due], today: date, words_for: WordsFor, width: int) -> Iterator[str]:
    """Return each with its day in words, then the processing and what is to be done."""
    for one in found:
        words = words_for(one.key.questionnaire)
        yield when(one, today, words.language)
        text = f"{processing(one, words.language)}: {what(one, words)}"
        yield from wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)


def when(one: Due, today: date, language: str) -> str:
    """How its day stands: overdue since, today, in so many days, or at once."""
    on = one.deadline.on
    if on is None:
        return _tell("due-now", language)
    days = (on - today).days
    key = "due-past" if days < 0 else "due-today" if days == 0 else "due-coming"
    if abs(days) == 1:
        key = f"{key}-one"
    return _tell(key, language, date=short_date(on, language), days=abs(days))


def processing(one: Due, language: str) -> str:
    """Number and name of the processing; of a memo said so."""
    key = "processing" if one.key.kind == "dpia" else "processing-memo"
    return _tell(key, language, number=one.number, name=one.key.name)


def what(one: Due, words: Words) -> str:
    """What is to be done, and why."""
    deadline, language = one.deadline, words.language
    known = words.questionnaire
    if deadline.trigger == "measure":
        measure = known.measures.get(deadline.ref) if known else None
        return _tell(
            "trigger-measure",
            language,
            measure=words.titled(deadline.code, measure),
            status=words.status("status", deadline.status),
            owner=deadline.owner or "–",
        )
    if deadline.trigger == "rule":
        reasons = {reason.id: reason for reason in known.review} if known else {}
        reason = reasons.get(deadline.ref)
        text = words.text(reason.text) if reason is not None else deadline.ref
        return _tell("trigger-rule", language, reason=text)
    return _tell(
        f"trigger-{deadline.trigger}",
        language,
        **{side: _worded(one, value, words) for side, value in _sides(one)},
    )


def _sides(one: Due) -> tuple[tuple[str, str], ...]:
    return (("old", one.deadline.old), ("new", one.deadline.new))


def _worded(one: Due, value: str, words: Words) -> str:
    if one.deadline.trigger == "threshold":
        return words.status("threshold", value)
    stored = day(value)
    return words.day(stored) if stored else value


def due_item(one: Due, today: date) -> dict[str, Any]:
    """Return one due thing as data."""
    deadline = one.deadline
    return {
        "trigger": deadline.trigger,
        "number": one.number,
        "controller": one.key.controller,
        "processing": one.key.name,
        "kind": one.key.kind,
        "version": one.version,
        "on": deadline.on.isoformat() if deadline.on else None,
        "overdue": deadline.on is not None and deadline.on < today,
        "ref": deadline.ref or None,
        "code": deadline.code or None,
        "status": deadline.status or None,
        "owner": deadline.owner or None,
        "old": deadline.old or None,
        "new": deadline.new or None,
    }


def _tell(key: str, language: str, **values: object) -> str:
    return messages("history")(key, language, **values)
