"""Pieces of text without which an expression cannot match: most patterns are ruled out by looking for them alone."""

from __future__ import annotations

import re
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# The parser of Python's own expressions is the only one that reads them as Python does. It is not promised, so a
# Python without it tries every pattern: slower, with the same result.
parser: Any
ops: Any
try:
    parser, ops = import_module("re._parser"), import_module("re._constants")
except ImportError:
    parser = ops = None

_SHORTEST: Final = 2
_MOST: Final = 80
_NO_LISTS: Final[Mapping[str, Sequence[frozenset[str]]]] = MappingProxyType({})

Pieces = frozenset[str]
"""One of these must stand in the text."""


def needed(source: str, lists: Mapping[str, Sequence[Pieces]] = _NO_LISTS) -> tuple[Pieces, ...]:
    """Sets of pieces, of each of which one must stand in every text that matches; the smallest set first.

    lists: signs that stand for word lists in the source, and what those need.
    """
    if parser is None:
        return ()
    found = _Reader(lists).sequence(parser.parse(source, re.UNICODE))
    return tuple(sorted(set(found), key=lambda pieces: (len(pieces), sorted(pieces))))


class _Reader:
    def __init__(self, lists: Mapping[str, Sequence[Pieces]]) -> None:
        self._lists = lists

    def sequence(self, parsed: Iterable[tuple[Any, Any]]) -> list[Pieces]:
        """What a sequence needs: every run of letters, and what each part of it needs."""
        found: list[Pieces] = []
        run = ""
        for operation, value in parsed:
            sign = chr(value) if operation is ops.LITERAL else ""
            if sign and sign not in self._lists:
                run += sign
                continue
            if len(run) >= _SHORTEST:
                found.append(frozenset({run}))
            run = ""
            found += self._lists[sign] if sign else self._part(operation, value)
        if len(run) >= _SHORTEST:
            found.append(frozenset({run}))
        return found

    def _part(self, operation: Any, value: Any) -> list[Pieces]:  # noqa: ANN401
        if operation is ops.SUBPATTERN:
            return self.sequence(value[-1])
        if operation in {ops.MAX_REPEAT, ops.MIN_REPEAT} and value[0] >= 1:
            return self.sequence(value[2])
        if operation is ops.BRANCH:
            return self._branch(value[1])
        return []

    def _branch(self, alternatives: Iterable[Any]) -> list[Pieces]:
        """One piece of every alternative; nothing where an alternative needs none."""
        pieces: set[str] = set()
        for alternative in alternatives:
            found = self.sequence(alternative)
            if not found:
                return []
            best: Pieces = max(found, key=_worth)
            pieces |= best
        return [frozenset(pieces)] if len(pieces) <= _MOST else []


def _worth(pieces: Pieces) -> tuple[int, int]:
    """Long pieces and few of them rule out the most."""
    return min(map(len, pieces)), -len(pieces)
