"""The register in an SQL database: one store for every back end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dpia.closing import Closing
from dpia.register.derived import pending, place_of, summaries
from dpia.register.origins import origin_of, read_origins, whole_source
from dpia.register.recording import faults
from dpia.register.sql_reader import SqlReader
from dpia.register.sql_writer import SqlWriter
from dpia.register.store import Extent, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from dpia.register.database import Database, Row
    from dpia.register.recording import Record, Written
    from dpia.register.store import (
        Current,
        NewVersion,
        Pending,
        ProcessingKey,
        RecordKind,
        StoredVersion,
        Summary,
    )


class SqlStore(Closing):
    """A Store in an SQL database."""

    def __init__(self, database: Database) -> None:
        """Keep the register in a database whose tables are up to date."""
        self._database = database
        self._read = SqlReader(database)
        self._write = SqlWriter(self._read)
        self._ask = self._read.ask
        self._inside = False

    @property
    def database(self) -> Database:
        """The database itself, for what copies it whole."""
        return self._database

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Take the write lock at once; a transaction inside another one belongs to it."""
        if self._inside:
            yield
            return
        with self._database.errors():
            self._database.begin()
            self._inside = True
            try:
                yield
                self._database.commit()
            except BaseException:
                self._database.rollback()
                raise
            finally:
                self._inside = False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the write lock to read one state; nothing is written, so nothing is kept at the end."""
        with self._database.errors():
            self._database.begin()
            self._inside = True
            try:
                yield
            finally:
                self._inside = False
                self._database.rollback()

    def versions(self, key: ProcessingKey) -> tuple[StoredVersion, ...]:
        """The finals, oldest first."""
        return tuple(self.each_version(key))

    def each_version(self, key: ProcessingKey) -> Iterator[StoredVersion]:
        """The finals, a few at a time."""
        finals = "version.version IS NOT NULL ORDER BY version.version"
        return self._read.load(self._ids(key, finals))

    def draft(self, key: ProcessingKey) -> StoredVersion | None:
        """The draft."""
        return next(self._read.load(self._ids(key, "version.version IS NULL")), None)

    def latest(self, key: ProcessingKey) -> StoredVersion | None:
        """What was recorded last."""
        return next(self._read.load(self._latest(key)), None)

    def source_of(self, key: ProcessingKey) -> str | None:
        """The workbook of the latest version."""
        for one in self._latest(key):
            for row in self._ask("SELECT source FROM version WHERE id = ?", one):
                return whole_source(str(row["source"]), self.origin_of(one))
        return None

    def next_number(self, key: ProcessingKey) -> int:
        """One more than the last final has."""
        finals = self._read.of_key(
            key, "max(version.version) AS last", "version.version IS NOT NULL"
        )
        return int(finals[0]["last"] or 0) + 1

    def renamed(self, new: NewVersion) -> tuple[str, ...]:
        """The names of the drafts that this one ends."""
        return tuple(row["name"] for row in self._write.renamed(new))

    def same(self, new: NewVersion) -> StoredVersion | None:
        """The last final or the draft, where it records the same input."""
        rest = "version.version IS NOT NULL ORDER BY version.version DESC LIMIT 1"
        wanted = "version.id, input_sha256, questionnaire_digest, options_digest"
        rest = rest if new.final else "version.version IS NULL"
        for row in self._read.of_key(new.key, wanted, rest):
            if _input(row) == (new.input_sha256, new.questionnaire_digest, new.options_digest):
                return next(self._read.load([row["id"]]), None)
        return None

    def add(self, new: NewVersion) -> StoredVersion:
        """Record an assessment."""
        with self.transaction():
            stored = self.same(new)
            if stored is None:
                return self._write.version(new, self.next_number(new.key) if new.final else None)
            self.record_files(stored.id, new.files)
            return stored

    def current(self) -> Iterator[Current]:
        """Every processing by its number."""
        return self._read.standing()

    def find(
        self, number: int, version: int | None = None, kind: RecordKind = "dpia"
    ) -> StoredVersion | None:
        """A final by its number, or what stands."""
        if version is None:
            statement = "SELECT version AS id FROM summary WHERE place = ?"
            found = self._ask(statement, place_of(number, kind))
        else:
            found = self._ask(
                "SELECT version.id FROM version JOIN processing ON processing.id = version.processing "
                "WHERE (processing.number, version.kind, version.version) = (?, ?, ?)",
                number,
                kind,
                version,
            )
        return next(self._read.load([row["id"] for row in found]), None)

    def number_of(self, key: ProcessingKey) -> int | None:
        """The running number of a processing."""
        known = self._write.processing(key)
        return known[1] if known else None

    def has_more_than(self, count: int) -> bool:
        """Whether there are more versions."""
        return bool(self._ask("SELECT 1 FROM version LIMIT 1 OFFSET ?", count))

    def last_recorded(self) -> int:
        """The highest id."""
        return self.extent().last

    def overview(self) -> Iterator[Summary]:
        """All that stands, without documents."""
        return summaries(self._ask)

    def pending(self, until: date) -> Iterator[Pending]:
        """Measures of what stands by their due dates."""
        return pending(self._ask, until)

    def every(self) -> Iterator[StoredVersion]:
        """All versions in the order of recording."""
        return self._read.every()

    def knows_file(self, sha256: str) -> bool:
        """Whether we ever wrote this content."""
        return bool(self._ask("SELECT 1 FROM written WHERE sha256 = ? LIMIT 1", sha256))

    def is_final_file(self, sha256: str) -> bool:
        """Whether this content is a file of a final version."""
        found = self._ask(
            "SELECT 1 FROM written JOIN version ON version.id = written.version "
            "WHERE written.sha256 = ? AND version.version IS NOT NULL LIMIT 1",
            sha256,
        )
        return bool(found)

    def owner_of_file(self, sha256: str) -> StoredVersion | None:
        """The version of this content."""
        owners = self._ask(
            "SELECT version.id FROM version WHERE id IN (SELECT version FROM written WHERE sha256 = ?) "
            "ORDER BY version.version IS NULL, version.id LIMIT 1",
            sha256,
        )
        return next(self._read.load([row["id"] for row in owners]), None)

    def record_files(self, version_id: int | None, files: Mapping[str, str]) -> None:
        """Remember files that the version (or the register) does not have yet."""
        with self.transaction():
            for name, sha256 in sorted(files.items()):
                known = self._ask("SELECT name, version FROM written WHERE sha256 = ?", sha256)
                if (name, version_id) not in {(row["name"], row["version"]) for row in known}:
                    self._write.file(version_id, name, sha256, sealed=False)

    def extent(self) -> Extent:
        """The latest version and the end of the chain, of one moment."""
        (row,) = self._ask(
            "SELECT (SELECT max(id) FROM version) AS last, "
            "(SELECT value FROM meta WHERE name = 'head') AS head"
        )
        return Extent(row["last"] or 0, row["head"] or "")

    def records(self, last: int) -> Iterator[Record]:
        """All versions as they lie there."""
        return self._read.records(last)

    def loose_files(self) -> Iterator[Written]:
        """The files of no version."""
        return self._read.loose_files()

    def origin_of(self, version_id: int) -> str | None:
        """The folder of a version that was recorded before a move."""
        return origin_of(version_id, read_origins(self._ask))

    def verify(self, noting: Callable[[Record], None] | None = None) -> list[Fault]:
        """Recompute all digests and the chain, as they stood when it began."""
        with self._database.errors():
            if damage := self._database.damage():
                return [Fault("fault-database", {"detail": line}) for line in damage]
            now = self.extent()
            try:
                return list(faults(_noted(self.records(now.last), noting), now.head))
            except ValueError as error:
                raise self._read.damaged() from error

    def _latest(self, key: ProcessingKey) -> list[int]:
        """The draft, which a final would have ended, else the last final."""
        last = "version.version IS NOT NULL ORDER BY version.version DESC LIMIT 1"
        return self._ids(key, "version.version IS NULL") or self._ids(key, last)

    def _ids(self, key: ProcessingKey, rest: str) -> list[int]:
        return [row["id"] for row in self._read.of_key(key, "version.id", rest)]


def _noted(records: Iterable[Record], noting: Callable[[Record], None] | None) -> Iterator[Record]:
    for record in records:
        if noting is not None:
            noting(record)
        yield record


def _input(row: Row) -> tuple[str, str, str]:
    return (row["input_sha256"], row["questionnaire_digest"], row["options_digest"])
