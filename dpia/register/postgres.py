"""The register in PostgreSQL, for teams: the same store over a network."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from dpia.errors import FileError
from dpia.register.address import NOT_PLAIN, for_driver, without_secrets
from dpia.register.postgres_errors import key_of_failure, key_of_refusal
from dpia.register.postgres_schema import SCHEMA, bring_up_to_date
from dpia.register.sql_store import SqlStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from dpia.register.database import Row, Value

_WAIT: Final = 20.0
_LOCK: Final = (0x44504941, 1)
"""The write lock, among the locks that programs agree on in a database: "DPIA"."""

_DEFAULTS: Final[dict[str, str]] = {
    "application_name": "dpia",
    "connect_timeout": "10",
    # A cable that was pulled says nothing: without these, the program would wait for hours.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
"""For what the address itself does not say."""

_SETTINGS: Final = f"""
    SET search_path TO {SCHEMA};
    SET client_encoding TO 'UTF8';
    SET statement_timeout TO '5min';
    SET idle_in_transaction_session_timeout TO '15min';
    SET tcp_keepalives_idle TO 30;
    SET tcp_keepalives_interval TO 10;
    SET tcp_keepalives_count TO 3;
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') IN ('off', 'local');
    SET lock_timeout TO """
"""The keepalives are the server's: a client that vanished must not hold the write lock for hours. And what a user
was told is recorded must be so when the power fails, however the server is tuned."""


class PostgresDatabase:
    """A Database on a server."""

    def __init__(self, address: str, *, create: bool, wait: float) -> None:
        """Connect; arguments and errors as for PostgresStore."""
        self._place = without_secrets(address)
        self._connection = _connected(address, self._place)
        try:
            with self.errors():
                self._connection.execute(f"{_SETTINGS}{round(wait * 1000)}".encode())
                self._refuse_encoding(self.rows("SHOW server_encoding")[0]["server_encoding"])
                bring_up_to_date(self, create=create)
        except BaseException:
            self._connection.close()
            raise

    @property
    def place(self) -> str:
        """Server and database."""
        return self._place

    def rows(self, statement: str, *values: Value) -> list[Row]:
        """Carry out one statement."""
        cursor = self._connection.execute(statement.replace("?", "%s").encode(), values or None)
        return cursor.fetchall() if cursor.description else []

    def begin(self) -> None:
        """Begin, and wait for the write lock before anything is read.

        Every statement sees what was committed before it (read committed): a snapshot taken for the whole
        transaction would be as old as the beginning of the wait.
        """
        self.rows("BEGIN ISOLATION LEVEL READ COMMITTED")
        try:
            self.rows("SELECT pg_advisory_xact_lock(?, ?)", *_LOCK)
        except BaseException:
            self.rollback()
            raise

    def commit(self) -> None:
        """Keep everything.

        Raises:
            FileError: the connection was lost before the server answered, so nobody knows; or a statement had
                failed and the server has taken everything back.
        """
        import psycopg

        try:
            done = self._connection.execute(b"COMMIT").statusmessage
        except psycopg.Error as error:
            if self._lost:
                raise self._error("postgres-unsure") from error
            raise
        if done != "COMMIT":
            raise self._error("postgres-undone")

    def rollback(self) -> None:
        """Take everything back; without a connection the server does it by itself."""
        import psycopg

        if self._lost:
            return
        try:
            self._connection.execute(b"ROLLBACK")
        except psycopg.Error:
            self._connection.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """What server and network report, in our words."""
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            key = key_of_failure(error, lost=self._lost)
            if key is None:
                raise
            raise self._error(key) from error

    def damage(self) -> list[str]:
        """Nothing: the server looks after its files, and says so when it reads a damaged page."""
        return []

    def last_id(self, table: str) -> int:
        """The highest id given out, as far as this user may know it, else the highest there is."""
        given = self.rows(
            "SELECT last_value AS last FROM pg_sequences WHERE (schemaname, sequencename) = (?, ?)",
            SCHEMA,
            f"{table}_id_seq",
        )
        there = self.rows(f"SELECT max(id) AS last FROM {table}")  # noqa: S608  # our own names
        return max(int(row["last"] or 0) for row in (*given, *there))

    def go_on_after(self, table: str, last: int) -> None:
        """Give out higher ids: the server does not look at rows that came with theirs."""
        last = max(last, self.last_id(table))
        if last:
            self.rows(
                "SELECT setval(pg_get_serial_sequence(?, 'id'), ?)", f"{SCHEMA}.{table}", last
            )

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _refuse_encoding(self, found: str) -> None:
        if found != "UTF8":
            raise self._error("postgres-encoding", found=found)

    @property
    def _lost(self) -> bool:
        return self._connection.closed

    def _error(self, key: str, **values: object) -> FileError:
        return FileError(key, area="register", place=self._place, **values)


class PostgresStore(SqlStore):
    """A Store on a server."""

    def __init__(self, address: str, *, create: bool = True, wait: float = _WAIT) -> None:
        """Open the register.

        Args:
            address: postgresql://user@server/database, or host=... dbname=... user=...
            create: Whether to begin a register that is not there yet.
            wait: Seconds to wait for another program's lock.
        """
        super().__init__(PostgresDatabase(address, create=create, wait=wait))


def _connected(address: str, place: str) -> psycopg.Connection[dict[str, Any]]:
    """A connection on which each statement stands alone, unless BEGIN is said."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict, make_conninfo
        from psycopg.rows import dict_row
    except ImportError as error:
        raise FileError("postgres-driver", area="register", place=place) from error
    try:
        said = conninfo_to_dict(for_driver(address))
    except psycopg.Error:
        # Its text may quote the password, so not even a traceback may have it.
        raise FileError("postgres-address", area="register", place=place) from None
    try:
        whole = make_conninfo("", **{**_DEFAULTS, **said})
        return psycopg.connect(whole, autocommit=True, prepare_threshold=None, row_factory=dict_row)
    except psycopg.Error as error:
        user, database = (str(said.get(name) or "") for name in ("user", "dbname"))
        key = key_of_refusal(error, user, database or user)
    if place == NOT_PLAIN and key in ("postgres-host", "postgres-unreachable"):
        key = "postgres-address"  # a sign in the password that is not escaped makes it another server's
    raise FileError(key, area="register", place=place)
