"""Put values into cells so that data never becomes a formula and odd text never stops the writing."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from dpia.guard.text import cut_to_cell
from dpia.workbook.strings import escaped

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.model import Value
    from dpia.workbook.grid import Span

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LARGEST: Final = 9.99999999999999e307
"""What Excel can hold; beyond it, and for what is no number, a cell gets the text."""

_STARTS_FORMULA: Final = ("=", "+", "-", "@")


def storable(text: str) -> str:
    """Return the text as the file format can hold it: no control characters, line breaks as in Excel.

    What is longer than a cell is cut; that it was too long was reported when it entered.
    """
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return cut_to_cell(_ILLEGAL.sub("\ufffd", joined))


def put(sheet: Worksheet, row: int, span: Span, value: Value | None, look: str) -> None:
    """Write a value in a look, over one or several columns."""
    if span.last > span.first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=span.first, end_column=span.last)
    for column in range(span.first, span.last + 1):
        sheet.cell(row, column).style = f"dpia {look}"
    put_value(sheet.cell(row, span.first), value)


def put_value(cell: Cell | MergedCell, value: Value | None) -> None:
    """Write a value: text stays text, whatever it begins with."""
    if value is None:
        return
    if isinstance(value, int | float) and not abs(value) <= _LARGEST:
        value = str(value)
    if isinstance(value, str):
        text = storable(value)
        cell.value = escaped(text)
        cell.data_type = "s"
        if text.startswith(_STARTS_FORMULA):
            cell.quotePrefix = True
    elif isinstance(value, date):
        number_format = cell.number_format
        cell.value = value
        cell.number_format = number_format
    else:
        cell.value = value


def put_formula(sheet: Worksheet, row: int, column: int, formula: str) -> None:
    """Write a formula of ours (never made of answers)."""
    sheet.cell(row, column).value = f"={formula}"
