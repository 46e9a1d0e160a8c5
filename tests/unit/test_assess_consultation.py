"""Prior consultation: what Art. 36(3) asks for, what is missing, and the last days of the periods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.assess import assess
from dpia.assess.periods import days_after, holidays, is_day_off, month_after
from dpia.model import UNCLEAR
from tests.unit.assess_samples import DAY, assessed, messenger, set_up

if TYPE_CHECKING:
    from dpia.assess.result import ConsultationFinding, ConsultationPoint

KEEP = {"abandon-or-keep": "keep", "decision": "consultation"}


def of(change: dict[str, Any] | None = None, drop: tuple[str, ...] = ()) -> ConsultationFinding:
    """The consultation of the careful set-up, which decides for one."""
    answers = set_up("careful", {**KEEP, **(change or {})}, drop)
    found = assess(messenger(), answers, DAY).consultation
    assert found is not None
    return found


def point(letter: str, found: ConsultationFinding) -> ConsultationPoint:
    [one] = [one for one in found.points if one.letter == letter]
    return one


def test_without_a_consultation_there_is_nothing_to_prepare() -> None:
    assert assessed().consultation is None
    assert assess(messenger(), set_up("careful"), DAY).consultation is None


def test_the_decision_for_a_consultation_is_enough() -> None:
    assert assessed({"decision": "consultation"}).consultation is not None


@pytest.mark.parametrize("answer", ["keep", UNCLEAR])
def test_the_proposal_of_a_consultation_is_enough(answer: str) -> None:
    """A high risk remains after the plan, and nobody has decided yet."""
    answers = set_up("careful", {"narrow-groups": "no", "abandon-or-keep": answer}, ("decision",))
    found = assess(messenger(), answers, DAY)
    assert (found.decision.proposed, found.decision.taken) == ("consultation", "")
    assert found.consultation is not None


def test_all_six_points_in_their_order() -> None:
    assert [one.letter for one in of().points] == list("abcdef")
    assert point("f", of()).state == "on-request"


@pytest.mark.parametrize(
    ("letter", "change", "drop", "missing"),
    [
        ("a", {}, ("controller-address",), ("controller-address",)),
        ("a", {"controller-name": UNCLEAR}, (), ("controller-name",)),
        ("a", {"joint-controllers": "yes"}, (), ("joint-controllers-detail",)),
        ("b", {}, ("nature",), ("nature",)),
        ("d", {}, ("dpo-contact",), ("dpo-contact",)),
    ],
)
def test_a_missing_answer_is_named_at_its_point(
    letter: str, change: dict[str, Any], drop: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    found = point(letter, of(change, drop))
    assert found.state == ("incomplete" if found.held else "missing")
    assert set(missing) <= set(found.missing)
    assert not set(missing) & set(found.held)


def test_an_empty_workbook_misses_everything_that_can_be_missing() -> None:
    found = assessed({"decision": "consultation"}).consultation
    assert found is not None
    assert {one.letter: one.state for one in found.points} == {
        **dict.fromkeys("abcd", "missing"),
        "e": "incomplete",
        "f": "on-request",
    }
    assert found.authority == ""
    assert "table:purposes" in point("b", found).missing
    assert any(ref.startswith("measure:") for ref in point("c", found).missing)


def test_without_a_data_protection_officer_there_is_no_contact_to_give() -> None:
    found = of({"dpo-designated": "no"}, ("dpo-contact",))
    assert point("d", found).state == "not-applicable"


def test_the_assessment_itself_is_held_only_when_it_is_complete() -> None:
    found = point("e", of({}, ("departments",)))
    assert found.state == "incomplete"
    assert "departments" in found.missing


def test_measures_count_as_held_with_their_status() -> None:
    found = point("c", of())
    assert found.held == ("table:measures",)


@pytest.mark.parametrize(
    ("sector", "land", "authority"),
    [
        ("company", "by", "by"),
        ("association", "nw", "nw"),
        ("public-state", "nw", "nw"),
        ("public-state", "by", "by-public"),
        ("public-federal", "by", "public-federal"),
        ("church", "by", "church"),
        ("other", "outside-germany", "outside-germany"),
        (UNCLEAR, "by", ""),
        ("company", UNCLEAR, ""),
    ],
)
def test_the_authority_follows_from_kind_and_land(sector: str, land: str, authority: str) -> None:
    assert of({"sector": sector, "federal-state": land}).authority == authority
    if authority:
        assert authority in messenger().terms["authorities"]


def test_every_land_has_its_authority() -> None:
    lands = {
        option.id
        for question in messenger().questions()
        if question.id == "federal-state"
        for option in question.options
    }
    assert lands <= set(messenger().terms["authorities"])


@pytest.mark.parametrize(
    ("received", "answer", "extended", "notice"),
    [
        # Tuesday 24 November 2026: every last day is a working day
        ("2026-11-24", "2027-01-19", "2027-03-02", "2026-12-24"),
        # eight weeks end on 1 January, the next working day is a Monday
        ("2026-11-06", "2027-01-04", "2027-02-12", "2026-12-07"),
        # the month ends on Sunday, 27 December
        ("2026-11-27", "2027-01-22", "2027-03-05", "2026-12-28"),
        # fourteen weeks end on Good Friday, then Saturday, Easter Sunday, Easter Monday
        ("2026-12-18", "2027-02-12", "2027-03-30", "2027-01-18"),
        # received on 31 January: February has no 31st, and the 28th is a Sunday
        ("2027-01-31", "2027-03-30", "2027-05-10", "2027-03-01"),
        # eight weeks end on Christmas Day, Friday; then 26 December, Saturday, and Sunday
        ("2026-10-30", "2026-12-28", "2027-02-05", "2026-11-30"),
        # a leap year
        ("2028-01-29", "2028-03-27", "2028-05-08", "2028-02-29"),
    ],
)
def test_the_last_days_are_those_of_the_regulation(
    received: str, answer: str, extended: str, notice: str
) -> None:
    found = of({"consultation-received": date.fromisoformat(received)})
    assert found.answer is not None
    assert found.extended is not None
    assert found.notice is not None
    assert found.answer.last.isoformat() == answer
    assert found.extended.last.isoformat() == extended
    assert found.notice.last.isoformat() == notice


def test_without_a_day_of_receipt_there_are_no_dates() -> None:
    for change in ({}, {"consultation-received": UNCLEAR}):
        found = of(change)
        assert [found.received, found.answer, found.extended, found.notice] == [None] * 4


@pytest.mark.parametrize(
    ("notified", "late"),
    [("2026-12-24", False), ("2026-12-28", True), ("2026-12-23", False)],
)
def test_an_extension_notified_too_late_is_said(notified: str, *, late: bool) -> None:
    found = of(
        {
            "consultation-received": date(2026, 11, 24),
            "consultation-extension": date.fromisoformat(notified),
        }
    )
    assert found.notified == date.fromisoformat(notified)
    assert found.notified_late is late


@pytest.mark.parametrize(
    ("year", "easter_monday"),
    [(2024, "04-01"), (2025, "04-21"), (2026, "04-06"), (2027, "03-29"), (2038, "04-26"), (2076, "04-20")],
)  # fmt: skip
def test_the_moving_holidays_are_those_of_the_calendar(year: int, easter_monday: str) -> None:
    monday = date.fromisoformat(f"{year}-{easter_monday}")
    moving = {monday - timedelta(3), monday, monday + timedelta(38), monday + timedelta(49)}
    assert moving <= holidays(year)
    assert len(holidays(year)) == 9


DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(DAYS, st.integers(1, 200))
def test_a_last_day_is_a_working_day_and_never_before_the_day_counted(
    event: date, days: int
) -> None:
    found = days_after(event, days)
    assert found.counted == event + timedelta(days=days)
    assert not is_day_off(found.last)
    assert found.moved is is_day_off(found.counted)
    assert all(
        is_day_off(found.counted + timedelta(n)) for n in range((found.last - found.counted).days)
    )


@given(DAYS)
def test_a_month_ends_in_the_month_that_follows(event: date) -> None:
    counted = month_after(event).counted
    assert (counted.year * 12 + counted.month) - (event.year * 12 + event.month) == 1
    assert counted.day == event.day or (counted + timedelta(1)).day == 1
