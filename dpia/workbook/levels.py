"""The grey cells of the sheet of risks: what was computed from the answers, or what a blank workbook can know."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dpia.assess import judge
from dpia.tables import RISK_FACTORS, factor_row_id, own_code, tables_from

if TYPE_CHECKING:
    from datetime import date

    from dpia.assess.result import Level, RiskFinding, Score, Stage
    from dpia.model import Answers, Risk, Table
    from dpia.workbook.wording import Wording

_CATALOGUES = ("risks", "factors")
_COMPUTED = ("raw", "inherent", "today", "target")
_HELD = "-level"
"""Ends the columns that show what holds after the assessor's settings."""


class RiskLabels:
    """What stands in the label cells of risks and factors, and the codes of added rows."""

    def __init__(self, wording: Wording, answers: Answers | None, on: date) -> None:
        self.wording = wording
        self.found: dict[str, RiskFinding] = {}
        questionnaire = wording.questionnaire
        self.risks = questionnaire.risks
        wanted = any(True for name in _CATALOGUES for _ in tables_from(questionnaire, name))
        if answers is not None and wanted:
            assessment = judge(questionnaire, answers, on, reach=False)
            self.found = {finding.id: finding for finding in assessment.risks}

    def cell(self, table: Table, row_id: str, column: str) -> str | None:
        """Return what to print in a label cell; None where the questionnaire itself says it."""
        if table.adds:
            return own_code(table.adds, row_id) if column == "code" else None
        if table.id == RISK_FACTORS:
            return self._state(row_id) if column == "state" else None
        stage = column.removesuffix(_HELD)
        if table.rows_from != "risks" or stage not in _COMPUTED or row_id not in self.risks:
            return None
        return self._level(self.risks[row_id], cast("Stage", stage), held=column.endswith(_HELD))

    def _level(self, risk: Risk, stage: Stage, *, held: bool) -> str:
        finding = self.found.get(risk.id)
        if finding is None:
            return self._catalogue(risk) if stage == "raw" else self.wording.say("level-later")
        score = finding.scores.get(stage)
        if score is None:
            return self.wording.say("level-none")
        return self._score(score, held=held)

    def _catalogue(self, risk: Risk) -> str:
        scale = self.wording.questionnaire.scale
        label = scale.classes[scale.matrix[risk.severity, risk.likelihood]]
        return self._said(str(risk.severity), str(risk.likelihood), label[self.wording.language])

    def _score(self, score: Score, *, held: bool) -> str:
        best, worst = score.best, score.worst
        if not held:
            best, worst = score.computed_best, score.computed_worst
        text = self._said(
            _span(best.severity, worst.severity),
            _span(best.likelihood, worst.likelihood),
            self._class(best, worst),
        )
        by_hand = held and any(setting.counts for setting in score.settings)
        return self.wording.say("level-set", level=text) if by_hand else text

    def _class(self, best: Level, worst: Level) -> str:
        classes, language = self.wording.questionnaire.scale.classes, self.wording.language
        names = dict.fromkeys(classes[level.level][language] for level in (best, worst))
        return self.wording.say("level-to").join(names)

    def _said(self, severity: str, likelihood: str, level: str) -> str:
        return self.wording.say("level", severity=severity, likelihood=likelihood, level=level)

    def _state(self, row_id: str) -> str:
        """Whether a factor holds, is struck, or is open."""
        if not self.found:
            return self.wording.say("level-later")
        for risk in self.risks.values():
            for factor in risk.factors:
                if factor_row_id(risk.id, factor.id) == row_id:
                    return self._factor(risk.id, factor.id)
        return ""

    def _factor(self, risk_id: str, factor_id: str) -> str:
        raw = self.found[risk_id].scores.get("raw")
        steps = raw.steps if raw else ()
        notes = {step.note for step in steps if (step.kind, step.key) == ("factor", factor_id)}
        key = next(iter(notes), "factor-not")
        return self.wording.say(f"state-{key}")


def _span(best: int, worst: int) -> str:
    return str(worst) if best == worst else f"{min(best, worst)}–{max(best, worst)}"
