"""Terms that a text defines: "data that you provide is referred to as Customer Content", '(the "Permitted Uses")'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dpia.terms.units import Unit

_NAME: Final = r"(?P<name>[A-ZÄÖÜ][\w’'-]+(?: [A-ZÄÖÜ][\w’'-]+){0,3})"
_OPEN: Final = '["“„«]'
_CLOSE: Final = '["”“»]'
_DEFINED: Final = (
    re.compile(
        rf"^\W*(?:[\d.]+ )?{_OPEN}{_NAME},?{_CLOSE}[^.]{{0,60}}? (?:means?|refers? to|includes?|shall mean|is|are"
        r"|bezeichne[nt]|bedeute[nt]|mein[nt]|umfass(?:t|en)|ist|sind)\b"
    ),
    re.compile(rf"\([^()]{{0,40}}?{_OPEN}{_NAME},?{_CLOSE}[^()]{{0,60}}\)"),
    re.compile(
        rf"(?:referred to as|called|defined as|bezeichnet als|genannt) (?:the |die |der |das )?{_OPEN}?{_NAME}"
    ),
)


def definitions(units: Iterable[Unit]) -> dict[str, str]:
    """The sentence that defines each term, as patterns read it; the first where there are several."""
    found: dict[str, str] = {}
    for unit in units:
        for pattern in _DEFINED:
            for match in pattern.finditer(unit.whole):
                found.setdefault(match["name"], unit.low)
    return found


def used(text: str, defined: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The defined terms that a text uses, with the sentences that define them; not those that it defines itself."""
    low = text.lower()
    for name, sentence in defined.items():
        if re.search(rf"\b{re.escape(name)}\b", text) and sentence not in low:
            yield name, sentence
