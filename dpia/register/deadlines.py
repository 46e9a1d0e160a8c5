"""What falls due of a stored version: measures, the next review, and reviews that time or news make necessary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from dpia.register.reading import Item, day, items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dpia.model import Questionnaire
    from dpia.register.store import ProcessingKey, StoredVersion

Trigger = Literal["measure", "date", "rule", "terms", "questionnaire", "rules", "threshold"]
"""Why: a measure's due date, the date of the next review, a reason for a review that time brings (such as K22), newer
terms of the provider, a new version of the questionnaire, other rules in the same version, another threshold result."""

NEXT_REVIEW: Final = "next-review"
_SETTLED: Final = ("implemented", "not-planned")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that is due. on: the day, None for at once. old, new: what changed, where something did.

    ref: the id of the measure or of the reason for a review; "" else. code: what people read.
    """

    trigger: Trigger
    ref: str = ""
    code: str = ""
    on: date | None = None
    status: str = ""
    owner: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with the processing that it belongs to. version: None for a draft; made: its day."""

    key: ProcessingKey
    number: int
    version: int | None
    made: date
    deadline: Deadline

    @classmethod
    def of(cls, stored: StoredVersion, deadline: Deadline) -> Due:
        """A deadline of a stored version."""
        return cls(stored.key, stored.number, stored.version, stored.on, deadline)


def deadlines(stored: StoredVersion) -> Iterator[Deadline]:
    """Everything with a day that stands in the version itself."""
    document = stored.assessment
    for one in items(document.get("measures")):
        due, status = day(one.get("due")), text(one.get("status"))
        if due is not None and status not in _SETTLED and one.get("applies") is not False:
            code, owner = text(one.get("code")), text(one.get("owner"))
            yield Deadline("measure", text(one.get("id")), code, due, status, owner)
    review = day(mapping(stored.answers.get("values")).get(NEXT_REVIEW))
    if review is not None:
        yield Deadline("date", NEXT_REVIEW, on=review)
    for one in items(document.get("review")):
        when = _due_on(one, stored)
        if when is not None and one.get("because") != [NEXT_REVIEW]:
            yield Deadline("rule", text(one.get("id")), on=when)


def _due_on(review: Item, stored: StoredVersion) -> date | None:
    """The day from which a review is due; a version of an older program only says whether it was on its own day."""
    if "due_on" in review:
        return day(review.get("due_on"))
    return stored.on if review.get("due") is True else None


def news(stored: StoredVersion, questionnaire: Questionnaire) -> Iterator[Deadline]:
    """What has changed outside since the version was made: terms, questionnaire, rules."""
    was, now = stored.questionnaire_version, questionnaire.version
    if was != now:
        yield Deadline("questionnaire", old=was, new=now)
    elif stored.questionnaire_digest != questionnaire.digest:
        yield Deadline("rules", old=was, new=now)
    terms = mapping(stored.assessment.get("terms"))
    profile = questionnaire.providers.get(text(mapping(terms.get("profile")).get("id")))
    archived = _archived(stored, terms)
    if profile is not None and profile.terms is not None and archived is not None:
        known = profile.terms.version
        if known > archived:
            old, new = archived.isoformat(), known.isoformat()
            yield Deadline("terms", profile.id, on=known, old=old, new=new)


def _archived(stored: StoredVersion, terms: Item) -> date | None:
    """The version of the terms on which the assessment rests: of the copy, else as entered, else as then known."""
    return (
        day(mapping(terms.get("document")).get("version_date"))
        or day(mapping(stored.answers.get("values")).get("terms-version"))
        or day(mapping(terms.get("profile")).get("version_date"))
    )


def order(due: Due, today: date) -> tuple[date, int, str, str]:
    """The key by which due things are sorted: by day, then by processing."""
    deadline = due.deadline
    return deadline.on or today, due.number, deadline.trigger, deadline.code
