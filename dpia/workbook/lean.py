"""openpyxl's reader without the passes that reading answers does not need: it gives the same cells.

openpyxl parses each sheet once more only to know its size, fills every row up to the last column and builds an object
tree for every text, although nearly all of them are plain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import (
    CF_TAG,
    EXT_TAG,
    HYPERLINK_TAG,
    MERGE_TAG,
    ROW_TAG,
    VALIDATION_TAG,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.constants import ARC_STYLE
from openpyxl.xml.functions import iterparse

from dpia.workbook.strings import StoredReader

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from io import BytesIO

    from openpyxl.workbook import Workbook

_HEAD: Final = 200_000
"""Bytes in which the columns of a sheet are described."""
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb"(\w+)\s*=\s*[\"']([^\"']*)[\"']")
_WIDEST: Final = 255.0
_MOST_COLUMNS: Final = 1_000
_ASIDE: Final = {CF_TAG, EXT_TAG, HYPERLINK_TAG, MERGE_TAG, VALIDATION_TAG}


def load_lean(data: BytesIO) -> Workbook:
    """Open a workbook for reading its cells; its sheets have filled_rows."""
    reader = _Reader(data, read_only=True, keep_links=False)
    reader.read()
    workbook: Workbook = reader.wb
    return workbook


class LeanSheet(ReadOnlyWorksheet):
    """A sheet that is read once, from top to bottom."""

    def _get_size(self) -> None:
        """Do nothing: where a sheet ends is seen when it ends."""

    def widths(self) -> dict[int, float]:
        """The widths that somebody gave columns, by number from 1."""
        own: Any = self
        with own._get_source() as source:  # noqa: SLF001
            head: bytes = source.read(_HEAD).partition(b"sheetData")[0]
        found: dict[int, float] = {}
        for tag in _COLUMN.findall(head):
            column: dict[bytes, bytes] = dict(_ATTRIBUTE.findall(tag))
            try:
                first, last = int(column[b"min"]), int(column[b"max"])
                width = float(column[b"width"])
            except (KeyError, ValueError):
                continue
            if column.get(b"customWidth") in {b"1", b"true"} and 0 < width <= _WIDEST:
                found |= dict.fromkeys(range(first, min(last, first + _MOST_COLUMNS) + 1), width)
        return found

    def filled_rows(self, max_row: int, max_column: int) -> Iterator[tuple[int, list[Any]]]:
        """Yield every row that has filled cells with its number, and these cells from left to right."""
        own: Any = self
        workbook: Any = self.parent
        last = 0
        with own._get_source() as source:  # noqa: SLF001
            parser = _Parser(
                source,
                own._shared_strings,  # noqa: SLF001  # as openpyxl's own sheet does
                data_only=workbook.data_only,
                epoch=workbook.epoch,
                date_formats=workbook._date_formats,  # noqa: SLF001
                timedelta_formats=workbook._timedelta_formats,  # noqa: SLF001
            )
            for number, row in parser.parse():
                if number > max_row:
                    return
                if number <= last:  # openpyxl passes over rows that come too late
                    continue
                last = number
                cells = {cell["column"]: cell for cell in row if cell["column"] <= max_column}
                filled = [cells[at] for at in sorted(cells) if cells[at]["value"] is not None]
                if filled:
                    yield number, [ReadOnlyCell(self, **cell) for cell in filled]


class _Parser(WorkSheetParser):
    def parse(self) -> Generator[tuple[int, list[dict[str, Any]]], None, None]:
        """Yield the rows; drop-downs, formats, links and ranges of a sheet are no answers."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                row: tuple[int, list[dict[str, Any]]] = self.parse_row(element)
                element.clear()
                yield row
            elif element.tag in _ASIDE:
                element.clear()

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:  # noqa: ANN401  # an element
        """Keep nothing of a row once it is read: its height is none of its cells, and there may be a million."""
        read: tuple[int, list[dict[str, Any]]] = super().parse_row(row)
        self.row_dimensions.clear()
        return read

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401  # an element
        """Read the usual cells without detours: those without anything in them, and shared texts."""
        coordinate = element.get("r")
        shared = element.get("t") == "s" and len(element) == 1 and element[0].tag == VALUE_TAG
        if not coordinate or (not (shared and element[0].text) and len(element)):
            cell: dict[str, Any] = super().parse_cell(element)
            return cell
        row, self.col_counter = _place(coordinate)
        if not shared:
            return {"row": row, "column": self.col_counter, "value": None}
        value = self.shared_strings[int(element[0].text)]
        style = int(element.get("s", 0))
        return {
            "row": row,
            "column": self.col_counter,
            "value": value,
            "data_type": "s",
            "style_id": style,
        }


def _place(coordinate: str) -> tuple[int, int]:
    """Row and column of "B7"."""
    letters = coordinate.rstrip("0123456789")
    return int(coordinate[len(letters) :]), column_index_from_string(letters)


_LOOKS: Final = ("_cell_styles", "_number_formats", "_date_formats", "_timedelta_formats")
"""What of a stylesheet says how a cell is to be read."""
_MOST_LOOKS: Final = 8
_LARGEST_LOOK: Final = 2**18


class _Reader(StoredReader):
    _looks: Final[dict[bytes, tuple[object, ...]]] = {}

    def read(self) -> None:
        """Read everything but the cells; a stylesheet that was read before is the same for all workbooks with it."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        self.read_properties()
        self.read_custom()
        self.read_theme()
        self._read_looks()
        self.read_worksheets()
        self.parser.assign_names()

    def _read_looks(self) -> None:
        try:
            source = self.archive.read(ARC_STYLE)
        except KeyError:
            return
        if source not in self._looks:
            apply_stylesheet(self.archive, self.wb)
            if len(source) > _LARGEST_LOOK:
                return
            if len(self._looks) >= _MOST_LOOKS:
                self._looks.clear()
            self._looks[source] = tuple(getattr(self.wb, name) for name in _LOOKS)
        for name, value in zip(_LOOKS, self._looks[source], strict=True):
            setattr(self.wb, name, value)

    def read_worksheets(self) -> None:
        """Prepare the sheets."""
        workbook: Any = self.wb
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                made = LeanSheet(workbook, sheet.name, relation.target, self.shared_strings)
                made.sheet_state = sheet.state or "visible"
                workbook._sheets.append(made)  # noqa: SLF001  # as openpyxl does
