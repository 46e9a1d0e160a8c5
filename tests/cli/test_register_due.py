"""What is due: measures and reviews by day, and what has changed outside; as text, as data and as a calendar."""

from __future__ import annotations

import json
import shutil
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import icalendar
import jsonschema
import pytest

from tests.cli.conftest import assessed_once
from tests.cli.later_program import later_program, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill

pytestmark = pytest.mark.traced

MADE = "2026-11-24"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A final whose transfer check gets old on 2027-03-02 and whose review is due on 2027-04-30; made once."""
    workbook = tmp_path_factory.mktemp("due") / "answers.xlsx"
    return assessed_once(workbook, "careful-setup", MADE, {"dpf-checked": "2026-03-01"}, final=True)


@pytest.fixture
def recorded(once: Path, tmp_path: Path) -> None:
    """The same, to be changed."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)


def validated(output: str) -> dict[str, Any]:
    schema = json.loads((files("dpia.render") / "register.schema.json").read_text("utf-8"))
    document: dict[str, Any] = json.loads(output)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def due(dpia: Dpia, day: str, within: str) -> list[tuple[str, str | None, str | None]]:
    result = dpia("register", "due", "--date", day, "--within", within, "--format", "json")
    assert result.code == 0, result.err
    found = validated(result.out)["due"]
    return [(one["trigger"], one["code"] or one["ref"], one["on"]) for one in found]


@pytest.mark.usefixtures("recorded")
def test_what_is_due_comes_by_day_with_overdue_things_first(dpia: Dpia) -> None:
    assert due(dpia, MADE, "10d") == []
    assert due(dpia, MADE, "3w") == [("measure", "M45", "2026-12-15")]
    assert due(dpia, "2027-05-01", "0d") == [
        ("measure", "M45", "2026-12-15"),
        ("measure", "M14", "2027-01-15"),
        ("measure", "M52", "2027-01-22"),
        ("measure", "M53", "2027-01-22"),
        ("measure", "M33", "2027-01-29"),
        ("rule", "transfer-check-old", "2027-03-02"),
        ("date", "next-review", "2027-04-30"),
    ]


@pytest.mark.usefixtures("recorded")
def test_it_is_said_in_words_how_each_stands(dpia: Dpia) -> None:
    result = dpia("register", "due", "--date", "2027-01-14", "--within", "2m")
    text = " ".join(result.out.split())
    assert "15.12.2026: überfällig seit 30 Tagen Nr. 1" in text
    assert "15.01.2027: morgen fällig" in text
    assert "22.01.2027: fällig in 8 Tagen" in text
    assert "02.03.2027: fällig in 47 Tagen" in text
    assert "Die Prüfung des DPF-Eintrags liegt mehr als zwölf Monate zurück (K22)" in text
    assert "(geplant), zuständig: Head of IT" in text
    assert "Fällig bis 17.03.2027: 6, davon überfällig: 1" in text
    nothing = dpia("register", "due", "--date", MADE, "--within", "1d", "--lang", "en")
    assert "Nothing is due up to 25/11/2026." in nothing.out


@pytest.mark.usefixtures("recorded")
def test_what_is_no_span_of_time_is_refused(dpia: Dpia) -> None:
    for wrong in ("bald", "3x", "-1d", ""):
        result = dpia("register", "due", f"--within={wrong}")
        assert result.code == 2, wrong
        assert "30d" in result.err


@pytest.mark.usefixtures("recorded")
def test_the_calendar_holds_all_day_events_that_stay_the_same(
    dpia: Dpia, tmp_path: Path, final_ready: Fill
) -> None:
    target = tmp_path / "due.ics"
    ask = ("register", "due", "--date", MADE, "--format", "ics", "-o", target)
    assert dpia(*ask).code == 0
    first = target.read_bytes()
    assert dpia(*ask).code == 0
    assert target.read_bytes() == first
    assert all(len(line) <= 75 for line in first.split(b"\r\n")), "folded"
    before = events(first)
    assert len(before) == 8
    review = before["Termin der nächsten Überprüfung"]
    assert review["dtstart"].dt == date(2027, 4, 30)
    assert review["dtend"].dt == date(2027, 5, 1)
    assert review["dtstamp"].dt.date() == date.fromisoformat(MADE)
    moved = final_ready(dpf_checked="2026-03-01", next_review="2027-02-01")
    assert dpia("assess", moved, "--date", "2026-12-01", "--final").code == 0
    assert dpia(*ask).code == 0
    after = events(target.read_bytes())["Termin der nächsten Überprüfung"]
    assert after["uid"] == review["uid"], "a calendar moves the event"
    assert after["dtstart"].dt == date(2027, 2, 1)
    assert after["sequence"] > review["sequence"]


def events(data: bytes) -> dict[str, Any]:
    """The events of a calendar by what is to be done."""
    calendar: Any = icalendar.Calendar.from_ical(data)
    assert calendar["method"] == "PUBLISH"
    found = calendar.walk("VEVENT")
    assert len({event["uid"] for event in found}) == len(found)
    return {str(event["summary"]).split(" – ")[0]: event for event in found}


@pytest.mark.usefixtures("recorded")
def test_a_calendar_goes_over_nothing_of_the_users(dpia: Dpia, tmp_path: Path) -> None:
    own = tmp_path / "mine.ics"
    own.write_text("BEGIN:VCALENDAR\r\nPRODID:mine\r\n", encoding="utf-8")
    result = dpia("register", "due", "--format", "ics", "-o", own)
    assert result.code == 1
    assert "Hier liegt eine andere Datei" in result.err
    assert "PRODID:mine" in own.read_text(encoding="utf-8")
    assert dpia("register", "due", "-o", own).code == 2


@pytest.mark.usefixtures("recorded")
def test_new_terms_rules_and_thresholds_make_a_review_due(tmp_path: Path) -> None:
    program = later_program(tmp_path / "later")
    ask = ("register", "due", "--date", "2026-12-20", "--within", "1d")
    result = run(program, tmp_path, *ask, "--format", "json")
    assert result.returncode == 0, result.stderr
    found = {one["trigger"]: one for one in validated(result.stdout)["due"]}
    assert (found["questionnaire"]["old"], found["questionnaire"]["new"]) == ("2.0", "2.1")
    assert (found["terms"]["old"], found["terms"]["new"]) == ("2024-02-16", "2026-12-15")
    assert found["terms"]["overdue"] is True
    assert found["threshold"]["old"] == "DPIA_REQUIRED_AS_A_RULE"
    assert found["threshold"]["new"] == "DPIA_REQUIRED"
    text = " ".join(run(program, tmp_path, *ask).stdout.split())
    assert "the questionnaire changed from 2.0 to 2.1" in text
    assert "rests on the version of 16/02/2024; one of 15/12/2026 is known" in text
    assert "“DPIA required” instead of “DPIA required as a rule”" in text
