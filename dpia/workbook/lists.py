"""Drop-downs and input hints. Lists live on a hidden sheet under a name, shared where they are the same.

A list written into the cell rule itself must stay under 255 characters, and Excel moves rules that point to
other sheets without a name into an extension that not every program keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from dpia.workbook.cells import put_value
from dpia.workbook.markers import LISTS_SHEET

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.model import Kind
    from dpia.workbook.wording import Wording

_LONGEST_TITLE: Final = 32
_LONGEST_PROMPT: Final = 255


class Lists:
    """The lists of one workbook and the rules that use them, by sheet."""

    def __init__(self, workbook: Workbook, wording: Wording) -> None:
        self.workbook = workbook
        self.wording = wording
        self.sheet = workbook.create_sheet(LISTS_SHEET)
        self.sheet.sheet_state = "hidden"
        self.names: dict[tuple[str, ...], str] = {}
        self.rules: dict[tuple[str, str, str], DataValidation] = {}

    def guide(  # the parts of a hint
        self, sheet: Worksheet, cell: str, choices: tuple[str, ...], title: str, prompt: str
    ) -> None:
        """Give a cell its drop-down and its hint."""
        key = (sheet.title, self._name(choices) if choices else "", f"{title}\n{prompt}")
        rule = self.rules.get(key)
        if rule is None:
            if not choices and not prompt:
                return
            rule = self._choice_rule(key[1]) if choices else DataValidation(allow_blank=True)
            rule.promptTitle = _clip(title, _LONGEST_TITLE) or None
            rule.prompt = _clip(prompt, _LONGEST_PROMPT) or None
            rule.showInputMessage = bool(prompt)
            self.rules[key] = rule
            sheet.add_data_validation(rule)
        rule.add(cell)

    def prompt(self, kind: Kind, unit: str) -> str:
        """Say what may be typed where there is no drop-down."""
        wording = self.wording
        if kind == "date":
            return wording.say("prompt-date", unclear=wording.unclear)
        if kind in ("integer", "number"):
            shown = wording.unit(unit)
            text = wording.say("prompt-number", unclear=wording.unclear)
            return f"{text} {wording.say('prompt-unit', unit=shown)}" if shown else text
        return ""

    def _choice_rule(self, name: str) -> DataValidation:
        """A warning, not a prohibition: the answer is checked by the program anyhow."""
        say = self.wording.say
        return DataValidation(
            type="list",
            formula1=name,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=_clip(say("choice-error-title"), _LONGEST_TITLE),
            error=_clip(say("choice-error"), _LONGEST_PROMPT),
        )

    def _name(self, choices: tuple[str, ...]) -> str:
        if choices in self.names:
            return self.names[choices]
        column = len(self.names) + 1
        name = f"dpia_list_{column}"
        for row, choice in enumerate(choices, start=1):
            put_value(self.sheet.cell(row, column), int(choice) if choice.isdecimal() else choice)
        letter = get_column_letter(column)
        target = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(choices)}"
        self.workbook.defined_names[name] = DefinedName(name, attr_text=target)
        self.names[choices] = name
        return name


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
