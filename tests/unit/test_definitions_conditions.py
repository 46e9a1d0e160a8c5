"""The YAML of conditions: a closed list of operators."""

from __future__ import annotations

from typing import Any as Anything

import pytest

from dpia.conditions import (
    All,
    Always,
    Answered,
    Any,
    Between,
    Condition,
    EveryRow,
    In,
    Known,
    LaterThan,
    MeasureIs,
    MeasureStatus,
    NamedIn,
    Not,
    Noted,
    OlderThan,
    ResultIn,
    RowsAtLeast,
)
from dpia.definitions.conditions import ConditionFault, build_condition
from dpia.yamlfile import parse

YES = In("q", ("yes",))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ('{question: q, is: "yes"}', YES),
        ('{column: q, is: "yes"}', YES),
        ("{question: q, in: [a, 2]}", In("q", ("a", 2))),
        ("{question: q, is: no}", In("q", ("no",))),
        ("{question: q, at_least: 250}", Between("q", 250, None)),
        ("{question: q, at_most: 1.5}", Between("q", None, 1.5)),
        ("{question: q, at_least: 1, at_most: 2}", Between("q", 1, 2)),
        ("{question: q, answered: true}", Answered("q")),
        ("{question: q, min_length: 200}", Answered("q", 200)),
        ("{question: q, answered: true, min_length: 200}", Answered("q", 200)),
        ("{question: q, later_than: p}", LaterThan("q", "p")),
        ("{question: q, older_than_months: 12}", OlderThan("q", 12)),
        ("{table: t, rows_at_least: 2}", RowsAtLeast("t", 2, None)),
        ('{table: t, rows_at_least: 2, where: {column: q, is: "yes"}}', RowsAtLeast("t", 2, YES)),
        ('{table: t, every_row: {column: q, is: "yes"}}', EveryRow("t", YES, None)),
        (
            '{table: t, every_row: {column: q, is: "yes"}, where: {column: p, answered: true}}',
            EveryRow("t", YES, Answered("p")),
        ),
        ("{measure: m, in_place: true}", MeasureIs("m", "in_place")),
        ("{measure: m, planned: true}", MeasureIs("m", "planned")),
        ("{measure: m, active: true}", MeasureIs("m", "active")),
        ("{measure: m, status: planned}", MeasureStatus("m", ("planned",))),
        ("{measure: m, status: [planned, partial]}", MeasureStatus("m", ("planned", "partial"))),
        ("{result: threshold, in: [NO_DPIA]}", ResultIn("threshold", ("NO_DPIA",))),
        ("{result: threshold, is: NO_DPIA}", ResultIn("threshold", ("NO_DPIA",))),
        ('{all: [{question: q, is: "yes"}]}', All((YES,))),
        ('{any: [{question: q, is: "yes"}, {always: false}]}', Any((YES, Always(truth=False)))),
        ('{not: {known: {question: q, is: "yes"}}}', Not(Known(YES))),
        ("{always: true}", Always(truth=True)),
        ("{noted: cap-organisational}", Noted("cap-organisational")),
        ("{column: item, named_in: t}", NamedIn("item", "t", "item", None)),
        (
            "{column: item, named_in: t, by: name, where: {column: a, is: x}}",
            NamedIn("item", "t", "name", In("a", ("x",))),
        ),
    ],
)
def test_every_operator_is_built(text: str, condition: Condition) -> None:
    assert build_condition(parse(text)) == condition


SHAPE, OPERATOR = "condition-shape", "condition-operator"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{}", SHAPE),
        ("[]", SHAPE),
        ("text", SHAPE),
        ("~", SHAPE),
        ("{questions: q, is: a}", OPERATOR),
        ("{question: q}", SHAPE),
        ("{question: q, equals: a}", OPERATOR),
        ("{question: q, is: a, at_least: 3}", SHAPE),
        ("{question: q, is: a, in: [b]}", SHAPE),
        ("{question: q, column: c, is: a}", OPERATOR),
        ("{question: q, is: true}", SHAPE),
        ("{question: q, is: ~}", SHAPE),
        ("{question: q, is: [a]}", SHAPE),
        ("{question: q, in: []}", SHAPE),
        ("{question: q, in: a}", SHAPE),
        ("{question: q, in: [a, [b]]}", SHAPE),
        ("{question: q, in: [a, {b: c}]}", SHAPE),
        ("{question: q, at_least: many}", SHAPE),
        ("{question: q, at_most: true}", SHAPE),
        ("{question: q, at_least: 1, at_most: ~}", SHAPE),
        ("{question: q, answered: false}", SHAPE),
        ('{question: q, answered: "yes"}', SHAPE),
        ("{table: t}", SHAPE),
        ("{table: t, where: {column: c, is: a}}", SHAPE),
        ("{table: t, rows_at_least: 1, every_row: {column: c, is: a}}", SHAPE),
        ("{table: t, every_row: a}", SHAPE),
        ("{table: t, rows_at_least: 1, when: {column: c, is: a}}", OPERATOR),
        ("{measure: m}", SHAPE),
        ("{measure: m, in_place: false}", SHAPE),
        ("{measure: m, in_place: true, planned: true}", SHAPE),
        ("{measure: m, in_place: true, status: planned}", SHAPE),
        ("{measure: m, done: true}", OPERATOR),
        ("{result: threshold}", SHAPE),
        ("{result: threshold, is: a, in: [a]}", SHAPE),
        ("{result: threshold, at_least: 1}", OPERATOR),
        ("{all: []}", SHAPE),
        ("{all: {question: q, is: a}}", SHAPE),
        ("{all: [{question: q, is: a}, b]}", SHAPE),
        ("{all: [{always: true}], any: [{always: true}]}", OPERATOR),
        ("{any: [{always: true}], not: {always: true}}", OPERATOR),
        ("{not: {always: true}, known: {always: true}}", OPERATOR),
        ("{known: {always: true}, always: true}", OPERATOR),
        ("{not: [{always: true}]}", SHAPE),
        ("{always: maybe}", SHAPE),
        ("{always: 1}", SHAPE),
        ("{always: true, question: q}", OPERATOR),
    ],
)
def test_what_is_no_condition_is_refused(text: str, key: str) -> None:
    with pytest.raises(ConditionFault) as fault:
        build_condition(parse(text))
    assert fault.value.key == key


@pytest.mark.parametrize(
    "text",
    [
        "{question: q, older_than_months: soon}",
        "{question: q, min_length: ~}",
        "{table: t, rows_at_least: []}",
    ],
)
def test_a_number_that_is_none_is_refused(text: str) -> None:
    """The check of shapes words these two as a wrong shape, like the others."""
    data: Anything = parse(text)
    with pytest.raises((TypeError, ValueError)):
        build_condition(data)
