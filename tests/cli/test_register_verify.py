"""Whether the register is still as it was recorded, and which version a file is of."""

from __future__ import annotations

import sqlite3
import subprocess
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.asking import assessed, data, told
from tests.cli.conftest import FIRST, SECOND
from tests.conftest import OFFICE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill

pytestmark = pytest.mark.traced


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
