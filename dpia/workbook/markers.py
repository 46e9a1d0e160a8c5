"""What ties a workbook to its questionnaire: hidden ids and markers. Writer and reader share them.

Row 1 of every topic sheet is hidden and names the columns by marker, so that inserted columns, renamed and
re-ordered sheets read the same. The ids stand in the column of MARK_ID.
"""

from __future__ import annotations

from typing import Final

FORMAT: Final = 1
"""Version of this layout; a workbook of a later one is refused."""

META_SHEET: Final = "_dpia"
LISTS_SHEET: Final = "_dpia_lists"
OPTIONS_SHEET: Final = "_dpia_options"
MARK_META: Final = "#dpia-meta"
MARK_PROBLEMS: Final = "#dpia-problems"
MARK_CHANGES: Final = "#dpia-changes"
MARK_OPTIONS: Final = "#dpia-options"

MARK_ID: Final = "#dpia"
MARK_APPLIES: Final = "#applies"
MARK_NEEDED: Final = "#needed"
MARK_DONE: Final = "#done"
MARK_CODE: Final = "#code"
MARK_TEXT: Final = "#text"
MARK_ANSWER: Final = "#answer"
MARK_NOTE: Final = "#note"
MARK_HELP: Final = "#help"
MARK_SOURCE: Final = "#source"

SIGNED_BY: Final = "@by"
SIGNED_ON: Final = "@on"

TABLE_PREFIX: Final = "table:"
PART_COLUMNS: Final = "columns"
PARTS: Final = ("title", "help", PART_COLUMNS, "header", "end")
"""Rows of a table that carry no answers."""

ADDED: Final = "+"
"""Row ids of added rows: +1, +2, ..."""

CONFIRMED: Final = "confirmed"
"""Column in which a starter row is confirmed."""

AUTHOR: Final = "dpia"
"""Author of our comments in a checked copy."""


def table_row_id(table: str, row: str) -> str:
    """Return the hidden id of a row of a table."""
    return f"{TABLE_PREFIX}{table}#{row}"
