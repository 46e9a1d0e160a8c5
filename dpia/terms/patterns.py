"""The patterns by which clauses are found: data from questionnaires/terms/, made ready for matching.

A pattern is a regular expression in which {name} stands for a word list of the vocabulary and ~ for a gap of up
to 120 characters. A match that a "not" stands in does not count, unless the pattern allows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from dpia.terms.literals import needed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dpia.model import Text
    from dpia.terms.literals import Pieces

Status = Literal["found", "unclear"]

GAP: Final = r".{0,120}?"
_FIRST_SIGN: Final = 0xE000
"""From here on Unicode has signs for private use, which stand for word lists while a pattern is read."""

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
    """A regular expression that is compiled when it is first needed."""

    def __init__(self, source: str, pieces: Callable[[], tuple[Pieces, ...]] | None = None) -> None:
        self.source = source
        self._pieces = pieces

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled form."""
        return re.compile(self.source)

    @cached_property
    def pieces(self) -> tuple[Pieces, ...]:
        """Of each of these sets one piece must stand in a text that matches."""
        return self._pieces() if self._pieces else needed(self.source)

    def search(self, text: str) -> re.Match[str] | None:
        """As re.search."""
        return self.compiled.search(text)

    def finditer(self, text: str) -> Any:  # noqa: ANN401
        """As re.finditer."""
        return self.compiled.finditer(text)


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
    """All categories and, by language, the word lists they share, small words and names of countries."""

    categories: Mapping[str, Category]
    words: Mapping[str, Mapping[str, Expression]]
    languages: Mapping[str, frozenset[str]]
    countries: Mapping[str, Mapping[str, Expression]]


class Expander:
    """Puts the word lists of one language into patterns."""

    def __init__(self, vocabulary: Mapping[str, str]) -> None:
        self._raw = vocabulary
        self._done: dict[str, str] = {}
        self._pieces: dict[str, tuple[Pieces, ...]] = {}

    def word(self, name: str) -> str:
        """A word list as a group of its own; its words may name other lists (KeyError for an unknown one)."""
        if name not in self._done:
            self._done[name] = ""  # a list that names itself stays empty there
            self._done[name] = rf"\b(?:{self.expanded(self._raw[name])})\b"
        return self._done[name]

    def expanded(self, source: str) -> str:
        """A pattern with its word lists and gaps put in."""
        return _NAME.sub(lambda found: self.word(found[1]), source).replace("~", GAP)

    def expression(self, source: str) -> Expression:
        """A pattern made ready (KeyError for an unknown word list)."""
        return Expression(self.expanded(source), lambda: self.pieces(source))

    def pieces(self, source: str) -> tuple[Pieces, ...]:
        """What a match needs; every word list is looked into once and stands in its users as one sign."""
        lists: dict[str, tuple[Pieces, ...]] = {}

        def sign(found: re.Match[str]) -> str:
            made = chr(_FIRST_SIGN + len(lists))
            lists[made] = self._word_pieces(found[1])
            return made

        return needed(_NAME.sub(sign, source).replace("~", GAP), lists)

    def _word_pieces(self, name: str) -> tuple[Pieces, ...]:
        if name not in self._pieces:
            self._pieces[name] = ()
            self._pieces[name] = self.pieces(self._raw[name])
        return self._pieces[name]


def late(source: str) -> Expression:
    """A regular expression that is compiled when it is first needed."""
    return Expression(source)
