"""What a clause says in particular, read by the word lists of its category."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dpia.terms.find import Clause
    from dpia.terms.patterns import Library


def codes(clause: Clause, name: str, library: Library, language: str) -> tuple[str, ...]:
    """The codes of one attribute whose words stand in the clause, in the order of the list."""
    lists = library.categories[clause.category].attributes.get(name, {}).get(language, {})
    low = clause.low
    return tuple(code for code, words in lists.items() if words.search(low))


def truth(clause: Clause, name: str, library: Library, language: str) -> bool | None:
    """An attribute with the codes "false" and "true": false where its words stand there, for they are narrower."""
    found = codes(clause, name, library, language)
    return False if "false" in found else True if "true" in found else None


def attributes(
    clause: Clause, library: Library, language: str
) -> dict[str, bool | tuple[str, ...] | None]:
    """All attributes of a clause."""
    found: dict[str, bool | tuple[str, ...] | None] = {}
    for name, lists in library.categories[clause.category].attributes.items():
        if set(lists[language]) <= {"false", "true"}:
            found[name] = truth(clause, name, library, language)
        else:
            found[name] = codes(clause, name, library, language)
    return found
