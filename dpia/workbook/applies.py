"""Conditions as formulas, so that Excel itself greys what does not apply and counts what is missing.

1 applies, 0 does not, 0.5 is open: "all" is then the smallest, "any" the largest, "not" is 1 minus, exactly as
the program decides it. A condition that a sheet cannot decide gives no formula: the row then always applies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.conditions import All, Always, Answered, Any, Between, In, Known, Not

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dpia.conditions import Condition
    from dpia.model import Value

    Shown = Callable[[str, Value], Value]

_LONGEST_LITERAL: Final = 255
_LONGEST_FORMULA: Final = 8_000


def applies_formula(
    condition: Condition, places: Mapping[str, str], shown: Shown, unclear: str
) -> str | None:
    """Return a formula giving 1, 0.5 or 0, or None where a sheet cannot tell.

    Args:
        condition: When the question applies.
        places: The answer cell of every question, as an absolute reference with its sheet.
        shown: How an answer is shown in the workbook (the label of an option).
        unclear: The label of the open answer.
    """
    body = _formula(condition, _Cells(places, shown, unclear))
    if body is None or len(body) > _LONGEST_FORMULA:
        return None
    return f"IFERROR({body},0.5)"


class _Cells:
    """Where answers stand and how they look."""

    def __init__(self, places: Mapping[str, str], shown: Shown, unclear: str) -> None:
        self.places = places
        self.shown = shown
        self.unclear = unclear

    def known(self, subject: str, test: str) -> str:
        """Guard a test: open while the cell is empty or says "unklar"."""
        cell = self.places[subject]
        blank = f'OR(TRIM({cell})="",TRIM({cell})={literal(self.unclear)})'
        return f"IF({blank},0.5,IF({test},1,0))"


def _formula(condition: Condition, cells: _Cells) -> str | None:
    match condition:
        case Always(truth=truth):
            return "1" if truth else "0"
        case Not(part=part) | Known(part=part):
            return _around("(1-{})" if isinstance(condition, Not) else "IF({}=1,1,0)", part, cells)
        case All(parts=parts):
            return _join("MIN", parts, cells)
        case Any(parts=parts):
            return _join("MAX", parts, cells)
        case In() | Answered() | Between() if condition.subject in cells.places:
            return _leaf(condition, cells)
    return None


def _around(pattern: str, part: Condition, cells: _Cells) -> str | None:
    inner = _formula(part, cells)
    return None if inner is None else pattern.replace("{}", inner)


def _join(function: str, parts: tuple[Condition, ...], cells: _Cells) -> str | None:
    inner = [_formula(part, cells) for part in parts]
    known = [formula for formula in inner if formula is not None]
    return f"{function}({','.join(known)})" if known and len(known) == len(inner) else None


def _leaf(leaf: In | Answered | Between, cells: _Cells) -> str | None:
    cell = cells.places[leaf.subject]
    match leaf:
        case Answered(min_length=length):
            return cells.known(leaf.subject, f"LEN(TRIM({cell}))>={max(length, 1)}")
        case Between(at_least=low, at_most=high):
            tests = [f"ISNUMBER({cell})"]
            tests += [f"{cell}>={low!r}"] if low is not None else []
            tests += [f"{cell}<={high!r}"] if high is not None else []
            test = f"AND({','.join(tests)})"
            return f"IF(ISNUMBER({cell}),IF({test},1,0),0.5)"
        case In(options=options):
            wanted = [_compare(cell, cells.shown(leaf.subject, option)) for option in options]
            tests = [test for test in wanted if test is not None]
            if len(tests) < len(wanted) or not tests:
                return None
            return cells.known(leaf.subject, f"OR({','.join(tests)})")


def _compare(cell: str, value: Value) -> str | None:
    if isinstance(value, int | float):
        return f"{cell}={value!r}"
    text = str(value)
    return f"TRIM({cell})={literal(text)}" if len(text) <= _LONGEST_LITERAL else None


def literal(text: str) -> str:
    """Quote a text for a formula."""
    return '"' + text.replace('"', '""') + '"'


def sheet_reference(title: str) -> str:
    """Quote the name of a sheet for a formula."""
    return "'" + title.replace("'", "''") + "'"
