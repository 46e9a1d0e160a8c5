"""No output of ours ever destroys what a person made of an earlier one."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dpia.beside import discard, prepare, remove_leftovers
from dpia.errors import FileError
from dpia.register import open_register
from dpia.register.files import commit, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.register.store import Store

ON = date(2026, 11, 24)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "db").mkdir()
    with open_register(tmp_path / "db" / "register.db") as store:
        yield store


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "answers.dpia.docx"


def names(report: Path) -> list[str]:
    return sorted(path.name for path in report.parent.iterdir())


def ours(store: Store, report: Path, data: bytes) -> None:
    report.write_bytes(data)
    store.record_files(None, {report.name: hashlib.sha256(data).hexdigest()})


def test_our_own_earlier_file_is_replaced(store: Store, report: Path) -> None:
    ours(store, report, b"first")
    placed = place(report, b"second", store, ON)
    assert (placed.changed, placed.kept, report.read_bytes()) == (True, None, b"second")
    assert names(report) == ["answers.dpia.docx"]


def test_a_file_that_a_person_changed_is_kept_under_a_dated_name(
    store: Store, report: Path
) -> None:
    ours(store, report, b"first")
    report.write_bytes(b"first, signed")
    first = place(report, b"second", store, ON)
    report.write_bytes(b"second, signed")
    second = place(report, b"third", store, ON)
    assert [placed.kept and placed.kept.name for placed in (first, second)] == [
        "answers.dpia.2026-11-24-1.docx",
        "answers.dpia.2026-11-24-2.docx",
    ]
    assert first.kept is not None
    assert first.kept.read_bytes() == b"first, signed"
    assert report.read_bytes() == b"third"


def test_the_same_bytes_are_left_where_they_are(store: Store, report: Path) -> None:
    report.write_bytes(b"same")
    os.utime(report, (1, 1))
    assert not place(report, b"same", store, ON).changed
    assert report.stat().st_mtime == 1
    assert names(report) == ["answers.dpia.docx"]


def test_nothing_is_in_its_place_before_the_commit(store: Store, report: Path) -> None:
    prepared = prepare(report, b"new")
    assert not report.exists()
    assert all(name.startswith(f".~dpia-{os.getpid()}-") for name in names(report))
    commit(prepared, store, ON)
    assert names(report) == ["answers.dpia.docx"]


def test_a_prepared_file_can_be_taken_back(report: Path) -> None:
    discard(prepare(report, b"new"))
    assert names(report) == []


def test_leftovers_of_a_killed_run_are_removed_and_those_of_a_live_one_are_not(
    report: Path,
) -> None:
    script = (
        "import os, sys; from pathlib import Path; from dpia.beside import prepare;"
        "prepare(Path(sys.argv[1]), b'half'); os._exit(9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(report)], check=False)
    assert killed.returncode == 9
    mine = prepare(report, b"mine").temporary
    (report.parent / ".~dpia-readme.txt").write_text("not ours")
    (removed,) = remove_leftovers(report.parent)
    assert removed != mine
    assert mine is not None
    assert names(report) == sorted([mine.name, ".~dpia-readme.txt"])


def test_a_file_open_in_word_is_left_alone_and_the_new_one_lies_beside_it(
    store: Store, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours(store, report, b"first")
    replace = Path.replace

    def as_on_windows(path: Path, target: Path) -> Path:
        if report in (path, target):
            raise PermissionError(13, "used by another process")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", as_on_windows)
    with pytest.raises(FileError) as caught:
        place(report, b"second", store, ON)
    assert caught.value.key == "file-open"
    assert "answers.dpia.2026-11-24-1.docx" in caught.value.message("en")
    assert report.read_bytes() == b"first"
    assert (report.parent / "answers.dpia.2026-11-24-1.docx").read_bytes() == b"second"
    assert len(names(report)) == 2


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        prepare(tmp_path / "missing" / "report.docx", b"x")
    assert caught.value.key == "file-folder"
