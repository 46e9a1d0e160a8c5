"""The files of a version, looked up where the register recorded them.

The names stand in a database that others may write to. So only regular files are read, no link is followed, no
server is asked for one, and nothing counts but what has the recorded hash.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

from dpia.register.origins import is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dpia.register.recording import Record

State = Literal["copied", "changed", "missing", "unreadable", "refused"]
_WORST: Final[tuple[State, ...]] = ("changed", "unreadable", "refused", "missing")
_LARGEST: Final = 500_000_000
_BLOCK: Final = 1 << 20
_REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file of a version. names: everywhere it was seen. role: written by us, or the workbook it was made from."""

    role: Literal["output", "input"]
    names: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of a file. path: of the copy, in the export.

    changed: what lies there has another content. refused: no regular file, too large, a link out of the folder, or
    on another computer.
    """

    recorded: Recorded
    state: State
    path: str | None = None

    def plain(self) -> dict[str, object]:
        """As data for programs."""
        one = self.recorded
        return {
            "role": one.role,
            "names": list(one.names),
            "sha256": one.sha256,
            "state": self.state,
            "path": self.path,
        }


def recorded_files(record: Record) -> Iterator[Recorded]:
    """What a version was made from, and what was written for it: each content once, in the order of recording."""
    stored = record.stored
    folder = PurePosixPath(stored.source.replace("\\", "/")).parent
    yield Recorded("input", ((folder / stored.input_name).as_posix(),), stored.input_sha256)
    names: dict[str, list[str]] = {}
    for one in record.written:
        known = names.setdefault(one.sha256, [])
        if one.name not in known:
            known.append(one.name)
    for sha256, found in names.items():
        yield Recorded("output", tuple(found), sha256)


class Finder:
    """Looks files up. What lies in a place is remembered for a while: many versions name the same one."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lying = lru_cache(maxsize=_REMEMBERED)(_lying)

    def fetch(
        self, one: Recorded, folders: Iterable[Path], copy: Callable[[BinaryIO, str], bool]
    ) -> State:
        """Copy a file from the first place where it lies as recorded, the place seen last first.

        Args:
            one: The file.
            folders: To which its names can be relative.
            copy: Gets the open file and its hash; says whether that is what it read.
        """
        found: list[State] = []
        for place in _places(one.names, tuple(folders)):
            there = self._lying(*place)
            if there != one.sha256:
                found.append(_state(there))
                continue
            try:
                with _opened(*place) as file:
                    if copy(file, one.sha256):
                        return "copied"
                found.append("changed")
            except FileNotFoundError:
                found.append("missing")
            except _RefusedError:
                found.append("refused")
            except _UnreadableError:
                found.append("unreadable")
        return next((state for state in _WORST if state in found), "missing")


class _RefusedError(Exception):
    """Not a file that may be opened."""


class _UnreadableError(Exception):
    """There, but not to be read."""


def _places(names: tuple[str, ...], folders: tuple[Path, ...]) -> Iterator[tuple[Path, str]]:
    for name in reversed(names):
        for folder in folders:
            yield folder, name
            if is_whole(name):
                break


def _state(there: str) -> State:
    return there if there in _WORST else "changed"


def _lying(folder: Path, name: str) -> str:
    """The hash of what lies in a place, else the state."""
    digest = hashlib.sha256()
    try:
        with _opened(folder, name) as file:
            for block in blocks(file):
                digest.update(block)
    except FileNotFoundError:
        return "missing"
    except _RefusedError:
        return "refused"
    except _UnreadableError:
        return "unreadable"
    return digest.hexdigest()


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """The content in pieces; a fault of the disk or network is not one of where they go."""
    while True:
        try:
            block = file.read(_BLOCK)
        except OSError as error:
            raise _UnreadableError from error
        if not block:
            return
        yield block


def _opened(folder: Path, name: str) -> BinaryIO:
    """Open a recorded file.

    Raises:
        FileNotFoundError: there is none.
    """
    if "\0" in name or name.replace("\\", "/").startswith("//"):
        raise _RefusedError
    place = folder / name
    try:
        # Opening a pipe or a device can wait for ever, so it is looked at first, and again once it is open.
        if not _regular(os.lstat(place)) or _led_out(folder, name):
            raise _RefusedError
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        handle = os.open(place, flags | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError from error
    except (OSError, ValueError) as error:
        raise _UnreadableError from error
    file = os.fdopen(handle, "rb")
    if not _regular(os.fstat(handle)):
        file.close()
        raise _RefusedError
    return file


def _regular(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST


def _led_out(folder: Path, name: str) -> bool:
    """Whether a name that stays in the folder leads out of it all the same, by a link on the way."""
    if is_whole(name) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
        return False  # an output folder elsewhere, which the name says openly
    return not (folder / name).resolve().is_relative_to(folder.resolve())
