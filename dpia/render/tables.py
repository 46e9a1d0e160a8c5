"""Mends tables after rendering: the order of cell properties, and tables that lost all their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ORDER = {
    f"{_W}{name}": position
    for position, name in enumerate(
        (
            "cnfStyle",
            "tcW",
            "gridSpan",
            "hMerge",
            "vMerge",
            "tcBorders",
            "shd",
            "noWrap",
            "tcMar",
            "textDirection",
            "tcFitText",
            "vAlign",
            "hideMark",
        )
    )
}

_SHORTEST_KEPT = 2


def mend_tables(body: _Element) -> None:
    """Put the properties of every cell in the order of the schema and drop tables without rows.

    docxtpl writes a cell's shading before its width. A table without rows is no valid table, and neither
    is a cell without a paragraph. The last two rows stay on one page, so that none begins with a single row.
    """
    for properties in body.iter(f"{_W}tcPr"):
        if len(properties) > 1:
            _bring_into_order(properties)
    for table in list(body.iter(f"{_W}tbl")):
        if table.find(f"{_W}tr") is None:
            parent = table.getparent()
            if parent is not None:
                parent.remove(table)
    for table in body.iter(f"{_W}tbl"):
        rows = table.findall(f"{_W}tr")
        if len(rows) > _SHORTEST_KEPT:
            _keep_with_next(rows[-2])
    for cell in body.iter(f"{_W}tc"):
        if cell.find(f"{_W}p") is None:
            cell.append(cell.makeelement(f"{_W}p"))


def _bring_into_order(properties: _Element) -> None:
    places = [_ORDER.get(str(child.tag), len(_ORDER)) for child in properties]
    if places != sorted(places):
        properties[:] = sorted(
            properties, key=lambda child: _ORDER.get(str(child.tag), len(_ORDER))
        )


def _keep_with_next(row: _Element) -> None:
    """Keep a row on the page of the next."""
    for paragraph in row.iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        if properties is None or properties.find(f"{_W}keepNext") is not None:
            continue
        style = properties.find(f"{_W}pStyle")
        properties.insert(0 if style is None else 1, properties.makeelement(f"{_W}keepNext"))
