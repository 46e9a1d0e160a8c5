"""Periods counted as Regulation 1182/71 counts them: the day of the event is left out, a last day off moves on.

Only Saturdays, Sundays and the holidays of all of Germany are known here, not those of a single Land.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_SATURDAY: Final = 5
_FIXED: Final = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
_FROM_EASTER: Final = (-2, 1, 39, 50)
"""Good Friday, Easter Monday, Ascension Day, Whit Monday."""


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a period: as counted, and where that is a day off, the working day after it."""

    counted: date
    last: date

    @property
    def moved(self) -> bool:
        """Whether the last day was moved on."""
        return self.last != self.counted


def days_after(event: date, days: int) -> LastDay:
    """Return the last day of a period of days (or of weeks: seven days each)."""
    return _on_a_working_day(event + timedelta(days=days))


def month_after(event: date) -> LastDay:
    """Return the last day of a period of one month; a month without that day ends it earlier."""
    year, month = divmod(event.year * 12 + event.month, 12)
    day = min(event.day, monthrange(year, month + 1)[1])
    return _on_a_working_day(date(year, month + 1, day))


def _on_a_working_day(counted: date) -> LastDay:
    day = counted
    while is_day_off(day):
        day += timedelta(days=1)
    return LastDay(counted, day)


def is_day_off(day: date) -> bool:
    """Say whether it is a Saturday, a Sunday or a holiday of all of Germany."""
    return day.weekday() >= _SATURDAY or day in holidays(day.year)


def holidays(year: int) -> frozenset[date]:
    """Return the holidays that all Länder share."""
    easter = _easter(year)
    fixed = {date(year, month, day) for month, day in _FIXED}
    return frozenset(fixed | {easter + timedelta(days=days) for days in _FROM_EASTER})


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)
