"""Writing beside and renaming: a file is whole or not there, and a killed run leaves only what the next removes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from dpia.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PREFIX: Final = ".~dpia-"
_ALL: Final = 0o666
_OWN: Final = 0o600


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that is written but not in its place yet. temporary: None where it stands already."""

    target: Path
    sha256: str
    temporary: Path | None


def prepare(target: Path, data: bytes) -> Prepared:
    """Write the file beside its place, under a name that is recognised after a crash.

    Raises:
        FileError: The folder is missing or cannot be written to.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256_of(target) == sha256:
        return Prepared(target, sha256, None)
    return Prepared(target, sha256, _written(target, lambda file: file.write(data)))


def prepare_streamed(target: Path, write: Callable[[BinaryIO], object]) -> Prepared:
    """The same for a file that is too large for the memory. write: gets the open file, and writes it."""
    temporary = _written(target, write)
    try:
        sha256 = sha256_of(temporary) or ""
        if sha256_of(target) != sha256:
            return Prepared(target, sha256, temporary)
    except BaseException:
        take_away(temporary)
        raise
    take_away(temporary)
    return Prepared(target, sha256, None)


def _written(target: Path, write: Callable[[BinaryIO], object]) -> Path:
    """Write a file beside its place, down to the disk."""
    temporary = target.with_name(own_name(target))
    try:
        with temporary.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        keep_within(temporary, target)
    except OSError as error:
        written = temporary.exists()
        take_away(temporary)
        key, where = ("file-unwritable", target) if written else ("file-folder", target.parent)
        raise FileError(key, area="register", place=where) from error
    except BaseException:
        take_away(temporary)
        raise
    return temporary


def keep_within(file: Path, target: Path) -> None:
    """Take rights from a new file that its folder does not give, or that the file it replaces did not give.

    On Windows the folder's rights hold by themselves.
    """
    if os.name != "posix":
        return
    granted = file.stat().st_mode & target.parent.stat().st_mode
    if target != file and target.exists():
        granted &= target.stat().st_mode
    file.chmod(granted & _ALL | _OWN)


def put(prepared: Prepared) -> None:
    """Put a prepared file in its place, over what is there.

    Raises:
        FileError: the place cannot be written to; the file that is there stays, the prepared one is taken away.
    """
    try:
        if prepared.temporary is not None:
            prepared.temporary.replace(prepared.target)
    except OSError as error:
        discard(prepared)
        raise FileError("file-unwritable", area="register", place=prepared.target) from error


def discard(prepared: Prepared) -> None:
    """Take a prepared file away again."""
    if prepared.temporary is not None:
        take_away(prepared.temporary)


def take_away(file: Path) -> None:
    """Remove a file of ours; where this cannot be done now, the next run does it."""
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)


def rename_new(file: Path, name: Path) -> None:
    """Rename a file, never over another and never with an empty file to hold the name meanwhile.

    Raises:
        FileExistsError: the name is taken.
        OSError: it cannot be renamed; it stays as it is.
    """
    if os.name == "nt":  # where renaming refuses a name that is taken
        file.rename(name)
        return
    try:
        name.hardlink_to(file)
    except FileExistsError:
        raise
    except OSError:  # a drive that knows no links
        if name.exists():
            raise FileExistsError(name) from None
        file.rename(name)
        return
    try:
        file.unlink()
    except OSError:
        take_away(name)
        raise


def remove_leftovers(folder: Path) -> tuple[Path, ...]:
    """Remove what runs that were killed on this machine left in a folder, and say what it was."""
    removed = []
    for path in _leftovers(folder):
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError:
            continue
        removed.append(path)
    return tuple(removed)


def sha256_of(path: Path) -> str | None:
    """The hash of a file; None when there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise FileError("file-unreadable", area="register", place=path) from error
    except OSError as error:
        raise FileError("file-unwritable", area="register", place=path) from error


def _machine() -> str:
    """Tells machines apart that share a folder: a process number means nothing on another one."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def own_prefix() -> str:
    """How the names of this process's own files begin."""
    return f"{_PREFIX}{os.getpid()}-{_machine()}-"


def own_name(target: Path) -> str:
    """A name beside the target that is recognised after a crash."""
    return f"{own_prefix()}{secrets.token_hex(4)}{target.suffix}"


def _leftovers(folder: Path) -> Iterator[Path]:
    for path in folder.glob(f"{_PREFIX}*"):
        process, machine, *_ = [*path.name.removeprefix(_PREFIX).split("-"), "", ""]
        if machine == _machine() and process.isdigit() and not _runs(int(process)):
            yield path


if sys.platform == "win32":

    def _runs(process: int) -> bool:
        # os.kill would end the process here.
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, process)
        if not handle:
            return False
        code = ctypes.c_ulong()
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return not known or code.value == 259  # noqa: PLR2004  # STILL_ACTIVE

else:

    def _runs(process: int) -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (PermissionError, OverflowError):
            return True
        return True
