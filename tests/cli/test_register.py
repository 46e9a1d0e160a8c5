"""The register on the command line: what stands, how it came, and what changed."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.asking import assessed, data, told
from tests.cli.conftest import FIRST, SECOND

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill
    from tests.postgres import Server

pytestmark = pytest.mark.traced


NAME = "Messenger for shift and route coordination (transitional)"


def test_the_list_says_what_was_decided_and_what_is_to_do(dpia: Dpia, two_versions: Path) -> None:
    text = told(dpia, "list", "--date", SECOND)
    assert text.startswith(f"Register: {two_versions.name}")
    assert NAME in text
    assert "DSFA: endgültige Version 2 vom 01.12.2026" in text
    assert "Entscheidung: unter Bedingungen freigegeben; Vorschlag des Werkzeugs: abgelehnt" in text
    assert "nicht erfüllte Stopp-Voraussetzungen: 1" in text
    assert "nächste Überprüfung: fällig am 01.03.2027" in text
    (one,) = data(dpia, "list")["processings"]
    assert (one["number"], one["version"], one["proposed"]) == (1, 2, "rejected")
    assert one["newer_draft"] is None


@pytest.mark.usefixtures("two_versions")
def test_a_page_shows_one_processing_in_words(dpia: Dpia) -> None:
    text = told(dpia, "show", "1", "--lang", "en")
    assert "Decision: conditionally approved; the tool proposes: rejected" in text
    assert "G04 Contact upload: not met (stop gate)" in text
    assert "R02 Metadata profile within the Meta group: today high risk" in text
    assert "M45" not in text, "nothing is overdue yet"
    assert "answers.dpia.docx: is there, as produced" in text
    later = told(dpia, "show", NAME.upper(), "--date", "2027-01-01", "--lang", "en")
    assert "M45 Exclusion of sensitive roles" in later
    assert "overdue since 15/12/2026, owner: Head of Human Resources" in later
    found = data(dpia, "show", "1")
    assert "G04" in found["gates_not_met"]
    assert found["record"]["version"] == 2
    assert [one["state"] for one in found["files"]] == ["produced", "produced"]


def test_open_answers_that_decide_are_asked_in_full(dpia: Dpia, final_ready: Fill) -> None:
    assessed(dpia, final_ready(contacts_enforced="unclear"), FIRST)
    text = told(dpia, "show", "1", "--lang", "en")
    deciding = data(dpia, "show", "1")["deciding"]
    assert deciding == ["contacts-enforced"]
    assert "Open answers that decide Q42 Is this setting technically enforced" in text


@pytest.mark.usefixtures("two_versions")
def test_files_that_were_moved_or_edited_are_named_so(dpia: Dpia, tmp_path: Path) -> None:
    (tmp_path / "answers.dpia.docx").write_bytes(b"edited")
    (tmp_path / "answers.dpia.json").unlink()
    text = told(dpia, "show", "1")
    assert "answers.dpia.docx: liegt vor, nachträglich bearbeitet" in text
    assert "answers.dpia.json: liegt dort nicht mehr" in text


@pytest.mark.usefixtures("two_versions")
def test_the_history_keeps_every_version(dpia: Dpia, final_ready: Fill) -> None:
    assessed(dpia, final_ready(), "2026-12-02")
    text = told(dpia, "history", "1")
    order = [text.index(part) for part in ("Version 1 vom", "Version 2 vom", "Entwurf vom")]
    assert order == sorted(order)
    assert "rechtliche Voraussetzungen 2" in text
    found = data(dpia, "history", "1")["versions"]
    assert [one["version"] for one in found] == [1, 2, None]
    assert found[1]["previous"] == found[0]["digest"]
    assert found[0]["changed"] is None
    assert found[1]["changed"]["answers"] == 2


@pytest.mark.usefixtures("two_versions")
def test_the_difference_says_the_result_first_then_the_answers(dpia: Dpia) -> None:
    text = told(dpia, "diff", "1", "--lang", "en")
    assert "version 1 of 24/11/2026 → version 2 of 01/12/2026" in text
    result, answers = text.split("Which answers changed")
    assert "Proposed decision conditionally approved → rejected" in result
    assert "G04 Contact upload met → not met (worse; because of Q42)" in result
    assert "Q42 Is this setting technically enforced" in answers
    assert "yes → no" in answers
    assert "Q72 Date of the next review 30/04/2027 → 01/03/2027" in answers
    back = told(dpia, "diff", "1", "2", "1", "--lang", "en")
    assert "G04 Contact upload not met → met (better; because of Q42)" in back
    found = data(dpia, "diff", "1", "1", "2")["changes"]
    assert [one["ref"] for one in found["answers"]] == ["contacts-enforced", "next-review"]
    assert found["apart"] == [{"what": "date", "old": FIRST, "new": SECOND}]


def test_nothing_changed_is_an_answer(dpia: Dpia, final_ready: Fill) -> None:
    workbook = final_ready()
    assessed(dpia, workbook, FIRST, "--final")
    assert "Es gibt erst eine Version" in dpia("register", "diff", "1").err
    assessed(dpia, workbook, SECOND)
    text = told(dpia, "diff", "1", "1", "Entwurf")
    assert "Am Ergebnis hat sich nichts geändert" in text
    assert "Keine Angabe hat sich geändert." in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "7"), "7: Unter dieser Nummer oder diesem Namen führt das Register keine"),
        (("history", "Anderes"), "Anderes: Unter dieser Nummer"),
        (("diff", "1", "9"), "9: Diese Version gibt es nicht. Vorhanden: 1, 2."),
    ],
)
@pytest.mark.usefixtures("two_versions")
def test_what_is_not_there_is_said_with_what_is(
    dpia: Dpia, arguments: tuple[str, ...], said: str
) -> None:
    result = dpia("register", *arguments)
    assert result.code == 4
    assert said in result.err


def test_two_processings_of_one_name_are_told_apart_by_number(
    dpia: Dpia, final_ready: Fill
) -> None:
    assessed(dpia, final_ready("a.xlsx", controller_name="Alpha GmbH"), FIRST)
    assessed(dpia, final_ready("b.xlsx", controller_name="Beta GmbH"), FIRST)
    result = dpia("register", "show", NAME)
    assert result.code == 4
    assert "Nr. 1, 2" in result.err
    assert "Beta GmbH" in told(dpia, "show", "2")


def test_the_register_is_found_where_it_was_said(
    dpia: Dpia, two_versions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(two_versions, elsewhere / "register.db")
    missing = dpia("register", "list")
    assert missing.code == 1
    assert "Hier liegt kein Register" in missing.err
    assert not two_versions.exists(), "looking begins no register"
    assert NAME in told(dpia, "list", "--register", elsewhere)
    monkeypatch.setenv("DPIA_REGISTER", str(elsewhere / "register.db"))
    assert str(elsewhere / "register.db") in told(dpia, "list")


def test_a_memo_stands_in_the_register_too(dpia: Dpia, fill: Fill) -> None:
    assert dpia("threshold", fill(), "--date", FIRST).code == 0
    text = told(dpia, "show", "1", "--lang", "en")
    assert "Threshold analysis: draft of 24/11/2026" in text
    assert "answers.threshold.docx: is there, as produced" in text
    assert data(dpia, "list")["processings"][0]["kind"] == "threshold"
    assert told(dpia, "verify", "answers.threshold.docx").startswith(
        "Register: register.db answers"
    )


def test_two_memos_are_compared_too(dpia: Dpia, final_ready: Fill) -> None:
    settled = {"dpia_decided_by": "N. N.", "dpia_decided_on": FIRST}
    first = final_ready(dpia_decision="carry-out", **settled)
    assert dpia("threshold", first, "--date", FIRST, "--final").code == 0
    second = final_ready(dpia_decision="none", c4_sensitive="no", **settled)
    assert dpia("threshold", second, "--date", SECOND).code == 0
    text = told(dpia, "diff", "1", "--lang", "en")
    assert "version 1 of 24/11/2026 → the draft of 01/12/2026" in text
    assert "Decision taken DPIA is carried out → no DPIA" in text
    assert "Threshold analysis DPIA required as a rule →" in text
    data(dpia, "diff", "1")
    data(dpia, "history", "1")
    data(dpia, "show", "1")


@pytest.mark.postgres
def test_a_register_on_a_server_is_asked_the_same_way(
    dpia: Dpia, postgres: Server, final_ready: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.address(postgres.database())
    monkeypatch.setenv("DPIA_REGISTER", address)
    assessed(dpia, final_ready(), FIRST, "--final")
    assessed(dpia, final_ready(contacts_enforced="no"), SECOND)
    assert "neuerer Entwurf vom 01.12.2026" in told(dpia, "list")
    assert "liegt vor, wie erzeugt" in told(dpia, "show", NAME)
    assert "Q42" in told(dpia, "diff", "1")
    assert "M45" in told(dpia, "due", "--date", "2026-12-20")
    assert "wie erzeugt" in told(dpia, "verify", "answers.dpia.docx")
    assert "unverändert: 1" in told(dpia, "rescore", "--date", FIRST)
    result = dpia("register", "history", "1", "--format", "json")
    assert [one["version"] for one in json.loads(result.out)["versions"]] == [1, None]
