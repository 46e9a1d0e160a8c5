"""A folder that is written whole or not at all, with the hash of everything in it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from dpia.beside import own_name
from dpia.closing import Closing
from dpia.errors import FileError
from dpia.register.recorded_files import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKSUMS: Final = "checksums.sha256"
_FULL: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class Lines:
    """A file that grows line by line."""

    def __init__(self, file: BinaryIO) -> None:
        """Write to an open file."""
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, line: bytes) -> None:
        """Add a line."""
        self._digest.update(line)
        self._file.write(line)

    @property
    def sha256(self) -> str:
        """The hash of everything so far."""
        return self._digest.hexdigest()


class ExportFolder(Closing):
    """Writes beside the target; finish() puts it in its place. As a context manager it leaves nothing half-done."""

    def __init__(self, target: Path) -> None:
        """Begin.

        Args:
            target: A folder that is not there yet, or is empty.

        Raises:
            FileError: it is neither, or cannot be written to.
        """
        self.target = Path(os.path.realpath(target))
        self._place = target
        with self._errors():
            _refuse_taken(self.target, target)
            self.target.parent.mkdir(parents=True, exist_ok=True)
            # No wider than the folder in which it lies: what is written here are answers.
            self._rights = self.target.parent.stat().st_mode & 0o777
            self._folder = self.target.with_name(own_name(self.target))
            self._folder.mkdir(self._rights | 0o700)
        try:
            self._checksums = self._create(CHECKSUMS)
        except OSError as error:
            self._folder.rmdir()
            raise self._error(error) from error
        self._open: dict[str, tuple[BinaryIO, Lines]] = {}

    def close(self) -> None:
        """Throw away what was not put in its place."""
        for file in (self._checksums, *(file for file, _ in self._open.values())):
            with suppress(OSError):  # of what is thrown away
                file.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def folder(self, name: str) -> None:
        """Make a folder in it."""
        with self._errors():
            (self._folder / name).mkdir(self._rights | 0o700)

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        with self._errors():
            with self._create(name) as file:
                file.write(data)
            self._note(name, hashlib.sha256(data).hexdigest())

    def lines(self, name: str) -> Lines:
        """Begin a file of lines; it is complete with finish()."""
        with self._errors():
            file = self._create(name)
        self._open[name] = file, Lines(file)
        return self._open[name][1]

    def add(self, lines: Lines, line: bytes) -> None:
        """Add a line to such a file."""
        with self._errors():
            lines.write(line)

    def copy(self, name: str, source: BinaryIO, sha256: str) -> bool:
        """Copy an open file; False, and nothing written, where its content has another hash than this.

        The folder that it belongs into is made.
        """
        path, digest = self._folder / name, hashlib.sha256()
        with self._errors():
            path.parent.mkdir(self._rights | 0o700, exist_ok=True)
        try:
            with self._errors(), self._create(name) as file:
                for block in blocks(source):
                    digest.update(block)
                    file.write(block)
            copied = digest.hexdigest() == sha256
        except BaseException:
            self._take_away(path)
            raise
        if copied:
            with self._errors():
                self._note(name, sha256)
        else:
            self._take_away(path)
        return copied

    def _take_away(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # there are other files in it
            path.parent.rmdir()

    def finish(self) -> None:
        """Complete the files of lines and the list of hashes, and put the folder in its place."""
        with self._errors():
            for name, (file, lines) in self._open.items():
                file.close()
                self._note(name, lines.sha256)
            self._checksums.flush()
            self._checksums.close()
            if hasattr(os, "sync"):
                os.sync()  # one for all: a folder in its place has its content, also when the power fails
            _refuse_taken(self.target, self._place)
            if self.target.exists():
                self.target.rmdir()
            self._folder.rename(self.target)

    def _create(self, name: str) -> BinaryIO:
        rights = self._rights & 0o666 | 0o600
        path = self._folder / name
        return open(
            path, "xb", opener=lambda place, flags: os.open(place, flags, rights)
        )  # pathlib knows no opener

    def _note(self, name: str, sha256: str) -> None:
        """As the tools for such lists read it (sha256sum --check)."""
        self._checksums.write(f"{sha256}  {name}\n".encode())

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What the disk reports, in our words."""
        try:
            yield
        except OSError as error:
            raise self._error(error) from error

    def _error(self, error: OSError) -> FileError:
        key = "export-full" if error.errno in _FULL else "export-unwritable"
        return FileError(key, "export", place=self._place)


def _refuse_taken(target: Path, place: Path) -> None:
    """Nothing of anybody is overwritten or mixed with ours."""
    if target.is_dir():
        if any(target.iterdir()):
            raise FileError("export-not-empty", "export", place=place)
    elif os.path.lexists(target):
        raise FileError("export-no-folder", "export", place=place)
