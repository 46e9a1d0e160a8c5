"""How many risks of all assessments stand where: severity by likelihood, today and after the plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties

from dpia.i18n import messages
from dpia.register.reading import items, mapping, span
from dpia.register.styles import FONT
from dpia.tables import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.model import Scale

_STAGES: Final = ("residual_today", "residual_target")
_WIDTH: Final = 26
_TALL, _LOW = 30.0, 18.0


class HeatMap:
    """Counts the risks of one scale; a range counts with its worst case."""

    def __init__(self) -> None:
        self.scale: Scale | None = None
        self._rows = 0
        self._counts: dict[str, Counter[tuple[int, int]]] = {one: Counter() for one in _STAGES}

    def add(self, assessment: Mapping[str, object], scale: Scale | None) -> None:
        """Count the risks of one assessment that apply; one with another scale is left out."""
        self.scale = self.scale or scale
        if scale is None or self.scale is None or scale.id != self.scale.id:
            return
        for risk in items(assessment.get("risks")):
            if risk.get("applies") is False:
                continue
            for stage in _STAGES:
                score = mapping(risk.get(stage))
                axes = tuple(span(score.get(axis))[1] for axis in ("severity", "likelihood"))
                if all(isinstance(one, int) for one in axes):
                    self._counts[stage][axes] += 1

    def write(self, sheet: Any, language: str) -> None:  # noqa: ANN401  # write-only sheet
        """Write both matrices: each cell with its number and its class in words, not in colour alone."""
        say = messages("register")
        sheet.sheet_view.showGridLines = False
        sheet.column_dimensions["A"].width = 34
        for letter in "BCDE":
            sheet.column_dimensions[letter].width = _WIDTH
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToHeight = 0
        self._rows = 0
        sheet.protection.sheet = True
        self._line(sheet, say("heat-heading", language), style="dpia-heading")
        self._line(sheet, say("heat-note", language))
        for stage in _STAGES:
            self._line(sheet, "")
            self._line(
                sheet, say(f"heat-{stage.replace('_', '-')}", language), style="dpia-subheading"
            )
            if self.scale is None:
                self._line(sheet, say("nothing-recorded", language))
                continue
            for severity in reversed(LEVELS):
                self._append(sheet, self._row(sheet, self.scale, stage, severity, language), _TALL)
            self._append(sheet, _axis(sheet, self.scale, language), _TALL)

    def _append(self, sheet: Any, cells: list[Any], height: float = _LOW) -> None:  # noqa: ANN401
        self._rows += 1
        sheet.row_dimensions[self._rows].height = height
        sheet.append(cells)

    def _line(self, sheet: Any, text: str, style: str = "dpia-note-line") -> None:  # noqa: ANN401
        cell = WriteOnlyCell(sheet, text or None)
        cell.style = style
        self._append(sheet, [cell])

    def _row(
        self,
        sheet: Any,  # noqa: ANN401
        scale: Scale,
        stage: str,
        severity: int,
        language: str,
    ) -> list[Any]:
        say = messages("register")
        label = say(
            "heat-severity", language, level=severity, text=scale.levels[severity][language]
        )
        cells = [_cell(sheet, label, bold=True)]
        for likelihood in LEVELS:
            place = (severity, likelihood)
            code = scale.matrix[place]
            count = self._counts[stage][place]
            key = "heat-none" if not count else "heat-one" if count == 1 else "heat-count"
            worded = say(key, language, count=count, level=scale.classes[code][language])
            cells.append(_cell(sheet, worded, fill=scale.class_fill[code], bold=bool(count)))
        return cells


def _axis(sheet: Any, scale: Scale, language: str) -> list[Any]:  # noqa: ANN401
    say = messages("register")
    labels = [
        say("heat-likelihood", language, level=one, text=scale.levels[one][language])
        for one in LEVELS
    ]
    return [_cell(sheet, ""), *(_cell(sheet, label, bold=True, centred=True) for label in labels)]


def _cell(
    sheet: Any,  # noqa: ANN401
    text: str,
    *,
    fill: str = "",
    bold: bool = False,
    centred: bool = False,
) -> Any:  # noqa: ANN401
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(name=FONT, size=10, bold=bold)
    cell.alignment = Alignment(
        horizontal="center" if fill or centred else None, vertical="center", wrap_text=True
    )
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    return cell
