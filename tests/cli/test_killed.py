"""An assess that is killed at any of its steps: nothing committed is lost, nothing half is seen, the next run works."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from dpia.beside import sha256_of
from dpia.register import open_register
from tests.cli.conftest import ON
from tests.cli.stepped import stepped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dpia.register.store import StoredVersion
    from tests.cli.conftest import Dpia, Fill
    from tests.cli.stepped import Run

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.slow,
]
REALLY: Final = 2
"""How many runs are really killed; the moments in between are looked at as copies of the folder."""
REPORT: Final = "answers.dpia.docx"


def assess(folder: Path, before: Callable[[int], object] | None = None) -> Run:
    """Assess in a child; it ends well or is killed."""
    ended = stepped(folder, "assess", "answers.xlsx", "--final", "--date", ON, before=before)
    assert ended.code in {0, None}, ended.said
    return ended


def killed(folder: Path, step: int) -> None:
    """Assess in a child that kills itself before a step."""

    def kill(taken: int) -> None:
        if taken == step:
            os.kill(os.getpid(), signal.SIGKILL)

    assert assess(folder, kill).code is None


def watched(folder: Path, snapshots: Path) -> int:
    """Assess, with a copy of everything as it lies on disk before each step; the number of steps."""
    snapshots.mkdir()
    return assess(folder, lambda step: shutil.copytree(folder, snapshots / f"{step:04}")).steps


def distinct(snapshots: Path) -> list[Path]:
    """The snapshots that differ from the one before; the others are refused a second look."""
    found: list[Path] = []
    last: dict[str, str | None] = {}
    for folder in sorted(snapshots.iterdir()):
        content = {path.name: sha256_of(path) for path in folder.iterdir()}
        if content != last:
            found.append(folder)
        last = content
    return found


def finals(folder: Path) -> tuple[StoredVersion, ...]:
    with open_register(folder / "register.db") as store:
        assert store.verify() == []
        (current,) = store.current()
        assert current.newer_draft is None
        return store.versions(current.shown.key)


@pytest.fixture
def begun(dpia: Dpia, final_ready: Fill, tmp_path: Path) -> Path:
    """A folder with a final version, and a workbook that has changed since."""
    folder = tmp_path / "begun"
    folder.mkdir()
    shutil.move(final_ready(), folder / "answers.xlsx")
    assert dpia("assess", folder / "answers.xlsx", "--final", "--date", ON).code == 0
    shutil.move(final_ready(group_count=123), folder / "answers.xlsx")
    return folder


def check(folder: Path, first: str | None, second: str | None) -> int:
    """What a dead run left is whole; how many final versions there are."""
    recorded = finals(folder)
    assert [one.version for one in recorded] in ([1], [1, 2])
    assert all(path.stat().st_size for path in folder.glob("[!.]*")), (
        "a name is held by an empty file"
    )
    kept = folder / f"answers.dpia.{ON}-1.docx"
    assert sha256_of(folder / REPORT) in {first, second, None}
    assert first in {sha256_of(folder / REPORT), sha256_of(kept)}
    return len(recorded)


def go_on(folder: Path, first: str | None, second: str | None) -> None:
    """The next run ends the work and clears up."""
    assess(folder)
    assert [one.version for one in finals(folder)] == [1, 2]
    assert sha256_of(folder / REPORT) == second
    assert first in {sha256_of(path) for path in folder.glob("answers.dpia.2*.docx")}
    assert not list(folder.glob(".~dpia-*"))
    assert not list(folder.glob("*-journal"))


@pytest.mark.fault(
    "killed before any step of an assessment that changes a file or the register (each moment on disk)"
)
def test_the_state_before_any_step_can_be_gone_on_from(begun: Path, tmp_path: Path) -> None:
    """A killed process leaves what lies on disk at that moment: each such moment is one folder here."""
    first = sha256_of(begun / REPORT)
    snapshots = tmp_path / "snapshots"
    steps = watched(begun, snapshots)
    second = sha256_of(begun / REPORT)
    moments = distinct(snapshots)
    seen = {check(folder, first, second) for folder in moments}
    assert seen == {1, 2}, "some before and some after the commit"
    assert steps > len(moments) > 10
    for folder in moments[::3]:
        go_on(folder, first, second)


@pytest.mark.fault("really killed (SIGKILL) in the middle of an assessment")
def test_really_killed(begun: Path, tmp_path: Path) -> None:
    first = sha256_of(begun / REPORT)
    whole = tmp_path / "whole"
    shutil.copytree(begun, whole)
    steps = assess(whole, lambda _: None).steps
    second = sha256_of(whole / REPORT)
    for step in range(1, steps + 1, max(1, steps // REALLY)):
        folder = tmp_path / f"killed-{step}"
        shutil.copytree(begun, folder)
        killed(folder, step)
        check(folder, first, second)
        go_on(folder, first, second)


@pytest.mark.fault("killed while the first register is made")
def test_killed_while_the_first_register_is_made(final_ready: Fill, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    begun.mkdir()
    shutil.move(final_ready(), begun / "answers.xlsx")
    snapshots = tmp_path / "snapshots"
    watched(begun, snapshots)
    for folder in distinct(snapshots)[::8]:
        assess(folder)
        (only,) = finals(folder)
        assert (only.version, only.number, only.on) == (1, 1, date.fromisoformat(ON))
        assert not list(folder.glob(".~dpia-*"))
