"""What is due as a calendar file (RFC 5545): all-day events, because Outlook takes no to-dos from a file."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from icalendar import Calendar, Event

from dpia.beside import prepare, put, remove_leftovers
from dpia.errors import FileError
from dpia.i18n import messages
from dpia.register.due_text import processing, what
from dpia.register.mark import processing_mark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from dpia.register.deadlines import Due
    from dpia.register.due_text import WordsFor

_PRODUCT: Final = "-//dpia//register//EN"
_HEAD: Final = 200


def calendar_file(found: Sequence[Due], today: date, words_for: WordsFor, language: str) -> bytes:
    """Return the file; the same register state and day give the same bytes.

    An event keeps its UID over the years, so that a calendar moves it instead of showing it twice.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in found:
        calendar.add_component(_event(one, today, words_for, language))
    data: bytes = calendar.to_ical()
    return data


def write_calendar(target: Path, data: bytes) -> Path:
    """Write the file, over an earlier calendar of ours but over nothing else, and return its place.

    Raises:
        FileError: something else lies there, or it cannot be written.
    """
    target = target if target.suffix else target.with_suffix(".ics")
    try:
        present = target.read_bytes() if target.exists() else b""
    except OSError as error:
        raise FileError("file-unreadable", "history", file=target) from error
    if present and _PRODUCT.encode() not in present[:_HEAD]:
        raise FileError("calendar-other", "history", file=target)
    remove_leftovers(target.parent)
    put(prepare(target, data))
    return target


def _event(one: Due, today: date, words_for: WordsFor, language: str) -> Event:
    words = words_for(one.key.questionnaire)
    start = one.deadline.on or today
    event = Event()
    event.add("uid", f"{_uid(one)}@dpia")
    event.add("dtstamp", datetime.combine(one.made, time(), UTC))
    event.add("sequence", one.version or 0)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(days=1))
    event.add("summary", f"{what(one, words)} – {processing(one, language)}")
    event.add("description", one.key.controller)
    event.add("categories", [messages("history")("calendar-category", language)])
    event.add("transp", "TRANSPARENT")
    return event


def _uid(one: Due) -> str:
    told = "\0".join((processing_mark(one.key), one.deadline.trigger, one.deadline.ref))
    return hashlib.sha256(told.encode()).hexdigest()[:32]
