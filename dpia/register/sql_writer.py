"""Writing one version into a register in SQL. All of it happens under the write lock, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dpia.register.derived import stand
from dpia.register.recording import metadata, pack_seals, pack_text, text_of
from dpia.register.seal import seal, version_digest
from dpia.register.version_rows import row_of

if TYPE_CHECKING:
    from dpia.register.database import Row
    from dpia.register.sql_reader import SqlReader
    from dpia.register.store import NewVersion, ProcessingKey, StoredVersion

_RENAMED: Final = """
    SELECT version.id, version.processing, version.name, processing.number
    FROM version JOIN processing ON processing.id = version.processing
    WHERE version.version IS NULL AND version.source = ? AND version.kind = ?
    AND processing.questionnaire = ? AND (processing.controller, processing.name) != (?, ?)
    ORDER BY version.id"""


class SqlWriter:
    """Writes versions. No step looks at more than the processing it is about: a large register is as quick."""

    def __init__(self, read: SqlReader) -> None:
        """Write to the database that is read from."""
        self._read = read
        self._ask = read.ask

    def version(self, new: NewVersion, version: int | None) -> StoredVersion:
        """Write a version that is not there yet. version: its number, None for a draft."""
        self._end_renamed(new)
        processing, number = self.processing(new.key) or self._new_processing(new.key)
        text = text_of(new)
        document = json.loads(text)  # as it will be read back
        seals = seal(document)
        previous = self._head() if new.final else ""
        digest = version_digest(previous, metadata(new, number, version, new.files), seals)
        self._ask(
            "DELETE FROM version WHERE (processing, kind) = (?, ?) AND version IS NULL",
            processing,
            new.key.kind,
        )
        row = row_of(new, processing, version, previous, digest)
        names, holes = ", ".join(row), ", ".join("?" * len(row))
        insert = f"INSERT INTO version ({names}) VALUES ({holes}) RETURNING id"  # noqa: S608  # our own names
        added = int(self._ask(insert, *row.values())[0]["id"])
        self._ask("INSERT INTO content VALUES (?, ?)", added, pack_text(text))
        self._ask("INSERT INTO seal VALUES (?, ?)", added, pack_seals(seals))
        for name, sha256 in sorted(new.files.items()):
            self.file(added, name, sha256, sealed=True)
        if new.final:
            self._ask(
                "INSERT INTO meta VALUES ('head', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                digest,
            )
        stored = next(self._read.load([added]))
        stand(self._ask, stored, added, number)
        return stored

    def renamed(self, new: NewVersion) -> list[Row]:
        """The drafts of other processings that the same workbook has."""
        controller, name, questionnaire = new.key.folded
        return self._ask(_RENAMED, new.source, new.key.kind, questionnaire, controller, name)

    def processing(self, key: ProcessingKey) -> tuple[int, int] | None:
        """The row and the running number of a processing."""
        for row in self._ask(
            "SELECT id, number FROM processing WHERE (controller, name, questionnaire) = (?, ?, ?)",
            *key.folded,
        ):
            return int(row["id"]), int(row["number"])
        return None

    def file(self, version_id: int | None, name: str, sha256: str, *, sealed: bool) -> None:
        """Remember a file."""
        self._ask(
            "INSERT INTO written (sha256, name, version, sealed) VALUES (?, ?, ?, ?)",
            sha256,
            name,
            version_id,
            int(sealed),
        )

    def _new_processing(self, key: ProcessingKey) -> tuple[int, int]:
        (row,) = self._ask(
            "INSERT INTO processing (number, controller, name, questionnaire) "
            "VALUES ((SELECT coalesce(max(number), 0) + 1 FROM processing), ?, ?, ?) "
            "RETURNING id, number",
            *key.folded,
        )
        return int(row["id"]), int(row["number"])

    def _end_renamed(self, new: NewVersion) -> None:
        """End the drafts of old names, and the processings of which nothing is left."""
        for row in self.renamed(new):
            self._ask("DELETE FROM version WHERE id = ?", row["id"])
            self._ask(
                "DELETE FROM processing WHERE id = ? "
                "AND NOT EXISTS (SELECT 1 FROM version WHERE version.processing = processing.id)",
                row["processing"],
            )

    def _head(self) -> str:
        rows = self._ask("SELECT value FROM meta WHERE name = 'head'")
        return str(rows[0]["value"]) if rows else ""
