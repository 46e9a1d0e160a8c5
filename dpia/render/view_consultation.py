"""The chapter on prior consultation: the points of Art. 36(3), the authority and the periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.verdict import NATIONAL
from dpia.model import NO, YES
from dpia.render import fills
from dpia.render.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.assess.periods import LastDay
    from dpia.assess.result import ConsultationFinding, ConsultationPoint
    from dpia.render.case import Case, Item

_FILLS = {
    "held": fills.GOOD,
    "incomplete": fills.CARE,
    "missing": fills.BAD,
    "not-applicable": fills.IDLE,
    "on-request": fills.CARE,
}
_AUTHORITIES = "authorities"
_SHOWN = 6
_PUBLIC = ("public-federal", "public-state", "church")


def consultation_view(case: Case) -> Item:
    """Return the chapter; without a consultation only the sentence that there is none."""
    found = case.assessment.consultation
    if found is None:
        return {
            "due": False,
            "intro": case.say("consultation-none"),
            "authority": "",
            "points": [],
            "dates": [],
            "notes": [],
        }
    return {
        "due": True,
        "intro": case.say("consultation-why"),
        "authority": _authority(case, found),
        "points": [_point(case, point) for point in found.points],
        "dates": list(_dates(case, found)),
        "notes": list(_notes(case, found)),
    }


def _authority(case: Case, found: ConsultationFinding) -> str:
    if not found.authority:
        return case.say("consultation-authority-open")
    return case.say("consultation-authority", authority=case.term(_AUTHORITIES, found.authority))


def _point(case: Case, point: ConsultationPoint) -> Item:
    fields = case.say("consultation-fields", fields=", ".join(point.fields))
    return {
        "letter": point.letter,
        "text": case.say(f"consultation-{point.letter}"),
        "held": case.say("consultation-whole")
        if point.letter == "e"
        else (fields if point.fields else "–"),
        "missing": _missing(case, point),
        "state": case.say(f"consultation-state-{point.state}"),
        "fill": _FILLS[point.state],
    }


def _missing(case: Case, point: ConsultationPoint) -> str:
    if point.state == "on-request":
        return case.say("consultation-asked")
    if point.state == "not-applicable":
        return case.say("consultation-no-dpo")
    lines = references(case, point.missing)
    more = len(lines) - _SHOWN
    shown = [f"• {line}" for line in lines[:_SHOWN]]
    if more > 0:
        shown.append(f"• {case.say('consultation-more', count=more)}")
    return "\n".join(shown) or case.say("consultation-nothing")


def _dates(case: Case, found: ConsultationFinding) -> Iterator[Item]:
    if found.received is None:
        return
    yield _row(case, "consultation-received-on", case.day(found.received))
    yield _row(case, "consultation-answer-by", _last_day(case, found.answer))
    yield _row(case, "consultation-notice-by", _last_day(case, found.notice))
    if found.notified is not None:
        day = case.day(found.notified)
        told = case.say("consultation-late", date=day) if found.notified_late else day
        yield _row(case, "consultation-notified-on", told)
    yield _row(case, "consultation-extended-by", _last_day(case, found.extended))


def _row(case: Case, key: str, value: str) -> Item:
    return {"label": case.say(key), "value": value}


def _last_day(case: Case, day: LastDay | None) -> str:
    if day is None:
        return ""
    if not day.moved:
        return case.day(day.last)
    return case.say("consultation-moved", date=case.day(day.last), counted=case.day(day.counted))


def _notes(case: Case, found: ConsultationFinding) -> Iterator[str]:
    if found.received is None:
        yield case.say("consultation-no-date")
    yield case.say("consultation-suspension")
    yield case.say("consultation-counting")
    yield f"{case.say(_national(case))} {case.say('consultation-36-4')}"


def _national(case: Case) -> str:
    """Art. 36(5) as it was answered; unanswered it is open for public bodies only."""
    answer = case.answers.values.get(NATIONAL)
    if answer in {YES, NO}:
        return f"consultation-36-5-{answer}"
    public = answer is not None or case.answers.values.get("sector") in _PUBLIC
    return "consultation-36-5-public" if public else "consultation-36-5-private"
