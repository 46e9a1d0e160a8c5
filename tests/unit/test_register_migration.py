"""A register that an earlier release wrote: brought up to date with everything in it, whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from dpia.register import open_register, schema
from dpia.register.store import ProcessingKey
from tests.unit.test_store_contract import version

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
LAST = len(schema.MIGRATIONS)
KEY = ProcessingKey(
    "Example Logistics GmbH",
    "Messenger for shift and route coordination (transitional)",
    "messenger",
)
TABLES = ("processing", "content", "seal", "written")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FIXTURES / "register-1.db", tmp_path / "register.db"))


@pytest.fixture(params=range(1, LAST))
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A register of each schema that was ever released."""
    return Path(shutil.copyfile(FIXTURES / f"register-{request.param}.db", tmp_path / "earlier.db"))


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def found_in(path: Path) -> dict[str, object]:
    columns = (
        "id, processing, version, controller, name, source, day, recorded_at, previous, digest"
    )
    return {
        "version": ask(path, f"SELECT {columns} FROM version ORDER BY id"),  # noqa: S608
        **{name: ask(path, f"SELECT * FROM {name} ORDER BY 1") for name in TABLES},  # noqa: S608
        "head": ask(path, "SELECT value FROM meta WHERE name = 'head'"),
        "number": ask(path, "SELECT seq FROM sqlite_sequence WHERE name = 'version'"),
    }


def test_the_fixture_is_a_register_of_schema_one(old: Path) -> None:
    assert ask(old, "SELECT value FROM meta WHERE name = 'schema'") == [("1",)]
    assert [row[1] for row in ask(old, "SELECT id, version FROM version ORDER BY id")] == [
        1,
        None,
        2,
        None,
    ]


def test_everything_is_there_afterwards_and_nothing_else(earlier: Path) -> None:
    before = found_in(earlier)
    with open_register(earlier) as store:
        assert list(store.verify()) == []
    assert ask(earlier, "SELECT value FROM meta WHERE name = 'schema'") == [(str(LAST),)]
    assert found_in(earlier) == before
    assert ask(earlier, "PRAGMA foreign_key_check") == []
    assert ask(earlier, "PRAGMA integrity_check") == [("ok",)]


def test_assessments_of_schema_one_are_no_memos(old: Path) -> None:
    with open_register(old):
        pass
    assert ask(old, "SELECT DISTINCT kind FROM version") == [("dpia",)]


def test_lists_and_reminders_are_made_from_the_documents(earlier: Path) -> None:
    with open_register(earlier) as store:
        shown = list(store.current())
        found = list(store.overview())
        due = list(store.pending(date.max))
    assert [one.id for one in found] == [current.shown.id for current in shown]
    for current, summary in zip(shown, found, strict=True):
        document: Any = current.shown.assessment
        assert summary.proposed == (document["decision"].get("proposed") or "")
        assert summary.stops_not_met == document.get("headline", {}).get("stops_not_met")
        assert summary.open == len(document["open"])
        newer = current.newer_draft
        assert summary.newer_draft == (newer.on if newer else None)
    wanted = {
        (current.shown.id, measure["id"], measure["due"])
        for current in shown
        for measure in cast("Any", current.shown.assessment).get("measures", ())
        if measure["due"] and measure["status"] not in ("implemented", "not-planned")
    }
    assert wanted
    assert {(one.version_id, one.measure, one.due.isoformat()) for one in due} == wanted
    assert [one.due for one in due] == sorted(one.due for one in due)


def test_a_damaged_document_does_not_keep_the_register_closed(earlier: Path) -> None:
    with closing(sqlite3.connect(earlier)) as connection, connection:
        connection.execute("DROP TRIGGER content_is_never_updated")
        connection.execute("UPDATE content SET document = x'00' WHERE version = 1")
    with open_register(earlier) as store:
        assert [fault.key for fault in store.verify()] == ["fault-unreadable"]
        assert len(list(store.overview())) > 1


def test_its_digests_and_its_chain_still_hold(old: Path) -> None:
    with open_register(old) as store:
        assert list(store.verify()) == []
        assert [one.version for one in store.versions(KEY)] == [1, 2]
        draft = store.draft(KEY)
        assert draft is not None
        assert draft.questionnaire_version == "1.0"
        assert len(draft.answers["values"]) > 100  # type: ignore[arg-type]  # a mapping, as stored


def test_a_change_made_before_is_still_found(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("DROP TRIGGER version_is_never_updated")
        connection.execute("UPDATE version SET day = '2020-01-01' WHERE id = 1")
    with open_register(old) as store:
        assert [fault.key for fault in store.verify()] == ["fault-record"]


def test_its_versions_go_on(old: Path) -> None:
    with open_register(old) as store:
        final = store.add(version(final=True, sha256="later", key=KEY))
        memo = store.add(version(final=True, sha256="m", key=replace(KEY, kind="threshold")))
        assert (final.version, memo.version, memo.number) == (3, 1, final.number)
        assert store.draft(KEY) is None
        assert list(store.verify()) == []


def schema_of(path: Path) -> list[tuple[object, ...]]:
    """What is in the database, as it was written but for white space and quotes."""
    rows = ask(path, "SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    return [(kind, name, " ".join(str(sql).replace('"', "").split())) for kind, name, sql in rows]


def test_an_old_register_ends_up_like_a_new_one(earlier: Path, tmp_path: Path) -> None:
    with open_register(earlier), open_register(tmp_path / "new.db"):
        pass
    assert schema_of(earlier) == schema_of(tmp_path / "new.db")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET kind = 'threshold' WHERE version = 1",
        "DELETE FROM version WHERE version = 1",
        "INSERT OR REPLACE INTO version SELECT * FROM version WHERE version = 1",
        "UPDATE content SET document = x'00' WHERE version = 1",
        "DELETE FROM seal WHERE version = 1",
        "DELETE FROM written WHERE version = 1 AND sealed = 1",
    ],
)
def test_what_was_final_is_guarded_as_before(earlier: Path, statement: str) -> None:
    with open_register(earlier):
        pass
    with closing(sqlite3.connect(earlier)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


STEPS = [
    (which, step) for which in range(1, LAST) for step in range(len(schema.MIGRATIONS[which]) + 1)
]


@pytest.mark.parametrize(("which", "step"), STEPS)
def test_a_migration_that_fails_half_way_changes_nothing(
    old: Path, monkeypatch: pytest.MonkeyPatch, which: int, step: int
) -> None:
    before = found_in(old), schema_of(old)
    broken = list(schema.MIGRATIONS[which])
    broken.insert(step, "SELECT no_such_function()")
    changed = (*schema.MIGRATIONS[:which], tuple(broken), *schema.MIGRATIONS[which + 1 :])
    monkeypatch.setattr(schema, "MIGRATIONS", changed)
    with pytest.raises(sqlite3.OperationalError, match="no_such_function"):
        open_register(old)
    assert (found_in(old), schema_of(old)) == before


def test_a_migration_killed_before_its_commit_changes_nothing(old: Path) -> None:
    before = found_in(old), schema_of(old)
    script = (
        "import os, sys; from dpia.register import open_register, sqlite;"
        "sqlite.SqliteDatabase.commit = lambda self: os._exit(9);"
        "open_register(sys.argv[1])"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(old)], check=False)
    assert killed.returncode == 9
    assert (found_in(old), schema_of(old)) == before
    with open_register(old) as store:
        assert list(store.verify()) == []
