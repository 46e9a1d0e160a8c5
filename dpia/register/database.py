"""What a database must offer for the SQL store: connection, write lock, and its faults in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

Row = dict[str, Any]
Value = str | int | bytes | None


class Database(Protocol):
    """One connection to a register, whose tables are up to date. Statements mark their values with "?"."""

    @property
    def place(self) -> str:
        """Where it is, as it may be shown: never with a password."""
        ...

    def rows(self, statement: str, *values: Value) -> list[Row]:
        """Carry out one statement, and return what it gives, by column."""
        ...

    def begin(self) -> None:
        """Begin a transaction that holds the write lock from its first moment on.

        What it reads afterwards is all that others have committed before.
        """
        ...

    def commit(self) -> None:
        """Keep everything, durably, and let go of the lock."""
        ...

    def rollback(self) -> None:
        """Take everything back; also on a connection that was lost."""
        ...

    def errors(self) -> AbstractContextManager[None]:
        """Turn what the database, disk or network did into a FileError; our own bugs stay as they are."""
        ...

    def damage(self) -> list[str]:
        """What the database itself finds damaged, a line each."""
        ...

    def last_id(self, table: str) -> int:
        """The highest id that a table has given out, also to a row that is gone; 0 for none."""
        ...

    def go_on_after(self, table: str, last: int) -> None:
        """Let a table give out higher ids than this one from now on."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
