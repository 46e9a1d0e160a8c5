"""The filters and tests that templates may use: a short list, each within the budget.

Jinja's own are taken where their cost follows from their input; the others are written anew. None calls Python, looks
at attributes or lets an answer through unescaped ("safe" is missing for that reason).
"""

from __future__ import annotations

from functools import wraps
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, cast

from jinja2 import Undefined, filters, tests
from jinja2.exceptions import FilterArgumentError

from dpia.template.meter import counted, current, weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

JOINED: Final = " joined"
EACH: Final = " each"
WEIGHED: Final = " weighed"
SLICED: Final = " sliced"
"""Filters that no template can name; the sandbox puts them round concatenations, loops and comparisons."""

_LONGEST_NUMBER: Final = 30
_MOST_DIGITS: Final = 12
_SCALARS: Final = (str, int, float, bool)


class NotText(FilterArgumentError):
    """Something is to be printed that is no text and no number."""


def text(value: object) -> str:
    """Return a value as text: words and numbers only.

    Raises:
        NotText: it is a list or an object; what Python prints for those is nothing for a report.
    """
    if isinstance(value, Undefined) or value is None or isinstance(value, _SCALARS):
        return str(value) if value is not None else ""
    raise NotText


def joined(*pieces: object) -> str:
    """Put texts together ("~")."""
    return _concatenated(text(piece) for piece in pieces)


def each(values: Any, statements: int) -> Any:  # noqa: ANN401  # what Jinja loops over
    """Charge a loop: its rounds times the statements in it."""
    if isinstance(values, Undefined):
        return values
    if not isinstance(values, str | list | tuple | dict):
        values = counted(iter(values))
    current().work(len(values) * statements)
    return values


def _concatenated(pieces: Iterable[str], between: str = "") -> str:
    meter, found = current(), []
    for piece in pieces:
        meter.work(1)
        meter.text(len(piece) + len(between))
        found.append(piece)
    return between.join(found)


def _join(values: Any, between: object = "", attribute: str | None = None) -> str:  # noqa: ANN401
    if attribute is not None:
        values = (
            value.get(attribute, "") if isinstance(value, dict) else "" for value in iter(values)
        )
    return _concatenated(map(text, values), text(between))


def _replace(value: object, old: object, new: object) -> str:
    whole, gone, come = text(value), text(old), text(new)
    current().text(len(whole) + whole.count(gone) * len(come))
    return whole.replace(gone, come)


def _round(value: float, precision: int = 0) -> float:
    return round(value, max(-_MOST_DIGITS, min(_MOST_DIGITS, int(precision))))


def _int(value: object, default: int = 0) -> int:
    found = text(value)[:_LONGEST_NUMBER].strip()
    try:
        return int(float(found)) if found else default
    except (ValueError, OverflowError):
        return default


def _truncate(value: object, length: int = 255, end: object = "…") -> str:
    whole, rest = text(value), text(end)
    if len(whole) <= length:
        return whole
    return whole[: max(0, int(length) - len(rest))].rstrip() + rest


def _items(value: Any) -> list[tuple[object, object]]:  # noqa: ANN401
    return list(value.items()) if isinstance(value, dict) else []


_FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "abs": abs,
    "capitalize": lambda value: text(value).capitalize(),
    "d": filters.do_default,
    "default": filters.do_default,
    "e": text,
    "escape": text,
    "first": filters.sync_do_first,
    "float": filters.do_float,
    "int": _int,
    "items": _items,
    "join": _join,
    "last": filters.do_last,
    "length": len,
    "count": len,
    "list": lambda value: counted(iter(value)),
    "lower": lambda value: text(value).lower(),
    "map": filters.sync_do_map,
    "max": filters.do_max,
    "min": filters.do_min,
    "reject": filters.sync_do_reject,
    "rejectattr": filters.sync_do_rejectattr,
    "replace": _replace,
    "reverse": filters.do_reverse,
    "round": _round,
    "select": filters.sync_do_select,
    "selectattr": filters.sync_do_selectattr,
    "sort": filters.do_sort,
    "string": text,
    "title": lambda value: filters.do_title(text(value)),
    "trim": lambda value: text(value).strip(),
    "truncate": _truncate,
    "unique": filters.do_unique,
    "upper": lambda value: text(value).upper(),
}

_TESTS: Final = (
    *("boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "float", "ge", "gt"),
    *("greaterthan", "in", "integer", "iterable", "le", "lessthan", "lower", "lt", "mapping", "ne"),
    *("none", "number", "odd", "sequence", "string", "true", "undefined", "upper"),
    *("==", "!=", ">", ">=", "<", "<="),
)

_COMPARING: Final = frozenset({"sort", "unique", "min", "max"})
_A_COMPARISON: Final = 20
_A_CALL: Final = 5


def _priced(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Charge what goes in before, and new text that comes out after."""
    factor, price = (_A_COMPARISON, _size) if name in _COMPARING else (1, weight)

    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever the filter takes
        meter = current()
        meter.work(_A_CALL + factor * sum(map(price, chain(given, named.values()))))
        found = function(*given, **named)
        if isinstance(found, str):
            meter.text(len(found))
        elif isinstance(found, list):
            meter.work(len(found))
        return found

    return call


def _size(value: object) -> int:
    """The number of things that a comparing filter has before it; of a text, its letters."""
    return len(value) if isinstance(value, str) else weight(value)


def _sliced(value: Any, *border: object) -> Any:  # noqa: ANN401
    """Take a part of a list or text ("names[:3]"); Jinja would let Python do it, uncounted."""
    if isinstance(value, str):
        current().text(len(value))
    elif isinstance(value, list | tuple):
        current().work(len(value))
    else:
        raise TypeError
    return value[slice(*border)]


def _weighed(value: object) -> object:
    current().work(weight(value))
    return value


def filters_of_templates() -> dict[str, Callable[..., Any]]:
    """Return the filters by name, with the inner ones of the sandbox."""
    named = {name: _priced(name, function) for name, function in _FILTERS.items()}
    return {**named, JOINED: joined, EACH: each, WEIGHED: _weighed, SLICED: _sliced}


def tests_of_templates() -> dict[str, Callable[..., Any]]:
    """Return the tests by name ("x is defined")."""
    return {name: _priced(name, cast("Callable[..., Any]", tests.TESTS[name])) for name in _TESTS}


FILTER_NAMES: Final = tuple(sorted(_FILTERS))
TEST_NAMES: Final = tuple(sorted(name for name in _TESTS if name.isalpha()))
