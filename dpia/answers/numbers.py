"""Numbers as people type them: 1.200 and 1,5 in a German file, "12 Monate", 25 %."""

from __future__ import annotations

import math
import re
from typing import Final

from dpia.answers.unusable import Unusable

_NUMBER = re.compile(r"^([+-]?\d[\d.,'’\s]*)\s*([^\d\s.,].*)?$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?$")
_UNITS: Final = {
    "months": {
        1: {"monat", "monate", "monaten", "month", "months", "m", "mon", "mon."},
        12: {"jahr", "jahre", "jahren", "year", "years"},
    },
    "days": {
        1: {"tag", "tage", "tagen", "day", "days", "t", "d"},
        7: {"woche", "wochen", "week", "weeks"},
    },
    "percent": {1: {"%", "prozent", "percent", "per cent", "v.h."}},
    "": {
        1: {
            "personen", "person", "people", "persons", "nutzer", "nutzende", "users", "beschäftigte",
            "mitarbeiter", "mitarbeitende", "employees", "staff", "gruppen", "groups", "mitglieder",
            "members", "kontakte", "contacts", "geräte", "devices", "kanäle", "channels", "stück",
        },
    },
}  # fmt: skip


def parse_number(found: object, unit: str, language: str, *, whole: bool) -> int | float:
    """Read a number in the unit of the question.

    Raises:
        Unusable: it is none, or can be read in two ways.
    """
    if isinstance(found, bool):
        raise Unusable("not-a-number")
    try:
        value = (
            float(found)
            if isinstance(found, int | float)
            else _from_text(str(found), unit, language)
        )
    except OverflowError:  # a whole number of hundreds of figures
        raise Unusable("not-a-number") from None
    if math.isnan(value) or math.isinf(value):
        raise Unusable("not-a-number")
    if unit == "percent" and isinstance(found, float | int):
        value = _percent(value, whole=whole)
    if whole and not value.is_integer():
        raise Unusable("not-whole")
    return int(value) if value.is_integer() else value


def _percent(value: float, *, whole: bool) -> float:
    """Excel stores "25 %" as 0.25 and "100 %" as 1."""
    if whole and 0 < value < 1:
        return round(value * 100, 6)
    if value == 1:
        raise Unusable("ambiguous-percent")
    return value


def _from_text(text: str, unit: str, language: str) -> float:
    match = _NUMBER.match(" ".join(text.split()))
    if match is None:
        raise Unusable("not-a-number")
    word = (match.group(2) or "").strip().casefold()
    value = _figures(match.group(1).strip(), language)
    if not word:
        return value
    for times, words in _UNITS[unit].items():
        if word in words:
            return value * times
    raise Unusable("not-a-number")


def _figures(figures: str, language: str) -> float:
    """Separators by language; one that could be either way is asked back."""
    if re.search(r"[\s'’]", figures) and not _GROUPED.match(figures):
        raise Unusable("ambiguous-number")
    figures = re.sub(r"[\s'’]", "", figures)
    thousands, decimal = (".", ",") if language == "de" else (",", ".")
    if thousands in figures and decimal not in figures:
        if not re.fullmatch(rf"[+-]?\d{{1,3}}(\{thousands}\d{{3}})+", figures):
            raise Unusable("ambiguous-number")
        return float(figures.replace(thousands, ""))
    if decimal in figures and thousands not in figures:
        whole, _, rest = figures.partition(decimal)
        if decimal in rest or not rest or (len(rest) == 3 and len(whole.lstrip("+-")) <= 3):  # noqa: PLR2004
            raise Unusable("ambiguous-number")
        return float(f"{whole}.{rest}")
    if decimal in figures:
        pattern = rf"[+-]?\d{{1,3}}(\{thousands}\d{{3}})+\{decimal}\d+"
        if not re.fullmatch(pattern, figures):
            raise Unusable("ambiguous-number")
        return float(figures.replace(thousands, "").replace(decimal, "."))
    return float(figures)
