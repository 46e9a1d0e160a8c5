"""Amounts, periods and shares in a text: what a change of wording may hide and what always decides."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "sixty": 60,
    "ninety": 90, "ein": 1, "eine": 1, "einem": 1, "einen": 1, "einer": 1, "eines": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwölf": 12, "vierzehn": 14, "achtzehn": 18,
    "dreißig": 30, "sechzig": 60, "neunzig": 90, "hundert": 100,
}  # fmt: skip
_UNITS: Final = {
    "hour": r"hours?|stunden?", "day": r"days?|tage[ns]?", "week": r"weeks?|wochen?", "month": r"months?|monat(?:en|e|s)?",
    "year": r"years?|jahr(?:en|e|es)?", "percent": r"%|percent|per cent|prozent", "EUR": r"€|eur|euros?",
    "USD": r"\$|usd|us\$|us-dollars?|dollars?", "GBP": r"£|gbp|pounds?", "CHF": r"chf|franken|sfr\.?",
}  # fmt: skip
_NUMBER: Final = r"(?P<number>\d[\d.,'’]*|" + "|".join(_WORDS) + r")"
_QUALIFIED: Final = r"(?:\s*\(\d+\))?(?:[\s-]+(?:calendar|business|working|consecutive|full|werk|kalender|volle[nr]?))?"
_AFTER: Final = tuple(
    (unit, re.compile(rf"(?<![\w.]){_NUMBER}{_QUALIFIED}[\s-]*(?:{words})(?!\w)"))
    for unit, words in _UNITS.items()
)
_BEFORE: Final = tuple(
    (unit, re.compile(rf"(?:{_UNITS[unit]})\s*(?P<number>\d[\d.,'’]*)"))
    for unit in ("EUR", "USD", "GBP", "CHF")
)


def figures(low: str) -> frozenset[str]:
    """All figures with a unit in a folded text, e.g. "30 day", "100 USD"."""
    return frozenset(
        f"{number} {unit}"
        for unit, pattern in (*_AFTER, *_BEFORE)
        for match in pattern.finditer(low)
        if (number := _plain(match["number"]))
    )


def _plain(said: str) -> str:
    """A number without separators: "1.000,00" and "1,000" are 1000."""
    if said in _WORDS:
        return str(_WORDS[said])
    said = re.sub(r"[.,'’]+$", "", said)
    said = re.sub(r"[.,]00$|[.,]-$", "", said)
    return re.sub(r"[.,'’](?=\d{3}(?:\D|$))", "", said)
