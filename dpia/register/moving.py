"""Carrying a whole register over into another database, row by row as it is: every digest still holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from dpia.errors import AnswersRejected, FileError
from dpia.i18n import LANGUAGES
from dpia.register import open_sql
from dpia.register.origins import NAME, Origin, origins_text, read_origins
from dpia.register.recording import faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dpia.register.database import Database, Row, Value
    from dpia.register.location import Location
    from dpia.register.recording import Record
    from dpia.register.sql_store import SqlStore
    from dpia.register.store import Fault


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is carried over. names: its columns. key: how many of them, the first ones, tell rows apart."""

    name: str
    names: str
    key: int = 1
    block: int = 50

    @property
    def columns(self) -> list[str]:
        """The columns, one by one."""
        return self.names.split(", ")


TABLES: Final = (
    Table("processing", "id, number, controller, name, questionnaire"),
    Table(
        "version",
        "id, processing, kind, version, controller, name, source, day, language, tool_version, "
        "questionnaire_version, questionnaire_digest, input_name, input_sha256, options_digest, "
        "recorded_at, recorded_by, previous, digest",
    ),
    Table("content", "version, document", block=20),
    Table("seal", "version, salted", block=20),
    Table("written", "id, sha256, name, version, sealed"),
    Table(
        "summary",
        "place, version, newer_draft, proposed, taken, highest_today, highest_target, "
        "stops_not_met, open_answers, next_review, follow",
    ),
    Table("pending", "place, measure, version, code, status, owner, due", key=2),
)
"""Whatever refers to a row comes after it. block: rows a statement; SQLite takes no more than 999 values in one."""
_WITH_IDS: Final = ("processing", "version", "written")


@dataclass(frozen=True, slots=True)
class Moved:
    """What is in both registers now. head: the end of the chain, "" where there is no final version."""

    processings: int
    versions: int
    finals: int
    head: str


def move(old: SqlStore, source: Location, target: Location) -> Moved:
    """Carry a register over. The source stays as it is; nobody can write to it meanwhile.

    Args:
        old: The register, open.
        source: Where it is.
        target: Where there is none yet, or an empty one.

    Raises:
        AnswersRejected: the source is not intact; nothing was carried over.
        FileError: the target is not empty, or one of them cannot be read or written; nothing was carried over.
    """
    if _same(source, target):
        raise FileError("move-same", "export", place=target)
    _refuse_taken_early(target)
    with old.locked():
        if found := old.verify():
            raise _not_intact(source, found)
        with open_sql(target) as new:
            try:
                with new.transaction():
                    _carry_over(old, new, source)
                    return _counted(new)
            except FileError as error:
                if error.key == "postgres-unsure":
                    raise FileError("move-unsure", "export", place=target) from error
                raise


def _carry_over(old: SqlStore, new: SqlStore, source: Location) -> None:
    _refuse_taken(new)
    for table in TABLES:
        for rows in _blocks(old.database, table):
            _insert(new.database, table, rows)
    for name in _WITH_IDS:
        with old.database.errors():
            last = old.database.last_id(name)
        with new.database.errors():
            new.database.go_on_after(name, last)
    now = old.extent()
    origins = read_origins(partial(_ask, old.database))
    if not isinstance(source.database, str) and now.last:
        origins += (Origin(now.last, source.folder.resolve().as_posix()),)
    said = {"head": now.head, NAME: origins_text(origins) if origins else ""}
    for name, value in said.items():
        if value:
            _ask(new.database, "INSERT INTO meta (name, value) VALUES (?, ?)", name, value)
    _refuse_unequal(old, new)


def _ask(database: Database, statement: str, *values: Value) -> list[Row]:
    """Carry out a statement; a fault is told of the side that it happened on."""
    with database.errors():
        return database.rows(statement, *values)


def _blocks(database: Database, table: Table) -> Iterator[list[Row]]:
    """The rows of a table by its key, a few at a time."""
    key = table.columns[: table.key]
    order, holes = ", ".join(key), ", ".join("?" * table.key)
    select = f"SELECT {table.names} FROM {table.name}"  # noqa: S608  # our own names
    ending = f"ORDER BY {order} LIMIT {table.block}"
    page = _ask(database, f"{select} {ending}")
    while page:
        yield page
        last = [page[-1][name] for name in key]
        page = _ask(database, f"{select} WHERE ({order}) > ({holes}) {ending}", *last)


def _insert(database: Database, table: Table, rows: Sequence[Row]) -> None:
    holes = f"({', '.join('?' * len(table.columns))})"
    values = ", ".join([holes] * len(rows))
    statement = f"INSERT INTO {table.name} ({table.names}) VALUES {values}"  # noqa: S608  # our own names
    _ask(database, statement, *(row[name] for row in rows for name in table.columns))


def _refuse_unequal(old: SqlStore, new: SqlStore) -> None:
    """Read both sides once more, side by side, and compute the chain of the new one."""
    unequal = FileError("move-unequal", "export", place=new.database.place)
    now = old.extent()
    counts = [[_count(one.database, table.name) for table in TABLES] for one in (old, new)]
    if counts[0] != counts[1] or new.extent() != now:
        raise unequal

    def compared() -> Iterator[Record]:
        for one, other in zip(old.records(now.last), new.records(now.last), strict=True):
            if one != other:
                raise unequal
            yield other

    if any(True for _ in faults(compared(), now.head)):
        raise unequal


def _counted(new: SqlStore) -> Moved:
    return Moved(
        processings=_count(new.database, "processing"),
        versions=_count(new.database, "version"),
        finals=_count(new.database, "version WHERE version IS NOT NULL"),
        head=new.extent().head,
    )


def _count(database: Database, table: str) -> int:
    return int(_ask(database, f"SELECT count(*) AS count FROM {table}")[0]["count"])  # noqa: S608  # our own names


def _same(source: Location, target: Location) -> bool:
    if isinstance(source.database, str) or isinstance(target.database, str):
        return source.database == target.database
    return target.database.exists() and target.database.samefile(source.database)


def _refuse_taken_early(target: Location) -> None:
    """Say so before a large register is verified; a target that is not there yet is not begun for that."""
    try:
        with open_sql(target, create=False) as there:
            _refuse_taken(there)
    except FileError as error:
        if error.key != "register-missing":
            raise


def _refuse_taken(new: SqlStore) -> None:
    taken = "SELECT name FROM meta WHERE name = 'head'"
    if _ask(new.database, taken) or any(_count(new.database, name) for name in _WITH_IDS):
        raise FileError("move-not-empty", "export", place=new.database.place)


def _not_intact(source: Location, found: Sequence[Fault]) -> AnswersRejected:
    lines = {language: [fault.message(language) for fault in found] for language in LANGUAGES}
    return AnswersRejected("move-not-intact", "export", details=lines, place=source)
