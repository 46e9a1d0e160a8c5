"""The whole assessment: of the product in use, and again with the means that was chosen instead.

Measure M01 is no reduction of levels while it is planned: it is this second assessment, side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dpia.assess.assessment import judge
from dpia.assess.compared import AlternativeRun
from dpia.assess.facts import AnswerFacts
from dpia.assess.means import in_order, product_in_use, settled_values, stated
from dpia.assess.sidebyside import compare_gates, compare_risks, is_better
from dpia.assess.substitution import (
    applied_changes,
    changed_answers,
    changed_questionnaire,
    with_attributes,
)
from dpia.providers import certain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dpia.assess.compared import AppliedChange
    from dpia.assess.result import Assessment
    from dpia.model import Answers, Questionnaire, Row
    from dpia.providers import Change, Comparison, Provider

_ADDED: Final = "+"
"""How the id of a row begins that a person has added."""


@dataclass(frozen=True, slots=True)
class _Means:
    """What may take the place of the product: its profile (none of one's own), its row, its attributes.

    values: as far as they are certain. stated: also what is said uncertainly. milder, milder_stated: whether it is
    milder than the product in use by the one and by the other (None: open).
    """

    profile: Provider | None
    row: Row | None
    values: Mapping[str, str | None]
    stated: Mapping[str, str | None]
    milder: bool | None
    milder_stated: bool | None


def assess(
    questionnaire: Questionnaire, answers: Answers, on: date, *, reach: bool = True
) -> Assessment:
    """Assess checked answers on a date. Pure: the same arguments give the same result.

    Args:
        questionnaire: with all its rules.
        answers: checked.
        on: the date of the assessment.
        reach: whether to find out how far each open answer can still move the result, and order them by it;
            it takes far longer than the assessment itself.
    """
    found = judge(questionnaire, answers, on, reach=reach)
    if found.alternatives is None:
        return found
    run = run_alternative(questionnaire, answers, on, found)
    return replace(found, alternatives=replace(found.alternatives, run=run))


def assess_alternative(
    questionnaire: Questionnaire, answers: Answers, provider: Provider, on: date
) -> Assessment:
    """Assess the same processing with another product, as its profile and its row of the table have it.

    Raises:
        ValueError: the questionnaire does not say how products are compared.
    """
    comparison = questionnaire.comparison
    if comparison is None:
        raise ValueError(questionnaire.id)
    described = _Described(questionnaire, comparison, answers, on)
    means = described.known(provider)
    return _assessed(questionnaire, comparison, answers, means, on)[0]


def run_alternative(
    questionnaire: Questionnaire, answers: Answers, on: date, now: Assessment
) -> AlternativeRun | None:
    """Assess the chosen means and set it beside the product; None where none was chosen."""
    comparison = questionnaire.comparison
    if comparison is None:
        return None
    means = _Described(questionnaire, comparison, answers, on).chosen()
    if means is None:
        return None
    then, found = _assessed(questionnaire, comparison, answers, means, on)
    row = means.row
    name = str(row.values.get("product", "")) if row is not None else ""
    changes = [change for change, _ in found]
    return AlternativeRun(
        provider=means.profile.id if means.profile is not None else "",
        row=row.id if row is not None else "",
        name=name,
        values=means.values,
        changes=tuple(applied for _, applied in found),
        assessment=then,
        risks=tuple(compare_risks(questionnaire.scale, now, then, changes)),
        gates=tuple(compare_gates(now, then, changes)),
        better=None if means.milder is None else is_better(questionnaire.scale, now, then),
    )


class _Described:
    """Finds the means that may take the place of the product in use, and describes them beside it."""

    def __init__(
        self, questionnaire: Questionnaire, comparison: Comparison, answers: Answers, on: date
    ) -> None:
        self._q = questionnaire
        self._comparison = comparison
        self._choice = answers.values.get(comparison.places.choice)
        self._rows = answers.tables.get(comparison.places.table, ())
        self._usual = certain(product_in_use(questionnaire, comparison, AnswerFacts(answers, on)))

    def chosen(self) -> _Means | None:
        """The means named in the question; the first row of one's own where that was chosen."""
        if self._choice != self._comparison.places.own_option:
            profile = self._q.providers.get(str(self._choice))
            return None if profile is None else self.known(profile)
        rows = in_order(self._q, self._rows)
        own = next((row for row in rows if row.id.startswith(_ADDED)), None)
        return None if own is None else self._described(None, own)

    def known(self, profile: Provider) -> _Means:
        """One of a known profile."""
        row = next((row for row in self._rows if row.id == profile.id), None)
        return self._described(profile, row)

    def _described(self, profile: Provider | None, row: Row | None) -> _Means:
        values = settled_values(self._comparison, profile, row)
        said = stated(self._comparison, profile, row)
        milder, milder_stated = (
            self._comparison.milder(found, self._usual) for found in (values, said)
        )
        return _Means(profile, row, values, said, milder, milder_stated)


def _assessed(
    questionnaire: Questionnaire,
    comparison: Comparison,
    answers: Answers,
    means: _Means,
    on: date,
) -> tuple[Assessment, Sequence[tuple[Change, AppliedChange]]]:
    """The assessment with the means in place of the product, and the changes that led to it."""
    seen = with_attributes(answers, means.values, milder=means.milder)
    said = with_attributes(answers, means.stated, milder=means.milder_stated)
    own = means.profile.changes if means.profile is not None else ()
    found = tuple(applied_changes((*comparison.changes, *own), seen, said, on))
    changes = [change for change, _ in found]
    changed = changed_questionnaire(questionnaire, comparison, changes)
    return judge(changed, changed_answers(seen, found), on, reach=False), found
