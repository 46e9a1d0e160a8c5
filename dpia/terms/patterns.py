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
    from collections.abc import Mapping

    from dpia.model import Text
    from dpia.terms.literals import Pieces

Status = Literal["found", "unclear"]

GAP: Final = r".{0,120}?"
_NAME: Final = re.compile(r"\{([a-z][a-z0-9-]*)\}")


@dataclass(frozen=True)
class Pattern:
    """One way in which a clause is worded. because: key of the category's reasons; beside: all must be there.

    across: what it looks for may stand in two sentences, or all over a list.
    """

    id: str
    because: str
    find: Expression
    needs: tuple[str, ...] = ()
    unless: Expression | None = None
    beside: tuple[Expression, ...] = ()
    under: Expression | None = None
    negation: bool = False
    across: bool = False
    status: Status = "found"


class Expression:
    """A regular expression that is compiled when it is first needed."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled form."""
        return re.compile(self.source)

    @cached_property
    def pieces(self) -> tuple[Pieces, ...]:
        """Of each of these sets one piece must stand in a text that matches."""
        return needed(self.source)

    def search(self, text: str) -> re.Match[str] | None:
        """As re.search."""
        return self.compiled.search(text)

    def finditer(self, text: str) -> Any:  # noqa: ANN401
        """As re.finditer."""
        return self.compiled.finditer(text)


@dataclass(frozen=True)
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

    def word(self, name: str) -> str:
        """A word list as a group of its own; its words may name other lists (KeyError for an unknown one)."""
        if name not in self._done:
            self._done[name] = ""  # a list that names itself stays empty there
            self._done[name] = rf"\b(?:{self.expanded(self._raw[name])})\b"
        return self._done[name]

    def expanded(self, source: str) -> str:
        """A pattern with its word lists and gaps put in."""
        return _NAME.sub(lambda found: self.word(found[1]), source).replace("~", GAP)

    def needed(self, source: str) -> tuple[str, ...]:
        """The word lists without which the pattern cannot match: those outside of groups and alternatives."""
        flat, depth = [], 0
        for sign in re.sub(r"\\.", "", source):
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0 and sign != ")":
                flat.append(sign)
        top = "".join(flat)
        if "|" in top:
            return ()
        return tuple(
            dict.fromkeys(
                m[1]
                for m in _NAME.finditer(top)
                if top[m.end() : m.end() + 1] not in "?*" or m.end() == len(top)
            )
        )


def late(source: str) -> Expression:
    """A regular expression that is compiled when it is first needed."""
    return Expression(source)
