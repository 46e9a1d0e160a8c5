"""An assess that is killed at any of its steps: nothing committed is lost, nothing half is seen, the next run works."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest

from dpia.beside import sha256_of
from dpia.register import open_register
from tests.cli.conftest import ON

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

    from dpia.register.store import StoredVersion
    from tests.cli.conftest import Dpia, Fill

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.slow,
    pytest.mark.no_cover,
]
STEPS: Final = {
    *("execute", "executemany", "commit", "rollback", "connect", "close"),
    *("fsync", "replace", "rename", "unlink", "touch", "mkdir", "write"),
}
"""What changes a file or the database: the calls between which a run can die."""
REALLY: Final = 2
"""How many runs are really killed; the moments in between are looked at as copies of the folder."""
REPORT: Final = "answers.dpia.docx"


def is_step(called: Any) -> bool:
    """Whether a call changes something on disk (text kept in memory is written too)."""
    if getattr(called, "__name__", "") not in STEPS:
        return False
    owner = getattr(called, "__self__", None)
    module = getattr(owner, "__name__", None) or type(owner).__module__
    if called.__name__ == "write":
        return type(owner).__name__ == "BufferedWriter" and ".~dpia-" in str(owner.name)  # type: ignore[union-attr]
    return module in {"posix", "sqlite3", "_sqlite3"}


def in_child(folder: Path, step: int = 0, snapshots: Path | None = None) -> int:
    """Assess in a forked child; the number of steps it took, 0 when it has killed itself before step `step`.

    snapshots: a folder that gets a copy of everything as it lies on disk before each step.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run_watched(folder, step, snapshots, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return 0
    assert os.WEXITSTATUS(status) == 0, said.decode()
    return int(said)


def _run_watched(folder: Path, step: int, snapshots: Path | None, writer: int) -> None:
    from dpia.cli.base import run
    from dpia.cli.main import command

    taken = 0

    def watch(_: FrameType, event: str, called: Any) -> None:
        nonlocal taken
        if event != "c_call" or not is_step(called):
            return
        taken += 1
        if taken == step:
            os.kill(os.getpid(), signal.SIGKILL)
        if snapshots is not None:
            sys.setprofile(None)
            shutil.copytree(folder, snapshots / f"{taken:04}")
            sys.setprofile(watch)

    os.chdir(folder)
    sys.argv = ["dpia", "assess", "answers.xlsx", "--final", "--date", ON]
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123  # the process ends at once
    sys.setprofile(watch if step or snapshots else None)
    try:
        run(command)
    except SystemExit as ended:
        sys.setprofile(None)
        os.write(writer, str(taken).encode())
        os._exit(int(ended.code or 0))
    os._exit(99)


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
    kept = folder / f"answers.dpia.{ON}-1.docx"
    assert sha256_of(folder / REPORT) in {first, second, None}
    assert first in {sha256_of(folder / REPORT), sha256_of(kept)}
    return len(recorded)


def go_on(folder: Path, first: str | None, second: str | None) -> None:
    """The next run ends the work and clears up."""
    in_child(folder)
    assert [one.version for one in finals(folder)] == [1, 2]
    assert sha256_of(folder / REPORT) == second
    assert first in {sha256_of(path) for path in folder.glob("answers.dpia.2*.docx")}
    assert not list(folder.glob(".~dpia-*"))
    assert not list(folder.glob("*-journal"))


def test_the_state_before_any_step_can_be_gone_on_from(begun: Path, tmp_path: Path) -> None:
    """A killed process leaves what lies on disk at that moment: each such moment is one folder here."""
    first = sha256_of(begun / REPORT)
    snapshots = tmp_path / "snapshots"
    snapshots.mkdir()
    steps = in_child(begun, snapshots=snapshots)
    second = sha256_of(begun / REPORT)
    moments = distinct(snapshots)
    seen = {check(folder, first, second) for folder in moments}
    assert seen == {1, 2}, "some before and some after the commit"
    assert steps > len(moments) > 10
    for folder in moments[::3]:
        go_on(folder, first, second)


def test_really_killed(begun: Path, tmp_path: Path) -> None:
    first = sha256_of(begun / REPORT)
    whole = tmp_path / "whole"
    shutil.copytree(begun, whole)
    steps = in_child(whole, step=-1)
    second = sha256_of(whole / REPORT)
    for step in range(1, steps + 1, max(1, steps // REALLY)):
        folder = tmp_path / f"killed-{step}"
        shutil.copytree(begun, folder)
        assert in_child(folder, step) == 0
        check(folder, first, second)
        go_on(folder, first, second)


def test_killed_while_the_first_register_is_made(final_ready: Fill, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    begun.mkdir()
    shutil.move(final_ready(), begun / "answers.xlsx")
    snapshots = tmp_path / "snapshots"
    snapshots.mkdir()
    in_child(begun, snapshots=snapshots)
    for folder in distinct(snapshots)[::8]:
        in_child(folder)
        (only,) = finals(folder)
        assert (only.version, only.number, only.on) == (1, 1, date.fromisoformat(ON))
        assert not list(folder.glob(".~dpia-*"))
