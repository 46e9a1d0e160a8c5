"""Keep a marked cell red: conditional formats (greyed, confirmed) would paint over its fill."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle

from dpia.workbook.looks import PROBLEM_FILL, solid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.model import Place

_ALWAYS: Final = 'LEN("dpia-problem")>0'
"""Always true, and tells our rule from others."""


def redden(workbook: Workbook, places: Sequence[Place]) -> None:
    """Add a first rule for the cells of each sheet."""
    cells: dict[str, list[str]] = defaultdict(list)
    for place in places:
        if place.sheet in workbook.sheetnames:
            cell = workbook[place.sheet][place.cell]
            if not isinstance(cell, MergedCell) and place.cell not in cells[place.sheet]:
                cells[place.sheet].append(place.cell)
    for name, addresses in cells.items():
        sheet = workbook[name]
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                rule.priority += 1
        look = DifferentialStyle(fill=solid(PROBLEM_FILL))
        rule = Rule("expression", dxf=look, priority=1, formula=[_ALWAYS], stopIfTrue=True)
        sheet.conditional_formatting.add(" ".join(addresses), rule)


def unredden(sheet: Worksheet) -> None:
    """Take our rule off, and leave all others."""
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if _ALWAYS not in rule.formula:
                kept.add(str(area.sqref), rule)
    sheet.conditional_formatting = kept
