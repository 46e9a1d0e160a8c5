"""Whether a workbook can be read by everybody: title, language, header rows, alternative texts, contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.judging.contrast import faint
from tests.judging.ranges import Box, box
from tests.judging.sheets import M, sheet_parts
from tests.judging.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from tests.judging.package import Package

_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"
_LONG: Final = 60
_BLACK, _WHITE = "000000", "FFFFFF"
_THEME: Final = (_WHITE, _BLACK, "EEECE1", "1F497D")
"""Excel counts its theme colours light first."""
_STRIPES: Final = {"TableStyleLight1": "D9D9D9"}
"""The darker rows of the table styles that we use; another style has to be looked up first."""


def excel_access_faults(package: Package) -> Iterator[str]:
    """Say what keeps a reader out."""
    if not package.core("title"):
        yield "no title"
    if not package.core("language"):
        yield "the workbook does not say its language"
    names = [
        (one.get("name", ""), int(one.get("localSheetId", "-1")))
        for one in package.root("xl/workbook.xml").iter(f"{M}definedName")
    ]
    hidden = {
        one.get("name", "")
        for one in package.root("xl/workbook.xml").iter(f"{M}sheet")
        if one.get("state", "visible") != "visible"
    }
    looks = _Looks(package)
    for place, (title, part) in enumerate(sheet_parts(package)):
        root = package.root(part)
        tables = tables_of(package, part)
        yield from (
            f"{title}: table {one.get('displayName')} without a header row"
            for one in tables
            if one.get("headerRowCount", "1") == "0"
        )
        if title in hidden:
            continue
        frozen = root.find(f"{M}sheetViews/{M}sheetView/{M}pane") is not None
        repeated = ("_xlnm.Print_Titles", place) in names
        if len(root.findall(f"{M}sheetData/{M}row")) > _LONG and not (frozen and repeated):
            yield f"{title}: a long sheet whose header is not frozen and repeated on paper"
        yield from (f"{title}: {fault}" for fault in looks.faint(root, tables))
    for name in package.matching("xl/drawings/drawing"):
        for picture in package.root(name).iter(_DRAWN):
            if not (picture.get("descr") or picture.get("title") or "").strip():
                yield f"{name}: {picture.get('name')} without an alternative text"


class _Looks:
    """The colours of the cell formats and of the conditional ones."""

    def __init__(self, package: Package) -> None:
        styles = package.root("xl/styles.xml")
        fonts = [
            _colour(one.find(f"{M}color")) or _BLACK for one in styles.iterfind(f"{M}fonts/{M}font")
        ]
        fills = [_fill(one) for one in styles.iterfind(f"{M}fills/{M}fill")]
        self.cells = [
            (fonts[int(one.get("fontId", 0))], fills[int(one.get("fillId", 0))])
            for one in styles.iterfind(f"{M}cellXfs/{M}xf")
        ]
        self.open = [
            (held := one.find(f"{M}protection")) is not None and held.get("locked") == "0"
            for one in styles.iterfind(f"{M}cellXfs/{M}xf")
        ]
        """Which formats are those of cells that people fill in."""
        self.changes = [
            (_colour(one.find(f"{M}font/{M}color")), _fill(one.find(f"{M}fill"), changed=True))
            for one in styles.iterfind(f"{M}dxfs/{M}dxf")
        ]

    def faint(self, sheet: etree._Element, tables: Sequence[etree._Element]) -> Iterator[str]:
        """Every pair of colours too faint that a cell of the sheet has, or gets by a conditional format."""
        stripes = [
            (area, _stripe(table)) for table in tables if (area := box(table.get("ref", "")))
        ]
        rules = [
            (area, int(rule.get("dxfId") or 0))
            for one in sheet.iter(f"{M}conditionalFormatting")
            for rule in one.iter(f"{M}cfRule")
            if rule.get("dxfId")
            for where in one.get("sqref", "").split()
            if (area := box(where))
        ]
        pairs: set[tuple[str, str]] = set()
        for format_id, at, empty in _used(sheet):
            if empty and not self.open[format_id]:
                continue
            text, ground = self.cells[format_id]
            grounds = (
                [ground] if ground else [_WHITE, *(s for area, s in stripes if _within(at, area))]
            )
            pairs |= {(text, one) for one in grounds}
            for area, change in rules:
                if _within(at, area):
                    new_text, new_ground = self.changes[change]
                    pairs |= {(new_text or text, new_ground or one) for one in grounds}
        yield from (said for pair in sorted(pairs) if (said := faint(*pair)))


def _used(sheet: etree._Element) -> Iterator[tuple[int, tuple[int, int], bool]]:
    """The format and the place of every cell, and whether nothing stands in it."""
    for cell in sheet.iterfind(f"{M}sheetData/{M}row/{M}c"):
        found = box(cell.get("r", ""))
        if found:
            yield int(cell.get("s", 0)), (found[0], found[1]), len(cell) == 0


def _within(at: tuple[int, int], area: Box) -> bool:
    return area[0] <= at[0] <= area[2] and area[1] <= at[1] <= area[3]


def _stripe(table: etree._Element) -> str:
    look = table.find(f"{M}tableStyleInfo")
    if look is None or look.get("showRowStripes") != "1":
        return _WHITE
    return _STRIPES[look.get("name", "")]


def _fill(fill: etree._Element | None, *, changed: bool = False) -> str:
    """The colour that a plain fill shows: of a cell its foreground, of a conditional format its background."""
    pattern = None if fill is None else fill.find(f"{M}patternFill")
    if pattern is None or pattern.get("patternType", "solid" if changed else "none") != "solid":
        return ""
    first, second = ("bgColor", "fgColor") if changed else ("fgColor", "bgColor")
    return _colour(pattern.find(f"{M}{first}")) or _colour(pattern.find(f"{M}{second}"))


def _colour(found: etree._Element | None) -> str:
    if found is None:
        return ""
    if found.get("theme") is not None:
        return _THEME[int(found.get("theme", 0))]
    return found.get("rgb", "")[-6:].upper()
