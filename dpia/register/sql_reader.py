"""Reading a register in SQL: whole versions by what one knows of them, a page at a time where there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.errors import FileError
from dpia.register.recording import Record, Written, unpack_seals
from dpia.register.store import Current
from dpia.register.version_rows import stored_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dpia.register.database import Database, Row, Value
    from dpia.register.store import ProcessingKey, StoredVersion

    Raw = dict[int, tuple[Row, list[Written]]]

_VERSIONS: Final = """
    SELECT version.*, processing.number, processing.questionnaire, content.document{more}
    FROM version JOIN processing ON processing.id = version.processing
    LEFT JOIN content ON content.version = version.id
    LEFT JOIN seal ON seal.version = version.id
    WHERE version.id IN ({holes})"""
_FILES: Final = """
    SELECT version, name, sha256, sealed FROM written
    WHERE version IN ({holes}) ORDER BY id"""
_LOOSE: Final = """
    SELECT id, name, sha256 FROM written WHERE version IS NULL AND id > ? ORDER BY id LIMIT ?"""
_OF_KEY: Final = """
    FROM version JOIN processing ON processing.id = version.processing
    WHERE (processing.controller, processing.name, processing.questionnaire, version.kind)
        = (?, ?, ?, ?) """
_STANDING: Final = """
    SELECT place, version, newer_draft FROM summary WHERE place > ? ORDER BY place LIMIT ?"""
_PAGE: Final = 50
_MANY: Final = 1000


class SqlReader:
    """Reads whole versions: first their ids, then their files, then the rows.

    In this order a draft that another program replaces in between is missing as a whole, never in part.
    """

    def __init__(self, database: Database) -> None:
        """Read from an open database."""
        self._database = database

    def ask(self, statement: str, *values: Value) -> list[Row]:
        """Carry out one statement; what fails is told in our words."""
        with self._database.errors():
            return self._database.rows(statement, *values)

    def of_key(self, key: ProcessingKey, wanted: str, rest: str) -> list[Row]:
        """What is wanted of the versions of a processing. rest: more conditions, the order."""
        statement = f"SELECT {wanted} {_OF_KEY} AND {rest}"
        return self.ask(statement, *key.folded, key.kind)

    def load(self, ids: Sequence[int]) -> Iterator[StoredVersion]:
        """Those of these versions that are there, in this order, each unpacked when its turn has come.

        Raises:
            FileError: the content of one is damaged.
        """
        for start in range(0, len(ids), _PAGE):
            page = ids[start : start + _PAGE]
            raw = self._raw(page)
            for one in page:
                if one in raw:
                    yield self._stored(raw[one])

    def load_damaged(self, ids: Sequence[int]) -> Iterator[StoredVersion]:
        """As load, but damaged ones come without their content."""
        raw = self._raw(ids)
        for one in ids:
            if one in raw:
                try:
                    yield _stored_of(*raw[one])
                except ValueError:
                    yield _stored_of(*raw[one], content=False)

    def standing(self) -> Iterator[Current]:
        """What stands, by its place in lists."""
        after = 0
        while page := self.ask(_STANDING, after, _PAGE):
            raw = self._raw([one for row in page for one in _named(row)])
            for row in page:
                found = [self._stored(raw[one]) for one in _named(row) if one in raw]
                if found:
                    yield Current(*found)
            after = page[-1]["place"]

    def every(self) -> Iterator[StoredVersion]:
        """All versions in the order of recording."""
        for ids in self._pages():
            yield from self.load(ids)

    def records(self, last: int) -> Iterator[Record]:
        """Every version up to this id as it lies there, damaged ones without their content."""
        for ids in self._pages():
            raw = self._raw(ids, sealed=True)
            for one in ids:
                if one in raw and one <= last:
                    yield _record(*raw[one])

    def loose_files(self) -> Iterator[Written]:
        """The files of no version that is there: of drafts that ended, and the register's own."""
        after = 0
        while page := self.ask(_LOOSE, after, _MANY):
            yield from (Written(row["name"], row["sha256"], sealed=False) for row in page)
            after = page[-1]["id"]

    def damaged(self) -> FileError:
        """What is raised where the content cannot be read."""
        return FileError("register-damaged", area="register", place=self._database.place)

    def _pages(self) -> Iterator[list[int]]:
        after = 0
        while page := self.ask(
            "SELECT id FROM version WHERE id > ? ORDER BY id LIMIT ?", after, _PAGE
        ):
            yield [row["id"] for row in page]
            after = page[-1]["id"]

    def _raw(self, ids: Sequence[int], *, sealed: bool = False) -> Raw:
        """Rows and files of these versions. sealed: with the seals."""
        if not ids:
            return {}
        holes = ", ".join("?" * len(ids))
        files: dict[int, list[Written]] = {}
        for row in self.ask(_FILES.format(holes=holes), *ids):
            one = Written(row["name"], row["sha256"], bool(row["sealed"]))
            files.setdefault(row["version"], []).append(one)
        statement = _VERSIONS.format(holes=holes, more=", seal.salted" if sealed else "")
        return {row["id"]: (row, files.get(row["id"], [])) for row in self.ask(statement, *ids)}

    def _stored(self, raw: tuple[Row, list[Written]]) -> StoredVersion:
        try:
            return _stored_of(*raw)
        except ValueError as error:
            raise self.damaged() from error


def _named(row: Row) -> list[int]:
    return [row[name] for name in ("version", "newer_draft") if row[name] is not None]


def _stored_of(row: Row, written: Sequence[Written], *, content: bool = True) -> StoredVersion:
    return stored_of(row, {one.name: one.sha256 for one in written}, content=content)


def _record(row: Row, written: Sequence[Written]) -> Record:
    try:
        return Record(_stored_of(row, written), tuple(written), unpack_seals(row["salted"] or b""))
    except (ValueError, TypeError):
        return Record(_stored_of(row, written, content=False), tuple(written), None)
