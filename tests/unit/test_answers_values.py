"""What people type, and what becomes of it."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from dpia.answers import dates
from dpia.answers.unusable import Unusable
from dpia.answers.values import clean_text, parse_value
from dpia.guard.text import REPLACEMENT
from dpia.model import NO, UNCLEAR, YES, Column, Option, Text

if TYPE_CHECKING:
    from dpia.model import Kind, Value


def both(de: str, en: str) -> Text:
    return Text({"de": de, "en": en})


OPTIONS = (
    Option("company", both("dienstliches Gerät", "company device")),
    Option("private", both("privates Gerät", "private device")),
    Option("7d", both("7 Tage", "7 days")),
    Option("7w", both("7 Wochen", "7 weeks")),
)


def read(kind: Kind, found: object, language: str = "de", unit: Any = "") -> Value:
    options = OPTIONS if kind == "choice" else ()
    item = Column("c", both("Spalte", "Column"), kind, options=options, unit=unit)
    return parse_value(item, found, language)


def refused(kind: Kind, found: object, language: str = "de", unit: Any = "") -> str:
    with pytest.raises(Unusable) as unusable:
        read(kind, found, language, unit)
    return unusable.value.key


@pytest.mark.parametrize(
    ("found", "value"),
    [
        ("ja", YES), ("Ja ", YES), ("JA", YES), ("j", YES), ("x", YES), ("X", YES), ("yes", YES),
        ("Y", YES), ("wahr", YES), ("☒", YES), ("✓", YES), (True, YES), ("\u00a0ja\u00a0", YES),
        ("nein", NO), (" Nein", NO), ("n", NO), ("no", NO), ("FALSCH", NO), (False, NO),
        ("unklar", UNCLEAR), ("Unclear", UNCLEAR), ("?", UNCLEAR), ("weiß  nicht", UNCLEAR),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["yes-no", "multi"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_yes_and_no(found: object, value: str, kind: Kind, language: str) -> None:
    assert read(kind, found, language) == value


@pytest.mark.parametrize("found", ["vielleicht", "ja, aber", 1, 0, "nein?", 1.5, date(2027, 1, 1)])
def test_neither_yes_nor_no(found: object) -> None:
    assert refused("yes-no", found) == "not-yes-no"


@pytest.mark.parametrize(
    ("found", "option"),
    [
        ("dienstliches Gerät", "company"),
        ("DIENSTLICHES GERÄT ", "company"),
        ("dienstliches  Gerät", "company"),
        ("company device", "company"),
        ("company", "company"),
        ("priv", "private"),
        ("Private", "private"),
        ("dienst", "company"),
        ("7 Tage", "7d"),
        ("7d", "7d"),
        ("7 ta", "7d"),
        ("7 weeks", "7w"),
        ("unklar", UNCLEAR),
        ("unclear", UNCLEAR),
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_choice_by_label_id_or_unique_beginning(found: str, option: str, language: str) -> None:
    assert read("choice", found, language) == option


@pytest.mark.parametrize("found", ["pri", "Gerät", "7", 7, "company phone", True, "7 t"])
def test_no_choice(found: object) -> None:
    assert refused("choice", found) == "not-a-choice"


def test_a_beginning_that_two_labels_share_is_no_choice() -> None:
    options = (Option("a", both("gleich gut", "x")), Option("b", both("gleich schlecht", "y")))
    item = Column("c", both("", ""), "choice", options=options)
    assert parse_value(item, "gleich g", "de") == "a"
    with pytest.raises(Unusable):
        parse_value(item, "gleich", "de")


@pytest.mark.parametrize(
    ("found", "language", "value"),
    [
        ("12", "de", 12), (12, "de", 12), (12.0, "de", 12), (" 12 ", "de", 12), ("+3", "de", 3),
        ("-3", "de", -3), ("1.200", "de", 1200), ("1.200.000", "de", 1_200_000),
        ("1 200", "de", 1200), ("1\u00a0200", "de", 1200), ("1'200", "de", 1200), ("1’200", "en", 1200),
        ("1,200", "en", 1200), ("40 Personen", "de", 40), ("40 people", "en", 40),
        ("1.200 Personen", "de", 1200), ("1200", "de", 1200), ("12,0", "de", 12),
    ],
)  # fmt: skip
def test_whole_numbers(found: object, language: str, value: int) -> None:
    read_value = read("integer", found, language)
    assert read_value == value
    assert type(read_value) is int


@pytest.mark.parametrize(
    ("found", "language", "value"),
    [
        ("1,5", "de", 1.5), ("1.5", "en", 1.5), (1.5, "de", 1.5), ("0,25", "de", 0.25),
        ("1.200,5", "de", 1200.5), ("1,200.5", "en", 1200.5), ("-1,25", "de", -1.25),
        ("1200,125", "de", 1200.125), ("2,0", "de", 2), ("1 200,75", "de", 1200.75),
    ],
)  # fmt: skip
def test_numbers(found: object, language: str, value: float) -> None:
    assert read("number", found, language) == value


@pytest.mark.parametrize(
    ("found", "language"),
    [
        ("1.5", "de"), ("1,5", "en"), ("1,200", "de"), ("1.200", "en"), ("0,125", "de"),
        ("12.", "de"), ("12,", "de"), ("1,2,3", "de"), ("1.20.000", "de"), ("1.200,5,6", "de"),
        ("12.00,5", "de"), ("5 6", "de"), ("12 2027", "de"), ("1'20", "de"),
    ],
)  # fmt: skip
def test_a_number_that_can_be_read_in_two_ways_is_asked_back(found: str, language: str) -> None:
    assert refused("number", found, language) == "ambiguous-number"


@pytest.mark.parametrize(
    "found",
    [
        "zwölf", "ca. 50", "> 50", "12 Äpfel", "12 Monate", True, math.nan, math.inf, -math.inf,
        date(2027, 1, 1), "9" * 400, 10**400, "−5", "1e5",
    ],
)  # fmt: skip
def test_no_number(found: object) -> None:
    assert refused("integer", found) == "not-a-number"


@pytest.mark.parametrize(("found", "unit"), [(2.5, ""), ("2,5", ""), ("0,5 Monate", "months")])
def test_not_a_whole_number(found: object, unit: str) -> None:
    assert refused("integer", found, unit=unit) == "not-whole"
    assert read("number", found, unit=unit) in {0.5, 2.5}


@pytest.mark.parametrize(
    ("found", "unit", "value"),
    [
        ("12 Monate", "months", 12), ("12 months", "months", 12), ("2 Jahre", "months", 24),
        ("1,5 Jahre", "months", 18), ("1 year", "months", 12), ("12", "months", 12),
        ("12 Monaten", "months", 12), ("90 Tage", "days", 90), ("2 Wochen", "days", 14),
        ("7d", "days", 7), ("25 %", "percent", 25), ("25%", "percent", 25),
        ("25 Prozent", "percent", 25), (25, "percent", 25), (0.25, "percent", 25),
        (0.07, "percent", 7), (0, "percent", 0), ("1 Prozent", "percent", 1), (1.0e2, "percent", 100),
        ("100 percent", "percent", 100), ("?", "months", UNCLEAR),
    ],
)  # fmt: skip
def test_units(found: object, unit: str, value: Value) -> None:
    assert read("integer", found, unit=unit) == value


@pytest.mark.parametrize(
    ("found", "unit", "key"),
    [
        (1, "percent", "ambiguous-percent"),
        (1.0, "percent", "ambiguous-percent"),
        (0.255, "percent", "not-whole"),
        (25.5, "percent", "not-whole"),
        ("12 Tage", "months", "not-a-number"),
        ("ein Jahr", "months", "not-a-number"),
        (math.nan, "percent", "not-a-number"),
    ],
)
def test_units_asked_back(found: object, unit: str, key: str) -> None:
    assert refused("integer", found, unit=unit) == key


def test_a_percent_cell_with_decimals_is_taken_as_it_stands_where_decimals_are_asked_for() -> None:
    assert read("number", 0.25, unit="percent") == 0.25


DAY = date(2027, 1, 15)


@pytest.mark.parametrize(
    "found",
    [
        "15.01.2027", "15.1.2027", "15. 1. 2027", "15.01.27", "2027-01-15", "2027-1-15",
        "2027-01-15 00:00:00", "2027-01-15T00:00", "15/01/2027", "01/15/2027", "15-01-2027",
        "15. Januar 2027", "15.Januar 2027", "15 Januar 2027", "15. Jan. 2027", "15 January 2027",
        "15th January 2027", "15 Jan 2027", "15. Jänner 2027", "  15.01.2027 ",
        datetime(2027, 1, 15, 13, 30, tzinfo=UTC), date(2027, 1, 15),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["de", "en"])
def test_dates(found: object, language: str) -> None:
    value = read("date", found, language)
    assert value == DAY
    assert type(value) is date


@pytest.mark.parametrize(
    ("found", "month"),
    [
        ("1. März 2027", 3), ("1 Mrz 2027", 0), ("1. Mär. 2027", 3), ("1 March 2027", 3),
        ("1st Sep 2027", 9), ("1. Sept. 2027", 9), ("1. Okt 2027", 10), ("1 oct 2027", 10),
        ("1. MAI 2027", 5), ("1 May 2027", 5), ("1. Dez. 2027", 12), ("1 dec 2027", 12),
    ],
)  # fmt: skip
def test_named_months(found: str, month: int) -> None:
    if month:
        assert read("date", found) == date(2027, month, 1)
    else:
        assert refused("date", found) == "not-a-date"


def test_the_same_day_and_month_is_clear() -> None:
    assert read("date", "02/02/2027") == date(2027, 2, 2)
    assert read("date", "unbekannt") == UNCLEAR


@pytest.mark.parametrize(
    ("found", "key"),
    [
        ("01/02/2027", "ambiguous-date"),
        ("1-2-27", "ambiguous-date"),
        ("31.02.2027", "not-a-date"),
        ("15.13.2027", "not-a-date"),
        ("13/13/2027", "not-a-date"),
        ("0000-01-01", "not-a-date"),
        ("demnächst", "not-a-date"),
        ("Q1 2027", "not-a-date"),
        ("15. Brumaire 2027", "not-a-date"),
        ("01.2027", "not-a-date"),
        (True, "not-a-date"),
        (time(12, 30), "not-a-date"),
        (46037, "date-as-number"),
        (46037.5, "date-as-number"),
        ("15.01.1899", "date-out-of-range"),
        (datetime(1899, 12, 30, tzinfo=UTC), "date-out-of-range"),
        (date(1989, 12, 31), "date-out-of-range"),
        ("2101-01-01", "date-out-of-range"),
    ],
)
def test_dates_asked_back(found: object, key: str) -> None:
    assert refused("date", found) == key


def test_the_bounds_of_dates_belong_to_them() -> None:
    assert read("date", "1990-01-01") == date(1990, 1, 1)
    assert read("date", "2100-12-31") == date(2100, 12, 31)


@pytest.mark.parametrize(
    ("found", "language", "text"),
    [
        (" Text ", "de", "Text"),
        ("a\r\nb\rc", "de", "a\nb\nc"),
        (12, "de", "12"),
        (12.0, "de", "12"),
        (12.5, "de", "12,5"),
        (12.5, "en", "12.5"),
        (0.1 + 0.2, "en", "0.3"),
        (True, "de", "ja"),
        (False, "de", "nein"),
        (True, "en", "true"),
        (False, "en", "false"),
        (date(2027, 1, 15), "de", "15.01.2027"),
        (datetime(2027, 1, 15, tzinfo=UTC), "en", "15/01/2027"),
        (time(8, 30), "de", "08:30:00"),
        ("a\x07b", "de", f"a{REPLACEMENT}b"),
        ("\ud800", "de", REPLACEMENT),
        ("unklar", "en", UNCLEAR),
        ("unklar ist noch vieles", "de", "unklar ist noch vieles"),
    ],
)
@pytest.mark.parametrize("kind", ["text", "long-text"])
def test_texts(found: object, language: str, text: str, kind: Kind) -> None:
    assert read(kind, found, language) == text


@pytest.mark.parametrize(
    "kind", ["yes-no", "choice", "integer", "number", "date", "text", "long-text"]
)
@pytest.mark.parametrize("found", ["unklar", "UNCLEAR", " ? ", "don't know", "Nicht bekannt"])
def test_unclear_is_possible_everywhere(kind: Kind, found: str) -> None:
    assert read(kind, found) == UNCLEAR


def test_clean_text_keeps_what_a_document_can_carry() -> None:
    assert clean_text("Ä\t😀\nß") == "Ä\t😀\nß"
    assert clean_text("\ufffe\uffff\x00") == REPLACEMENT * 3


def test_the_names_of_months_are_those_of_austria_too() -> None:
    dates._month_names.cache_clear()  # for coverage: an untraced test may have asked first
    assert dates.parse_date("1. Jänner 2027") == dates.parse_date("1. Januar 2027")
