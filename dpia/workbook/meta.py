"""The hidden sheet that says which questionnaire a workbook is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.version import __version__
from dpia.workbook.cells import put_value
from dpia.workbook.markers import FORMAT, MARK_META, META_SHEET

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.model import Questionnaire

KEY_FORMAT: Final = "format"
KEY_ID: Final = "questionnaire"
KEY_VERSION: Final = "version"
KEY_DIGEST: Final = "digest"
KEY_LANGUAGE: Final = "language"
KEY_TOOL: Final = "tool"
KEY_CHECKED: Final = "answers-checked"
"""Digest of the answers in a checked copy, as we wrote it."""
KEY_UPGRADED: Final = "upgraded-from"
"""Name of the workbook whose place an upgraded one takes."""


def write_meta(
    workbook: Workbook, questionnaire: Questionnaire, language: str, upgraded: str = ""
) -> None:
    """Add the sheet."""
    sheet = workbook.create_sheet(META_SHEET)
    sheet.sheet_state = "hidden"
    put_value(sheet.cell(1, 1), MARK_META)
    entries = {
        KEY_FORMAT: str(FORMAT),
        KEY_ID: questionnaire.id,
        KEY_VERSION: questionnaire.version,
        KEY_DIGEST: questionnaire.digest,
        KEY_LANGUAGE: language,
        KEY_TOOL: __version__,
    }
    if upgraded:
        entries[KEY_UPGRADED] = upgraded
    for key, value in entries.items():
        set_entry(sheet, key, value)


def set_entry(sheet: Worksheet, key: str, value: str) -> None:
    """Write or replace an entry; everything is text, so that "1.0" stays "1.0"."""
    row = next(
        (row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == key),
        sheet.max_row + 1,
    )
    put_value(sheet.cell(row, 1), key)
    sheet.cell(row, 2).number_format = "@"
    put_value(sheet.cell(row, 2), value)


def meta_sheet(workbook: Workbook) -> Worksheet | None:
    """Find the sheet by what stands in it, whatever it is called now."""
    for sheet in workbook.worksheets:
        if sheet.cell(1, 1).value == MARK_META:
            return sheet
    return None
