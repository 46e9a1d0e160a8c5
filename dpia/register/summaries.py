"""What stands of every processing, in short: one line of the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dpia.register.reading import day, items, mapping, span, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from dpia.register.store import Current, ProcessingKey, Store


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands of one processing. version: None for a draft. highest_*: best and worst class.

    proposed, taken: codes of decisions, "" for none. newer_draft: the day of a draft begun since the final.
    """

    id: int
    number: int
    key: ProcessingKey
    version: int | None
    on: date
    at: datetime
    user: str
    source: str
    questionnaire_version: str
    questionnaire_digest: str
    proposed: str
    taken: str
    highest_today: tuple[Any, Any]
    highest_target: tuple[Any, Any]
    stops_not_met: int | None
    open: int
    next_review: date | None
    newer_draft: date | None


def overview(store: Store) -> Iterator[Summary]:
    """Everything that stands, by number, a memo before its assessment, one at a time."""
    return (summary_of(current) for current in store.current())


def summary_of(current: Current) -> Summary:
    """What stands of one processing, out of its stored version."""
    version, draft = current.shown, current.newer_draft
    found = version.assessment
    decision, headline = mapping(found.get("decision")), mapping(found.get("headline"))
    return Summary(
        id=version.id,
        number=version.number,
        key=version.key,
        version=version.version,
        on=version.on,
        at=version.at,
        user=version.user,
        source=version.source,
        questionnaire_version=version.questionnaire_version,
        questionnaire_digest=version.questionnaire_digest,
        proposed=text(decision.get("proposed")),
        taken=text(decision.get("taken")),
        highest_today=span(headline.get("highest_today")),
        highest_target=span(headline.get("highest_target")),
        stops_not_met=headline.get("stops_not_met"),
        open=len(items(found.get("open"))),
        next_review=day(mapping(version.answers.get("values")).get("next-review")),
        newer_draft=draft.on if draft else None,
    )
