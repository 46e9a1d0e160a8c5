"""Faults that stay within single definitions: all other files can still be held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.definitions.faults import Fault, Faults

_KINDS: Final = ("risks", "measures", "gates", "rules")
"""One definition a file. Of a broken sheet or list of sources nobody can say what it would have held."""
_DEPTH: Final = 3


@dataclass(frozen=True, slots=True)
class Broken:
    """The definitions that are missing because of a fault of their own, and what others may rightly call them.

    unreadable: whether one of them could not be read at all, so that not even its code is known.
    """

    kinds: frozenset[str]
    names: frozenset[str]
    unreadable: bool

    def explains(self, fault: Fault) -> bool:
        """Whether a fault may be there only because of the definitions that are missing."""
        found = fault.values.get("found")
        if fault.key == "reference-unknown":
            # the comparison names a requirement inside a gate
            inside = "gates" in self.kinds and fault.path[-1:] == ("requirement",)
            return found in self.names or inside
        if fault.key == "fills-unknown":
            return found in self.names or self.unreadable
        lost = {"feared-event-missing": "risks", "risk-untreated": "measures"}
        return lost.get(fault.key) in self.kinds


def broken_apart(faults: Faults, files: Mapping[str, Any]) -> Broken | None:
    """Return which definitions the faults so far have put out of action; None where they go further than that."""
    kinds, names, unreadable = set(), set(), False
    for file in {fault.file for fault in faults.found}:
        _, *inner = file.split("/", _DEPTH - 1)
        if len(inner) != _DEPTH - 1 or inner[0] not in _KINDS:
            return None
        data = files.get(file, {})
        kinds.add(inner[0])
        names |= {inner[1].removesuffix(".yaml"), str(data.get("id")), str(data.get("code"))}
        unreadable = unreadable or "code" not in data
    return Broken(frozenset(kinds), frozenset(names), unreadable)
