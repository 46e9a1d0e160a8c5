"""Read a filled workbook: .xlsx -> RawAnswers. Nothing is judged and nothing dropped.

Cells are found by hidden ids and markers, never by position: rows may be moved, sheets renamed, columns inserted.
"""

from __future__ import annotations

import hashlib
import warnings
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from dpia.errors import AnswersRejected
from dpia.i18n import DEFAULT_LANGUAGE, LANGUAGES
from dpia.model import Question, RawAnswers, RawCell, RawRow
from dpia.workbook.gather import gather, named
from dpia.workbook.guard import damaged, read_guarded
from dpia.workbook.markers import FORMAT, SIGNED_BY, SIGNED_ON
from dpia.workbook.meta import KEY_DIGEST, KEY_FORMAT, KEY_ID, KEY_LANGUAGE, KEY_VERSION
from dpia.workbook.scan import scan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from dpia.model import Column, Place, Questionnaire, Table
    from dpia.workbook.gather import Gathered, GatheredRow
    from dpia.workbook.options import Options
    from dpia.workbook.scan import Found, ScannedSheet

BROKEN = (
    *(BadZipFile, ParseError, zlib.error, SyntaxError, EOFError, OSError),
    *(
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        NotImplementedError,
        RecursionError,
    ),
)
"""What openpyxl raises on damaged files."""


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """A workbook that is one of ours, read into memory; the file is closed again.

    broken: titles of topic sheets whose hidden row or column is gone, so that they cannot be read.
    options: the ids behind the choices, as far as the workbook has them.
    """

    path: Path
    sha256: str
    meta: Mapping[str, str]
    sheets: tuple[ScannedSheet, ...]
    broken: tuple[str, ...] = ()
    options: Options = field(default_factory=dict)

    @property
    def questionnaire_id(self) -> str:
        """Which questionnaire it is."""
        return self.meta[KEY_ID]

    @property
    def questionnaire_version(self) -> str:
        """Which version of it."""
        return self.meta.get(KEY_VERSION, "")

    @property
    def questionnaire_digest(self) -> str:
        """The digest of the questionnaire that it was written from."""
        return self.meta.get(KEY_DIGEST, "")

    @property
    def language(self) -> str:
        """Its language."""
        found = self.meta.get(KEY_LANGUAGE, "")
        return found if found in LANGUAGES else DEFAULT_LANGUAGE


