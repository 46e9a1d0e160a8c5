"""One run of dpia in a forked child, with something done before each of its steps on disk."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

STEPS: Final = {
    *("execute", "executemany", "commit", "rollback", "connect", "close"),
    *("fsync", "replace", "rename", "link", "unlink", "touch", "mkdir", "write"),
}
"""What changes a file or the database: the calls between which a run can die."""


NOBODY: Final = 65534


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended. code: its exit code, None when it was killed; steps: how many it took until its end."""

    code: int | None
    steps: int
    said: str


def is_step(called: Any) -> bool:
    """Whether a call changes something on disk (text kept in memory is written too)."""
    if getattr(called, "__name__", "") not in STEPS:
        return False
    owner = getattr(called, "__self__", None)
    module = getattr(owner, "__name__", None) or type(owner).__module__
    if called.__name__ == "write":
        return type(owner).__name__ == "BufferedWriter" and ".~dpia-" in str(owner.name)  # type: ignore[union-attr]
    return module in {"posix", "sqlite3", "_sqlite3"}


def stepped(
    folder: Path,
    *arguments: str,
    before: Callable[[int], object] | None = None,
    prepare: Callable[[], object] | None = None,
) -> Run:
    """Run a command in a folder, in a child of this process (everything is imported there already).

    Args:
        folder: where the command is run.
        arguments: the command line.
        before: is told the number of each step before it is taken, counted from 1.
        prepare: is called in the child before the command.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run(folder, arguments, before, prepare, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        steps, _, said = pipe.read().decode().partition("|")
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return Run(None, 0, "")
    return Run(os.WEXITSTATUS(status), int(steps), said)


def as_nobody() -> None:
    """Give all rights up (root has all of them); for `prepare`."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setegid(NOBODY)
        os.seteuid(NOBODY)


def _run(
    folder: Path,
    arguments: tuple[str, ...],
    before: Callable[[int], object] | None,
    prepare: Callable[[], object] | None,
    writer: int,
) -> None:
    from dpia.cli.base import run
    from dpia.cli.main import command

    taken = 0

    def watch(_: FrameType, event: str, called: Any) -> None:
        nonlocal taken
        if event != "c_call" or not is_step(called):
            return
        taken += 1
        if before is not None:
            sys.setprofile(None)
            before(taken)
            sys.setprofile(watch)

    code = 99
    os.environ["DPIA_LANG"] = "de"
    os.chdir(folder)
    sys.argv = ["dpia", *arguments]
    sys.stdout = sys.stderr = said = io.StringIO()
    try:
        if prepare is not None:
            prepare()
        sys.setprofile(watch if before is not None else None)
        run(command)
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:  # noqa: BLE001  # the parent must hear of it
        traceback.print_exc(file=said)
    finally:
        sys.setprofile(None)
        os.write(writer, f"{taken}|{said.getvalue()}".encode()[:60000])
        os._exit(code)
