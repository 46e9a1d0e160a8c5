"""A person without rights: a read-only register, an unwritable folder, an unreadable workbook.

The tests usually run as root, for whom nothing is read-only; so each runs in a child that has given up its rights.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assessed_once
from tests.cli.stepped import as_nobody, stepped

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled workbook and a register that has it once, made once, where anybody may read it."""
    folder = tmp_path_factory.mktemp("rights")
    folder.chmod(0o755)
    return assessed_once(folder / "answers.xlsx", "baustoffhandel")


@pytest.fixture
def folder(once: Path) -> Iterator[Path]:
    """The same in a folder that anybody may enter."""
    place = Path(tempfile.mkdtemp(prefix="dpia-rights-"))
    shutil.copytree(once, place, dirs_exist_ok=True)
    yield place
    shutil.rmtree(place)


def without_rights(folder: Path, *arguments: str) -> tuple[int | None, str]:
    run = stepped(folder, *arguments, prepare=as_nobody)
    return run.code, run.said


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.fault("the output folder may not be written to")
def test_an_unwritable_folder(folder: Path) -> None:
    before = contents(folder)
    # On another day the report says something else, so that there is something to write.
    code, said = without_rights(folder, "assess", "answers.xlsx", "--date", "2026-11-25")
    assert code == 1, said
    assert said.count("Fehler:") == 1
    assert contents(folder) == before


@pytest.mark.fault("the register's file may not be written to")
def test_a_read_only_register(folder: Path) -> None:
    out = folder / "out"
    out.mkdir()
    out.chmod(0o777)
    before = contents_of_register = (folder / "register.db").read_bytes()
    code, said = without_rights(
        folder, "assess", "answers.xlsx", "-o", "out", "--register", "register.db"
    )
    assert code == 1, said
    assert "register.db" in said
    assert (folder / "register.db").read_bytes() == before == contents_of_register
    assert list(out.iterdir()) == []


@pytest.mark.fault("the questionnaire may not be read")
def test_a_workbook_that_may_not_be_read(folder: Path) -> None:
    (folder / "answers.xlsx").chmod(0o600)
    code, said = without_rights(folder, "check", "answers.xlsx")
    assert code == 1, said
    assert "answers.xlsx" in said


def test_new_in_an_unwritable_folder(folder: Path) -> None:
    code, said = without_rights(folder, "new", "--lang", "de")
    assert code == 1, said
    assert said.count("Fehler:") == 1


def test_an_export_of_a_register_that_may_only_be_read(folder: Path) -> None:
    out = Path(tempfile.mkdtemp(prefix="dpia-out-"))
    out.chmod(0o777)
    before = contents(folder)
    try:
        code, said = without_rights(folder, "register", "export", str(out / "export"))
        assert code == 0, said
        assert "unversehrt" in said
        assert (out / "export" / "versions.jsonl").is_file()
    finally:
        shutil.rmtree(out)
    assert contents(folder) == before


def test_an_export_into_an_unwritable_folder(folder: Path) -> None:
    before = contents(folder)
    for target in ("export", "deep/export"):
        code, said = without_rights(folder, "register", "export", target)
        assert code == 1, said
        assert said.count("Fehler:") == 1
    assert contents(folder) == before


def test_a_move_into_an_unwritable_folder(folder: Path) -> None:
    before = contents(folder)
    code, said = without_rights(folder, "register", "move", "new.db")
    assert code == 1, said
    assert said.count("Fehler:") == 1
    assert contents(folder) == before
