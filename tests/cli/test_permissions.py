"""A person without rights: a read-only register, an unwritable folder, an unreadable workbook.

The tests usually run as root, for whom nothing is read-only; so each runs in a child that has given up its rights.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Fill

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
NOBODY = 65534


@pytest.fixture
def folder(fill: Fill) -> Iterator[Path]:
    """A folder that anybody may enter, with a filled workbook and a register that has it once."""
    place = Path(tempfile.mkdtemp(prefix="dpia-rights-"))
    place.chmod(0o755)
    shutil.copyfile(fill(), place / "answers.xlsx")
    (place / "answers.xlsx").chmod(0o644)
    assert as_root(place, "assess", "answers.xlsx", "--date", "2026-11-24")[0] == 0
    yield place
    shutil.rmtree(place)


def call(folder: Path, arguments: tuple[str, ...]) -> tuple[int, str]:
    from dpia.cli.base import run
    from dpia.cli.main import command

    os.chdir(folder)
    sys.argv = ["dpia", *arguments]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            run(command)
        except SystemExit as ended:
            return int(ended.code or 0), said.getvalue()


def in_child(folder: Path, arguments: tuple[str, ...], *, drop: bool) -> tuple[int, str]:
    """Run the command in a forked child (everything is imported there already)."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.environ["DPIA_LANG"] = "de"
            if drop and os.geteuid() == 0:
                os.setgroups([])
                os.setegid(NOBODY)
                os.seteuid(NOBODY)
            code, said = call(folder, arguments)
        except BaseException:  # noqa: BLE001  # whatever it is, the parent must hear of it
            code, said = 99, traceback.format_exc()
        os.write(writer, f"{code}|{said}".encode()[:60000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        code_text, _, said = pipe.read().decode().partition("|")
    os.waitpid(child, 0)
    return int(code_text), said


def as_root(folder: Path, *arguments: str) -> tuple[int, str]:
    here = Path.cwd()
    try:
        return call(folder, arguments)
    finally:
        os.chdir(here)


def as_nobody(folder: Path, *arguments: str) -> tuple[int, str]:
    return in_child(folder, arguments, drop=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.fault("the output folder may not be written to")
def test_an_unwritable_folder(folder: Path) -> None:
    before = contents(folder)
    # On another day the report says something else, so that there is something to write.
    code, said = as_nobody(folder, "assess", "answers.xlsx", "--date", "2026-11-25")
    assert code == 1, said
    assert said.count("Fehler:") == 1
    assert contents(folder) == before


@pytest.mark.fault("the register's file may not be written to")
def test_a_read_only_register(folder: Path) -> None:
    out = folder / "out"
    out.mkdir()
    out.chmod(0o777)
    before = contents_of_register = (folder / "register.db").read_bytes()
    code, said = as_nobody(
        folder, "assess", "answers.xlsx", "-o", "out", "--register", "register.db"
    )
    assert code == 1, said
    assert "register.db" in said
    assert (folder / "register.db").read_bytes() == before == contents_of_register
    assert list(out.iterdir()) == []


@pytest.mark.fault("the questionnaire may not be read")
def test_a_workbook_that_may_not_be_read(folder: Path) -> None:
    (folder / "answers.xlsx").chmod(0o600)
    code, said = as_nobody(folder, "check", "answers.xlsx")
    assert code == 1, said
    assert "answers.xlsx" in said


def test_new_in_an_unwritable_folder(folder: Path) -> None:
    code, said = as_nobody(folder, "new", "--lang", "de")
    assert code == 1, said
    assert said.count("Fehler:") == 1


def test_an_export_of_a_register_that_may_only_be_read(folder: Path) -> None:
    out = Path(tempfile.mkdtemp(prefix="dpia-out-"))
    out.chmod(0o777)
    before = contents(folder)
    try:
        code, said = as_nobody(folder, "register", "export", str(out / "export"))
        assert code == 0, said
        assert "unversehrt" in said
        assert (out / "export" / "versions.jsonl").is_file()
    finally:
        shutil.rmtree(out)
    assert contents(folder) == before


def test_an_export_into_an_unwritable_folder(folder: Path) -> None:
    before = contents(folder)
    for target in ("export", "deep/export"):
        code, said = as_nobody(folder, "register", "export", target)
        assert code == 1, said
        assert said.count("Fehler:") == 1
    assert contents(folder) == before


def test_a_move_into_an_unwritable_folder(folder: Path) -> None:
    before = contents(folder)
    code, said = as_nobody(folder, "register", "move", "new.db")
    assert code == 1, said
    assert said.count("Fehler:") == 1
    assert contents(folder) == before
