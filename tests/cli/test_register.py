"""The register on the command line: what stands, how it came, what changed, and whether it is still as recorded."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from dpia.answers.plain import from_plain
from dpia.definitions import load_questionnaire
from dpia.order import Order
from dpia.pipeline import assess_workbook
from dpia.workbook.write import write_workbook
from tests.cli.conftest import example_answers
from tests.cli.documents import word_lines
from tests.conftest import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill
    from tests.postgres import Server

FIRST, SECOND = "2026-11-24", "2026-12-01"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register: a final, and a second one with other answers. Made once, never touched."""
    folder = tmp_path_factory.mktemp("prepared")
    questionnaire, workbook = load_questionnaire("messenger"), folder / "answers.xlsx"
    later = {"contacts-enforced": "no", "next-review": "2027-03-01"}
    for day, changed in ((FIRST, {}), (SECOND, later)):
        plain = example_answers("careful-setup")
        plain["values"] |= changed
        answers, on = from_plain(plain, questionnaire), date.fromisoformat(day)
        write_workbook(questionnaire, plain["language"], workbook, answers=answers, on=on)
        assess_workbook(Order(workbook, on, final=True, user="dsb"))
    return folder


@pytest.fixture
def two_versions(prepared: Path, tmp_path: Path) -> Path:
    """That register in the current folder."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return tmp_path / "register.db"


def assessed(dpia: Dpia, workbook: Path, day: str, *options: str) -> None:
    result = dpia("assess", workbook, "--date", day, *options)
    assert result.code == 0, result.err


def told(dpia: Dpia, *arguments: object, code: int = 0) -> str:
    result = dpia("register", *arguments)
    assert result.code == code, result.err
    return " ".join(result.out.split())


def data(dpia: Dpia, *arguments: object, code: int = 0) -> dict[str, Any]:
    result = dpia("register", *arguments, "--format", "json")
    assert result.code == code, result.err
    assert "register.db" in result.err
    document: dict[str, Any] = json.loads(result.out)
    schema = json.loads((files("dpia.render") / "register.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


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


@pytest.mark.usefixtures("two_versions")
def test_an_intact_register_is_confirmed(dpia: Dpia) -> None:
    assert "Das Register ist unversehrt" in told(dpia, "verify")
    assert data(dpia, "verify")["intact"] is True


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE version SET day = '2026-11-01' WHERE version = 1", "fault-record"),
        ("DELETE FROM version WHERE version = 1", "fault-chain"),
        ("DELETE FROM version WHERE version = 2", "fault-last-missing"),
        (
            "UPDATE version SET version = version + 10; UPDATE version SET version = 13 - version",
            "fault-version-missing",
        ),
    ],
)
def test_a_changed_missing_or_moved_version_is_found(
    dpia: Dpia, two_versions: Path, statement: str, fault: str
) -> None:
    with closing(sqlite3.connect(two_versions)) as database:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in database.execute(triggers).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.executescript(statement)
    result = dpia("register", "verify")
    assert result.code == 4
    assert "nicht unversehrt" in result.out
    assert fault in {one["key"] for one in data(dpia, "verify", code=4)["faults"]}


@pytest.mark.usefixtures("two_versions")
def test_a_report_is_known_again_after_it_was_edited(dpia: Dpia, tmp_path: Path) -> None:
    kept = next(tmp_path.glob("answers.dpia.2026-12-01-*.docx"))
    assert "wie erzeugt – Nr. 1" in told(dpia, "verify", kept)
    signed = tmp_path / "signed.docx"
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(signed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"</w:body>", b"<w:p/></w:body>", 1)
            target.writestr(name, content)
    text = told(dpia, "verify", signed, code=4)
    assert "nachträglich bearbeitet" in text
    assert "Version 1 vom 24.11.2026" in text
    assert "kein Mangel" in text
    (found,) = data(dpia, "verify", signed, code=4)["files"]
    assert (found["state"], found["number"], found["version"]) == ("edited", 1, 1)


def test_an_edited_draft_that_was_replaced_is_said_to_be_one(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    assessed(dpia, final_ready(), FIRST)
    copy = tmp_path / "copy.docx"
    report = tmp_path / "answers.dpia.docx"
    with zipfile.ZipFile(report) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    assert "nachträglich bearbeitet" in told(dpia, "verify", copy, code=4)
    assessed(dpia, final_ready(next_review="2027-03-01"), SECOND)
    assert "Kopie eines Entwurfs" in told(dpia, "verify", copy, code=4)


@pytest.mark.usefixtures("two_versions")
def test_what_we_never_wrote_is_unknown(dpia: Dpia, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (tmp_path / "letter.docx").write_bytes(b"no document at all")
    assert "unbekannt" in told(dpia, "verify", "letter.docx", code=4)
    assert dpia("assess", "answers.xlsx", "-o", other, "--date", SECOND).code == 0
    foreign = other / "answers.dpia.docx"
    text = told(dpia, "verify", foreign, code=4)
    assert "Kopie eines Entwurfs" in text or "anderen Register" in text
    missing = dpia("register", "verify", "nowhere.docx", "answers.dpia.docx")
    assert missing.code == 1
    assert "Diese Datei gibt es nicht" in missing.err
    assert "answers.dpia.docx: wie erzeugt" in missing.out, "the others are looked at all the same"


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine")
@pytest.mark.usefixtures("two_versions")
def test_another_program_keeps_the_mark(dpia: Dpia, tmp_path: Path) -> None:
    out = tmp_path / "saved"
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "docx", "--outdir", str(out), str(tmp_path / "answers.dpia.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = told(dpia, "verify", out / "answers.dpia.docx", code=4)
    assert "nachträglich bearbeitet – Nr. 1" in text
    assert "Version 2" in text


def chapter(report: Path) -> list[str]:
    """The lines of the chapter on changes; empty where there is none."""
    lines = word_lines(report)
    titles = [
        place
        for place, line in enumerate(lines)
        if line.startswith(("Änderungen seit Version", "Changes since version"))
    ]
    if not titles:
        return []
    assert len(titles) == 2, "once among the contents, once as a heading"
    end = next(p for p, line in enumerate(lines) if p > titles[1] and line.startswith("0 "))
    return lines[titles[1] : end]


def test_the_next_report_says_what_changed_since_the_last_version(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    report = tmp_path / "answers.dpia.docx"
    assessed(dpia, final_ready(), FIRST)
    assert chapter(report) == [], "a draft before any version"
    assessed(dpia, final_ready(), FIRST, "--final")
    assert chapter(report) == [], "the first version"
    assessed(dpia, final_ready(contacts_enforced="no"), SECOND)
    found = chapter(report)
    assert found[0] == "Changes since version 1"
    assert "Proposed decision | conditionally approved | rejected |" in "\n".join(found)
    assert "Q42" in "\n".join(found)
    record = json.loads((tmp_path / "answers.dpia.json").read_text("utf-8"))
    assert record["changes"]["old"]["version"] == 1
    assert record["changes"]["new"]["version"] is None


@pytest.mark.usefixtures("two_versions")
def test_the_chapter_compares_with_the_version_before_its_own(dpia: Dpia, tmp_path: Path) -> None:
    report = tmp_path / "answers.dpia.docx"
    before = report.read_bytes()
    assert chapter(report)[0] == "Changes since version 1"
    assessed(dpia, tmp_path / "answers.xlsx", SECOND, "--final")
    assert report.read_bytes() == before, "same workbook, same register state, same bytes"
    assessed(dpia, tmp_path / "answers.xlsx", SECOND, "--lang", "de")
    assert chapter(report)[0] == "Änderungen seit Version 2"
    assert any("Am Ergebnis hat sich nichts geändert" in line for line in chapter(report))


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
