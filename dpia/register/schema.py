"""The tables of a register in SQLite, and how an older register is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.errors import FileError
from dpia.register.migrating import known_schema, make_derived_anew

if TYPE_CHECKING:
    from dpia.register.database import Database

APPLICATION: Final = 0x44504941
"""Marks the file as ours ("DPIA"), so that we never write tables into a foreign database."""


def _guard(table: str) -> tuple[str, ...]:
    """Triggers that keep what belongs to a final version as it was written."""
    final = "(SELECT version FROM version WHERE id = {row}.version) IS NOT NULL"
    there = f"EXISTS (SELECT 1 FROM {table} WHERE version = NEW.version)"  # noqa: S608  # our own table names
    occasions = (
        ("is_never_updated", "UPDATE", final.format(row="OLD")),
        ("stays", "DELETE", final.format(row="OLD")),
        ("is_never_replaced", "INSERT", f"{final.format(row='NEW')} AND {there}"),
    )
    return tuple(
        f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {when} "
        "BEGIN SELECT RAISE(ABORT, 'a final version is never changed'); END"
        for name, event, when in occasions
    )


_VERSION_STAYS: Final = (
    """CREATE TRIGGER version_is_never_updated BEFORE UPDATE ON version
        BEGIN SELECT RAISE(ABORT, 'a recorded version is never changed'); END""",
    """CREATE TRIGGER version_final_stays BEFORE DELETE ON version WHEN OLD.version IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a final version is never deleted'); END""",
)
_FILES_STAY: Final = (
    """CREATE TRIGGER written_sealed_is_never_updated BEFORE UPDATE ON written
        WHEN OLD.sealed = 1 AND (SELECT version FROM version WHERE id = OLD.version) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a final version is never changed'); END""",
    """CREATE TRIGGER written_sealed_stays BEFORE DELETE ON written
        WHEN OLD.sealed = 1 AND (SELECT version FROM version WHERE id = OLD.version) IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a final version is never changed'); END""",
    *_guard("content"),
    *_guard("seal"),
)
"""Triggers that every version of the tables has: as little to be edited as the migrations that name them."""

