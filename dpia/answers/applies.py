"""Answers to questions that do not apply must not work on in secret: they are left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dpia.conditions import applies
from dpia.model import CONFIRMED, NO, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.model import Answers, Questionnaire, Row, Table, Value


class _Seen:
    """The answers so far, as conditions of questions look at them."""

    today = date.min

    def __init__(self, answers: Answers) -> None:
        self.values = dict(answers.values)
        self.tables = dict(answers.tables)

    def value(self, subject: str) -> Value | None:
        return self.values.get(subject)

    def rows(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())

    def measure(self, measure: str, asked: str) -> bool | None:  # noqa: ARG002
        return None

    def measure_status(self, measure: str) -> str | None:  # noqa: ARG002
        return None

    def result(self, name: str) -> str | None:  # noqa: ARG002
        return None

    def noted(self, what: str) -> Sequence[str] | None:  # noqa: ARG002
        return None


def drop_what_does_not_apply(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Leave out what is certainly not asked, in the order of the sheets; an open condition keeps it."""
    seen = _Seen(answers)
    for item in questionnaire.items():
        excluded = applies(item.when, seen) is False
        if isinstance(item, Question):
            if excluded:
                for key in [item.id, *(f"{item.id}.{o.id}" for o in item.options)]:
                    seen.values.pop(key, None)
        elif excluded:
            seen.tables.pop(item.id, None)
        elif item.id in seen.tables:
            seen.tables[item.id] = _rows_that_apply(item, seen)
    return replace(answers, values=seen.values, tables=seen.tables)


def _rows_that_apply(table: Table, seen: _Seen) -> tuple[Row, ...]:
    """Without proposals whose condition fails, and without those answered "confirmed: no"."""
    gone = {row.id for row in table.rows if applies(row.when, seen) is False}
    proposals = {row.id for row in table.rows}
    return tuple(
        row
        for row in seen.tables[table.id]
        if row.id not in gone and not (row.id in proposals and row.values.get(CONFIRMED) == NO)
    )
