"""The register on a PostgreSQL server: what protects it, and what is said when the server is the problem."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from dpia.errors import FileError
from dpia.i18n import LANGUAGES
from dpia.register import open_register, postgres_schema
from dpia.register.postgres import PostgresStore
from tests.postgres import PASSWORD, USER
from tests.unit.test_store_contract import KEY, version

if TYPE_CHECKING:
    from tests.postgres import Server

pytestmark = pytest.mark.postgres
SECRETS = (PASSWORD, quote(PASSWORD, safe=""), "heim")


@pytest.fixture
def name(postgres: Server) -> str:
    """A register with two finals and a draft."""
    name = postgres.database()
    with open_register(postgres.address(name)) as store:
        store.add(version(final=True, sha256="a1"))
        store.add(version(final=True, sha256="a2"))
        store.add(version(sha256="a3"))
    return name


def ask(server: Server, name: str, statement: str) -> list[tuple[object, ...]]:
    """With the rights of the user to whom the tables belong."""
    import psycopg

    with closing(psycopg.connect(server.address(name), autocommit=True)) as connection:
        cursor = connection.execute(f"SET search_path TO dpia; {statement}".encode())
        while cursor.nextset():
            pass
        return cursor.fetchall() if cursor.description else []


def refusal(address: str, **options: object) -> FileError:
    with pytest.raises(FileError) as caught:
        PostgresStore(address, **options).close()  # type: ignore[arg-type]  # create, wait
    for language in LANGUAGES:
        told = caught.value.message(language) + str(caught.value) + repr(caught.value.values)
        assert not [secret for secret in SECRETS if secret in told]
    return caught.value


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET day = '2027-01-01' WHERE version = 1",
        "UPDATE version SET version = NULL WHERE version = 1",
        "DELETE FROM version WHERE version = 1",
        "TRUNCATE version CASCADE",
        "INSERT INTO version SELECT * FROM version WHERE id = 1 ON CONFLICT (id) DO UPDATE SET day = ''",
        "UPDATE content SET document = '' WHERE version = 1",
        "DELETE FROM content WHERE version = 1",
        "TRUNCATE content",
        "UPDATE seal SET salted = '' WHERE version = 1",
        "DELETE FROM seal WHERE version = 1",
        "UPDATE written SET sha256 = 'other' WHERE version = 1",
        "DELETE FROM written WHERE version = 1",
    ],
)
def test_the_database_refuses_to_change_a_final_version(
    postgres: Server, name: str, statement: str
) -> None:
    import psycopg

    with pytest.raises(psycopg.errors.RaiseException, match="final"):
        ask(postgres, name, statement)
    with open_register(postgres.address(name)) as store:
        assert list(store.verify()) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE version SET day = '2027-01-01' WHERE version = 1", "fault-record"),
        ("UPDATE content SET document = '' WHERE version = 2", "fault-unreadable"),
        ("DELETE FROM version WHERE version = 1", "fault-chain"),
        ("DELETE FROM version WHERE version = 2", "fault-last-missing"),
    ],
)
def test_verify_finds_what_was_done_with_every_right(
    postgres: Server, name: str, statement: str, expected: str
) -> None:
    postgres.admin(
        f"SET session_replication_role = replica; SET search_path TO dpia; {statement}", name
    )
    with open_register(postgres.address(name)) as store:
        assert expected in [fault.key for fault in store.verify()]


def test_a_newer_register_is_refused_and_left_alone(postgres: Server, name: str) -> None:
    ask(postgres, name, "UPDATE meta SET value = '99' WHERE name = 'schema'")
    error = refusal(postgres.address(name))
    assert (error.key, error.values["found"]) == ("register-newer", 99)
    assert ask(postgres, name, "SELECT value FROM meta WHERE name = 'schema'") == [("99",)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE dpia.meta (x INTEGER)",
        "CREATE TABLE dpia.meta (name TEXT, value TEXT)",
        "CREATE VIEW dpia.anything AS SELECT 1 AS x",
    ],
)
def test_a_schema_of_another_program_is_left_alone(postgres: Server, statement: str) -> None:
    name = postgres.database()
    ask(postgres, name, f"CREATE SCHEMA dpia; {statement}")
    assert refusal(postgres.address(name)).key == "postgres-foreign"
    tables = "SELECT count(*) FROM pg_class WHERE relnamespace = 'dpia'::regnamespace"
    assert ask(postgres, name, tables) == [(1,)]


def test_tables_of_other_programs_in_the_same_database_are_no_obstacle(postgres: Server) -> None:
    name = postgres.database()
    postgres.admin("CREATE TABLE meta (x INTEGER); CREATE TABLE version (y INTEGER)", name)
    with open_register(postgres.address(name)) as store:
        store.add(version(final=True))
        assert list(store.verify()) == []
    assert postgres.admin("SELECT count(*) FROM public.version", name) == [(0,)]


def test_an_empty_schema_that_the_administration_made_is_used(postgres: Server) -> None:
    name = postgres.database()
    postgres.admin(f"REVOKE CREATE ON DATABASE {name} FROM PUBLIC", name)
    postgres.admin(f"ALTER DATABASE {name} OWNER TO CURRENT_USER", name)
    assert refusal(postgres.address(name)).key == "postgres-rights"
    postgres.admin(f"CREATE SCHEMA dpia; GRANT ALL ON SCHEMA dpia TO {USER}", name)
    with open_register(postgres.address(name)) as store:
        store.add(version(final=True))


def test_a_command_that_only_reads_begins_no_register(postgres: Server) -> None:
    name = postgres.database()
    assert refusal(postgres.address(name), create=False).key == "register-missing"
    assert postgres.admin("SELECT 1 FROM pg_namespace WHERE nspname = 'dpia'", name) == []


def test_a_register_whose_marks_are_gone_is_called_damaged(postgres: Server, name: str) -> None:
    ask(postgres, name, "DELETE FROM meta WHERE name = 'schema'")
    assert refusal(postgres.address(name)).key == "register-damaged"


def test_a_database_that_cannot_take_every_text_is_refused(postgres: Server) -> None:
    error = refusal(postgres.address(postgres.database("LATIN1")))
    assert (error.key, error.values["found"]) == ("postgres-encoding", "LATIN1")


def test_programs_that_begin_a_register_at_the_same_moment_make_one(postgres: Server) -> None:
    name = postgres.database()
    script = (
        "import sys; from dpia.register import open_register\n"
        "sys.stdin.readline(); open_register(sys.argv[1]).close()"
    )
    arguments = [sys.executable, "-c", script, postgres.address(name)]
    programs = [subprocess.Popen(arguments, stdin=subprocess.PIPE) for _ in range(4)]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"\n")
        program.stdin.close()
    assert [program.wait(60) for program in programs] == [0, 0, 0, 0]


def test_a_user_without_rights_is_told_so(postgres: Server, name: str) -> None:
    postgres.admin(f"CREATE ROLE guest_{name} LOGIN PASSWORD '{PASSWORD}'")
    assert refusal(postgres.address(name, user=f"guest_{name}")).key == "postgres-rights"


def test_a_database_that_can_only_be_read_is_read(postgres: Server, name: str) -> None:
    postgres.admin(f"ALTER DATABASE {name} SET default_transaction_read_only TO on")
    with open_register(postgres.address(name)) as store:
        assert [one.version for one in store.versions(KEY)] == [1, 2]
        with pytest.raises(FileError) as caught:
            store.add(version(final=True, sha256="a4"))
        assert caught.value.key == "postgres-read-only"
        assert list(store.verify()) == []


def test_a_register_locked_by_another_program_is_said(postgres: Server, name: str) -> None:
    address = postgres.address(name)
    with PostgresStore(address) as holder, PostgresStore(address, wait=0.05) as waiting:
        with holder.transaction(), pytest.raises(FileError) as caught:
            waiting.add(version(sha256="a9"))
        assert caught.value.key == "register-locked"
        assert waiting.add(version(sha256="a9")).version is None, "the same store goes on"


def test_a_statement_that_takes_too_long_is_said(postgres: Server, name: str) -> None:
    with PostgresStore(postgres.address(name)) as store:
        store._ask("SET statement_timeout TO 20")
        with pytest.raises(FileError) as caught, store.transaction():
            store._ask("SELECT pg_sleep(5)")
        assert caught.value.key == "postgres-slow"


def test_a_step_that_failed_unheeded_is_not_taken_for_a_success(
    postgres: Server, name: str
) -> None:
    """The server takes back a transaction in which anything failed, and says so to COMMIT only."""
    with PostgresStore(postgres.address(name)) as store:
        store._ask("SET statement_timeout TO 20")
        with pytest.raises(FileError) as outer, store.transaction(), suppress(FileError):
            store._ask("SELECT pg_sleep(5)")
        assert outer.value.key == "postgres-undone"
        assert len(store.versions(KEY)) == 2


def test_what_is_wrong_with_an_address_is_said_without_its_password(
    postgres: Server, name: str
) -> None:
    good = postgres.address(name)
    found = {
        "password": refusal(good.replace("%4042", "%4043")).key,
        "no password": refusal(f"postgresql://{USER}@127.0.0.1:{postgres.port}/{name}").key,
        "user": refusal(good.replace(f"//{USER}:", "//nobody:")).key,
        "database": refusal(good.replace(name, "nowhere")).key,
        "port": refusal(postgres.address(name, port=1)).key,
        "host": refusal(good.replace("127.0.0.1", "no-such-server.invalid")).key,
        "unescaped": refusal(f"postgresql://{USER}:{PASSWORD}@127.0.0.1/{name}").key,
        "percent": refusal(f"postgresql://{USER}:%zz{PASSWORD}@127.0.0.1/{name}").key,
        "keywords": refusal(f"host=127.0.0.1 password={PASSWORD} oops").key,
    }
    assert found == {
        "password": "postgres-login",
        "no password": "postgres-login",
        "user": "postgres-login",
        "database": "postgres-no-database",
        "port": "postgres-unreachable",
        "host": "postgres-host",
        "unescaped": "postgres-address",
        "percent": "postgres-address",
        "keywords": "postgres-address",
    }


def test_keywords_are_an_address_too(postgres: Server, name: str) -> None:
    address = f"host=127.0.0.1 port={postgres.port} user={USER} password='{PASSWORD}' dbname={name}"
    with open_register(address, create=False) as store:
        assert len(store.versions(KEY)) == 2


def test_adding_reads_no_table_from_end_to_end(postgres: Server, name: str) -> None:
    """With the planner told to avoid it, a scan of a whole table means that an index is missing."""
    with PostgresStore(postgres.address(name)) as store:
        with store.transaction():
            for n in range(300):
                key = replace(KEY, name=f"P{n}")
                store.add(replace(version(key=key, final=n % 2 == 0), source=f"s{n}"))
        store._ask("SET enable_seqscan TO off")
        before = scans(postgres, name)
        renamed = replace(version(key=replace(KEY, name="Neu")), source="s1")
        store.add(renamed)
        store.add(replace(version(final=True, sha256="a7"), source="s0"))
    assert {
        table: n - before[table] for table, n in scans(postgres, name).items() if n > before[table]
    } == {}


def scans(server: Server, name: str) -> dict[object, int]:
    """How often each table was read from end to end."""
    from time import sleep

    sleep(0.3)  # a backend tells its counts when it is idle or ends
    server.admin("SELECT pg_stat_clear_snapshot()", name)
    rows = server.admin(
        "SELECT relname, seq_scan FROM pg_stat_all_tables WHERE schemaname = 'dpia' "
        "AND relname <> 'meta'",
        name,
    )
    return {table: int(str(count)) for table, count in rows}


NEXT = ("CREATE TABLE later (x BIGINT)", "DELETE FROM summary", "DELETE FROM pending")


def test_a_later_release_brings_the_tables_up_to_date(
    postgres: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.address(name)
    with open_register(address) as store:
        before = list(store.every()), list(store.overview())
    with monkeypatch.context() as later:
        later.setattr(postgres_schema, "MIGRATIONS", (*postgres_schema.MIGRATIONS, NEXT))
        with open_register(address, create=False) as store:
            assert (list(store.every()), list(store.overview())) == before
            assert list(store.verify()) == []
            assert store.add(version(final=True, sha256="a9")).version == 3
    assert refusal(address).key == "register-newer"


@pytest.mark.parametrize("step", range(len(NEXT) + 1))
def test_a_migration_that_fails_half_way_changes_nothing(
    postgres: Server, name: str, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    import psycopg

    address = postgres.address(name)
    with open_register(address) as store:
        before = list(store.every()), list(store.overview())
    broken = (*NEXT[:step], "SELECT no_such_function()", *NEXT[step:])
    with monkeypatch.context() as later:
        later.setattr(postgres_schema, "MIGRATIONS", (*postgres_schema.MIGRATIONS, broken))
        with pytest.raises(psycopg.errors.UndefinedFunction):
            PostgresStore(address)
    with open_register(address) as store:
        assert (list(store.every()), list(store.overview())) == before
