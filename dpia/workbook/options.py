"""The ids behind the choices, on a hidden sheet: so that a later program knows an answer whose label has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dpia.workbook.cells import put_value
from dpia.workbook.markers import MARK_OPTIONS, OPTIONS_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from openpyxl.workbook import Workbook

    from dpia.model import Column, Question, Questionnaire, RawAnswers, RawCell, RawRow
    from dpia.workbook.scan import ScannedRow

Options = dict[str, dict[str, str]]
"""By "question" or "table.column": the label shown -> the id of the option."""

_SUBJECT, _ID, _LABEL = 1, 2, 3
_CHOICE: Final = "choice"


def write_options(workbook: Workbook, questionnaire: Questionnaire, language: str) -> None:
    """Add the sheet."""
    sheet = workbook.create_sheet(OPTIONS_SHEET)
    sheet.sheet_state = "hidden"
    put_value(sheet.cell(1, 1), MARK_OPTIONS)
    row = 2
    for subject, item in _choices(questionnaire):
        for option in item.options:
            values = (subject, option.id, option.label[language])
            for column, value in enumerate(values, start=1):
                put_value(sheet.cell(row, column), value)
            row += 1


def _choices(questionnaire: Questionnaire) -> Iterator[tuple[str, Question | Column]]:
    for question in questionnaire.questions():
        if question.kind == _CHOICE:
            yield question.id, question
    for table in questionnaire.tables():
        for column in table.columns:
            if column.kind == _CHOICE:
                yield f"{table.id}.{column.id}", column


def read_options(rows: Iterable[ScannedRow]) -> Options:
    """Read the rows below the marker."""
    options: Options = {}
    for row in rows:
        subject, option, label = (row.text(column) for column in (_SUBJECT, _ID, _LABEL))
        if subject and option and label:
            options.setdefault(subject, {})[label.casefold()] = option
    return options


def by_option(raw: RawAnswers, options: Options, questionnaire: Questionnaire) -> RawAnswers:
    """Put ids in the place of labels that an earlier questionnaire showed for options there still are."""
    known = dict(_choices(questionnaire))

    def translated(subject: str, cell: RawCell) -> RawCell:
        item = known.get(subject)
        shown = cell.value.strip().casefold() if isinstance(cell.value, str) else ""
        option = options.get(subject, {}).get(shown)
        if item is None or option not in {one.id for one in item.options}:
            return cell
        return replace(cell, value=option)

    def row(table: str, found: RawRow) -> RawRow:
        cells = {name: translated(f"{table}.{name}", cell) for name, cell in found.cells.items()}
        return replace(found, cells=cells)

    cells: Mapping[str, Sequence[RawCell]] = raw.cells
    return replace(
        raw,
        cells={key: tuple(translated(key, one) for one in found) for key, found in cells.items()},
        tables={key: tuple(row(key, one) for one in rows) for key, rows in raw.tables.items()},
    )
