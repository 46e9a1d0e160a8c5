"""Sheets that people added to the register workbook, carried over into the new one."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.cell import WriteOnlyCell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from openpyxl import Workbook


def copy_sheets(before: Path, book: Workbook, titles: Sequence[str]) -> None:
    """Copy values, formulas, looks, widths and merged cells of these sheets.

    The workbook has passed the guard when it was read. Pictures and charts do not come along; a workbook with any
    is kept beside the new one.
    """
    old = load_workbook(before)
    try:
        for title in titles:
            if title in old.sheetnames:
                _copy(old[title], book.create_sheet(_free(title, book.sheetnames)))
    finally:
        old.close()


def _free(title: str, taken: Sequence[str]) -> str:
    """A title that no sheet has yet (upper and lower case are the same to Excel)."""
    known = {one.casefold() for one in taken}
    name, count = title, 1
    while name.casefold() in known:
        count += 1
        name = f"{title[:27]} ({count})"
    return name


def _copy(source: Any, target: Any) -> None:  # noqa: ANN401  # openpyxl's two kinds of sheet
    for letter, dimension in source.column_dimensions.items():
        if dimension.width:
            target.column_dimensions[letter].width = dimension.width
            target.column_dimensions[letter].hidden = dimension.hidden
    target.freeze_panes = source.freeze_panes
    for number, row in enumerate(source.iter_rows(), 1):
        height = source.row_dimensions[number].height
        if height:
            target.row_dimensions[number].height = height
        target.append([_cell(target, cell) for cell in row])
    for merged in source.merged_cells.ranges:
        target.merged_cells.add(merged.coord)


def _cell(target: Any, cell: Any) -> Any:  # noqa: ANN401
    made = WriteOnlyCell(target, getattr(cell, "value", None))
    if cell.has_style:
        made.font, made.fill, made.border = copy(cell.font), copy(cell.fill), copy(cell.border)
        made.alignment, made.protection = copy(cell.alignment), copy(cell.protection)
        made.number_format = cell.number_format
    if cell.data_type == "s" and isinstance(cell.value, str):
        made.data_type = "s"
    return made
