"""A disk that is really full, under a file and under a server: it is said, nothing is lost, and with room it goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dpia.errors import FileError
from dpia.register import open_register
from tests.unit.test_register_faults import large
from tests.unit.test_store_contract import version

if TYPE_CHECKING:
    from tests.postgres import Server

Disk = Callable[[int], Path]


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Make a disk of so many bytes."""
    made: list[Path] = []

    def make(size: int) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="dpia-disk-"))
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs", str(folder)]
        if (
            not shutil.which("mount")
            or subprocess.run(mount, check=False, capture_output=True).returncode
        ):
            folder.rmdir()
            pytest.skip("this user may not make a small disk here")
        made.append(folder)
        return folder

    yield make
    for folder in made:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


def fill_up(folder: Path) -> Path:
    """Take all the room that is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def survives(register: str | Path, folder: Path, key: str) -> None:
    """An entry that finds no room any more, in a register that has one already."""
    with open_register(register) as store:
        store.add(version(final=True, sha256="a1"))
        filler = fill_up(folder)
        with pytest.raises(FileError) as caught:
            store.add(large("big"))
        assert caught.value.key == key
        assert [one.input_sha256 for one in store.every()] == ["a1"]
    with open_register(register) as store:
        assert list(store.verify()) == []
        with pytest.raises(FileError) as caught:
            store.add(large("big"))
        assert caught.value.key == key
        filler.unlink()
        assert store.add(large("big")).version == 2
        assert list(store.verify()) == []


@pytest.mark.skipif(os.name != "posix", reason="no small disks")
@pytest.mark.fault("disk full under a register in a file (a real file system of 4 MB)")
def test_under_a_register_in_a_file(disk: Disk) -> None:
    folder = disk(4_000_000)
    survives(folder / "register.db", folder, "register-full")


@pytest.mark.postgres
@pytest.mark.fault(
    "disk full under a register on PostgreSQL (a tablespace on a real file system of 24 MB)"
)
def test_under_a_register_on_a_server(disk: Disk, postgres: Server) -> None:
    name, folder = postgres.database(), disk(24_000_000)
    postgres.own(folder)
    space = f"tiny_{name}"
    postgres.admin(f"CREATE TABLESPACE {space} LOCATION '{folder}'")
    postgres.admin(f"ALTER DATABASE {name} SET TABLESPACE {space}")
    try:
        survives(postgres.address(name), folder, "postgres-full")
    finally:
        postgres.admin(f"DROP DATABASE {name}")
        postgres.admin(f"DROP TABLESPACE {space}")
