"""Answers to a shipped questionnaire as Hypothesis draws them: whole set-ups, changed here and there.

Every function takes the questionnaire's id at the end; without it, it is the messenger's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dpia.answers.applies import drop_what_does_not_apply
from dpia.definitions import load_questionnaire
from dpia.model import NO, UNCLEAR, YES, Answers, Question, Row
from tests.unit.assess_samples import set_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.model import Column, Table, Value

STATUSES = ("not-planned", "planned", "partial", "implemented")
DUE = date(2027, 3, 31)
IN_PLACE: Mapping[str, Value] = {
    "status": "implemented",
    "evidence": "Nachweis",
    "owner": "IT-Leitung",
}
DECISION_SHEET = "decision"
MESSENGER = "messenger"


@cache
def questions(of: str = MESSENGER) -> dict[str, Question]:
    """Every answer id with its question (a "multi" question by option)."""
    found: dict[str, Question] = {}
    for question in load_questionnaire(of).questions():
        if question.kind == "multi":
            found |= {f"{question.id}.{option.id}": question for option in question.options}
        else:
            found[question.id] = question
    return found


@cache
def decision_ids(of: str = MESSENGER) -> frozenset[str]:
    """What the controller decides, which is no fact that could be open."""
    [sheet] = [sheet for sheet in load_questionnaire(of).sheets if sheet.id == DECISION_SHEET]
    return frozenset(item.id for item in sheet.items)


def tables(of: str = MESSENGER) -> dict[str, Table]:
    return {table.id: table for table in load_questionnaire(of).tables()}


@cache
def _values(kind: str, options: tuple[str, ...]) -> tuple[Value, ...]:
    return {
        "yes-no": (YES, NO),
        "multi": (YES, NO),
        "choice": options,
        "integer": (0, 1, 12, 40, 51, 251),
        "number": (0.5, 12),
        "date": (date(2024, 2, 16), date(2026, 11, 2), date(2027, 1, 11)),
    }.get(kind, ("kurz", "Eine Begründung, die lang genug ist, um etwas zu begründen."))


def definite(item: Question | Column) -> st.SearchStrategy[Value]:
    """An answer that is neither missing nor unclear."""
    values = _values(item.kind, tuple(option.id for option in item.options))
    if isinstance(item, Question) and item.minimum is not None:
        values = tuple(value for value in values if value >= item.minimum)  # type: ignore[operator]
    if isinstance(item, Question) and item.maximum is not None:
        values = tuple(value for value in values if value <= item.maximum)  # type: ignore[operator]
    return st.sampled_from(values)


def definite_for(answer_id: str, of: str = MESSENGER) -> st.SearchStrategy[Value]:
    return definite(questions(of)[answer_id])


@cache
def _changes(of: str) -> st.SearchStrategy[dict[str, Any]]:
    pairs = st.sampled_from(sorted(questions(of))).flatmap(
        lambda key: st.tuples(
            st.just(key), st.one_of(definite_for(key, of), st.just(UNCLEAR), st.none())
        )
    )
    return st.lists(pairs, max_size=25).map(dict)


MEASURE_ROWS: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {},
    optional={
        "set": st.sampled_from(["baseline", "additional"]),
        "status": st.sampled_from([*STATUSES, UNCLEAR]),
        "evidence": st.sampled_from(["Nachweis", UNCLEAR]),
        "owner": st.sampled_from(["IT-Leitung", UNCLEAR]),
        "due": st.sampled_from([DUE, UNCLEAR]),
        "reason": st.sampled_from(["In zwei von vier Teams eingeführt"]),
    },
)


@cache
def _measure_changes(of: str) -> st.SearchStrategy[dict[str, dict[str, Value] | None]]:
    return st.dictionaries(
        st.sampled_from(sorted(load_questionnaire(of).measures)),
        st.one_of(MEASURE_ROWS, st.none()),
        max_size=12,
    )


def row_of(table: Table) -> st.SearchStrategy[dict[str, Value]]:
    columns = [column for column in table.columns if column.kind != "label"]
    return st.fixed_dictionaries(
        {}, optional={c.id: st.one_of(definite(c), st.just(UNCLEAR)) for c in columns}
    )


@cache
def _table_changes(of: str) -> st.SearchStrategy[dict[str, list[dict[str, Value]]]]:
    names = sorted(name for name, table in tables(of).items() if not table.fixed)
    pairs = st.sampled_from(names).flatmap(
        lambda name: st.tuples(
            st.just(name), st.lists(row_of(tables(of)[name]).filter(bool), max_size=3)
        )
    )
    return st.lists(pairs, max_size=4).map(dict)


@cache
def _starts(of: str) -> tuple[Answers, ...]:
    names = ("careful", "article") if of == MESSENGER else ("complete", "automated")
    return *(set_up(name, of=of) for name in names), Answers({}, {})


@st.composite
def answers(draw: st.DrawFn, of: str = MESSENGER) -> Answers:
    """A whole set-up, or an empty workbook, with answers, measures and tables changed."""
    given = draw(st.sampled_from(_starts(of)))
    values = dict(given.values)
    for key, value in draw(_changes(of)).items():
        values.pop(key, None)
        if value is not None:
            values[key] = value
    rows = {row.id: row for row in given.tables.get("measures", ())}
    for measure, row in draw(_measure_changes(of)).items():
        rows.pop(measure, None)
        if row:
            rows[measure] = Row(measure, row)
    found = {**given.tables, "measures": tuple(rows.values())}
    for name, listed in draw(_table_changes(of)).items():
        found[name] = tuple(Row(f"+{n}", row) for n, row in enumerate(listed, 1))
    found = {name: listed for name, listed in found.items() if listed}
    return applied(replace(given, values=values, tables=found), of)


def applied(given: Answers, of: str = MESSENGER) -> Answers:
    """Without what is not asked, as every way into the program leaves it."""
    return drop_what_does_not_apply(load_questionnaire(of), given)


def with_value(given: Answers, key: str, value: Value | None, of: str = MESSENGER) -> Answers:
    values = {k: v for k, v in given.values.items() if k != key}
    if value is not None:
        values[key] = value
    return applied(replace(given, values=values), of)


def with_measure(
    given: Answers, measure: str, row: Mapping[str, Value], of: str = MESSENGER
) -> Answers:
    rows = {row.id: row for row in given.tables.get("measures", ())}
    rows[measure] = Row(measure, row)
    return applied(replace(given, tables={**given.tables, "measures": tuple(rows.values())}), of)


def measure_row(given: Answers, measure: str) -> dict[str, Value]:
    rows = {row.id: row for row in given.tables.get("measures", ())}
    return dict(rows[measure].values) if measure in rows else {}
