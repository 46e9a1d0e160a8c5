"""Answers to what is not asked are left out; an open condition leaves everything in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpia import conditions as c
from dpia.answers.applies import drop_what_does_not_apply
from dpia.definitions import load_questionnaire
from dpia.model import Answers, Question, Questionnaire, Row, Table


def one_sheet(when: c.Condition) -> tuple[Questionnaire, Question, Table]:
    """The messenger questionnaire cut down to a question and a table that apply on this condition."""
    whole = load_questionnaire("messenger")
    question = replace(next(whole.questions()), when=when)
    table = replace(next(t for t in whole.tables() if not t.fixed), when=when, rows=())
    sheet = replace(whole.sheets[0], items=(question, table))
    return replace(whole, sheets=(sheet,)), question, table


@pytest.mark.parametrize(
    ("when", "stays"),
    [
        (c.Always(truth=True), True),
        (c.Always(truth=False), False),
        (c.RowsAtLeast("other", 2, None), False),
        (c.RowsAtLeast("nowhere", 2, None), True),
        (c.MeasureIs("training", "in_place"), True),
        (c.MeasureStatus("training", ("planned",)), True),
        (c.ResultIn("threshold", ("NO_DPIA",)), True),
        (c.Noted("cap-organisational"), True),
    ],
)
def test_only_what_certainly_does_not_apply_is_left_out(when: c.Condition, stays: bool) -> None:  # noqa: FBT001
    questionnaire, question, table = one_sheet(when)
    rows = (Row("+1", {table.columns[0].id: "x"}),)
    answers = Answers(values={question.id: "x"}, tables={table.id: rows, "other": rows})
    left = drop_what_does_not_apply(questionnaire, answers)
    assert (question.id in left.values) is stays
    assert (table.id in left.tables) is stays
