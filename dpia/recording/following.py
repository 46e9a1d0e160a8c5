"""What is due in a register: read out of the stored versions, and held against questionnaire and terms of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from dpia.assess import judge
from dpia.definitions import load_questionnaire
from dpia.errors import AnswersRejected, DefinitionError
from dpia.recording.again import read_again
from dpia.register.deadlines import Deadline, Due, measure, newest_terms, news, order, reviews
from dpia.register.reading import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dpia.model import Questionnaire
    from dpia.register.store import Store, Summary

MOST_THRESHOLDS: Final = 1000
"""Processings whose threshold analysis is made again; for more, "rescore" is the command."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What is due, by day. unseen: processings whose threshold analysis was not made again (too many)."""

    due: tuple[Due, ...]
    unseen: int


def follow(store: Store, today: date, until: date | None) -> Followed:
    """Return what is due up to a day, overdue things included.

    Args:
        store: The register; what stands counts (the last final version, else the draft).
        today: The day from which it is looked at.
        until: The last day that counts; None for everything to come.
    """
    found: list[Due] = []
    standing: dict[int, Summary] = {}
    newest = newest_terms(store.overview())
    asked = unseen = 0

    def note(one: Summary, deadlines: Iterable[Deadline]) -> None:
        wanted = (d for d in deadlines if until is None or (d.on or today) <= until)
        found.extend(Due.of(one, deadline) for deadline in wanted)

    for one in store.overview():
        if one.key.kind == "dpia":
            standing[one.number] = one
        note(one, reviews(one))
        questionnaire = questionnaire_of_today(one.key.questionnaire)
        changed = () if questionnaire is None else tuple(news(one, questionnaire, newest))
        if one.key.kind == "dpia":
            note(one, changed)  # a memo is made again only where it would come to another result
        if any(deadline.trigger in {"questionnaire", "rules"} for deadline in changed):
            asked += 1
            unseen += asked > MOST_THRESHOLDS
            if asked <= MOST_THRESHOLDS:
                note(one, _threshold(store, one, today))
    for pending in store.pending(until or date.max):
        if pending.number in standing:  # not where it was recorded since
            note(standing[pending.number], (measure(pending),))
    return Followed(tuple(sorted(found, key=lambda one: order(one, today))), unseen)


@cache
def questionnaire_of_today(name: str) -> Questionnaire | None:
    """Return the questionnaire with this id; None where it is not at hand."""
    try:
        return load_questionnaire(name)
    except DefinitionError:
        return None


def _threshold(store: Store, one: Summary, today: date) -> Iterator[Deadline]:
    """Whether the threshold analysis comes to another result by the rules of today."""
    stored = store.find(one.number, kind=one.key.kind)
    if stored is None:
        return
    try:
        reading = read_again(stored)
    except AnswersRejected:
        return  # "rescore" names what does not fit any more
    now = judge(reading.questionnaire, reading.answers, today, reach=False).threshold.result
    was = text(one.follow.get("threshold"))
    if was and was != now:
        yield Deadline("threshold", old=was, new=now)
