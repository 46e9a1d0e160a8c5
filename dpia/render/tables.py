"""Mends tables after rendering: the order of cell properties, and tables that lost all their rows."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml.etree import XPath

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
_NAMES = {"w": _W[1:-1]}
# Searched for in C: there are thousands of cells, and of these hardly ever one.
_SEVERAL_PROPERTIES: Any = XPath("descendant::w:tcPr[*[2]]", namespaces=_NAMES)
_TABLES_WITHOUT_ROWS: Any = XPath("descendant::w:tbl[not(w:tr)]", namespaces=_NAMES)
_CELLS_WITHOUT_PARAGRAPHS: Any = XPath("descendant::w:tc[not(w:p)]", namespaces=_NAMES)


def mend_tables(body: _Element) -> None:
    """Put the properties of every cell in the order of the schema and drop tables without rows.

    docxtpl writes a cell's shading before its width. A table without rows is no valid table, and neither
    is a cell without a paragraph. The last two rows stay on one page, so that none begins with a single row.
    """
    for properties in _SEVERAL_PROPERTIES(body):
        if not _in_order(tuple([child.tag for child in properties])):
            properties[:] = sorted(properties, key=lambda child: _place(child.tag))
    for table in _TABLES_WITHOUT_ROWS(body):
        parent = table.getparent()
        if parent is not None:
            parent.remove(table)
    for table in body.iter(f"{_W}tbl"):
        rows = table.findall(f"{_W}tr")
        if len(rows) > _SHORTEST_KEPT:
            _keep_with_next(rows[-2])
    for cell in _CELLS_WITHOUT_PARAGRAPHS(body):
        cell.append(cell.makeelement(f"{_W}p"))


@lru_cache(maxsize=256)
def _in_order(tags: tuple[object, ...]) -> bool:
    """Whether cell properties are as the schema wants them; a report has few kinds of cells."""
    places = [_place(tag) for tag in tags]
    return places == sorted(places)


def _place(tag: object) -> int:
    return _ORDER.get(str(tag), len(_ORDER))


def _keep_with_next(row: _Element) -> None:
    """Keep a row on the page of the next."""
    for paragraph in row.iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        if properties is None or properties.find(f"{_W}keepNext") is not None:
            continue
        style = properties.find(f"{_W}pStyle")
        properties.insert(0 if style is None else 1, properties.makeelement(f"{_W}keepNext"))
