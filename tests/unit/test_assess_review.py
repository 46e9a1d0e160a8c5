"""When the assessment has to be reviewed (Art. 35(11) GDPR)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from dpia.answers.plain import from_plain
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.render.case import Case
from dpia.render.view_review import review_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.model import Answers, Questionnaire

TODAY = date(2026, 11, 24)


def messenger() -> Questionnaire:
    return load_questionnaire("messenger")


def answered(values: Mapping[str, object]) -> Answers:
    entered = {key.replace("_", "-"): value for key, value in values.items()}
    return from_plain({"values": entered}, messenger())


def due(**values: object) -> dict[str, bool | None]:
    return {f.id: f.due for f in assess(messenger(), answered(values), TODAY).review}


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("entered", "trigger", "expected"),
    [
        ({"next_review": "2026-11-23"}, "date-reached", True),
        ({"next_review": "2026-12-24"}, "date-reached", False),
        ({}, "date-reached", None),
        ({"planned_start": "2026-05-01"}, "first-review", True),
        ({"planned_start": "2026-05-01", "next_review": "2027-01-01"}, "first-review", False),
        ({"dpf_checked": "2025-10-01"}, "transfer-check-old", True),
        ({"dpf_checked": "2026-10-01"}, "transfer-check-old", False),
        ({}, "provider-terms", None),
    ],
)
def test_what_the_dates_tell_is_told(
    entered: dict[str, str],
    trigger: str,
    expected: bool | None,  # noqa: FBT001  # a value of the table above
) -> None:
    assert due(**entered)[trigger] is expected


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("entered", "trigger", "expected"),
    [
        ({"next_review": "2026-11-23"}, "date-reached", date(2026, 11, 24)),
        ({"planned_start": "2026-05-01"}, "first-review", date(2026, 11, 2)),
        ({"planned_start": "2026-08-31"}, "first-review", date(2027, 3, 1)),
        ({"planned_start": "2026-05-01", "next_review": "2027-01-01"}, "first-review", None),
        ({"dpf_checked": "2026-10-01"}, "transfer-check-old", date(2027, 10, 2)),
        ({}, "transfer-check-old", None),
        ({}, "provider-terms", None),
    ],
)
def test_the_day_from_which_a_review_is_due_is_known_before(
    entered: dict[str, str], trigger: str, expected: date | None
) -> None:
    answers = answered(entered)
    (found,) = (f for f in assess(messenger(), answers, TODAY).review if f.id == trigger)
    assert found.due_on == expected
    if expected is not None:
        eve, day = (
            {f.id: f.due for f in assess(messenger(), answers, when).review}
            for when in (expected - timedelta(days=1), expected)
        )
        assert (eve[trigger], day[trigger]) == (False, True)


def test_what_gets_old_behind_all_calendars_has_no_day() -> None:
    found = assess(messenger(), answered({"dpf_checked": "9999-10-01"}), TODAY).review
    assert [f.due_on for f in found if f.id == "transfer-check-old"] == [None]


def test_the_report_names_what_is_due_first_and_what_to_watch_for() -> None:
    questionnaire = load_questionnaire("messenger")
    answers = from_plain({"values": {"dpf-checked": "2025-10-01"}}, questionnaire)
    case = Case(questionnaire, answers, assess(questionnaire, answers, TODAY), "de")

    rows = review_view(case)

    assert rows[0]["state"] == "fällig"
    assert "K22" in rows[0]["text"]
    assert {row["state"] for row in rows} == {"fällig", "zu beobachten", "offen (Angabe fehlt)"}
    assert all(row["sources"] for row in rows)
