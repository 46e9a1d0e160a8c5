"""What a clause says in particular, read by the word lists of its category."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dpia.terms.find import Clause
    from dpia.terms.patterns import Library


def attributes(
    clause: Clause, library: Library, language: str
) -> dict[str, bool | tuple[str, ...] | None]:
    """All attributes of a clause: the codes whose words stand in it, in the order of the lists.

    One that has only the codes "false" and "true" is a truth: false where both stand there, for its words are
    narrower; None where neither does.
    """
    return said_in(clause.low, clause.category, library, language)


def said_in(
    low: str, category: str, library: Library, language: str
) -> dict[str, bool | tuple[str, ...] | None]:
    """What the words of a category say of a text in the form in which patterns read it."""
    found: dict[str, bool | tuple[str, ...] | None] = {}
    for name, lists in library.categories[category].attributes.items():
        codes = tuple(code for code, words in lists[language].items() if words.search(low))
        if set(lists[language]) <= {"false", "true"}:
            found[name] = False if "false" in codes else True if codes else None
        else:
            found[name] = codes
    return found
