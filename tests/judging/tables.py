"""Faults of Excel tables: names, header cells, columns, and that no two of them share a cell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from tests.judging.package import words
from tests.judging.ranges import box, overlapping
from tests.judging.sheets import M, shared_texts, sheet_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from tests.judging.package import Package

_LONGEST: Final = 255


def tables_of(package: Package, part: str) -> list[etree._Element]:
    """The tables of a sheet."""
    return [
        package.root(f"xl/tables/{one.get('Target', '').rpartition('/')[2]}")
        for one in package.relations(part).values()
        if one.get("Type", "").endswith("/table")
    ]


def table_faults(package: Package, names: Sequence[str]) -> Iterator[str]:
    """Say what is wrong with the tables of a workbook that has these defined names."""
    texts = shared_texts(package)
    every: list[etree._Element] = []
    for title, part in sheet_parts(package):
        root = package.root(part)
        tables = tables_of(package, part)
        every += tables
        areas = [one.get("ref", "") for one in tables]
        merged = [one.get("ref", "") for one in root.iter(f"{M}mergeCell")]
        for fault in overlapping(areas + (merged if areas else [])):
            yield f"{title}: tables and merged cells: {fault}"
        for table in tables:
            name = table.get("displayName", "")
            yield from (f"table {name}: {fault}" for fault in _faults(table, root, texts))
    titles = [one.get("displayName", "").casefold() for one in every]
    titles += {one.casefold() for one in names}
    for what, found in (("name", titles), ("id", [one.get("id", "") for one in every])):
        yield from (f"table {what} {key} {n} times" for key, n in Counter(found).items() if n > 1)


def _faults(table: etree._Element, sheet: etree._Element, texts: list[str]) -> Iterator[str]:
    area = table.get("ref", "")
    top, left, bottom, right = box(area) or (1, 1, 0, 0)
    columns = [one.get("name", "") for one in table.iter(f"{M}tableColumn")]
    if bottom <= top:
        yield f"{area} has no row below its header"
    if len(columns) != right - left + 1:
        yield f"{len(columns)} columns in {area}"
    for name, times in Counter(one.casefold() for one in columns).items():
        if times > 1 or not 0 < len(name) <= _LONGEST:
            yield f"column {name!r} {times} times, or too long"
    found = table.find(f"{M}autoFilter")
    if found is not None and found.get("ref") != area:
        yield f"filters {found.get('ref')}, not {area}"
    cells = {
        cell.get("r"): _text(cell, texts)
        for cell in sheet.iterfind(f"{M}sheetData/{M}row[@r='{top}']/{M}c")
    }
    for place, name in enumerate(columns, left):
        # Excel writes a line break in a column's name as _x000a_.
        said = cells.get(f"{get_column_letter(place)}{top}", "")
        if said != name.replace("_x000a_", "\n"):
            yield f"column {name!r} has {said!r} in its header cell"


def _text(cell: etree._Element, texts: list[str]) -> str:
    value = cell.findtext(f"{M}v") or words(cell, f"{M}t")
    if cell.get("t") == "s":
        return "" if int(value) >= len(texts) else texts[int(value)]
    return value
