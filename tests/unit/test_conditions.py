"""Every condition holds, does not hold, or is open; open is never false."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

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
    WhereEntered,
    open_references,
    places,
    references,
)
from dpia.model import UNCLEAR, Row, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TODAY = date(2026, 11, 24)
Truth = Literal[True, False] | None


@dataclass(frozen=True)
class Given:
    """Facts as a test states them."""

    values: Mapping[str, Value] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    in_place: Mapping[str, bool] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Sequence[str]] | None = None
    today: date = TODAY

    def value(self, subject: str) -> Value | None:
        return self.values.get(subject)

    def rows(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())

    def measure(self, measure: str, asked: str) -> bool | None:
        return self.in_place.get(f"{measure}:{asked}")

    def measure_status(self, measure: str) -> str | None:
        return self.statuses.get(measure)

    def result(self, name: str) -> str | None:
        return self.results.get(name)

    def noted(self, what: str) -> Sequence[str] | None:
        return None if self.notes is None else self.notes.get(what, ())


def rows(*values: dict[str, Value]) -> dict[str, Sequence[Row]]:
    return {"t": tuple(Row(f"+{n}", value) for n, value in enumerate(values, 1))}


TRUE, FALSE, OPEN = Always(truth=True), Always(truth=False), In("missing", ("x",))
BY_TRUTH: dict[Truth, Condition] = {True: TRUE, False: FALSE, None: OPEN}


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (In("q", ("yes",)), "yes", True),
        (In("q", ("a", "b")), "b", True),
        (In("q", ("a", "b")), "c", False),
        (In("q", (3,)), 3, True),
        (Between("q", 250, None), 250, True),
        (Between("q", 250, None), 249, False),
        (Between("q", None, 1), 1, True),
        (Between("q", None, 1), 2, False),
        (Between("q", 2, 4), 3.5, True),
        (Between("q", 2, 4), 4.5, False),
        (Between("q", 2, 4), "three", None),
        (Answered("q"), "something", True),
        (Answered("q", 5), "  abcd  ", False),
        (Answered("q", 4), "  abcd  ", True),
        (Answered("q"), 0, True),
        (OlderThan("q", 12), date(2025, 11, 24), False),
        (OlderThan("q", 12), date(2025, 11, 23), True),
        (OlderThan("q", 12), date(2025, 12, 1), False),
        (OlderThan("q", 12), date(2027, 1, 1), False),
        (OlderThan("q", 12), "long ago", None),
    ],
)
def test_a_question_is_looked_at(condition: Condition, value: Value, expected: Truth) -> None:
    assert condition.holds(Given({"q": value})) is expected


@pytest.mark.parametrize(
    "condition",
    [
        In("q", (UNCLEAR, "yes")),
        Between("q", 1, None),
        Answered("q", 5),
        LaterThan("q", "other"),
        LaterThan("other", "q"),
        OlderThan("q", 12),
    ],
)
def test_missing_and_unclear_are_open_and_named(condition: Condition) -> None:
    """Unclear is as open as missing, even where a condition lists it as a value."""
    missing: dict[str, Value] = {"other": TODAY}
    for values in (missing, {**missing, "q": UNCLEAR}):
        given = Given(values)
        assert condition.holds(given) is None
        assert "q" in open_references(condition, given)


@pytest.mark.parametrize(
    ("first", "expected"),
    [(date(2026, 1, 2), True), (date(2026, 1, 1), False), (date(2025, 1, 1), False)],
)
def test_a_date_lies_after_another(first: date, expected: Truth) -> None:
    given = Given({"q": first, "other": date(2026, 1, 1)})
    assert LaterThan("q", "other").holds(given) is expected
    assert LaterThan("q", "other").refs == ("q", "other")


@pytest.mark.parametrize("entered", ["yes", None])
def test_a_text_where_a_date_is_asked_for_is_open(entered: str | None) -> None:
    values: dict[str, Value] = {"other": TODAY}
    if entered:
        values["q"] = entered
    assert LaterThan("q", "other").holds(Given(values)) is None


C_YES = In("c", ("yes",))


@pytest.mark.parametrize(
    ("condition", "given", "expected"),
    [
        (RowsAtLeast("t", 2, None), [], None),
        (RowsAtLeast("t", 2, None), [{}], False),
        (RowsAtLeast("t", 2, None), [{}, {}], True),
        (RowsAtLeast("t", 1, C_YES), [{"c": "no"}, {"c": "yes"}], True),
        (RowsAtLeast("t", 1, C_YES), [{"c": "no"}, {}], None),
        (RowsAtLeast("t", 2, C_YES), [{"c": "no"}, {}], False),
        (RowsAtLeast("t", 1, C_YES), [{"c": "no"}], False),
        (EveryRow("t", C_YES, None), [], None),
        (EveryRow("t", C_YES, None), [{"c": "yes"}, {"c": "yes"}], True),
        (EveryRow("t", C_YES, None), [{"c": "yes"}, {}], None),
        (EveryRow("t", C_YES, None), [{"c": "no"}, {}], False),
        (EveryRow("t", C_YES, In("d", ("in",))), [{"c": "yes", "d": "in"}, {"d": "out"}], True),
        (EveryRow("t", C_YES, In("d", ("in",))), [{"c": "no", "d": "out"}], True),
        (EveryRow("t", C_YES, In("d", ("in",))), [{"c": "no", "d": "in"}], False),
    ],
)
def test_rows_are_counted(
    condition: Condition, given: Sequence[dict[str, Value]], expected: Truth
) -> None:
    facts = Given(tables=rows(*given))
    assert condition.holds(facts) is expected
    assert open_references(condition, facts) == (("table:t",) if expected is None else ())


def test_whether_a_row_counts_may_be_open_too() -> None:
    """A row of which nobody knows whether it is asked for, and that fails, leaves the whole open."""
    condition = EveryRow("t", C_YES, In("d", ("in",)))
    assert condition.holds(Given(tables=rows({"c": "yes"}))) is True
    assert condition.holds(Given(tables=rows({"d": "in"}))) is None
    assert condition.holds(Given(tables=rows({"c": "no", "d": UNCLEAR}))) is None
    assert (
        condition.holds(Given(tables=rows({"c": "no", "d": UNCLEAR}, {"c": "no", "d": "in"})))
        is False
    )


def test_inside_a_row_everything_else_can_still_be_seen() -> None:
    given = Given(
        tables={**rows({"c": date(2024, 1, 1)}), "other": (Row("+1", {}),)},
        in_place={"m:in_place": True},
        statuses={"m": "planned"},
        results={"threshold": "NO_DPIA"},
    )
    for inner in (
        OlderThan("c", 12),
        MeasureIs("m", "in_place"),
        MeasureStatus("m", ("planned",)),
        ResultIn("threshold", ("NO_DPIA",)),
        RowsAtLeast("other", 1, None),
    ):
        assert RowsAtLeast("t", 1, inner).holds(given) is True
        assert RowsAtLeast("t", 1, Not(inner)).holds(given) is False


@pytest.mark.parametrize("found", [True, False, None])
def test_a_measure_is_asked_for(found: Truth) -> None:
    given = Given(in_place={} if found is None else {"m:planned": found})
    assert MeasureIs("m", "planned").holds(given) is found
    assert MeasureIs("m", "planned").refs == ("measure:m",)


@pytest.mark.parametrize(
    ("status", "expected"), [("planned", True), ("partial", False), ("", None)]
)
def test_a_status_is_compared(status: str, expected: Truth) -> None:
    given = Given(statuses={"m": status} if status else {})
    assert MeasureStatus("m", ("planned", "implemented")).holds(given) is expected
    assert references(MeasureStatus("m", ())) == ("measure:m",)


@pytest.mark.parametrize(("result", "expected"), [("high", True), ("low", False), ("", None)])
def test_a_result_is_compared(result: str, expected: Truth) -> None:
    given = Given(results={"highest-target": result} if result else {})
    assert ResultIn("highest-target", ("high",)).holds(given) is expected
    assert references(ResultIn("highest-target", ())) == ("result:highest-target",)


@pytest.mark.parametrize(
    ("parts", "joined", "either"),
    [
        ((True, True), True, True),
        ((True, False), False, True),
        ((False, False), False, False),
        ((True, None), None, True),
        ((False, None), False, None),
        ((None, None), None, None),
    ],
)
def test_parts_are_joined_in_three_values(
    parts: tuple[Truth, Truth], joined: Truth, either: Truth
) -> None:
    for pair in (parts, parts[::-1]):
        conditions = tuple(BY_TRUTH[part] for part in pair)
        assert All(conditions).holds(Given()) is joined
        assert Any(conditions).holds(Given()) is either


@pytest.mark.parametrize(
    ("part", "turned", "known"), [(True, False, True), (False, True, False), (None, None, False)]
)
def test_not_keeps_open_open_and_known_closes_it(part: Truth, turned: Truth, known: Truth) -> None:
    assert Not(BY_TRUTH[part]).holds(Given()) is turned
    assert Known(BY_TRUTH[part]).holds(Given()) is known


def test_references_stand_once_and_in_order() -> None:
    condition = All(
        (In("b", ("x",)), Any((In("a", ("x",)), Not(In("b", ("y",))))), Known(OPEN), TRUE)
    )
    assert references(condition) == ("b", "a", "missing")


def test_only_what_keeps_a_condition_open_is_named() -> None:
    condition = All((In("b", ("x",)), In("a", ("x",))))
    assert open_references(condition, Given({"b": "x"})) == ("a",)
    assert open_references(condition, Given({"b": "y"})) == ()
    assert open_references(condition, Given()) == ("b", "a")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, False),
        ({"a": "yes"}, True),
        ({"a": "no"}, False),
        ({"a": "no", "b": "no"}, False),
        ({"b": "yes"}, True),
        ({"a": UNCLEAR}, None),
        ({"a": UNCLEAR, "b": "yes"}, True),
        ({"a": "no", "b": UNCLEAR}, None),
    ],
)
def test_where_entered_does_not_wait_for_what_nobody_was_asked_yet(
    values: Mapping[str, Value], expected: Truth
) -> None:
    part = Any((In("a", ("yes",)), In("b", ("yes",))))
    assert WhereEntered(part).holds(Given(values)) is expected
    assert references(WhereEntered(part)) == ("a", "b")


def named(other: dict[str, Value], name: Value | None = "Krankmeldungen") -> bool | None:
    where = Answered("exception")
    here = {} if name is None else {"item": name}
    tables = {"t": (Row("+1", here),), "u": (Row("+1", other),) if other else ()}
    condition = RowsAtLeast("t", 1, NamedIn("item", "u", "name", where))
    return condition.holds(Given(tables=tables))


def test_a_row_is_named_in_another_table_by_its_wording() -> None:
    assert named({"name": " krankmeldungen", "exception": "b"}) is True
    assert named({"name": "Urlaub", "exception": "b"}) is False
    assert named({"exception": "b"}) is False
    assert named({"name": "Krankmeldungen"}) is None
    assert named({}) is None
    assert named({"name": "x", "exception": "b"}, None) is None
    anywhere = NamedIn("item", "u", "name", None)
    given = Given({"item": "X"}, tables={"u": (Row("+1", {"name": "x"}),)})
    assert (anywhere.holds(given), anywhere.refs) == (True, ("item",))


def test_what_the_computation_noted_is_open_before_it_ran() -> None:
    cap = Noted("cap")
    assert cap.holds(Given()) is None
    assert cap.holds(Given(notes={})) is False
    assert cap.holds(Given(notes={"cap": ("risk:a",)})) is True
    assert cap.refs == ("noted:cap",)
    inside = RowsAtLeast("t", 1, cap)
    assert inside.holds(Given(tables=rows({"a": "x"}), notes={"cap": ("risk:a",)})) is True


def test_where_a_condition_was_found_to_hold() -> None:
    given = Given(tables=rows({"a": "x"}, {"a": "y"}, {"a": "x"}), notes={"cap": ("risk:b",)})
    counted = RowsAtLeast("t", 1, In("a", ("x",)))
    assert places(All((Known(counted), Any((Noted("cap"), FALSE)))), given) == (
        "row:t#+1", "row:t#+3", "risk:b",
    )  # fmt: skip
    assert places(Not(counted), given) == ()
    assert places(RowsAtLeast("t", 1, None), given) == ()
