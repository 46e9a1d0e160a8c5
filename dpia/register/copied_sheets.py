"""Sheets that people added to the register workbook, carried over into the new one."""

from __future__ import annotations

import posixpath
import zipfile
from copy import copy
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from openpyxl import load_workbook
from openpyxl.cell import WriteOnlyCell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from openpyxl import Workbook

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PARTS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_EMPTY: Final = f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'.encode()
_PIECE: Final = 1_000_000


def copy_sheets(before: Path, book: Workbook, titles: Sequence[str]) -> None:
    """Copy values, formulas, looks, widths and merged cells of these sheets.

    The workbook has passed the guard when it was read. Pictures and charts do not come along; a workbook with any
    is kept beside the new one.
    """
    with TemporaryFile() as small:
        _without_others(before, titles, small)
        old = load_workbook(small)
        try:
            for title in titles:
                if title in old.sheetnames:
                    _copy(old[title], book.create_sheet(_free(title, book.sheetnames)))
        finally:
            old.close()


def _without_others(before: Path, titles: Sequence[str], target: IO[bytes]) -> None:
    """Write the workbook with all other sheets empty: openpyxl would take a gigabyte for those of a large register."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        others = set(_parts_of_others(old, titles))
        for name in old.namelist():
            folder, file = posixpath.split(name)
            if name in others:
                new.writestr(name, _EMPTY)
            elif f"{posixpath.dirname(folder)}/{file.removesuffix('.rels')}" not in others:
                with old.open(name) as source, new.open(name, "w", force_zip64=True) as kept:
                    while piece := source.read(_PIECE):
                        kept.write(piece)


def _parts_of_others(archive: zipfile.ZipFile, titles: Sequence[str]) -> Iterator[str]:
    """The parts of the sheets that have none of these titles."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  # passed the guard
    targets = {one.get("Id"): one.get("Target", "") for one in relations.iter(_PARTS)}
    for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{{{_MAIN}}}sheet"):  # noqa: S314
        if sheet.get("name") not in titles and sheet.get(_RELATION) in targets:
            yield posixpath.normpath(posixpath.join("/xl", targets[sheet.get(_RELATION)])).lstrip(
                "/"
            )


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
