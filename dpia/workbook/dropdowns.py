"""The drop-downs and hints of a workbook as they stand in its cells, whoever saved it last."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpia.workbook.guard import damaged, read_for_writing
from dpia.workbook.read import BROKEN, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST_RULE = 10_000
"""Cells of one rule that are looked at; a rule over whole columns is none of ours."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What a cell offers: the choices of its list and the hint that appears beside it."""

    choices: tuple[str, ...]
    prompt: str


Guides = dict[tuple[str, str], Guide]
"""By title of the sheet and cell."""


def read_guides(path: Path) -> Guides:
    """Return every drop-down and hint of a file (FileError: unreadable)."""
    data = read_for_writing(path)
    try:
        return guides_of(data)
    except BROKEN as error:
        raise damaged(path) from error


def guides_of(data: bytes) -> Guides:
    """Return every drop-down and hint of a workbook in memory."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = load(data, read_only=False)
        try:
            return dict(_guides(workbook))
        finally:
            workbook.close()


def _guides(workbook: Workbook) -> Iterator[tuple[tuple[str, str], Guide]]:
    lists: dict[str, tuple[str, ...]] = {}
    for sheet in workbook.worksheets:
        for rule in sheet.data_validations.dataValidation:
            source = str(rule.formula1 or "") if rule.type == "list" else ""
            if source not in lists:
                lists[source] = _choices(workbook, sheet, source)
            guide = Guide(lists[source], str(rule.prompt or ""))
            for cell in _cells(rule):
                yield (sheet.title, cell), guide


def _cells(rule: DataValidation) -> Iterator[str]:
    from openpyxl.utils import get_column_letter

    count = 0
    for area in rule.sqref.ranges:
        for row, column in area.cells:
            count += 1
            if count > _LONGEST_RULE:
                return
            yield f"{get_column_letter(column)}{row}"


def _choices(workbook: Workbook, sheet: Worksheet, source: str) -> tuple[str, ...]:
    """The entries of a list: written out, a range, or a name for one; nothing where it leads nowhere."""
    if source.startswith('"'):
        return tuple(entry.strip() for entry in source.strip('"').split(","))
    name = workbook.defined_names.get(source)
    place = str(name.attr_text) if name is not None else source
    title, _, area = place.rpartition("!")
    title = title.strip("'").replace("''", "'") or sheet.title
    if not area or title not in workbook.sheetnames:
        return ()
    try:
        found = workbook[title][area.replace("$", "")]
    except ValueError:  # "#REF!" and the like
        return ()
    rows = found if isinstance(found, tuple) else ((found,),)
    return tuple(str(cell.value) for row in rows for cell in row if cell.value is not None)
