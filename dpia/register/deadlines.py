"""What falls due of a stored version: measures, the next review, and reviews that time or news make necessary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dpia.register.following import NEXT_REVIEW
from dpia.register.reading import day, strings, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from dpia.model import Questionnaire
    from dpia.register.store import Pending, ProcessingKey, Summary

Trigger = Literal["measure", "date", "rule", "terms", "questionnaire", "rules", "threshold"]
"""Why: a measure's due date, the date of the next review, a reason for a review that time brings (such as K22), newer
terms of the provider, a new version of the questionnaire, other rules in the same version, another threshold result."""


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
    def of(cls, summary: Summary, deadline: Deadline) -> Due:
        """A deadline of what stands."""
        return cls(summary.key, summary.number, summary.version, summary.on, deadline)


def measure(pending: Pending) -> Deadline:
    """The due date of a measure."""
    found = pending
    return Deadline("measure", found.measure, found.code, found.due, found.status, found.owner)


def reviews(summary: Summary) -> Iterator[Deadline]:
    """The reviews that have a day: the one that was entered, and those that time brings (such as K22)."""
    if summary.key.kind != "dpia":
        return
    if summary.next_review is not None:
        yield Deadline("date", NEXT_REVIEW, on=summary.next_review)
    found = summary.follow.get("reviews")
    for ref, due in found if isinstance(found, list) else ():
        yield Deadline("rule", text(ref), on=day(due))


def newest_terms(summaries: Iterable[Summary]) -> dict[str, str]:
    """By product the newest version (ISO) of its terms on which any assessment of the register rests."""
    newest: dict[str, str] = {}
    for summary in summaries:
        terms = strings(summary.follow.get("terms"))
        if terms:
            newest[terms[0]] = max(terms[1], newest.get(terms[0], ""))
    return newest


def news(
    summary: Summary, questionnaire: Questionnaire, newest: Mapping[str, str]
) -> Iterator[Deadline]:
    """What has changed outside since the version was made: questionnaire, rules, terms.

    Args:
        summary: What stands.
        questionnaire: Of today, with what it knows of the product's terms.
        newest: The newest terms that anybody has archived, by product.
    """
    was, now = summary.questionnaire_version, questionnaire.version
    if was != now:
        yield Deadline("questionnaire", old=was, new=now)
    elif summary.questionnaire_digest != questionnaire.digest:
        yield Deadline("rules", old=was, new=now)
    terms = strings(summary.follow.get("terms"))
    if terms:
        product, archived = terms
        profile = questionnaire.providers.get(product)
        known = profile.terms.version.isoformat() if profile and profile.terms else ""
        known = max(known, newest.get(product, ""))
        if known > archived:
            yield Deadline("terms", product, on=day(known), old=archived, new=known)


def order(due: Due, today: date) -> tuple[date, int, str, str]:
    """The key by which due things are sorted: by day, then by processing."""
    deadline = due.deadline
    return deadline.on or today, due.number, deadline.trigger, deadline.code
