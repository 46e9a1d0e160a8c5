"""The register in a SQLite file: what protects it, and what is said when the file is the problem."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from dpia.errors import FileError
from dpia.i18n import LANGUAGES, messages
from dpia.register import open_register
from dpia.register.database_errors import database_errors
from dpia.register.recording import pack, unpack
from dpia.register.sqlite import SqliteStore
from dpia.register.store import NewVersion, ProcessingKey

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 12, 1)
KEY = ProcessingKey("Muster GmbH", "Interne Kommunikation", "messenger")


def version(sha256: str, *, final: bool = True) -> NewVersion:
    return NewVersion(
        key=KEY,
        final=final,
        source="answers",
        on=date(2026, 11, 24),
        language="de",
        tool_version="1.0",
        questionnaire_version="1.0",
        questionnaire_digest="q1",
        input_name="answers.xlsx",
        input_sha256=sha256,
        options_digest="o1",
        answers={"values": {"contacts-enforced": "no"}},
        assessment={"decision": {"proposed": "undetermined"}},
        files={"answers.dpia.docx": f"docx-{sha256}"},
        at=datetime(2026, 11, 24, tzinfo=UTC),
        user="dsb",
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "register.db"
    with open_register(path) as store:
        store.add(version("a1"))
        store.add(version("a2"))
        store.add(version("a3", final=False))
    return path


def faults(path: Path) -> list[str]:
    with open_register(path) as store:
        return [fault.key for fault in store.verify()]


def tamper(path: Path, *statements: str, triggers: bool = False) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        if not triggers:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in names.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET day = '2027-01-01' WHERE version = 1",
        "DELETE FROM version WHERE version = 1",
        "INSERT OR REPLACE INTO version SELECT * FROM version WHERE version = 1",
        "UPDATE content SET document = x'00' WHERE version = 1",
        "DELETE FROM content WHERE version = 1",
        "INSERT OR REPLACE INTO content VALUES (1, x'00')",
        "UPDATE seal SET salted = x'00' WHERE version = 1",
        "DELETE FROM seal WHERE version = 1",
        "UPDATE written SET sha256 = 'other' WHERE version = 1",
        "DELETE FROM written WHERE version = 1",
    ],
)
def test_the_database_refuses_to_change_a_final_version(path: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"final|recorded"):
        tamper(path, statement, triggers=True)
    assert faults(path) == []


def test_a_changed_value_is_found_and_named(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT document FROM content WHERE version = 1").fetchone()
    document = unpack(row[0])
    document["answers"] = {"values": {"contacts-enforced": "yes"}}
    changed = pack(document).hex()
    tamper(path, f"UPDATE content SET document = x'{changed}' WHERE version = 1")  # noqa: S608
    with open_register(path) as store:
        (fault,) = store.verify()
    assert (fault.key, fault.values["path"]) == (
        "fault-value-changed",
        "/answers/values/contacts-enforced",
    )
    assert "/answers/values/contacts-enforced" in fault.message("de")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE version SET day = '2027-01-01' WHERE version = 1"], ["fault-record"]),
        (["UPDATE written SET sha256 = 'x' WHERE version = 2"], ["fault-record"]),
        (["UPDATE content SET document = x'00' WHERE version = 2"], ["fault-unreadable"]),
        (["DELETE FROM seal WHERE version = 2"], ["fault-unreadable"]),
        (
            ["DELETE FROM written", "DELETE FROM version WHERE version = 2"],
            ["fault-record", "fault-last-missing"],
        ),
        (
            ["DELETE FROM written WHERE version = 1", "DELETE FROM version WHERE version = 1"],
            ["fault-chain", "fault-version-missing"],
        ),
    ],
)
def test_verify_finds_what_was_done_behind_its_back(
    path: Path, statements: list[str], expected: list[str]
) -> None:
    tamper(path, *statements)
    found = faults(path)
    assert [key for key in expected if key not in found] == []


def steps_of_adding(path: Path, new: NewVersion) -> int:
    """How many instructions SQLite carries out to add it: the same on every machine."""
    counted = [0]

    def count() -> int:
        counted[0] += 1
        return 0

    with SqliteStore(path) as store:
        connection = store._database._connection  # type: ignore[attr-defined]
        connection.set_progress_handler(count, 1)
        store.add(new)
    return counted[0]


def test_adding_does_not_grow_with_the_register(tmp_path: Path) -> None:
    def numbered(n: int, *, final: bool) -> NewVersion:
        key = replace(KEY, name=f"Verarbeitung {n}")
        measure = {"id": "m", "code": "M01", "status": "planned", "due": "2027-01-01"}
        new = replace(version(f"a{n}", final=final), key=key, source=f"answers-{n}")
        return replace(new, assessment={"measures": [measure]})

    def fill(path: Path, upto: int) -> dict[str, int]:
        with open_register(path) as store, store.transaction():
            for n in range(upto):
                store.add(numbered(n, final=n % 3 > 0))
        renamed = replace(numbered(-2, final=False), source="answers-0")
        return {
            "first draft": steps_of_adding(path, numbered(-1, final=False)),
            "draft with another name": steps_of_adding(path, renamed),
            "draft again": steps_of_adding(path, replace(numbered(3, final=False), on=ON)),
            "final": steps_of_adding(path, replace(numbered(4, final=True), options_digest="o2")),
        }

    small, large = fill(tmp_path / "small.db", 60), fill(tmp_path / "large.db", 1_200)
    assert {name: steps for name, steps in large.items() if steps > 1.2 * small[name]} == {}


def test_a_newer_register_is_refused_and_left_alone(path: Path) -> None:
    tamper(path, "UPDATE meta SET value = '99' WHERE name = 'schema'", triggers=True)
    before = path.read_bytes()
    with pytest.raises(FileError) as caught:
        open_register(path)
    assert caught.value.key == "register-newer"
    assert "99" in caught.value.message("de")
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE meta (x)")
    before = path.read_bytes()
    with pytest.raises(FileError) as caught:
        open_register(path)
    assert caught.value.key == "register-foreign"
    assert path.read_bytes() == before


def test_a_register_whose_marks_are_gone_is_called_damaged(path: Path) -> None:
    tamper(path, "DELETE FROM meta WHERE name = 'schema'")
    with pytest.raises(FileError) as caught:
        open_register(path)
    assert caught.value.key == "register-damaged"


@pytest.mark.fault("the register's file is damaged")
def test_damaged_content_is_said_not_raised(path: Path) -> None:
    tamper(path, "UPDATE content SET document = x'00' WHERE version = 1")
    with open_register(path) as store, pytest.raises(FileError) as caught:
        store.versions(KEY)
    assert caught.value.key == "register-damaged"


def test_places_where_no_register_can_be(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text(
        "This is no database, but it is long enough to be read as one."
    )
    (tmp_path / "folder.db").mkdir()
    found = {}
    for name in ("text.db", "folder.db", "missing/register.db"):
        with pytest.raises(FileError) as caught:
            open_register(tmp_path / name)
        found[name] = caught.value.key
    assert found == {
        "text.db": "register-not-a-database",
        "folder.db": "register-is-folder",
        "missing/register.db": "register-no-folder",
    }


def test_a_command_that_only_reads_begins_no_register(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        open_register(tmp_path / "register.db", create=False)
    assert caught.value.key == "register-missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fault("the register is locked by another program")
def test_a_register_locked_by_another_program_is_said(path: Path) -> None:
    with (
        SqliteStore(path) as holder,
        SqliteStore(path, wait=0.05) as waiting,
        holder.transaction(),
        pytest.raises(FileError) as caught,
    ):
        waiting.add(version("a9"))
    assert caught.value.key == "register-locked"


@pytest.mark.fault("the register may only be read")
def test_a_read_only_register_is_said(path: Path) -> None:
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection,
        pytest.raises(FileError) as caught,
        database_errors(path),
    ):
        connection.execute("DELETE FROM meta")
    assert caught.value.key == "register-read-only"


def test_no_write_ahead_log_is_used(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_another_address_is_refused() -> None:
    with pytest.raises(FileError) as caught:
        open_register("mysql://dpo:geheim@db.example.org/dpia")
    assert caught.value.key == "register-address"
    assert "geheim" not in str(caught.value)


def test_every_wording_is_there_in_every_language() -> None:
    for key, wordings in messages("register").entries.items():
        assert {*wordings} == {*LANGUAGES}, key
        holes = {language: sorted(set(_holes(text))) for language, text in wordings.items()}
        assert holes["de"] == holes["en"], key


def _holes(text: str) -> list[str]:
    from string import Formatter

    return [name for _, name, _, _ in Formatter().parse(text) if name]
