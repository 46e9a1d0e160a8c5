"""The same processing with another product: which answers, risks, gates and measures its attributes change (M01)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dpia.assess.compared import AppliedChange
from dpia.assess.facts import FORESEEN, AnswerFacts
from dpia.conditions import ATTRIBUTE, All, Not, references
from dpia.conditions import Any as AnyOf
from dpia.model import NO, UNCLEAR, YES, Factor, Row
from dpia.providers import MILDER
from dpia.tables import AXES, MEASURES, RISK_ACCEPTANCE, RISK_LEVELS, RISK_START

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from dpia.conditions import Condition
    from dpia.model import Answers, Axis, Gate, Measure, Questionnaire, Risk, Value
    from dpia.providers import Change, Comparison

_STATUS: Final = "status"
_JUDGED: Final = (RISK_LEVELS, RISK_ACCEPTANCE)
"""What was judged of the product in use says nothing of another one."""


def with_attributes(
    answers: Answers, values: Mapping[str, str | None], *, milder: bool | None
) -> Answers:
    """The answers, and the attributes of the means beside them, as conditions of changes look at them."""
    named = {**values, MILDER: None if milder is None else YES if milder else NO}
    known: dict[str, Value] = {
        f"{ATTRIBUTE}{key}": value for key, value in named.items() if value is not None
    }
    return replace(answers, values={**answers.values, **known})


def applied_changes(
    changes: Iterable[Change], certain: Answers, stated: Answers, on: date
) -> Iterator[tuple[Change, AppliedChange]]:
    """The changes that the attributes make as stated; certain only where the attributes are certain."""
    sure, said = AnswerFacts(certain, on), AnswerFacts(stated, on)
    for change in changes:
        if change.when.holds(said) is not False:
            found = AppliedChange(
                change.id,
                change.when.holds(sure) is True,
                references(change.when),
                change.grounds.sources,
            )
            yield change, found


def changed_answers(answers: Answers, changes: Sequence[tuple[Change, AppliedChange]]) -> Answers:
    """The answers as the other product gives them; what hangs on an open attribute is unclear."""
    values = dict(answers.values)
    statuses: dict[str, str] = {}
    for change, found in changes:
        for ref, value in change.answers.items():
            if not found.certain:
                if values.get(ref) != value:
                    values[ref] = UNCLEAR
            elif value is None:
                values.pop(ref, None)
            else:
                values[ref] = value
        statuses |= {
            key: status if found.certain else UNCLEAR for key, status in change.measures.items()
        }
    rows = tuple(_row(row, statuses.get(row.id)) for row in answers.tables.get(MEASURES, ()))
    touched = {risk for change, _ in changes for risk in change.risks}
    tables = dict(answers.tables)
    for name in (RISK_START, *_JUDGED):
        judged = (_judged(name, row, touched) for row in answers.tables.get(name, ()))
        tables[name] = tuple(row for row in judged if row is not None)
    return replace(answers, values=values, tables={**tables, MEASURES: rows})


def _judged(table: str, row: Row, touched: Collection[str]) -> Row | None:
    """What an assessor set of a risk that another product changes was set for the product in use.

    That the risk does not arise at all stays, and so does what was set of any other risk.
    """
    if row.id not in touched:
        return row
    if table in _JUDGED:
        return None
    return replace(row, values={k: v for k, v in row.values.items() if k not in AXES})


def _row(row: Row, status: str | None) -> Row:
    """A measure that was foreseen may not be one any more; what nobody foresees stays as it is."""
    if status is None or row.values.get(_STATUS) not in FORESEEN:
        return row
    return replace(row, values={**row.values, _STATUS: status})


def changed_questionnaire(
    questionnaire: Questionnaire, comparison: Comparison, changes: Sequence[Change]
) -> Questionnaire:
    """The questionnaire with start values, risks and gates as the other product has them."""
    counters = {key: counter.risk for key, counter in comparison.counter_risks.items()}
    return replace(
        questionnaire,
        risks={
            **{key: _risk(risk, changes) for key, risk in questionnaire.risks.items()},
            **counters,
        },
        gates={key: _gate(gate, changes) for key, gate in questionnaire.gates.items()},
        measures={
            key: _measure(measure, comparison) for key, measure in questionnaire.measures.items()
        },
        comparison=None,
    )


def _risk(risk: Risk, changes: Sequence[Change]) -> Risk:
    gone = [c.when for c in changes if risk.id in c.risks and not c.risks[risk.id].applies]
    own: tuple[Condition, ...] = () if risk.applies is None else (risk.applies,)
    applies = All((*own, *(Not(when) for when in gone))) if gone else risk.applies
    shifts = (shift for change in changes for shift in _shifts(risk, change))
    return replace(risk, applies=applies, shifts=tuple(shifts))


def _shifts(risk: Risk, change: Change) -> Iterator[Factor]:
    shift = change.risks.get(risk.id)
    if shift is None:
        return
    why = change.grounds.why
    steps: tuple[tuple[Axis, int], ...] = (
        ("severity", shift.severity),
        ("likelihood", shift.likelihood),
    )
    for axis, step in steps:
        if step and why is not None:
            yield Factor(change.id, axis, step, change.when, why, change.grounds)


def _gate(gate: Gate, changes: Sequence[Change]) -> Gate:
    idle = [change.when for change in changes if gate.id in change.gates]
    if not idle:
        return gate
    own: tuple[Condition, ...] = () if gate.not_applicable is None else (gate.not_applicable,)
    return replace(gate, not_applicable=AnyOf((*own, *idle)))


def _measure(measure: Measure, comparison: Comparison) -> Measure:
    """A measure with the further risks that it acts on."""
    more = [key for key, c in comparison.counter_risks.items() if measure.id in c.measures]
    return replace(measure, risks=(*measure.risks, *more))
