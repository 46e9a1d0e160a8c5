"""What PostgreSQL and the network to it report, in words that say what to do.

The driver's own texts are never shown: they can quote parts of an address that was typed wrongly, and with
them its password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import psycopg

_STATES: Final = {
    "25006": "postgres-read-only",
    "42501": "postgres-rights",
    "53100": "postgres-full",
    "55P03": "register-locked",
    "57014": "postgres-slow",
    "40001": "register-locked",
    "40P01": "register-locked",
    "XX001": "register-damaged",
    "XX002": "register-damaged",
}
_CLASSES: Final = {
    "08": "postgres-lost",
    "22": "postgres-unfit",
    "28": "postgres-login",
    "3D": "postgres-no-database",
    "53": "postgres-refused",
    "57": "postgres-lost",
    "58": "register-io",
}
_LOST: Final = ("25P03", "25P04", "57P05")
_NO_NAME: Final = ("failed to resolve host", "could not translate host name")


def key_of_failure(error: psycopg.Error, *, lost: bool) -> str | None:
    """The message for a statement that failed; None for a fault of our own. lost: there is no connection any more."""
    import psycopg

    state = error.sqlstate or ""
    if state in _LOST:
        return "postgres-lost"
    if isinstance(error, psycopg.DataError) and not state:
        return "postgres-unfit"  # the driver refuses it by itself
    return _STATES.get(state) or _CLASSES.get(state[:2]) or ("postgres-lost" if lost else None)


def key_of_refusal(error: psycopg.Error, user: str, database: str) -> str:
    """The message for a connection that was not made.

    The server's reason comes as a text in its own language, so only what it quotes is looked at.
    """
    text = str(error)
    if any(one in text for one in _NO_NAME):
        return "postgres-host"
    if error.pgconn is not None and error.pgconn.needs_password:
        return "postgres-login"
    said = text.rpartition("failed: ")[2]
    # The server's own text begins with its severity in capitals; anything else is the network's.
    if not said.partition(":")[0].isupper():
        return "postgres-unreachable"
    if f'"{user}"' in said:
        return "postgres-login"
    return "postgres-no-database" if f'"{database}"' in said else "postgres-refused"
