"""Faults of one worksheet: rows, cells, merges, drop-downs, conditional formats, links."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from openpyxl.utils import column_index_from_string

from tests.judging.formulas import formula_faults, reference_faults
from tests.judging.package import R, link_faults, words
from tests.judging.ranges import LAST_COLUMN, LAST_ROW, box, overlapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from tests.judging.package import Package

M: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_LONGEST_LIST, _LONGEST_PROMPT_TITLE = 255, 32
_TALLEST, _WIDEST = 409.5, 255


def sheet_parts(package: Package) -> list[tuple[str, str]]:
    """The title and the part of every sheet."""
    relations = package.relations("xl/workbook.xml")
    found = []
    for sheet in package.root("xl/workbook.xml").iter(f"{M}sheet"):
        target = relations[sheet.get(f"{R}id", "")].get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found.append((sheet.get("name", ""), part))
    return found


def shared_texts(package: Package) -> list[str]:
    """The table of texts that cells refer to by number."""
    if package.texts is None:
        name = "xl/sharedStrings.xml"
        items = package.root(name).iter(f"{M}si") if name in package.parts else ()
        package.texts = [words(one, f"{M}t") for one in items]
    return package.texts


def sheet_faults(
    package: Package, part: str, sheets: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    """Say what is wrong with a sheet of a workbook that has these sheets and defined names."""
    root = package.root(part)
    filled: set[tuple[int, int]] = set()
    yield from _row_faults(package, root, filled)
    for cell in root.iter(f"{M}f"):
        if cell.text:
            yield from formula_faults(cell.text, sheets, names)
    yield from _merge_faults(root, filled)
    yield from _column_faults(root)
    yield from _drop_down_faults(root, sheets, names)
    yield from _colour_faults(package, root, sheets, names)
    yield from _link_faults(package, part, sheets, names)
    for text in root.iterfind(f"{M}headerFooter/*"):
        if len(text.text or "") > _LONGEST_LIST:
            yield "header or footer of more than 255 characters"


def _row_faults(
    package: Package, root: etree._Element, filled: set[tuple[int, int]]
) -> Iterator[str]:
    texts = shared_texts(package)
    formats = len(package.root("xl/styles.xml").findall(f"{M}cellXfs/{M}xf"))
    last = 0
    for row in root.iterfind(f"{M}sheetData/{M}row"):
        number = int(row.get("r", last + 1))
        if not last < number <= LAST_ROW:
            yield f"row {number} stands behind row {last}"
        last = number
        if float(row.get("ht", 0)) > _TALLEST:
            yield f"row {number} is {row.get('ht')} points tall"
        before = 0
        for cell in row:
            place = cell.get("r", "")
            found = _CELL.fullmatch(place)
            column = column_index_from_string(found[1]) if found else 0
            if not found or int(found[2]) != number or not before < column <= LAST_COLUMN:
                yield f"cell {place!r} stands in row {number} behind column {before}"
            before = column
            if int(cell.get("s", 0)) >= formats:
                yield f"{place}: no format {cell.get('s')}"
            if len(cell):
                filled.add((number, column))
                yield from (f"{place}: {fault}" for fault in _value_faults(cell, len(texts)))


def _value_faults(cell: etree._Element, texts: int) -> Iterator[str]:
    kind, value = cell.get("t", "n"), cell.findtext(f"{M}v")
    if kind == "s" and not (value or "").isdigit():
        yield f"{value!r} is no number of a text"
    elif kind == "s" and int(value or 0) >= texts:
        yield f"no text {value}"
    elif kind == "e":
        yield f"an error value, {value}"
    elif kind == "b" and value not in ("0", "1"):
        yield f"{value!r} is neither true nor false"
    elif kind == "n" and value:
        try:
            finite = math.isfinite(float(value))
        except ValueError:
            finite = False
        if not finite:
            yield f"{value!r} is no number"


def _merge_faults(root: etree._Element, filled: set[tuple[int, int]]) -> Iterator[str]:
    areas = [one.get("ref", "") for one in root.iter(f"{M}mergeCell")]
    yield from (f"merged cells: {fault}" for fault in overlapping(areas))
    for area in areas:
        top, left, bottom, right = box(area) or (1, 1, 1, 1)
        if (top, left) == (bottom, right):
            yield f"{area}: a single cell is merged"
        cells = {(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)}
        if (cells - {(top, left)}) & filled:
            yield f"{area}: a value is hidden under merged cells"


def _column_faults(root: etree._Element) -> Iterator[str]:
    last = 0
    for column in root.iterfind(f"{M}cols/{M}col"):
        first, end = int(column.get("min", 0)), int(column.get("max", 0))
        if not last < first <= end <= LAST_COLUMN:
            yield f"columns {first} to {end} stand behind column {last}"
        last = end
        if not 0 <= float(column.get("width", 0)) <= _WIDEST:
            yield f"column {first} is {column.get('width')} wide"


def _drop_down_faults(
    root: etree._Element, sheets: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    areas: list[str] = []
    for rule in root.iter(f"{M}dataValidation"):
        where = rule.get("sqref", "")
        areas += where.split()
        for key, longest in (("prompt", _LONGEST_LIST), ("error", _LONGEST_LIST), ("promptTitle", _LONGEST_PROMPT_TITLE), ("errorTitle", _LONGEST_PROMPT_TITLE)):  # fmt: skip
            if len(rule.get(key, "")) > longest:
                yield f"{where}: {key} of more than {longest} characters"
        for formula in (
            f for f in (rule.findtext(f"{M}formula1"), rule.findtext(f"{M}formula2")) if f
        ):
            if len(formula.strip('"')) > _LONGEST_LIST:
                yield f"{where}: a list or rule of {len(formula)} characters"
            yield from (f"{where}: {fault}" for fault in formula_faults(formula, sheets, names))
        if rule.get("type") == "list" and not rule.findtext(f"{M}formula1"):
            yield f"{where}: a list of nothing"
    yield from (f"drop-downs: {fault}" for fault in overlapping(areas))


def _colour_faults(
    package: Package, root: etree._Element, sheets: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    looks = len(package.root("xl/styles.xml").findall(f"{M}dxfs/{M}dxf"))
    ranks = Counter(rule.get("priority") for rule in root.iter(f"{M}cfRule"))
    yield from (f"{n} conditional formats of rank {key}" for key, n in ranks.items() if n > 1)
    for area in root.iter(f"{M}conditionalFormatting"):
        where = area.get("sqref", "")
        if not where or any(box(one) is None for one in where.split()):
            yield f"a conditional format of {where!r}"
        for rule in area.iter(f"{M}cfRule"):
            if int(rule.get("dxfId", 0)) >= looks and rule.get("dxfId"):
                yield f"{where}: no look {rule.get('dxfId')}"
            for formula in rule.iter(f"{M}formula"):
                found = formula_faults(formula.text or "", sheets, names)
                yield from (f"{where}: {fault}" for fault in found)


def _link_faults(
    package: Package, part: str, sheets: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    relations = package.relations(part)
    links = list(package.root(part).iter(f"{M}hyperlink"))
    yield from (f"links: {fault}" for fault in overlapping([one.get("ref", "") for one in links]))
    for link in links:
        where, inside, key = link.get("ref", ""), link.get("location", ""), link.get(f"{R}id", "")
        if not inside and key not in relations:
            yield f"{where}: a link that leads nowhere"
        if inside and not key:
            yield from (f"{where}: {fault}" for fault in reference_faults(inside, sheets, names))
        if key in relations:
            yield from (f"{where}: {f}" for f in link_faults(relations[key].get("Target", "")))
