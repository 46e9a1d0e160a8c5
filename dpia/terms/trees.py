"""Expressions as trees: a word list is parsed once and grafted into every expression that names it.

Parsing is most of the work of compiling, and the same long lists stand in many patterns.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

# The parser of Python's own expressions is the only one that reads them as Python does. It is not promised, so a
# Python without it compiles every source as it stands and tries every pattern: slower, with the same result.
parser: Any
compiler: Any
ops: Any
try:
    parser, ops = import_module("re._parser"), import_module("re._constants")
    compiler = import_module("re._compiler")
except ImportError:
    parser = compiler = ops = None

Tree = Any
"""A parsed expression (re._parser.SubPattern)."""

_FIRST_SIGN: Final = 0xE000
_LAST_SIGN: Final = 0xF8FE
_END: Final = "\uf8ff"
"""Signs for private use stand for word lists while an expression is parsed, two for each: of alternatives of a
single sign the parser would make a set."""


def place_for(number: int) -> str:
    """What stands in the source of an expression for the graft of this number."""
    return f"(?:{chr(_FIRST_SIGN + number)}{_END})"


def parsed(source: str, grafts: Sequence[Tree] = ()) -> Tree | None:
    """The tree of a source in which places have been left for grafts; None where there is none to be had.

    Raises:
        re.error: the source is no expression.
    """
    if parser is None or None in grafts or len(grafts) > _LAST_SIGN - _FIRST_SIGN:
        return None
    tree = parser.parse(source)
    if tree.state.groups > 1:  # the number of a group is that of the whole expression
        return None
    if grafts:
        _graft(tree, grafts)
    return tree


def _graft(tree: Tree, grafts: Sequence[Tree]) -> None:
    made: list[tuple[Any, Any]] = []
    for operation, value in tree.data:
        number = value - _FIRST_SIGN if operation is ops.LITERAL else -1
        if 0 <= number < len(grafts):
            made.append((ops.SUBPATTERN, (None, 0, 0, grafts[number])))
        elif (operation, value) != (ops.LITERAL, ord(_END)):
            made.append((operation, value))
            _graft_into(value, grafts)
    tree.data = made
    tree.width = None


def _graft_into(value: Any, grafts: Sequence[Tree]) -> None:  # noqa: ANN401
    if isinstance(value, parser.SubPattern):
        _graft(value, grafts)
    elif isinstance(value, (tuple, list)):
        for part in value:
            _graft_into(part, grafts)


def compiled(tree: Tree) -> re.Pattern[str]:
    """The expression ready for matching."""
    made: re.Pattern[str] = compiler.compile(tree, 0)
    return made


def alternatives(source: str) -> list[str]:
    """What the bars of a source part that stand in no group and no set."""
    found, depth, start, at, in_set = [], 0, 0, 0, False
    while at < len(source):
        sign = source[at]
        if sign == "\\":
            at += 1
        elif in_set:
            in_set = sign != "]"
        elif sign == "[":
            in_set = True
            at += source[at + 1 : at + 2] == "^"
            at += source[at + 1 : at + 2] == "]"  # a bracket that comes first is a member
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            found.append(source[start:at])
            start = at + 1
        at += 1
    return [*found, source[start:]]
