"""The patterns by which clauses are found: data from questionnaires/terms/, made ready for matching.

A pattern is a regular expression in which {name} stands for a word list of the vocabulary and ~ for a gap of up
to 120 characters. A match that a "not" stands in does not count, unless the pattern allows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from dpia.terms.literals import beginning, needed, needed_lists
from dpia.terms.trees import alternatives, compiled, parsed, place_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.model import Text
    from dpia.terms.literals import Pieces
    from dpia.terms.trees import Tree
    from dpia.terms.weights import Weights

Status = Literal["found", "unclear"]

GAP: Final = r".{0,120}?"
_WHOLE: Final = r"\b(?:{})\b"
"""A word list stands for whole words."""

_NAME: Final = re.compile(r"\{([a-z][a-z0-9-]*)\}")


@dataclass(frozen=True)
class Pattern:
    """One way in which a clause is worded. because: key of the category's reasons; beside: all must be there.

    across: what it looks for may stand in two sentences, or all over a list.
    """

    id: str
    because: str
    find: Expression
    unless: Expression | None = None
    beside: tuple[Expression, ...] = ()
    under: Expression | None = None
    negation: bool = False
    across: bool = False
    status: Status = "found"


class Expression:
    """A regular expression that is compiled when it is first needed; its word lists are those of an expander."""

    def __init__(self, written: str, expander: Expander | None = None) -> None:
        self._written = written
        self._expander = expander

    @cached_property
    def source(self) -> str:
        """As Python reads it."""
        return self._expander.expanded(self._written) if self._expander else self._written

    @cached_property
    def _tree(self) -> Tree | None:
        return self._expander.tree(self._written) if self._expander else parsed(self._written)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled form."""
        return re.compile(self.source) if self._tree is None else compiled(self._tree)

    @cached_property
    def either(self) -> tuple[Expression, ...]:
        """The alternatives of which it consists, where there are several; others may have the same."""
        parts = alternatives(self._written) if self._expander else []
        return tuple(map(self._expander.expression, parts)) if self._expander and parts[1:] else ()

    @cached_property
    def pieces(self) -> tuple[Pieces, ...]:
        """Of each of these sets one piece must stand in a text that matches."""
        return needed(self._tree, self._expander.known_pieces if self._expander else {})

    @cached_property
    def lists(self) -> tuple[frozenset[Expression], ...]:
        """Of each of these sets one word list must match in a text that matches."""
        return needed_lists(self._tree, self._expander.known_lists if self._expander else {})

    @cached_property
    def begins(self) -> frozenset[Expression]:
        """The word lists with one of which every match begins; none where it may begin otherwise."""
        return beginning(self._tree, self._expander.known_lists if self._expander else {})

    def search(self, text: str) -> re.Match[str] | None:
        """As re.search."""
        return self.compiled.search(text)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """As re.finditer."""
        return self.compiled.finditer(text, start)


@dataclass(frozen=True, eq=False)
class Category:
    """What a reader of terms looks for: its name, the question behind it, reasons and patterns by language.

    attributes: by attribute and language the codes with the words that stand for them. continues: by language,
    how a sentence begins that goes on with the clause before it.
    """

    id: str
    title: Text
    question: Text
    reasons: Mapping[str, Text]
    patterns: Mapping[str, tuple[Pattern, ...]]
    attributes: Mapping[str, Mapping[str, Mapping[str, Expression]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    continues: Mapping[str, Expression] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Library:
    """All categories and, by language, the word lists they share, small words, names of countries and points."""

    categories: Mapping[str, Category]
    words: Mapping[str, Mapping[str, Expression]]
    languages: Mapping[str, frozenset[str]]
    countries: Mapping[str, Mapping[str, Expression]]
    weights: Mapping[str, Weights]


class Expander:
    """Puts the word lists of one language into patterns.

    known_pieces, known_lists: by the identity of the tree of a word list what it needs, and its expression.
    """

    def __init__(self, vocabulary: Mapping[str, str]) -> None:
        self.known_pieces: dict[int, list[Pieces]] = {}
        self.known_lists: dict[int, Expression] = {}
        self._raw = vocabulary
        self._known: set[str] = set()
        self._sources: dict[str, str] = {}
        self._trees: dict[str, Tree | None] = {}
        self._made: dict[str, Expression] = {}

    def expression(self, written: str) -> Expression:
        """A pattern made ready, the same one for the same words (KeyError for an unknown word list)."""
        if written not in self._made:
            self._look_up(written)
            self._made[written] = Expression(written, self)
        return self._made[written]

    def _look_up(self, written: str) -> None:
        for name in {*_NAME.findall(written)} - self._known:
            self._known.add(name)
            self._look_up(self._raw[name])

    def expanded(self, written: str) -> str:
        """A pattern with its word lists and gaps put in."""
        return _NAME.sub(lambda found: self.word(found[1]), written).replace("~", GAP)

    def word(self, name: str) -> str:
        """A word list as a group of its own; its words may name other lists (KeyError for an unknown one)."""
        if name not in self._sources:
            self._sources[name] = ""  # a list that names itself stays empty there
            self._sources[name] = self.expanded(_WHOLE.format(self._raw[name]))
        return self._sources[name]

    def tree(self, written: str) -> Tree | None:
        """The same as a tree, in which every word list is the same everywhere."""
        grafts: list[Tree] = []

        def place(found: re.Match[str]) -> str:
            grafts.append(self._word_tree(found[1]))
            return place_for(len(grafts) - 1)

        return parsed(_NAME.sub(place, written).replace("~", GAP), grafts)

    def _word_tree(self, name: str) -> Tree | None:
        if name not in self._trees:
            self._trees[name] = parsed("")
            made = self._trees[name] = self.tree(_WHOLE.format(self._raw[name]))
            self.known_lists[id(made)] = self.expression(f"{{{name}}}")
        return self._trees[name]


def late(source: str) -> Expression:
    """A regular expression that is compiled when it is first needed."""
    return Expression(source)
