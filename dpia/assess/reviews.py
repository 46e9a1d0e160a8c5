"""When an assessment has to be reviewed (Art. 35(11) GDPR), as far as answers and dates tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dpia.assess.result import ReviewFinding
from dpia.conditions import OlderThan, references

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dpia.assess.facts import AnswerFacts
    from dpia.conditions import Condition
    from dpia.model import Questionnaire


def reviews(questionnaire: Questionnaire, facts: AnswerFacts) -> Iterator[ReviewFinding]:
    """Every reason for a review; one without a condition is for people to watch."""
    for trigger in questionnaire.review:
        when = trigger.when
        yield ReviewFinding(
            trigger.id,
            None if when is None else when.holds(facts),
            () if when is None else references(when),
            trigger.grounds.sources,
            None if when is None else _due_on(when, facts),
        )


def _due_on(when: Condition, facts: AnswerFacts) -> date | None:
    """The first day on which mere time makes the condition hold, or made it hold; None where it never does."""
    passing = (leaf for leaf in when.leaves() if isinstance(leaf, OlderThan))
    days = {day for leaf in passing if (day := leaf.first_day(facts)) is not None}
    return next((day for day in sorted(days) if when.holds(replace(facts, today=day))), None)
