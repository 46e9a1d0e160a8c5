"""The languages of the product and the catalogue of program messages.

Messages live in locale/<area>.toml with both wordings side by side, because a lawyer reviews them beside each
other and because that needs no build step: the same file serves the wheel, an editable install and a checkout.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

LANGUAGES = ("de", "en")
DEFAULT_LANGUAGE = "de"
_NAMES = {"de": "german", "en": "english"}


class Catalogue:
    """The messages of one area; call it with key, language and values."""

    __slots__ = ("area", "entries")

    def __init__(self, area: str, entries: Mapping[str, Mapping[str, str]]) -> None:
        self.area = area
        self.entries = entries

    def __call__(self, key: str, language: str, **values: object) -> str:
        """Return the wording with its named holes filled (KeyError for an unknown key)."""
        wording = self.entries[key][language]
        return wording.format(**values) if values else wording

    def __contains__(self, key: object) -> bool:
        """Say whether there is such a message."""
        return key in self.entries


@cache
def messages(area: str) -> Catalogue:
    """Load the messages of one area, once."""
    import tomllib

    # importlib.resources and pathlib would double what "dpia --help" imports
    place = os.path.join(os.path.dirname(__file__), "locale", f"{area}.toml")  # noqa: PTH118, PTH120
    with open(place, "rb") as file:  # noqa: PTH123
        return Catalogue(area, tomllib.load(file))


def language_of_environment(environment: Mapping[str, str]) -> str:
    """Choose a language: DPIA_LANG, else the system's; German unless it clearly says English."""
    chosen = environment.get("DPIA_LANG", "").lower()[:2]
    if chosen in LANGUAGES:
        return chosen
    named = [environment[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(n)]
    if named:
        return next(filter(None, map(_language_named, named)), DEFAULT_LANGUAGE)
    import locale  # only where no variable says it: on Windows, "English_United Kingdom"

    return _language_named(locale.getlocale()[0] or "") or DEFAULT_LANGUAGE


def _language_named(system: str) -> str:
    for language in LANGUAGES:
        if system.lower().startswith((language, _NAMES[language])):
            return language
    return ""


def quoted(text: str, language: str) -> str:
    """Put a text in the quotation marks of the language."""
    return f"„{text}“" if language == "de" else f"“{text}”"


def long_date(value: date, language: str) -> str:
    """Write a date in full, e.g. "24. November 2026"."""
    from babel.dates import format_date

    return format_date(value, format="long", locale="de_DE" if language == "de" else "en_GB")


def short_date(value: date, language: str) -> str:
    """Write a date in figures: 24.11.2026 in German, 24/11/2026 in English."""
    return value.strftime("%d.%m.%Y" if language == "de" else "%d/%m/%Y")
