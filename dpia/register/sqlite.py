"""The register in one SQLite file, made for folders that several people share."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from dpia.errors import FileError
from dpia.register.database_errors import database_errors
from dpia.register.recording import (
    Record,
    document_of,
    faults,
    metadata,
    pack,
    pack_seals,
    unpack_seals,
)
from dpia.register.schema import bring_up_to_date
from dpia.register.seal import seal, version_digest
from dpia.register.sqlite_rows import row_of, stored_of
from dpia.register.store import Current, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from dpia.register.store import NewVersion, ProcessingKey, StoredVersion

_WAIT = 10.0
_VERSION = """
    SELECT version.*, processing.number, processing.questionnaire, content.document, seal.salted
    FROM version JOIN processing ON processing.id = version.processing
    LEFT JOIN content ON content.version = version.id
    LEFT JOIN seal ON seal.version = version.id """

_RENAMED = """
    SELECT version.id FROM version JOIN processing ON processing.id = version.processing
    WHERE version.version IS NULL AND version.source = ? AND version.kind = ?
    AND processing.questionnaire = ? AND (processing.controller, processing.name) != (?, ?)"""


class SqliteStore:
    """A Store in a file. The default rollback journal stays: WAL does not work on network shares."""

    def __init__(self, path: Path, *, create: bool = True, wait: float = _WAIT) -> None:
        """Open the register.

        Args:
            path: The database file.
            create: Whether to begin a register that is not there yet.
            wait: Seconds to wait for another program's lock.
        """
        self.path = path
        self._inside = False
        if not create and not path.exists():
            raise FileError("register-missing", area="register", place=path)
        with database_errors(path):
            self._connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
            try:
                self._connection.row_factory = sqlite3.Row
                self._connection.execute("PRAGMA foreign_keys = ON")
                bring_up_to_date(self._connection, path)
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Take the write lock at once; a transaction inside another one belongs to it."""
        if self._inside:
            yield
            return
        with database_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            self._inside = True
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise
            finally:
                self._inside = False

    def versions(self, key: ProcessingKey) -> tuple[StoredVersion, ...]:
        """The finals, oldest first."""
        return self._of(key, "version.version IS NOT NULL ORDER BY version.version")

    def draft(self, key: ProcessingKey) -> StoredVersion | None:
        """The draft."""
        return next(iter(self._of(key, "version.version IS NULL")), None)

    def latest(self, key: ProcessingKey) -> StoredVersion | None:
        """What was recorded last."""
        return next(iter(self._of(key, "TRUE ORDER BY version.id DESC LIMIT 1")), None)

    def source_of(self, key: ProcessingKey) -> str | None:
        """The workbook of the latest version."""
        latest = self.latest(key)
        return latest.source if latest else None

    def next_number(self, key: ProcessingKey) -> int:
        """One more than the last final has."""
        last = self._last_final(key)
        return (last.version or 0) + 1 if last else 1

    def renamed(self, new: NewVersion) -> tuple[str, ...]:
        """The names of the drafts that this one ends."""
        found = self._select(f"version.id IN ({_RENAMED})", *_renamed_by(new))
        return tuple(one.key.name for one in found)

    def same(self, new: NewVersion) -> StoredVersion | None:
        """The last final or the draft, where it records the same input."""
        stored = self._last_final(new.key) if new.final else self.draft(new.key)
        if stored is None or _input(stored) != _input(new):
            return None
        return stored

    def add(self, new: NewVersion) -> StoredVersion:
        """Record an assessment."""
        with self.transaction():
            stored = self.same(new)
            if stored is None:
                return self._insert(new)
            self.record_files(stored.id, new.files)
            return stored

    def current(self) -> Iterator[Current]:
        """Every processing by its number."""
        with database_errors(self.path):
            numbered = self._connection.execute(
                "SELECT DISTINCT processing.id, version.kind FROM processing "
                "JOIN version ON version.processing = processing.id "
                "ORDER BY processing.number, version.kind = 'dpia'"
            )
            for processing, kind in numbered.fetchall():
                latest = (
                    "(version.processing, version.kind) = (?, ?) ORDER BY version.id DESC LIMIT 2"
                )
                found = self._select(latest, processing, kind)
                finals = [one for one in found if one.final]
                drafts = [one for one in found if not one.final]
                if finals:
                    yield Current(finals[0], drafts[0] if drafts else None)
                elif drafts:
                    yield Current(drafts[0])

    def knows_file(self, sha256: str) -> bool:
        """Whether we ever wrote this content."""
        with database_errors(self.path):
            found = self._connection.execute("SELECT 1 FROM written WHERE sha256 = ?", (sha256,))
            return found.fetchone() is not None

    def is_final_file(self, sha256: str) -> bool:
        """Whether this content is a file of a final version."""
        with database_errors(self.path):
            found = self._connection.execute(
                "SELECT 1 FROM written JOIN version ON version.id = written.version "
                "WHERE written.sha256 = ? AND version.version IS NOT NULL",
                (sha256,),
            )
            return found.fetchone() is not None

    def owner_of_file(self, sha256: str) -> StoredVersion | None:
        """The version of this content."""
        owned = (
            "version.id IN (SELECT written.version FROM written WHERE written.sha256 = ?) "
            "ORDER BY version.version IS NULL, version.id LIMIT 1"
        )
        return next(iter(self._select(owned, sha256)), None)

    def record_files(self, version_id: int | None, files: Mapping[str, str]) -> None:
        """Remember files that the version (or the register) does not have yet."""
        with self.transaction():
            for name, sha256 in sorted(files.items()):
                self._connection.execute(
                    "INSERT INTO written (sha256, name, version, sealed) SELECT ?1, ?2, ?3, 0 "
                    "WHERE NOT EXISTS (SELECT 1 FROM written "
                    "WHERE sha256 = ?1 AND name = ?2 AND version IS ?3)",
                    (sha256, name, version_id),
                )

    def verify(self) -> list[Fault]:
        """Recompute all digests and the chain."""
        with database_errors(self.path):
            damage = [row[0] for row in self._connection.execute("PRAGMA integrity_check")]
            if damage != ["ok"]:
                return [Fault("fault-database", {"detail": line}) for line in damage]
            try:
                return list(faults(self._records(), self._head()))
            except ValueError as error:
                raise FileError("register-damaged", area="register", place=self.path) from error

    def _insert(self, new: NewVersion) -> StoredVersion:
        execute = self._connection.execute
        version = self.next_number(new.key) if new.final else None
        execute(f"DELETE FROM version WHERE id IN ({_RENAMED})", _renamed_by(new))  # noqa: S608  # our own statement
        execute("DELETE FROM processing WHERE id NOT IN (SELECT processing FROM version)")
        processing, number = self._processing(new.key)
        document = document_of(new)
        seals = seal(document)
        previous = self._head() if new.final else ""
        digest = version_digest(previous, metadata(new, number, version, new.files), seals)
        execute(
            "DELETE FROM version WHERE (processing, kind) = (?, ?) AND version IS NULL",
            (processing, new.key.kind),
        )
        row = row_of(new, processing, version, previous, digest)
        names = ", ".join(row)
        holes = ", ".join(f":{name}" for name in row)
        added = execute(f"INSERT INTO version ({names}) VALUES ({holes})", row).lastrowid  # noqa: S608  # our own column names
        execute("INSERT INTO content VALUES (?, ?)", (added, pack(document)))
        execute("INSERT INTO seal VALUES (?, ?)", (added, pack_seals(seals)))
        self._connection.executemany(
            "INSERT INTO written (sha256, name, version, sealed) VALUES (?, ?, ?, 1)",
            [(sha256, name, added) for name, sha256 in sorted(new.files.items())],
        )
        if new.final:
            execute("INSERT OR REPLACE INTO meta VALUES ('head', ?)", (digest,))
        return self._select("version.id = ?", added)[0]

    def _processing(self, key: ProcessingKey) -> tuple[int, int]:
        """The row and the running number of a processing, made when it is new."""
        self._connection.execute(
            "INSERT INTO processing (number, controller, name, questionnaire) "
            "SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3 FROM processing "
            "WHERE TRUE ON CONFLICT (controller, name, questionnaire) DO NOTHING",
            key.folded,
        )
        found = self._connection.execute(
            "SELECT id, number FROM processing WHERE (controller, name, questionnaire) = (?, ?, ?)",
            key.folded,
        ).fetchone()
        return int(found["id"]), int(found["number"])

    def _head(self) -> str:
        row = self._connection.execute("SELECT value FROM meta WHERE name = 'head'").fetchone()
        return str(row[0]) if row else ""

    def _last_final(self, key: ProcessingKey) -> StoredVersion | None:
        last = "version.version IS NOT NULL ORDER BY version.version DESC LIMIT 1"
        return next(iter(self._of(key, last)), None)

    def _of(self, key: ProcessingKey, rest: str) -> tuple[StoredVersion, ...]:
        return self._select(
            "(processing.controller, processing.name, processing.questionnaire, version.kind) "
            f"= (?, ?, ?, ?) AND {rest}",
            *key.folded,
            key.kind,
        )

    def _select(self, where: str, *values: object) -> tuple[StoredVersion, ...]:
        with database_errors(self.path):
            rows = self._connection.execute(f"{_VERSION} WHERE {where}", values).fetchall()
            try:
                return tuple(stored_of(row, self._files(row["id"])) for row in rows)
            except ValueError as error:
                raise FileError("register-damaged", area="register", place=self.path) from error

    def _files(self, version_id: int, *, sealed: bool = False) -> dict[str, str]:
        rows = self._connection.execute(
            "SELECT name, sha256 FROM written WHERE version = ? AND sealed >= ? ORDER BY id",
            (version_id, int(sealed)),
        )
        return {name: sha256 for name, sha256 in rows}  # noqa: C416  # rows are sqlite3.Row

    def _records(self) -> Iterator[Record]:
        """Every version as it lies there, one at a time, damaged ones without their content."""
        for row in self._connection.execute(f"{_VERSION} ORDER BY version.id"):
            files = self._files(row["id"], sealed=True)
            try:
                yield Record(stored_of(row, files), files, unpack_seals(row["salted"] or b""))
            except (ValueError, TypeError):
                yield Record(stored_of(row, files, content=False), files, None)


def _renamed_by(new: NewVersion) -> tuple[str, ...]:
    controller, name, questionnaire = new.key.folded
    return (new.source, new.key.kind, questionnaire, controller, name)


def _input(new: NewVersion) -> tuple[str, str, str]:
    return (new.input_sha256, new.questionnaire_digest, new.options_digest)
