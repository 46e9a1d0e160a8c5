"""Words of one role in such a text, put together: "Anbieter", "Betreiber", "Auftragnehmer" are one concept.

Data: questionnaires/terms/concepts.yaml. A word that no labelled clause has used still counts through its concept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WORD: Final = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|\d+|[;:?%€$]")
"""What is read as a word: letters, a number, or a sign that tells something."""

NUMBER: Final = "0"
"""Stands for every number."""

_KEY: Final = 2


def words_of(low: str) -> list[str]:
    """The words of a sentence that is folded already, in their order."""
    return [NUMBER if word[0].isdigit() else word for word in WORD.findall(low)]


def items_of(listed: str) -> list[tuple[str, ...]]:
    """The words and phrases of a list with commas between them; hyphens part words, as in sentences."""
    return [
        tuple(NUMBER if word.isdigit() else word for word in item.replace("-", " ").split())
        for item in listed.split(",")
    ]


class Thesaurus:
    """The concepts of one language. lists: by concept its words, with commas between them; a star ends or begins one."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._begin: dict[str, list[str]] = defaultdict(list)
        self._end: dict[str, list[str]] = defaultdict(list)
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for concept, listed in lists.items():
            for item in items_of(listed):
                self._add(item, concept)
        self.of_word = cache(self._of_word)
        self._phrases_from = cache(self._phrases_of)

    def _add(self, item: tuple[str, ...], concept: str) -> None:
        first = item[0]
        if len(item) > 1:
            self._phrases[first[:_KEY]].append((item, concept))
        elif first.endswith("*"):
            self._begin[first[:-1]].append(concept)
        elif first.startswith("*"):
            self._end[first[1:]].append(concept)
        else:
            self._whole[first].append(concept)

    def _of_word(self, word: str) -> frozenset[str]:
        found = {*self._whole.get(word, ())}
        for at in range(2, len(word) + 1):
            found.update(self._begin.get(word[:at], ()))
            found.update(self._end.get(word[-at:], ()))
        return frozenset(found)

    def _phrases_of(self, first: str) -> list[tuple[tuple[str, ...], str]]:
        """The phrases that may begin with a word: what has to follow, and the concept."""
        known = self._phrases.get(first[:_KEY], ())
        return [(phrase[1:], concept) for phrase, concept in known if _is(first, phrase[0])]

    def concepts(self, words: Sequence[str]) -> list[tuple[int, str]]:
        """The concepts of a sentence, each with the place of its (first) word, in the order of the text."""
        found: list[tuple[int, str]] = []
        for at, word in enumerate(words):
            here = self.of_word(word)
            phrases = [
                concept
                for rest, concept in self._phrases_from(word)
                if _begins(words[at + 1 : at + 1 + len(rest)], rest)
            ]
            found += [(at, concept) for concept in sorted(here.union(phrases))]
        return found


def _begins(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return len(words) == len(phrase) and all(map(_is, words, phrase))


def _is(word: str, said: str) -> bool:
    if said.endswith("*"):
        return word.startswith(said[:-1])
    return word.endswith(said[1:]) if said.startswith("*") else word == said


def wrong_items(listed: str) -> Iterable[str]:
    """Items of a list that no word could ever match."""
    for item in items_of(listed):
        inner = any("*" in word[1:-1] or word in {"", "*"} for word in item)
        if not item or inner or (len(item) > 1 and item[0].startswith("*")):
            yield " ".join(item)
