"""Where people may write in the register workbook: unlocked cells, drop-downs, and room for columns of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from dpia.i18n import messages

if TYPE_CHECKING:
    from dpia.register.cells import ColumnPlan, SheetPlan

STATUSES: Final = ("implemented", "partial", "planned", "not-planned")
"""What a measure can be, in the order of the drop-down."""
TAKE_WORKBOOK, KEEP_REGISTER = "take-workbook", "keep-register"
DECISIONS: Final = (TAKE_WORKBOOK, KEEP_REGISTER)
CHOICES: Final = {
    "status": tuple(f"status-{one}" for one in STATUSES),
    "decide": tuple(f"decide-{one}" for one in DECISIONS),
}
"""The wordings of the drop-downs, by column."""
_ROOM: Final = 30
"""Columns to the right of a table in which people may write without unprotecting the sheet."""


def leave_room(sheet: Any, after: int) -> None:  # noqa: ANN401  # a write-only sheet
    """Unlock the columns to the right of ours; before the first row is written."""
    letter = get_column_letter(after + 1)
    room = sheet.column_dimensions[letter]
    room.min, room.max = after + 1, after + _ROOM
    room.protection = Protection(locked=False)


def guide_entries(
    sheet: Any,  # noqa: ANN401  # a write-only sheet
    plan: SheetPlan,
    language: str,
    last_row: int,
) -> None:
    """Protect a sheet without a password, all but what people maintain or add."""
    protection = sheet.protection
    protection.sheet = True
    # In the file format "False" means: not forbidden.
    protection.autoFilter = protection.sort = False
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    for place, column in enumerate(plan.columns, 1):
        if column.entered and last_row > 1:
            sheet.data_validations.append(
                _guide(column, get_column_letter(place), language, last_row)
            )


def _guide(column: ColumnPlan, letter: str, language: str, last_row: int) -> DataValidation:
    say = messages("register")
    if column.key in CHOICES:
        listed = ",".join(say(key, language) for key in CHOICES[column.key])
        guide = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        guide.error = say("entry-choice", language)
    elif column.kind == "date":
        guide = DataValidation(
            type="date", operator="between", formula1="32874", formula2="73415", allow_blank=True
        )
        guide.error = say("entry-date", language)
    else:
        guide = DataValidation(
            type="textLength", operator="lessThan", formula1="32001", allow_blank=True
        )
        guide.error = say("entry-text", language)
    guide.errorTitle = say("entry-title", language)
    guide.showErrorMessage = True
    # A warning, not a wall: what cannot be taken over is named when the workbook is read.
    guide.errorStyle = "warning"
    guide.add(f"{letter}2:{letter}{last_row}")
    return guide