def open_workbook(path: Path) -> OpenedWorkbook:
    """Read a workbook into memory (FileError: unreadable; AnswersRejected: readable but not ours)."""
    data = read_guarded(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            workbook = load(data, read_only=True)
            try:
                scanned = scan(workbook)
            finally:
                workbook.close()
        except BROKEN as error:
            raise damaged(path) from error
    meta = scanned.meta
    if not meta.get(KEY_ID) or not (scanned.sheets or scanned.broken):
        raise AnswersRejected("not-a-questionnaire", "workbook", file=str(path))
    if meta.get(KEY_FORMAT, "").isdigit() and int(meta[KEY_FORMAT]) > FORMAT:
        raise AnswersRejected("questionnaire-too-new", "workbook", file=str(path))
    sha256 = hashlib.sha256(data).hexdigest()
    return OpenedWorkbook(path, sha256, meta, scanned.sheets, scanned.broken, scanned.options)


def load(data: bytes, *, read_only: bool) -> Workbook:
    """Open guarded bytes with openpyxl, to read the cells (sheets are then LeanSheet) or to change them."""
    from dpia.workbook.lean import load_lean
    from dpia.workbook.strings import load_as_stored

    stream = BytesIO(data)
    return load_lean(stream) if read_only else load_as_stored(stream, read_only=False)


def read_answers(opened: OpenedWorkbook, questionnaire: Questionnaire) -> RawAnswers:
    """Return what stands in the answer cells, by the ids of the questionnaire."""
    return _Reading(opened, questionnaire).answers()


class _Reading:
    def __init__(self, opened: OpenedWorkbook, questionnaire: Questionnaire) -> None:
        self.opened = opened
        self.questionnaire = questionnaire
        self.gathered: Gathered = gather(opened.sheets)
        self.asked = _asked(questionnaire)
        self.unknown: list[tuple[str, Place]] = list(self.gathered.lost)

    def answers(self) -> RawAnswers:
        """Put it all together."""
        cells = self._cells()
        tables = self._tables()
        subjects = {question.id for question in self.questionnaire.questions()} | self.asked.keys()
        notes = {}
        for subject, note in self.gathered.notes.items():
            if subject in subjects:
                notes[subject] = _raw(note)
            else:
                self.unknown.append((subject, note.place))
        return RawAnswers(
            questionnaire_id=self.opened.questionnaire_id,
            questionnaire_version=self.opened.questionnaire_version,
            language=self.opened.language,
            cells=cells,
            tables=tables,
            notes=notes,
            signed=self._signed(),
            unknown_ids=tuple(dict.fromkeys(self.unknown)),
        )

    def _cells(self) -> dict[str, tuple[RawCell, ...]]:
        cells = {}
        signatures = self._signatures()
        headings = {q.id for q in self.questionnaire.questions() if q.kind == "multi"}
        for subject, found in self.gathered.cells.items():
            if subject in self.asked:
                percent = self.asked[subject].unit == "percent"
                cells[subject] = tuple(_raw(one, percent=percent) for one in found)
            elif subject not in signatures and subject not in headings:
                self.unknown += [(subject, one.place) for one in found]
        for subject, place in self.gathered.empty.items():
            if subject in self.asked:
                cells.setdefault(subject, (RawCell(None, place),))
        return cells

    def _signatures(self) -> set[str]:
        return {
            f"{sheet.id}{suffix}"
            for sheet in self.questionnaire.sheets
            for suffix in (SIGNED_BY, SIGNED_ON)
        }

    def _signed(self) -> dict[str, tuple[RawCell | None, RawCell | None]]:
        signed = {}
        for sheet in self.questionnaire.sheets:
            by = self.gathered.cells.get(f"{sheet.id}{SIGNED_BY}")
            on = self.gathered.cells.get(f"{sheet.id}{SIGNED_ON}")
            if by or on:
                signed[sheet.id] = (_raw(by[0]) if by else None, _raw(on[0]) if on else None)
        return signed

    def _tables(self) -> dict[str, tuple[RawRow, ...]]:
        known = {table.id: table for table in self.questionnaire.tables()}
        tables = {}
        for table_id, rows in self.gathered.tables.items():
            table = known.get(table_id)
            if table is None:
                self.unknown += [(f"table:{table_id}#{row.id}", row.place) for row in rows]
                continue
            filled = named([row for row in rows if _is_filled(table, row)])
            if filled:
                read = tuple(self._row(table, row) for row in filled)
                tables[table_id] = self._given(table, read) if table.fixed else read
        return tables

    def _given(self, table: Table, rows: tuple[RawRow, ...]) -> tuple[RawRow, ...]:
        """The rows that the questionnaire gives; an added or contradicting one is named, for it counts nowhere."""
        given: dict[str, RawRow] = {}
        known = {starter.id for starter in table.rows}
        for row in rows:
            first = given.setdefault(row.id, row) if row.id in known else None
            if first is None or _entered(first) != _entered(row):
                self.unknown.append((f"table:{table.id}#{row.id}", row.place))
        return tuple(given.values())

    def _row(self, table: Table, row: GatheredRow) -> RawRow:
        columns = {column.id: column for column in table.columns}
        cells = {}
        for column_id, found in row.cells.items():
            column = columns.get(column_id)
            if column is None:
                self.unknown.append((f"{table.id}.{column_id}", found.place))
            elif column.kind != "label":
                cells[column_id] = _raw(found, percent=column.unit == "percent")
        return RawRow(_labelled(table, row, self.opened.language), cells, row.place)


def _asked(questionnaire: Questionnaire) -> dict[str, Question]:
    """Return every id that has an answer cell, with its question."""
    asked: dict[str, Question] = {}
    for question in questionnaire.questions():
        if question.kind == "multi":
            asked |= {f"{question.id}.{option.id}": question for option in question.options}
        else:
            asked[question.id] = question
    return asked


def _entered(row: RawRow) -> dict[str, object]:
    return {column: cell.value for column, cell in row.cells.items()}


def _is_filled(table: Table, row: GatheredRow) -> bool:
    labels = {column.id for column in table.columns if column.kind == "label"}
    return any(column not in labels for column in row.cells)


def _labelled(table: Table, row: GatheredRow, language: str) -> str:
    """Return the id of a row; in a fixed table the code that people see decides, should both differ."""
    first: Column = table.columns[0]
    shown = row.cells.get(first.id)
    if not table.fixed or first.kind != "label" or shown is None:
        return row.id
    for starter in table.rows:
        value = starter.values.get(first.id)
        label = value if isinstance(value, str) or value is None else value[language]
        if label == shown.value:
            return starter.id
    return row.id


def _raw(found: Found, *, percent: bool = False) -> RawCell:
    value = found.value
    if percent and found.percent and isinstance(value, int | float):
        value = round(value * 100, 10)
        value = int(value) if value == int(value) else value
    return RawCell(value, found.place, found.kind, found.changes)
