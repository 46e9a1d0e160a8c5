"""What bringing a register up to date means in every back end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.errors import FileError
from dpia.register.derived import rebuild
from dpia.register.sql_reader import SqlReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.register.database import Database
    from dpia.register.store import StoredVersion

_KEYS: Final = """
    SELECT version.processing, version.kind, max(version.version) AS last,
        max(CASE WHEN version.version IS NULL THEN version.id END) AS draft
    FROM version WHERE version.processing > ? AND version.processing <= ?
    GROUP BY version.processing, version.kind ORDER BY version.processing, version.kind"""
_PAGE: Final = 500


def known_schema(found: str, known: int, place: str) -> int:
    """The version of the tables that a register says it has.

    Raises:
        FileError: it says none, or one of a newer program.
    """
    version = int(found) if found.isdigit() else 0
    if not version:
        raise FileError("register-damaged", area="register", place=place)
    if version > known:
        raise FileError("register-newer", area="register", place=place, found=version, known=known)
    return version


def make_derived_anew(database: Database) -> None:
    """Fill the tables of derived.py from the documents, in a transaction of the caller.

    A damaged document must not keep a register from being opened: it stands there with nothing said of it.
    """
    rebuild(database.rows, _standing(database))


def _standing(database: Database) -> Iterator[StoredVersion]:
    """The last final of each processing and kind, and after it its draft, by processing."""
    reader = SqlReader(database)
    last = database.rows("SELECT max(id) AS last FROM processing")[0]["last"] or 0
    for start in range(0, last, _PAGE):
        for row in database.rows(_KEYS, start, start + _PAGE):
            ids = database.rows(
                "SELECT id FROM version WHERE (processing, kind, version) = (?, ?, ?)",
                row["processing"],
                row["kind"],
                row["last"],
            )
            named = [one["id"] for one in ids] + ([row["draft"]] if row["draft"] else [])
            yield from reader.load_damaged(named)
