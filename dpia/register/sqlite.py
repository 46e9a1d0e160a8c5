"""The register in one SQLite file, made for folders that several people share."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Final

from dpia.beside import keep_within
from dpia.errors import FileError
from dpia.register.database_errors import database_errors
from dpia.register.schema import bring_up_to_date
from dpia.register.sql_store import SqlStore

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dpia.register.database import Row, Value

_WAIT: Final = 20.0


class SqliteDatabase:
    """A Database in a file. The default rollback journal stays: WAL does not work on network shares."""

    def __init__(self, path: Path, *, create: bool, wait: float) -> None:
        """Open the file; arguments and errors as for SqliteStore."""
        self._path = path
        if not create and not path.exists():
            raise FileError("register-missing", area="register", place=path)
        new = not path.exists()
        with self.errors():
            self._connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
            try:
                self._connection.row_factory = _row
                self._connection.execute("PRAGMA foreign_keys = ON")
                bring_up_to_date(self)
                if new:
                    keep_within(path, path)
            except BaseException:
                self._connection.close()
                raise

    @property
    def place(self) -> str:
        """The path."""
        return str(self._path)

    def rows(self, statement: str, *values: Value) -> list[Row]:
        """Carry out one statement."""
        return self._connection.execute(statement, values).fetchall()

    def begin(self) -> None:
        """Lock for writing at once: a lock taken later could be refused in the middle."""
        self.rows("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Keep everything."""
        self.rows("COMMIT")

    def rollback(self) -> None:
        """Take everything back."""
        self._connection.rollback()

    def errors(self) -> AbstractContextManager[None]:
        """What SQLite reports, in our words."""
        return database_errors(self._path)

    def damage(self) -> list[str]:
        """What SQLite finds in the structure of the file."""
        found = [str(row["integrity_check"]) for row in self.rows("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def last_id(self, table: str) -> int:
        """The highest id given out; SQLite remembers it of the table of versions only."""
        given = self.rows("SELECT seq AS last FROM sqlite_sequence WHERE name = ?", table)
        there = self.rows(f"SELECT max(id) AS last FROM {table}")  # noqa: S608  # our own names
        return max(int(row["last"] or 0) for row in (*given, *there))

    def go_on_after(self, table: str, last: int) -> None:
        """Give out higher ids; a table of which SQLite remembers nothing goes on after its last row."""
        self.rows("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", last, table)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class SqliteStore(SqlStore):
    """A Store in a file."""

    def __init__(self, path: Path, *, create: bool = True, wait: float = _WAIT) -> None:
        """Open the register.

        Args:
            path: The database file.
            create: Whether to begin a register that is not there yet.
            wait: Seconds to wait for another program's lock.
        """
        super().__init__(SqliteDatabase(path, create=create, wait=wait))


def _row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}
