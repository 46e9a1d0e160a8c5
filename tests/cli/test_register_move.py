"""dpia register move: the whole register in another database, the same to every command, or nothing of it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from dpia.recording.again import read_again, record_again
from dpia.register import open_register, open_sql
from dpia.register.location import in_file
from dpia.register.moving import TABLES, move
from dpia.register.origins import folders_of
from tests.cli.asking import data, no_secrets, shown, told
from tests.cli.conftest import workbook_of
from tests.unit.test_register_migration import FIXTURES
from tests.unit.test_store_contract import KEY, version

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.register.store import StoredVersion
    from tests.cli.conftest import Dpia, Result
    from tests.postgres import Server

postgresql = pytest.mark.postgres
ASKED = (
    ("list",),
    ("show", "1"),
    ("show", "2"),
    ("history", "1"),
    ("diff", "1"),
    ("diff", "1", "1", "draft"),
    ("due", "--within", "900d"),
    ("rescore",),
    ("verify",),
    ("verify", "answers.dpia.docx", "other.dpia.docx"),
)
ON = ("--date", "2026-12-03")


def write(folder: Path, name: str, **changed: str) -> None:
    values = {key.replace("_", "-"): value for key, value in changed.items()}
    (folder / name).write_bytes(workbook_of("careful-setup", json.dumps(values)))


@pytest.fixture
def register(with_drafts: Path) -> Path:
    return with_drafts


def everything(place: str | Path) -> list[StoredVersion]:
    with open_register(place) as store:
        assert list(store.verify()) == []
        return list(store.every())


def answers_of(dpia: Dpia, place: object) -> dict[str, Any]:
    """What every command says of a register, as data and in words, but for its own name."""
    said: dict[str, Any] = {}
    for command in ASKED:
        dated = () if command[0] in {"history", "diff", "verify"} else ON
        for form in ("json", "text" if command[0] != "due" else "table"):
            done = dpia("register", *command, *dated, "--format", form, "--register", place)
            assert done.code == 0, (command, done.err)
            no_secrets(done)
            out = json.loads(done.out) if form == "json" else {"": done.out.partition("\n")[2]}
            out.pop("register", None)
            said[f"{command} {form}"] = out
    return said


def export_of(dpia: Dpia, place: object, target: Path) -> dict[str, bytes]:
    done = dpia("register", "export", target, "--register", place)
    assert done.code == 0, done.err
    found = {one.relative_to(target).as_posix(): one.read_bytes() for one in target.rglob("*.*")}
    return {name: data for name, data in found.items() if name.startswith("files/")}


@pytest.mark.traced
@pytest.mark.parametrize("language", ["de", "en"])
def test_to_another_file(dpia: Dpia, register: Path, tmp_path: Path, language: str) -> None:
    before = register.read_bytes()
    (tmp_path / "elsewhere").mkdir()
    done = dpia("register", "move", "elsewhere/new.db", "--lang", language)
    assert done.code == 0, done.err
    head = everything(register)[1].digest
    assert head[:12] in done.out
    assert "elsewhere" in done.out
    assert register.read_bytes() == before, "the source stays byte for byte"
    assert everything(tmp_path / "elsewhere" / "new.db") == everything(register)


@pytest.mark.traced
@pytest.mark.usefixtures("register")
def test_every_command_says_the_same_of_the_new_one(dpia: Dpia) -> None:
    assert dpia("register", "move", "new.db").code == 0
    assert answers_of(dpia, "new.db") == answers_of(dpia, "register.db")


def test_into_a_folder_and_as_data(dpia: Dpia, register: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    document = data(dpia, "move", "elsewhere")
    assert everything(tmp_path / "elsewhere" / "register.db") == everything(register)
    assert (document["processings"], document["versions"], document["finals"]) == (2, 4, 2)
    assert document["drafts"] == 2
    assert document["head"] == everything(register)[1].digest


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608
    found["meta"] = [one for one in found["meta"] if one[0] != "origins"]
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


@pytest.mark.postgres
def test_to_a_server_and_back(dpia: Dpia, register: Path, address: str, tmp_path: Path) -> None:
    before = answers_of(dpia, "register.db")
    there = dpia("register", "move", address)
    assert there.code == 0, there.err
    assert shown(address) in there.out
    assert "bleibt unverändert: register.db" in there.out
    assert answers_of(dpia, address) == before
    assert everything(address) == everything(register)
    back = dpia("register", "move", "back.db", "--register", address)
    assert back.code == 0, back.err
    for done in (there, back):
        no_secrets(done)
    assert answers_of(dpia, "back.db") == before
    assert tables(tmp_path / "back.db") == tables(register), "every row of every table, ids too"


def assessed(dpia: Dpia, *arguments: object) -> Result:
    done = dpia("assess", *arguments)
    assert done.code == 0, done.err
    no_secrets(done)
    return done


@pytest.mark.parametrize("target", ["elsewhere", pytest.param("server", marks=postgresql)])
def test_work_goes_on_in_the_new_one(
    dpia: Dpia, register: Path, tmp_path: Path, request: pytest.FixtureRequest, target: str
) -> None:
    """The same workbooks are the same, without being asked; numbers and chain go on, in both registers."""
    new = request.getfixturevalue("address") if target == "server" else "elsewhere/new.db"
    (tmp_path / "elsewhere").mkdir()
    assert dpia("register", "move", new).code == 0
    last = everything(register)[-1].id
    again = assessed(dpia, "other.xlsx", "--date", "2026-12-02", "--register", new, "-o", ".")
    assert "recorded already" in again.out, "what was recorded in the old one is known"
    write(tmp_path, "answers.xlsx", next_review="2027-09-01")
    for place in (new, "register.db"):
        assessed(dpia, "answers.xlsx", "--final", *ON, "--register", place, "-o", ".")
        stored = everything(place)
        assert [one.version for one in stored] == [1, 2, None, 3]
        assert stored[-1].previous == stored[1].digest
        assert stored[-1].id == last + 1, "ids of drafts that are gone are not given out again"
    write(tmp_path, "third.xlsx", processing_name="Dritte")
    assessed(dpia, "third.xlsx", *ON, "--register", new, "-o", ".")
    assert everything(new)[-1].number == 3
    history = data_of(dpia, "history", "1", new)
    assert [one["version"] for one in history["versions"]] == [1, 2, 3]


def data_of(dpia: Dpia, *arguments: object) -> dict[str, Any]:
    *command, place = arguments
    done = dpia("register", *command, "--register", place, "--format", "json")
    assert done.code == 0, done.err
    document: dict[str, Any] = json.loads(done.out)
    return document


@pytest.mark.parametrize("target", ["elsewhere", pytest.param("server", marks=postgresql)])
def test_files_are_found_where_they_were(
    dpia: Dpia,
    register: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    target: str,
) -> None:
    """Their names are sealed, and relative to the folder of the old register."""
    (tmp_path / "elsewhere").mkdir()
    new = (
        request.getfixturevalue("address") if target == "server" else tmp_path / "elsewhere/new.db"
    )
    assert dpia("register", "move", new).code == 0
    before = export_of(dpia, register, tmp_path / "before")
    monkeypatch.chdir(tmp_path / "elsewhere")
    kept = [one["state"] for one in data_of(dpia, "show", "1", new)["files"]]
    assert kept == ["produced", "produced"]
    after = export_of(dpia, new, tmp_path / "after")
    assert after == before
    assert len(after) == 10


@pytest.mark.traced
def test_a_database_does_not_make_the_program_ask_another_computer(
    register: Path, tmp_path: Path
) -> None:
    """On Windows the very name would do it."""
    with open_sql(register) as store:
        origins = json.dumps([{"until": 99, "folder": "//server/share"}])
        store.database.rows("INSERT INTO meta (name, value) VALUES ('origins', ?)", origins)
        assert store.origin_of(1) == "//server/share"
        assert folders_of(tmp_path, store.origin_of(1)) == [tmp_path]
        store.database.rows("UPDATE meta SET value = '{\"}' WHERE name = 'origins'")
        assert store.origin_of(1) is None, "what is not readable counts as none"


@pytest.mark.traced
def test_a_workbook_that_is_another_one_is_still_asked_about(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert dpia("register", "move", "elsewhere/new.db").code == 0
    shutil.copyfile(tmp_path / "answers.xlsx", tmp_path / "elsewhere" / "answers.xlsx")
    done = dpia("assess", "elsewhere/answers.xlsx", *ON, "--register", "elsewhere/new.db")
    assert done.code == 4
    assert "--continue" in done.err
    assert str(tmp_path / "answers") in done.err, "the whole path of the one that is known"
    assert len(everything(register)) == 4


def test_a_version_by_rescore_keeps_the_workbook(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    """It is recorded in the new place, for a workbook that is named from the old one."""
    (tmp_path / "elsewhere").mkdir()
    assert dpia("register", "move", "elsewhere/new.db").code == 0
    with open_register(tmp_path / "elsewhere" / "new.db") as store:
        (draft,) = (one for one in store.every() if one.number == 2)
        on, at = date(2026, 12, 4), datetime(2026, 12, 4, 9, tzinfo=UTC)
        record_again(store, draft, read_again(draft), on=on, at=at, user="dsb")
    assessed(dpia, "other.xlsx", "--date", "2026-12-05", "--register", "elsewhere/new.db")
    del register


def test_twice_moved(dpia: Dpia, register: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    assert dpia("register", "move", "a/new.db").code == 0
    write(tmp_path, "third.xlsx", processing_name="Dritte")
    assessed(dpia, "third.xlsx", *ON, "--register", "a/new.db")
    assert dpia("register", "move", "b/new.db", "--register", "a/new.db").code == 0
    for name in ("answers.xlsx", "other.xlsx", "third.xlsx"):
        assessed(dpia, name, "--date", "2026-12-07", "--register", "b/new.db")
    assert len(everything(tmp_path / "b" / "new.db")) == 5
    del register


def test_a_target_with_entries_stays_as_it_is(dpia: Dpia, register: Path, tmp_path: Path) -> None:
    write(tmp_path, "third.xlsx", processing_name="Dritte")
    assessed(dpia, "third.xlsx", *ON, "--register", "taken.db", "-o", "out")
    for target in ("taken.db", "register.db", "./register.db"):
        before = (tmp_path / target).read_bytes()
        done = dpia("register", "move", target)
        assert done.code == 1
        assert done.err.count("Fehler:") == 1
        assert (tmp_path / target).read_bytes() == before
    assert "schon ein Register mit Einträgen" in dpia("register", "move", "taken.db").err
    assert "das Register selbst" in dpia("register", "move", "register.db").err
    assert len(everything(register)) == 4


def test_a_target_of_another_program_or_a_questionnaire_is_not_touched(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as database:
        database.execute("CREATE TABLE theirs (x)")
    for target in ("foreign.db", "other.xlsx"):
        before = (tmp_path / target).read_bytes()
        assert dpia("register", "move", target).code == 1
        assert (tmp_path / target).read_bytes() == before
    assert dpia("register", "move", "no/folder/new.db").code == 1
    assert not (tmp_path / "no").exists()
    del register


def test_an_empty_register_is_filled(dpia: Dpia, register: Path, tmp_path: Path) -> None:
    open_register(tmp_path / "empty.db").close()
    told(dpia, "move", "empty.db")
    assert everything(tmp_path / "empty.db") == everything(register)


@pytest.mark.traced
def test_what_is_not_intact_is_refused_with_what_is_wrong(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(register)) as database:
        database.executescript(
            "DROP TRIGGER version_is_never_updated; UPDATE version SET recorded_by = 'x' WHERE id = 1"
        )
    done = dpia("register", "move", "new.db")
    assert done.code == 4
    assert "es wurde nichts übertragen" in done.err
    assert "Version 1" in done.err
    assert not (tmp_path / "new.db").exists()


@pytest.mark.postgres
def test_what_a_server_cannot_keep_stays_in_its_file(
    dpia: Dpia, tmp_path: Path, postgres: Server
) -> None:
    with open_register(tmp_path / "register.db") as store:
        store.add(version(final=True, key=replace(KEY, name="null\0character")))
    name = postgres.database()
    done = dpia("register", "move", postgres.address(name))
    assert (done.code, "Nullzeichen" in done.err) == (1, True), done.err
    assert postgres.admin("SELECT count(*) FROM dpia.processing", name) == [(0,)]
    assert dpia("register", "move", "new.db").code == 0


def test_every_column_of_every_table_is_carried_over(register: Path) -> None:
    """Whoever adds a column must say here what a move makes of it."""
    with closing(sqlite3.connect(register)) as database:
        made = {
            name: {column for _, column, *_ in database.execute(f"PRAGMA table_info({name})")}
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ).fetchall()
        }
    assert made.pop("meta") == {"name", "value"}
    assert made == {table.name: set(table.columns) for table in TABLES}


@pytest.mark.postgres
def test_and_on_a_server(postgres: Server) -> None:
    name = postgres.database()
    open_register(postgres.address(name)).close()
    made = postgres.admin(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'dpia' AND table_name != 'meta'",
        name,
    )
    assert set(made) == {(table.name, column) for table in TABLES for column in table.columns}


def test_a_register_of_an_earlier_release(dpia: Dpia, tmp_path: Path) -> None:
    shutil.copyfile(FIXTURES / "register-1.db", tmp_path / "register.db")
    told(dpia, "move", "new.db")
    assert everything(tmp_path / "new.db") == everything(tmp_path / "register.db")
    assert tables(tmp_path / "new.db") == tables(tmp_path / "register.db")


@pytest.mark.traced
def test_many_blocks(tmp_path: Path) -> None:
    """More rows than fit into a block, in every table; ids with gaps where drafts were replaced."""
    source, target = in_file(tmp_path / "register.db"), in_file(tmp_path / "new.db")
    with open_sql(source) as store:
        with store.transaction():
            for turn in range(130):
                key = replace(KEY, name=f"{turn % 60}")
                measure = {"id": f"m{turn}", "status": "planned", "due": "2027-01-01"}
                new = version(final=turn % 3 > 0, sha256=f"{turn}", key=key)
                new = replace(new, assessment={"measures": [measure, {**measure, "id": "Ä"}]})
                store.add(replace(new, source=f"{turn % 60}"))
        moved = move(store, source, target)
    assert moved.processings == 60
    assert moved.versions > 80
    assert everything(tmp_path / "new.db") == everything(tmp_path / "register.db")
    assert tables(tmp_path / "new.db") == tables(tmp_path / "register.db")


def test_entries_of_the_workbook_that_wait_are_said(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    assert "sync" not in told(dpia, "move", "new.db")
    with (tmp_path / "register.xlsx").open("ab") as file:
        file.write(b"edited")
    assert "dpia register sync" in told(dpia, "move", "newer.db")
    del register
