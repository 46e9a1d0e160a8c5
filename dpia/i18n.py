"""The languages of the product and the catalogue of program messages.

Messages live in locale/<area>.toml with both wordings side by side, because a lawyer reviews them beside each
other and because that needs no build step: the same file serves the wheel, an editable install and a checkout.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

LANGUAGES = ("de", "en")
DEFAULT_LANGUAGE = "de"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one area; call it with key, language and values."""

    area: str
    entries: Mapping[str, Mapping[str, str]]

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
    text = (files("dpia") / "locale" / f"{area}.toml").read_text(encoding="utf-8")
    return Catalogue(area, tomllib.loads(text))


def language_of_environment(environment: Mapping[str, str], system_locale: str = "") -> str:
    """Choose a language: DPIA_LANG, else the system's; German unless it clearly says English.

    system_locale is what the operating system reports ("English_United Kingdom" on Windows).
    """
    chosen = environment.get("DPIA_LANG", "").lower()[:2]
    if chosen in LANGUAGES:
        return chosen
    named = [environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    for system in (name.lower() for name in (*named, system_locale)):
        if system.startswith("en"):
            return "en"
        if system.startswith("de"):
            return "de"
    return DEFAULT_LANGUAGE


def long_date(value: date, language: str) -> str:
    """Write a date in full, e.g. "24. November 2026"."""
    from babel.dates import format_date

    return format_date(value, format="long", locale="de_DE" if language == "de" else "en_GB")


def short_date(value: date, language: str) -> str:
    """Write a date in figures: 24.11.2026 in German, 24/11/2026 in English."""
    return value.strftime("%d.%m.%Y" if language == "de" else "%d/%m/%Y")