_VERSION_1: Final = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE processing (
        id INTEGER PRIMARY KEY,
        number INTEGER NOT NULL UNIQUE,
        controller TEXT NOT NULL,
        name TEXT NOT NULL,
        questionnaire TEXT NOT NULL,
        UNIQUE (controller, name, questionnaire)
    )""",
    """CREATE TABLE version (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        processing INTEGER NOT NULL REFERENCES processing (id),
        version INTEGER CHECK (version >= 1),
        controller TEXT NOT NULL,
        name TEXT NOT NULL,
        source TEXT NOT NULL,
        day TEXT NOT NULL,
        language TEXT NOT NULL,
        tool_version TEXT NOT NULL,
        questionnaire_version TEXT NOT NULL,
        questionnaire_digest TEXT NOT NULL,
        input_name TEXT NOT NULL,
        input_sha256 TEXT NOT NULL,
        options_digest TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        recorded_by TEXT NOT NULL,
        previous TEXT NOT NULL,
        digest TEXT NOT NULL,
        UNIQUE (processing, version)
    )""",
    "CREATE UNIQUE INDEX one_draft ON version (processing) WHERE version IS NULL",
    """CREATE TABLE content (
        version INTEGER PRIMARY KEY REFERENCES version (id) ON DELETE CASCADE,
        document BLOB NOT NULL
    )""",
    """CREATE TABLE seal (
        version INTEGER PRIMARY KEY REFERENCES version (id) ON DELETE CASCADE,
        salted BLOB NOT NULL
    )""",
    # Hashes of a draft that is gone must stay known: its report may still lie in the folder.
    """CREATE TABLE written (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL,
        name TEXT NOT NULL,
        version INTEGER REFERENCES version (id) ON DELETE SET NULL,
        sealed INTEGER NOT NULL CHECK (sealed IN (0, 1))
    )""",
    "CREATE INDEX written_content ON written (sha256)",
    "CREATE INDEX written_version ON written (version)",
    *_VERSION_STAYS,
    # INSERT OR REPLACE deletes without firing the delete trigger, hence the insert triggers.
    """CREATE TRIGGER version_is_never_replaced BEFORE INSERT ON version
        WHEN EXISTS (SELECT 1 FROM version WHERE version IS NOT NULL AND
            (id = NEW.id OR (processing = NEW.processing AND version = NEW.version)))
        BEGIN SELECT RAISE(ABORT, 'a final version is never replaced'); END""",
    *_FILES_STAY,
)

_TRIGGERS: Final = (
    "version_is_never_updated",
    "version_final_stays",
    "version_is_never_replaced",
    "written_sealed_is_never_updated",
    "written_sealed_stays",
    *(
        f"{table}_{name}"
        for table in ("content", "seal")
        for name in ("is_never_updated", "stays", "is_never_replaced")
    ),
)

_VERSION_2: Final = (
    # SQLite cannot change a UNIQUE of a table: the table is made anew. Its triggers go and come back.
    *(f"DROP TRIGGER IF EXISTS {name}" for name in _TRIGGERS),
    """CREATE TABLE version_made_anew (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        processing INTEGER NOT NULL REFERENCES processing (id),
        kind TEXT NOT NULL CHECK (kind IN ('dpia', 'threshold')),
        version INTEGER CHECK (version >= 1),
        controller TEXT NOT NULL,
        name TEXT NOT NULL,
        source TEXT NOT NULL,
        day TEXT NOT NULL,
        language TEXT NOT NULL,
        tool_version TEXT NOT NULL,
        questionnaire_version TEXT NOT NULL,
        questionnaire_digest TEXT NOT NULL,
        input_name TEXT NOT NULL,
        input_sha256 TEXT NOT NULL,
        options_digest TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        recorded_by TEXT NOT NULL,
        previous TEXT NOT NULL,
        digest TEXT NOT NULL,
        UNIQUE (processing, kind, version)
    )""",
    """INSERT INTO version_made_anew
        SELECT id, processing, 'dpia', version, controller, name, source, day, language, tool_version,
            questionnaire_version, questionnaire_digest, input_name, input_sha256, options_digest,
            recorded_at, recorded_by, previous, digest
        FROM version""",
    "DROP TABLE version",
    "ALTER TABLE version_made_anew RENAME TO version",
    "CREATE UNIQUE INDEX one_draft ON version (processing, kind) WHERE version IS NULL",
    *_VERSION_STAYS,
    """CREATE TRIGGER version_is_never_replaced BEFORE INSERT ON version
        WHEN EXISTS (SELECT 1 FROM version WHERE version IS NOT NULL AND (id = NEW.id OR
            (processing = NEW.processing AND kind = NEW.kind AND version = NEW.version)))
        BEGIN SELECT RAISE(ABORT, 'a final version is never replaced'); END""",
    *_FILES_STAY,
)

_VERSION_3: Final = (
    "DELETE FROM processing WHERE id NOT IN (SELECT processing FROM version)",
    # What is asked before each entry, and what lists need: see derived.py, which fills these tables.
    "CREATE INDEX draft_source ON version (source) WHERE version IS NULL",
    """CREATE TABLE summary (
        place INTEGER PRIMARY KEY,
        version INTEGER NOT NULL REFERENCES version (id) ON DELETE CASCADE,
        newer_draft INTEGER REFERENCES version (id) ON DELETE SET NULL,
        proposed TEXT NOT NULL,
        taken TEXT NOT NULL,
        highest_today TEXT NOT NULL,
        highest_target TEXT NOT NULL,
        stops_not_met INTEGER,
        open_answers INTEGER NOT NULL,
        next_review TEXT,
        follow TEXT NOT NULL
    )""",
    # Without an index on what refers to a version, the end of a draft would look through all rows.
    "CREATE INDEX summary_version ON summary (version)",
    "CREATE INDEX summary_draft ON summary (newer_draft)",
    """CREATE TABLE pending (
        place INTEGER NOT NULL,
        version INTEGER NOT NULL REFERENCES version (id) ON DELETE CASCADE,
        measure TEXT NOT NULL,
        code TEXT NOT NULL,
        status TEXT NOT NULL,
        owner TEXT NOT NULL,
        due TEXT NOT NULL,
        PRIMARY KEY (place, measure)
    ) WITHOUT ROWID""",
    "CREATE INDEX pending_version ON pending (version)",
    "CREATE INDEX pending_due ON pending (due, place, measure)",
)

MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (_VERSION_1, _VERSION_2, _VERSION_3)
"""The statements that lead from version n to n + 1, in order; never edited, only added to."""


def bring_up_to_date(database: Database) -> None:
    """Begin or update the register, whole or not at all.

    Raises:
        FileError: The file is a foreign database, or was written by a newer version of the program.
    """
    if _schema(database) == len(MIGRATIONS):
        return
    # A table that is made anew would take along what refers to it; the setting cannot change later on.
    database.rows("PRAGMA foreign_keys = OFF")
    try:
        _migrate(database)
    finally:
        database.rows("PRAGMA foreign_keys = ON")


def _migrate(database: Database) -> None:
    database.begin()
    try:
        # Another process may have done it while we waited for the lock.
        found = _schema(database)
        for statements in MIGRATIONS[found:]:
            for statement in statements:
                database.rows(statement)
        if 0 < found < len(MIGRATIONS):
            make_derived_anew(database)
        database.rows(f"PRAGMA application_id = {APPLICATION}")
        database.rows(
            "INSERT INTO meta VALUES ('schema', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            str(len(MIGRATIONS)),
        )
        database.commit()
    except BaseException:
        database.rollback()
        raise


def _schema(database: Database) -> int:
    """The schema version of the file: 0 for an empty one."""
    if not database.rows("SELECT 1 FROM sqlite_master LIMIT 1"):
        return 0
    if database.rows("PRAGMA application_id")[0]["application_id"] != APPLICATION:
        raise FileError("register-foreign", area="register", place=database.place)
    rows = database.rows("SELECT value FROM meta WHERE name = 'schema'")
    return known_schema(rows[0]["value"] if rows else "", len(MIGRATIONS), database.place)
