"""What SQLite reports, in words that say what to do."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from dpia.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PRIMARY: Final = 0xFF
_KEYS: Final = {
    sqlite3.SQLITE_BUSY: "register-locked",
    sqlite3.SQLITE_LOCKED: "register-locked",
    sqlite3.SQLITE_READONLY: "register-read-only",
    sqlite3.SQLITE_PERM: "register-unwritable",
    sqlite3.SQLITE_CANTOPEN: "register-unwritable",
    sqlite3.SQLITE_AUTH: "register-unwritable",
    sqlite3.SQLITE_NOTADB: "register-not-a-database",
    sqlite3.SQLITE_CORRUPT: "register-damaged",
    sqlite3.SQLITE_FULL: "register-full",
    sqlite3.SQLITE_IOERR: "register-io",
}


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn what the disk, the network share or another program did into a FileError; not our bugs."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        key = _KEYS.get(code & _PRIMARY) if isinstance(code, int) else None
        if key is None:
            raise
        if key == "register-unwritable":
            key = _reason(path)
        raise FileError(key, area="register", place=path) from error


def _reason(path: Path) -> str:
    if path.is_dir():
        return "register-is-folder"
    if not path.parent.is_dir():
        return "register-no-folder"
    return "register-unwritable"
