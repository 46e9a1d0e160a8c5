"""The register: every assessment ever recorded, in one database, with an Excel view of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dpia.errors import FileError

if TYPE_CHECKING:
    from dpia.register.store import Store

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+)://")
_POSTGRES = ("postgres", "postgresql")
_KEYWORDS = re.compile(r"\b(host|hostaddr|dbname|user|password|service)\s*=")


def open_register(location: str | Path, *, create: bool = True) -> Store:
    """Return the store at this place: the path of a .db file (later also a PostgreSQL address).

    Args:
        location: Where the register lies.
        create: Whether a register that is not there yet is begun (else it is a FileError).
    """
    if isinstance(location, str):
        refuse_address(location)
    from dpia.register.sqlite import SqliteStore

    return SqliteStore(Path(location), create=create)


def refuse_address(location: str) -> None:
    """Refuse what is no path, without showing its password.

    Raises:
        FileError: It is an address of a database server, or any other one.
    """
    address = _ADDRESS.match(location)
    if address and address[1].lower().split("+")[0] in _POSTGRES:
        raise FileError("register-postgres", area="register", place=_without_secrets(location))
    if _KEYWORDS.search(location):
        raise FileError("register-postgres", area="register", place="PostgreSQL")
    if address:
        raise FileError("register-address", area="register", place=f"{address[1]}://")


def _without_secrets(address: str) -> str:
    """Keep scheme, host and database; an address that cannot be taken apart shows its scheme only."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return f"{address.split(':', 1)[0]}://"
    return f"{parts.scheme}://{host}{parts.path}"
