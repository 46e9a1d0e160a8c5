"""Whether a country named in words belongs to the European Economic Area."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from dpia.countries import EEA
from dpia.i18n import LANGUAGES

Zone = Literal["eea", "third", "open"]

_UNIONS = {"EZ", "UN", "ZZ"}
"""What babel lists among the countries and is none."""
_ALSO_CALLED = {
    "EU": "DE", "EWR": "DE", "EEA": "DE", "Tschechische Republik": "CZ", "Czech Republic": "CZ",
    "USA": "US", "U.S.": "US", "US": "US", "UK": "GB", "Großbritannien": "GB", "Great Britain": "GB", "Drittland": "US", "Drittländer": "US",
    "third country": "US", "third countries": "US",
}  # fmt: skip


def zone(text: str) -> Zone:
    """Return where a text places something; a third country prevails, and nothing named stays open."""
    names, pattern = _names()
    found = {names[name] for name in pattern.findall(text)}
    if found - EEA:
        return "third"
    return "eea" if found else "open"


@cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    """The names of all countries in the languages of the product, with a pattern that finds them."""
    from babel import Locale

    names = dict(_ALSO_CALLED)
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == len("DE") and code.isalpha():
                names.setdefault(name, code)
    names = {name: code for name, code in names.items() if code not in _UNIONS}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return names, re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
