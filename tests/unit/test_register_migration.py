"""A register that an earlier release wrote: brought up to date with everything in it, whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dpia.register import open_register, schema
from dpia.register.store import ProcessingKey
from tests.unit.test_store_contract import version

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "register-1.db"
KEY = ProcessingKey(
    "Example Logistics GmbH",
    "Messenger for shift and route coordination (transitional)",
    "messenger",
)
TABLES = ("processing", "content", "seal", "written")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FIXTURE, tmp_path / "register.db"))


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


def test_everything_is_there_afterwards_and_nothing_else(old: Path) -> None:
    before = found_in(old)
    with open_register(old):
        pass
    assert ask(old, "SELECT value FROM meta WHERE name = 'schema'") == [("2",)]
    assert found_in(old) == before
    assert ask(old, "SELECT DISTINCT kind FROM version") == [("dpia",)]
    assert ask(old, "PRAGMA foreign_key_check") == []
    assert ask(old, "PRAGMA integrity_check") == [("ok",)]


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


def test_an_old_register_ends_up_like_a_new_one(old: Path, tmp_path: Path) -> None:
    with open_register(old), open_register(tmp_path / "new.db"):
        pass
    assert schema_of(old) == schema_of(tmp_path / "new.db")


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
def test_what_was_final_is_guarded_as_before(old: Path, statement: str) -> None:
    with open_register(old):
        pass
    with closing(sqlite3.connect(old)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


def fails_at(count: int) -> tuple[str, ...]:
    """The migration with a statement that breaks it after so many."""
    statements = list(schema.MIGRATIONS[1])
    statements.insert(count, "SELECT no_such_function()")
    return tuple(statements)


@pytest.mark.parametrize("count", range(len(schema.MIGRATIONS[1]) + 1))
def test_a_migration_that_fails_half_way_changes_nothing(
    old: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    before = found_in(old), schema_of(old)
    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], fails_at(count)))
    open_it: Callable[[], object] = lambda: open_register(old)  # noqa: E731
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever SQLite says
        open_it()
    assert (found_in(old), schema_of(old)) == before
