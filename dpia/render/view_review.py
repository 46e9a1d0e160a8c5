"""When the assessment has to be reviewed (field 4.2.c, Art. 35(11) GDPR): what is due, and what to watch for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dpia.render.case import Case, Item


def review_view(case: Case) -> list[Item]:
    """Return the reasons for a review, those that are due first."""
    triggers = {trigger.id: trigger for trigger in case.questionnaire.review}
    ordered = sorted(case.assessment.review, key=lambda finding: finding.due is not True)
    return [
        {
            "text": case.marked(case.text(triggers[f.id].text), triggers[f.id].grounds),
            "state": case.say(_state(due=f.due, watched=triggers[f.id].when is None)),
            "sources": case.cite(f.sources),
        }
        for f in ordered
    ]


def _state(*, due: bool | None, watched: bool) -> str:
    if watched:
        return "review-watch"
    return {True: "review-due", False: "review-not-due", None: "review-open"}[due]
