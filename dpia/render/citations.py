"""Which sources a report cites, their numbers in Annex C, and the short form in which the text names them."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.assess.result import Assessment
    from dpia.model import Questionnaire

_LONGEST_TITLE = 60
_MORE = " …"
_LOOSE_COMMA = re.compile(r",\s*…$")
_UNCLOSED = re.compile(r"\s*\([^)]*…$")


def source_numbers(questionnaire: Questionnaire, assessment: Assessment) -> dict[str, int]:
    """Return the number of every source cited, in the order of the questionnaire's list of sources.

    That order does not depend on the language: [12] is the same source in every version of a report.
    """
    cited = set(_cited(questionnaire, assessment))
    keys = [key for key in questionnaire.sources if key in cited]
    return {key: number for number, key in enumerate(keys, 1)}


def _cited(questionnaire: Questionnaire, found: Assessment) -> Iterator[str]:
    """Every source behind what the report prints; measures state their grounds in Annex E."""
    yield from questionnaire.scale.grounds.sources
    for measure in found.measures:
        yield from questionnaire.measures[measure.id].grounds.sources
    for sources in (
        *(gate.sources for gate in found.gates),
        *(rule.sources for rule in found.rules),
        *(criterion.sources for criterion in found.threshold.criteria),
        *(risk.sources for risk in found.risks),
        *(trigger.sources for trigger in found.review),
    ):
        yield from sources
    yield from _compared(questionnaire, found)
    yield from _known_terms(questionnaire, found)
    for risk in found.risks:
        for score in risk.scores.values():
            for step in score.steps:
                yield from step.sources


def _known_terms(questionnaire: Questionnaire, found: Assessment) -> Iterator[str]:
    """What stands in for a copy of the terms in Annex F."""
    profile = questionnaire.providers.get(found.terms_profile)
    if found.terms is None and profile is not None and profile.terms is not None:
        for fact in profile.terms.facts.values():
            yield from fact.grounds.sources


def _compared(questionnaire: Questionnaire, found: Assessment) -> Iterator[str]:
    """What the second assessment rests on: changes, risks of its own, attributes of the product."""
    run = found.alternatives.run if found.alternatives is not None else None
    comparison = questionnaire.comparison
    if run is None or comparison is None:
        return
    for change in run.changes:
        yield from change.sources
    for counter in comparison.counter_risks.values():
        yield from counter.risk.grounds.sources
    profile = questionnaire.providers.get(run.provider)
    for trait in profile.traits.values() if profile is not None else ():
        yield from trait.grounds.sources


def short_title(title: str) -> str:
    """Return a title up to its first colon or semicolon, cut between words where it is long."""
    head = re.split("[:;]", title, maxsplit=1)[0].strip()
    short = shorten(head, _LONGEST_TITLE, placeholder=_MORE, break_on_hyphens=False)
    return _UNCLOSED.sub("", _LOOSE_COMMA.sub(_MORE, short))
