"""The register: every assessment ever recorded, in one database, with an Excel view of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dpia.register.location import Location
    from dpia.register.sql_store import SqlStore
    from dpia.register.store import Store


def open_register(location: Location | str | Path, *, create: bool = True) -> Store:
    """Return the store at this place.

    Args:
        location: Where the register is: the path of a file, or the address of a PostgreSQL server.
        create: Whether a register that is not there yet is begun (else it is a FileError).

    Raises:
        FileError: it cannot be opened; the message shows no password.
    """
    return open_sql(location, create=create)


def open_sql(location: Location | str | Path, *, create: bool = True) -> SqlStore:
    """Return the same store, for what copies it with its tables; arguments and errors as above."""
    from dpia.register.address import is_server

    place = location if isinstance(location, str | Path) else location.database
    if isinstance(place, str) and is_server(place):
        from dpia.register.postgres import PostgresStore

        return PostgresStore(place, create=create)
    from dpia.register.sqlite import SqliteStore

    return SqliteStore(Path(place), create=create)
