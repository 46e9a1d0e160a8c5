"""A move that is cut, killed or kept waiting: the target stays empty, the source as it is, and the next one works."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from dpia.errors import FileError
from dpia.register import open_register
from dpia.register.location import in_file
from dpia.register.moving import move
from dpia.register.sqlite import SqliteStore
from tests.cli.asking import no_secrets
from tests.cli.test_register_move import everything
from tests.proxy import Proxy
from tests.unit.test_register_full_disk import Disk, disk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia
    from tests.postgres import Server

__all__ = ["disk"]  # a fixture


@pytest.fixture
def register(with_drafts: Path) -> Path:
    return with_drafts


def test_nobody_records_meanwhile(register: Path, tmp_path: Path) -> None:
    """Else the new register would lack what the old one got in the middle."""
    new = tmp_path / "new.db"
    source, target = in_file(register), in_file(new)
    with closing(sqlite3.connect(register)) as other, SqliteStore(register, wait=0.1) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileError) as caught:
            move(store, source, target)
        assert caught.value.key == "register-locked"
        assert not new.exists()
        other.rollback()
        move(store, source, target)
    assert everything(new) == everything(register)


# Dies before the given call of the database.
KILLED = """
import os, signal, sys
left = int(sys.argv.pop(1))
def watch(frame, event, called):
    global left
    if event == "c_call" and getattr(called, "__name__", "") == "execute":
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
from dpia.cli.base import run
from dpia.cli.main import command
sys.setprofile(watch)
try:
    run(command)
finally:
    print(-left)
"""


@pytest.mark.fault("a move of the register is killed")
@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_killed_it_leaves_an_empty_register_or_none(register: Path, tmp_path: Path) -> None:
    def moving(step: int, target: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", KILLED, str(step), "register", "move", target],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )

    before = register.read_bytes()
    whole = moving(0, "whole.db")
    assert whole.returncode == 0, whole.stderr
    steps = int(whole.stdout.split()[-1])
    assert steps > 100
    for step in range(5, steps, steps // 4):
        new = tmp_path / f"new-{step}.db"
        assert moving(step, new.name).returncode == -signal.SIGKILL
        assert not new.exists() or everything(new) == []
        assert everything(register) == everything(tmp_path / "whole.db")
    assert register.read_bytes() == before
    assert moving(0, new.name).returncode == 0
    assert everything(new) == everything(register)


@pytest.mark.traced
@pytest.mark.fault("the disk is full under the target of a move")
@pytest.mark.skipif(os.name != "posix", reason="no small disks")
def test_a_disk_that_is_full(dpia: Dpia, register: Path, disk: Disk) -> None:
    before, place = register.read_bytes(), disk(300_000)
    done = dpia("register", "move", place / "new.db")
    assert (done.code, "voll" in done.err) == (1, True), done.err
    assert everything(place / "new.db") == []
    assert register.read_bytes() == before


@pytest.mark.traced
@pytest.mark.fault("the target of a move does not keep what it gets")
@pytest.mark.parametrize(
    "does",
    [
        "ON seal BEGIN DELETE FROM seal WHERE version = NEW.version; END",
        "ON written WHEN NEW.sealed = 0 BEGIN UPDATE written SET name = 'x' WHERE id = NEW.id; END",
        "ON pending BEGIN DELETE FROM pending WHERE place = NEW.place; END",
        "ON version BEGIN UPDATE version SET recorded_by = 'x' WHERE id = NEW.id; END",
    ],
)
def test_what_arrives_is_read_again(dpia: Dpia, register: Path, tmp_path: Path, does: str) -> None:
    open_register(tmp_path / "new.db").close()
    with closing(sqlite3.connect(tmp_path / "new.db")) as database:
        for guard in ("seal_stays", "version_is_never_updated"):
            database.execute(f"DROP TRIGGER {guard}")
        database.execute(f"CREATE TRIGGER spoils AFTER INSERT {does}")
    done = dpia("register", "move", "new.db")
    assert (done.code, "nicht das, was im Register steht" in done.err) == (1, True), done.err
    assert everything(tmp_path / "new.db") == []
    assert len(everything(register)) == 4


MOMENTS = (
    b"SCRAM",
    b"INSERT INTO version",
    b"INSERT INTO seal",
    b"INSERT INTO pending",
    b"setval",
    b"INSERT INTO meta (name, value)",
    b"COMMIT\0",
)


@pytest.mark.fault("the network to PostgreSQL is cut while a register is moved there")
@pytest.mark.postgres
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_network_is_cut_on_the_way_there(
    dpia: Dpia, register: Path, postgres: Server, moment: bytes
) -> None:
    before = register.read_bytes()
    name = postgres.database()
    open_register(postgres.address(name)).close()
    with Proxy(postgres.port, cut_at=moment) as cut:
        broken = dpia("register", "move", postgres.address(name, port=cut.port))
    assert cut.cut
    assert broken.code == 1
    assert re.search("Datenbankserver", broken.err)
    no_secrets(broken)
    for table in ("processing", "version", "content", "seal", "written", "summary", "pending"):
        assert postgres.admin(f"SELECT count(*) FROM dpia.{table}", name) == [(0,)]  # noqa: S608
    assert postgres.admin("SELECT 1 FROM dpia.meta WHERE name IN ('head', 'origins')", name) == []
    assert register.read_bytes() == before
    again = dpia("register", "move", postgres.address(name))
    assert again.code == 0, again.err
    assert everything(postgres.address(name)) == everything(register)


@pytest.mark.fault("only the answer to the end of a move is lost")
@pytest.mark.postgres
def test_when_only_the_last_answer_is_lost_it_has_arrived(
    dpia: Dpia, register: Path, postgres: Server
) -> None:
    name = postgres.database()
    open_register(postgres.address(name)).close()
    with Proxy(postgres.port, cut_at=b"COMMIT\0", arrives=True) as cut:
        unsure = dpia("register", "move", postgres.address(name, port=cut.port))
    assert unsure.code == 1
    assert "entweder vollständig oder gar nicht" in unsure.err
    again = dpia("register", "move", postgres.address(name))
    assert "schon ein Register" in again.err, "as the message said"
    assert everything(postgres.address(name)) == everything(register)


@pytest.mark.fault("the network to PostgreSQL is cut while a register is moved back")
@pytest.mark.postgres
@pytest.mark.parametrize("moment", [b"FROM seal", b"FROM written", b"LEFT JOIN seal"])
def test_the_network_is_cut_on_the_way_back(
    dpia: Dpia, register: Path, postgres: Server, moment: bytes, tmp_path: Path
) -> None:
    name = postgres.database()
    assert dpia("register", "move", postgres.address(name)).code == 0
    with Proxy(postgres.port, cut_at=moment) as cut:
        broken = dpia(
            "register", "move", "b.db", "--register", postgres.address(name, port=cut.port)
        )
    assert (cut.cut, broken.code) == (True, 1), broken.err
    no_secrets(broken)
    assert not (tmp_path / "b.db").exists() or everything(tmp_path / "b.db") == []
    assert dpia("register", "move", "b.db", "--register", postgres.address(name)).code == 0
    assert everything(tmp_path / "b.db") == everything(register)
