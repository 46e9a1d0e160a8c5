"""The licence that the user grants the provider, all its grants read together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.terms.attributes import attributes, said_in
from dpia.terms.defined import definitions, used

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dpia.terms.find import Clause
    from dpia.terms.patterns import Library
    from dpia.terms.units import Unit

GRANT: Final = "licence-grant"
SETS: Final = ("licensees", "acts", "content", "purposes")
FLAGS: Final = ("exclusive", "sublicensable", "transferable", "royalty_free", "revocable")
_BY_EXAMPLE: Final = re.compile(
    r"\((?:such as|for example|for instance|e\.g\.|including, for|z\. ?b\.|zum beispiel|beispielsweise|etwa|wie)\b[^()]*\)"
)
_NO_EXAMPLES: Final = ("acts", "content", "duration")
_PURPOSES: Final = (
    "Use",
    "Uses",
    "Purpose",
    "Purposes",
    "Zweck",
    "Zwecke",
    "Nutzungen",
    "Verwendungen",
)
READ: Final = ("status", "territory", "duration", *FLAGS, *SETS)
"""What is said of a licence, by name; "licence.<name>" is a fact."""


@dataclass(frozen=True, slots=True)
class Licence:
    """What is granted. status: found, not_found or unclear; a flag is None where the text does not say."""

    status: str = "not_found"
    territory: str | None = None
    duration: str | None = None
    exclusive: bool | None = None
    sublicensable: bool | None = None
    transferable: bool | None = None
    royalty_free: bool | None = None
    revocable: bool | None = None
    licensees: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()


def licence_of(
    clauses: Sequence[Clause], library: Library, language: str, units: Sequence[Unit] = ()
) -> Licence:
    """Read all grants. Those over feedback alone count only where there is no other.

    units: the whole text, for a grant may speak of content and purposes by terms that are defined elsewhere.
    """
    grants = [one for one in clauses if one.category == GRANT]
    found = [one for one in grants if one.status == "found"]
    if not found:
        return Licence("unclear" if grants else "not_found", clauses=tuple(grants))
    defined = definitions(units)
    read = [(one, _with_definitions(one, defined, library, language)) for one in found]
    wide = [pair for pair in read if not _feedback_only(pair[1])] or read
    values = [attributes for _, attributes in wide]
    return Licence(
        status="found",
        territory=_single(values, "territory"),
        duration=_single(values, "duration"),
        exclusive=_flag(values, "exclusive"),
        sublicensable=_flag(values, "sublicensable"),
        transferable=_flag(values, "transferable"),
        royalty_free=_flag(values, "royalty_free"),
        revocable=_flag(values, "revocable"),
        licensees=_together(values, "licensees"),
        acts=_together(values, "acts"),
        content=_together(values, "content"),
        purposes=_together(values, "purposes"),
        clauses=tuple(one for one, _ in wide),
    )


def _with_definitions(
    clause: Clause, defined: Mapping[str, str], library: Library, language: str
) -> dict[str, bool | tuple[str, ...] | None]:
    """What a grant says, its purposes and content also by the terms that it uses and the text defines."""
    read = attributes(clause, library, language)
    without = _BY_EXAMPLE.sub(" ", clause.low)  # "(such as to store your messages for 30 days)"
    if without != clause.low:
        plain = said_in(without, GRANT, library, language)
        read |= {name: plain[name] for name in _NO_EXAMPLES if plain[name]}
        if not plain["duration"]:
            read["duration"] = ()
    for term, sentence in used(clause.quote, defined):
        name = "purposes" if term.endswith(_PURPOSES) else "content"
        own, meant = read[name], said_in(sentence, GRANT, library, language)[name]
        if isinstance(own, tuple) and isinstance(meant, tuple) and (name == "purposes" or not own):
            read[name] = tuple(dict.fromkeys((*own, *meant)))
    return read


def _feedback_only(values: Mapping[str, object]) -> bool:
    return values.get("content") == ("feedback",)


def _single(values: Sequence[Mapping[str, object]], name: str) -> str | None:
    for one in values:
        found = one.get(name)
        if isinstance(found, tuple) and found:
            return str(found[0])
    return None


def _flag(values: Sequence[Mapping[str, object]], name: str) -> bool | None:
    """The first that says it; the grants of one text seldom differ, and the first is the main one."""
    return next((said for one in values if isinstance(said := one.get(name), bool)), None)


def _together(values: Sequence[Mapping[str, object]], name: str) -> tuple[str, ...]:
    said = [code for one in values if isinstance(found := one.get(name), tuple) for code in found]
    return tuple(dict.fromkeys(said))
