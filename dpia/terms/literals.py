"""Pieces of text without which an expression cannot match: most patterns are ruled out by looking for them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from dpia.terms.trees import ops

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dpia.terms.trees import Tree

_SHORTEST: Final = 2
_MOST: Final = 400

Pieces = frozenset[str]
Named = TypeVar("Named")


def needed(tree: Tree | None, known: dict[int, list[Pieces]]) -> tuple[Pieces, ...]:
    """Sets of pieces, of each of which one must stand in every text that matches; the smallest set first.

    known: by the identity of a word list's tree what it needs; filled while reading, so that each is read once.
    """
    if tree is None:
        return ()
    found = _Reader(known).sequence(tree)
    return tuple(sorted(set(found), key=lambda pieces: (len(pieces), sorted(pieces))))


def needed_lists(tree: Tree | None, lists: Mapping[int, Named]) -> tuple[frozenset[Named], ...]:
    """Sets of word lists, of each of which one must match in every text that matches; the smallest set first.

    lists: by the identity of its tree what stands for it in the result.
    """
    if tree is None:
        return ()
    return tuple(sorted({*_lists_of(tree, lists)}, key=len))


def _lists_of(parsed: Tree, lists: Mapping[int, Named]) -> list[frozenset[Named]]:
    if id(parsed) in lists:
        return [frozenset({lists[id(parsed)]})]
    found: list[frozenset[Named]] = []
    for operation, value in parsed.data:
        if operation is ops.SUBPATTERN:
            found += _lists_of(value[-1], lists)
        elif operation in {ops.MAX_REPEAT, ops.MIN_REPEAT} and value[0] >= 1:
            found += _lists_of(value[2], lists)
        elif operation is ops.BRANCH:
            each = [_lists_of(alternative, lists) for alternative in value[1]]
            if all(each):
                found.append(frozenset().union(*(min(one, key=len) for one in each)))
    return found


def beginning(tree: Tree | None, lists: Mapping[int, Named]) -> frozenset[Named]:
    """The word lists with one of which every match begins; none where it may begin with something else."""
    nothing: frozenset[Named] = frozenset()
    if tree is None:
        return nothing
    if id(tree) in lists:
        return frozenset({lists[id(tree)]})
    for operation, value in tree.data:
        if operation in {ops.AT, ops.ASSERT, ops.ASSERT_NOT}:
            continue
        if operation is ops.SUBPATTERN:
            return beginning(value[-1], lists)
        if operation is ops.BRANCH:
            each = [beginning(alternative, lists) for alternative in value[1]]
            return nothing.union(*each) if all(each) else nothing
        return nothing
    return nothing


class _Reader:
    def __init__(self, known: dict[int, list[Pieces]]) -> None:
        self._known = known

    def sequence(self, parsed: Tree) -> list[Pieces]:
        """What a sequence needs: every run of letters, and what each part of it needs."""
        if id(parsed) in self._known:
            return self._known[id(parsed)]
        found: list[Pieces] = []
        run = ""
        for operation, value in parsed.data:
            if operation is ops.LITERAL:
                run += chr(value)
                continue
            if len(run) >= _SHORTEST:
                found.append(frozenset({run}))
            run = ""
            found += self._part(operation, value)
        if len(run) >= _SHORTEST:
            found.append(frozenset({run}))
        self._known[id(parsed)] = found
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
