"""The disk under a register in a file is full, or its program is killed: nothing committed is lost or half there."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dpia.errors import FileError
from dpia.register import open_register
from dpia.register.sqlite import SqliteStore
from tests.unit.test_store_contract import KEY, version

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.register.store import NewVersion

SIZE = 400_000


def large(sha256: str) -> NewVersion:
    """One that fills many pages: it cannot be compressed."""
    new = version(final=True, sha256=sha256)
    return replace(new, answers={"values": {"x": os.urandom(SIZE).hex()}})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "register.db"
    with open_register(path) as store:
        store.add(version(final=True, sha256="a1"))
        store.add(version(sha256="a2"))
    return path


def recorded(path: Path) -> list[str]:
    """Every entry in the order of recording, after a check of all digests."""
    with open_register(path) as store:
        assert list(store.verify()) == []
        assert [one.id for one in store.overview()] == [
            current.shown.id for current in store.current()
        ]
        return [one.input_sha256 for one in store.every()]


@pytest.mark.fault("the register may not grow any more")
def test_a_full_disk_is_said_and_changes_nothing(path: Path) -> None:
    """SQLite is told that the file may not grow: it fails then as on a full disk."""
    with SqliteStore(path) as store:
        pages = store._ask("PRAGMA page_count")[0]["page_count"]
        for spare in (0, 1, 2, 5, 20):
            store._ask(f"PRAGMA max_page_count = {pages + spare}")
            with pytest.raises(FileError) as caught:
                store.add(large("big"))
            assert caught.value.key == "register-full"
            assert recorded(path) == ["a1", "a2"]
        store._ask("PRAGMA max_page_count = 1000000")
        assert store.add(large("big")).version == 2, "with room again, the same program goes on"
    assert recorded(path) == ["a1", "big"]


RESTRICTED = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from dpia.errors import FileError
from tests.unit.test_register_faults import large
from dpia.register import open_register
path = Path(sys.argv[1])
limit = path.stat().st_size + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with open_register(path) as store:
        store.add(large("big"))
except FileError as error:
    print(error.key)
"""


@pytest.mark.skipif(os.name != "posix", reason="no limits on files")
@pytest.mark.parametrize("room", [0, 4096, 100_000, 300_000])
@pytest.mark.fault("the system cuts a write off in the middle")
def test_a_write_that_the_system_cuts_off_is_said_and_changes_nothing(
    path: Path, room: int
) -> None:
    arguments = [sys.executable, "-c", RESTRICTED, str(path), str(room)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("register-full", "register-io")
    assert recorded(path) == ["a1", "a2"]
    with open_register(path) as store:
        assert store.add(large("big")).version == 2
    assert recorded(path) == ["a1", "big"]


KILLED = """
import os, sys
from dpia.register.sqlite import SqliteStore
from pathlib import Path
from tests.unit.test_register_faults import large
path = Path(sys.argv[1])
with SqliteStore(path) as store:
    store._ask("PRAGMA cache_size = 5")  # what does not fit is written before the commit
    with store.transaction():
        store.add(large("big"))
        print(path.stat().st_size, flush=True)
        os._exit(9)
"""


@pytest.mark.fault("killed with half of an entry on disk")
def test_a_program_killed_with_half_of_it_on_disk_leaves_nothing_of_it(path: Path) -> None:
    before = path.stat().st_size
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, check=False
    )
    assert killed.returncode == 9
    assert int(killed.stdout) > before + SIZE // 2, "the file itself was being written"
    assert path.with_name("register.db-journal").exists()
    assert recorded(path) == ["a1", "a2"]
    with open_register(path) as store:
        assert store.add(large("big")).version == 2
    assert recorded(path) == ["a1", "big"]


HOLDING = """
import sys
from dpia.register.sqlite import SqliteStore
from pathlib import Path
with SqliteStore(Path(sys.argv[1])) as store, store.transaction():
    store._ask("UPDATE meta SET value = value")
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.fault("the program that holds the lock dies")
def test_a_lock_ends_with_the_program_that_held_it(path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with SqliteStore(path, wait=0.1) as store:
        assert [one.version for one in store.versions(KEY)] == [1], "reading goes on meanwhile"
        with pytest.raises(FileError) as caught:
            store.add(version(sha256="a3"))
        assert caught.value.key == "register-locked"
        holder.kill()
        holder.communicate()
        store.add(version(sha256="a3"))
    assert recorded(path) == ["a1", "a3"]
