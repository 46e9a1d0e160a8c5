"""What stands of one processing in short, made from its stored version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.register.following import to_follow
from dpia.register.reading import day, items, mapping, text
from dpia.register.store import Summary

if TYPE_CHECKING:
    from dpia.register.store import Current


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
        highest_today=headline.get("highest_today"),
        highest_target=headline.get("highest_target"),
        stops_not_met=headline.get("stops_not_met"),
        open=len(items(found.get("open"))),
        next_review=day(mapping(version.answers.get("values")).get("next-review")),
        newer_draft=draft.on if draft else None,
        follow=to_follow(version),
    )
