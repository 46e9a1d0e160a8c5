"""What is due in a register: read out of the stored versions, and held against questionnaire and terms of today."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dpia.assess import judge
from dpia.definitions import load_questionnaire
from dpia.errors import AnswersRejected, DefinitionError
from dpia.recording.again import read_again
from dpia.register.deadlines import Deadline, Due, deadlines, news, order
from dpia.register.reading import mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dpia.model import Questionnaire
    from dpia.register.store import Store, StoredVersion

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
    asked = unseen = 0
    for current in store.current():
        stored = current.shown
        if stored.key.kind == "dpia":
            found += (Due.of(stored, one) for one in deadlines(stored))
        questionnaire = questionnaire_of_today(stored.key.questionnaire)
        if questionnaire is None:
            continue
        changed = tuple(news(stored, questionnaire))
        found += (Due.of(stored, one) for one in changed)
        if any(one.trigger in {"questionnaire", "rules"} for one in changed):
            asked += 1
            unseen += asked > MOST_THRESHOLDS
            if asked <= MOST_THRESHOLDS:
                found += (Due.of(stored, one) for one in _threshold(stored, today))
    wanted = (one for one in found if until is None or (one.deadline.on or today) <= until)
    return Followed(tuple(sorted(wanted, key=lambda one: order(one, today))), unseen)


@cache
def questionnaire_of_today(name: str) -> Questionnaire | None:
    """Return the questionnaire with this id; None where it is not at hand."""
    try:
        return load_questionnaire(name)
    except DefinitionError:
        return None


def _threshold(stored: StoredVersion, today: date) -> Iterator[Deadline]:
    """Whether the threshold analysis comes to another result by the rules of today."""
    try:
        reading = read_again(stored)
    except AnswersRejected:
        return  # "rescore" names what does not fit any more
    now = judge(reading.questionnaire, reading.answers, today, reach=False).threshold.result
    was = text(mapping(stored.assessment.get("threshold")).get("result"))
    if was and was != now:
        yield Deadline("threshold", old=was, new=now)
