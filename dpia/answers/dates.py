"""Dates as people type them: 15.01.2027, 2027-01-15, 15. Januar 2027; 01/02/2027 is asked back."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Final

from dpia.answers.unusable import Unusable

EARLIEST: Final = 1990
LATEST: Final = 2100
_CENTURY: Final = 2000
_MONTHS: Final = 12
_SHORT: Final = 3

_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$")
_DOTTED = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})$")
_SLASHED = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$")
_NAMED = re.compile(r"^(\d{1,2})(?:\.\s*|(?:st|nd|rd|th)?\s+)([^\W\d_]+)\.?,?\s+(\d{4})$")


def parse_date(found: object) -> date:
    """Read a date.

    Raises:
        Unusable: it is none, lies outside 1990-2100, or can be read in two ways.
    """
    if isinstance(found, datetime):
        return _within(found.date())
    if isinstance(found, date):
        return _within(found)
    if isinstance(found, int | float):
        raise Unusable("date-as-number" if not isinstance(found, bool) else "not-a-date")
    text = " ".join(str(found).split())
    if match := _ISO.match(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.match(text):
        return _made(_year(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHED.match(text):
        return _slashed(int(match[1]), int(match[2]), _year(match[3]))
    if (match := _NAMED.match(text)) and (month := _month_names().get(match[2].casefold())):
        return _made(int(match[3]), month, int(match[1]))
    raise Unusable("not-a-date")


def _year(figures: str) -> int:
    year = int(figures)
    return year if year >= 100 else _CENTURY + year  # noqa: PLR2004  # two figures


def _slashed(first: int, second: int, year: int) -> date:
    """Day/month in Europe, month/day in the USA: only clear when one of them cannot be a month."""
    if first > _MONTHS:
        return _made(year, second, first)
    if second > _MONTHS:
        return _made(year, first, second)
    if first != second:
        raise Unusable("ambiguous-date")
    return _made(year, first, second)


def _made(year: int, month: int, day: int) -> date:
    try:
        return _within(date(year, month, day))
    except ValueError:
        raise Unusable("not-a-date") from None


def _within(value: date) -> date:
    if not EARLIEST <= value.year <= LATEST:
        raise Unusable("date-out-of-range", earliest=str(EARLIEST), latest=str(LATEST))
    return value


@cache
def _month_names() -> dict[str, int]:
    from babel.dates import get_month_names

    names: dict[str, int] = {}
    for locale in ("de_DE", "de_AT", "en_GB"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                names[name.rstrip(".").casefold()] = number
                names[name[:_SHORT].casefold()] = number
    return names
