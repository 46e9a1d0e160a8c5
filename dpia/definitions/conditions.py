"""From the YAML of a condition to the condition. The operators are a closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dpia import conditions as c

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class ConditionFault(Exception):
    """The YAML is no condition: message key and what was found."""

    def __init__(self, key: str, found: object) -> None:
        super().__init__(f"{key}: {found}")
        self.key = key
        self.found = str(found)


_MEASURE_STATES = ("in_place", "planned", "active")


def build_condition(data: Any) -> c.Condition:  # noqa: ANN401
    """Build a condition.

    Raises:
        ConditionFault: for an unknown operator or an operator with wrong values.
    """
    if not isinstance(data, dict) or not data:
        raise ConditionFault("condition-shape", data)
    for key, build in _BUILDERS.items():
        if key in data:
            return build(data)
    raise ConditionFault("condition-operator", ", ".join(map(str, data)))


def _only(data: Mapping[str, Any], *allowed: str) -> None:
    unknown = [key for key in data if key not in allowed]
    if unknown:
        raise ConditionFault("condition-operator", ", ".join(map(str, unknown)))


def _parts(data: Any) -> tuple[c.Condition, ...]:  # noqa: ANN401
    if not isinstance(data, list) or not data:
        raise ConditionFault("condition-shape", data)
    return tuple(build_condition(part) for part in data)


def _all(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "all")
    return c.All(_parts(data["all"]))


def _any(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "any")
    return c.Any(_parts(data["any"]))


def _not(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "not")
    return c.Not(build_condition(data["not"]))


def _known(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "known")
    return c.Known(build_condition(data["known"]))


def _always(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "always")
    if not isinstance(data["always"], bool):
        raise ConditionFault("condition-shape", data["always"])
    return c.Always(data["always"])


def _values(data: Mapping[str, Any]) -> tuple[Any, ...]:
    values = [data["is"]] if "is" in data else data["in"]
    if not isinstance(values, list) or not values or not all(map(_scalar, values)):
        raise ConditionFault("condition-shape", values)
    return tuple(values)


def _scalar(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _one_operator(data: Mapping[str, Any], *groups: tuple[str, ...]) -> None:
    """Two operators side by side would be read as one of them; "all" says what is meant."""
    if sum(1 for group in groups if any(key in data for key in group)) != 1:
        raise ConditionFault("condition-shape", dict(data))


def _column(data: Mapping[str, Any]) -> c.Condition:
    """Like a question, and besides: does another table name it?"""
    if "named_in" not in data:
        return _subject(data, "column")
    _only(data, "column", "named_in", "by", "where")
    where = build_condition(data["where"]) if "where" in data else None
    column = str(data["column"])
    return c.NamedIn(column, str(data["named_in"]), str(data.get("by", column)), where)


def _noted(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "noted")
    return c.Noted(str(data["noted"]))


def _subject(data: Mapping[str, Any], name: str) -> c.Condition:
    _only(
        data, name, "is", "in", "at_least", "at_most", "answered", "min_length",
        "later_than", "older_than_months",
    )  # fmt: skip
    _one_operator(
        data, ("is",), ("in",), ("at_least", "at_most"), ("later_than",), ("older_than_months",),
        ("answered", "min_length"),
    )  # fmt: skip
    subject = f"{c.ATTRIBUTE}{data[name]}" if name == "attribute" else str(data[name])
    if "is" in data or "in" in data:
        return c.In(subject, _values(data))
    if "at_least" in data or "at_most" in data:
        bounds = [data[key] for key in ("at_least", "at_most") if key in data]
        if not all(isinstance(b, int | float) and not isinstance(b, bool) for b in bounds):
            raise ConditionFault("condition-shape", data)
        return c.Between(subject, data.get("at_least"), data.get("at_most"))
    if "later_than" in data:
        return c.LaterThan(subject, str(data["later_than"]))
    if "older_than_months" in data:
        return c.OlderThan(subject, int(data["older_than_months"]))
    if "min_length" in data:
        return c.Answered(subject, int(data["min_length"]))
    if data["answered"] is not True:
        raise ConditionFault("condition-shape", data)
    return c.Answered(subject)


def _table(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "table", "rows_at_least", "every_row", "where")
    _one_operator(data, ("rows_at_least",), ("every_row",))
    where = build_condition(data["where"]) if "where" in data else None
    table = str(data["table"])
    if "every_row" in data:
        return c.EveryRow(table, build_condition(data["every_row"]), where)
    return c.RowsAtLeast(table, int(data["rows_at_least"]), where)


def _measure(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "measure", "status", *_MEASURE_STATES)
    _one_operator(data, ("status",), *((state,) for state in _MEASURE_STATES))
    measure = str(data["measure"])
    if "status" in data:
        status = data["status"] if isinstance(data["status"], list) else [data["status"]]
        return c.MeasureStatus(measure, tuple(map(str, status)))
    asked = next(state for state in _MEASURE_STATES if state in data)
    if data[asked] is not True:
        raise ConditionFault("condition-shape", data)
    return c.MeasureIs(measure, asked)


def _result(data: Mapping[str, Any]) -> c.Condition:
    _only(data, "result", "is", "in")
    _one_operator(data, ("is",), ("in",))
    return c.ResultIn(str(data["result"]), tuple(map(str, _values(data))))


_BUILDERS: Mapping[str, Callable[[Mapping[str, Any]], c.Condition]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    "known": _known,
    "always": _always,
    "question": lambda data: _subject(data, "question"),
    "column": _column,
    "attribute": lambda data: _subject(data, "attribute"),
    "table": _table,
    "measure": _measure,
    "result": _result,
    "noted": _noted,
}
