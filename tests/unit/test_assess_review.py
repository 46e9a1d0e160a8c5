"""When the assessment has to be reviewed (Art. 35(11) GDPR)."""

from __future__ import annotations

from datetime import date

import pytest

from dpia.answers.plain import from_plain
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.render.case import Case
from dpia.render.view_review import review_view

TODAY = date(2026, 11, 24)


def due(**values: object) -> dict[str, bool | None]:
    questionnaire = load_questionnaire("messenger")
    entered = {key.replace("_", "-"): value for key, value in values.items()}
    answers = from_plain({"values": entered}, questionnaire)
    return {f.id: f.due for f in assess(questionnaire, answers, TODAY).review}


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


def test_the_report_names_what_is_due_first_and_what_to_watch_for() -> None:
    questionnaire = load_questionnaire("messenger")
    answers = from_plain({"values": {"dpf-checked": "2025-10-01"}}, questionnaire)
    case = Case(questionnaire, answers, assess(questionnaire, answers, TODAY), "de")

    rows = review_view(case)

    assert rows[0]["state"] == "fällig"
    assert "K22" in rows[0]["text"]
    assert {row["state"] for row in rows} == {"fällig", "zu beobachten", "offen (Angabe fehlt)"}
    assert all(row["sources"] for row in rows)
