"""Dates as terms write them, in German and English, as ISO dates; a month without a day stays a month."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_MONTHS: Final = {
    "jan": 1, "feb": 2, "mär": 3, "mrz": 3, "mar": 3, "maer": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_NAME: Final = (
    r"(?P<month>jan(?:uary|uar|\.)?|jänner|feb(?:ruary|ruar|\.)?|märz|mrz|maerz|mar(?:ch|\.)?|apr(?:il|\.)?"
    r"|mai|may|june?|juni|juli?|july|aug(?:ust|\.)?|sept?(?:ember|\.)?|okt(?:ober|\.)?|oct(?:ober|\.)?"
    r"|nov(?:ember|\.)?|de[zc](?:ember|\.)?)"
)
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"\b(?P<year>20\d\d|199\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        r"\b(?P<year>20\d\d)/(?P<number>\d\d)/(?P<day>\d\d)\b",
        r"\b(?:stand:?|vom|ab|seit|am) (?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<short>[1-3]\d)\b(?!\.\d)",
        r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>20\d\d|199\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?[\s-]+(?:day\s+)?(?:of\s+)?{_NAME},?[\s-]+(?P<year>20\d\d|199\d)\b",
        rf"\b{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d|199\d)\b",
        r"\b(?P<number>\d{1,2})/(?P<day>\d{1,2})/(?P<year>20\d\d)\b",
        rf"\b{_NAME},?\s+(?P<year>20\d\d|199\d)\b",
        r"(?<![\d./-])(?P<number>0[1-9]|1[0-2])[./-](?P<year>20\d\d)\b",
    )
)


def first_date(low: str) -> str | None:
    """The first date in a folded text: "2024-02-16", or "2024-02" where no day is given; None without one."""
    found = [
        (match.start(), rank, match)
        for rank, form in enumerate(_FORMS)
        for match in form.finditer(low)
    ]
    for _, _, match in sorted(found, key=lambda one: one[:2]):
        made = _iso(match)
        if made is not None:
            return made
    return None


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = int(parts.get("year") or f"20{parts['short']}")
    named = parts.get("month")
    month = _MONTHS.get(named[:3], 1) if named else int(parts["number"])  # 1: "jänner"
    if parts.get("day") is None:
        return f"{year:04}-{month:02}"
    day = int(parts["day"])
    if "/" in match[0] and not match[0].startswith(str(year)):
        if month > 12 >= day:  # noqa: PLR2004  # 31/12/2024: the day stands first
            month, day = day, month
        elif day <= 12 and month != day:  # noqa: PLR2004  # 05/06/2024: nobody can tell
            return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
