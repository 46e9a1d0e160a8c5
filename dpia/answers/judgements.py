"""What the tables of risks and own measures demand beyond single cells: reasons, complete rows, codes that exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.answers.own import (
    NEEDED_OF_A_MEASURE,
    NEEDED_OF_A_RISK,
    by_code,
    cell,
    code_key,
    codes_in,
    strongest,
)
from dpia.model import NO, YES, Problem
from dpia.tables import (
    AXES,
    LARGEST_SHIFT,
    LEVELS,
    MIN_REASON,
    OWN_MEASURES,
    OWN_RISKS,
    REASON,
    RISK_FACTORS,
    RISK_LEVELS,
    RISK_START,
    SET_STAGES,
    level_of,
    own_code,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dpia.model import Questionnaire, RawCell, RawRow, Row, Table

_SHOWN: Final = 60
_WHY: Final = "why"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a table as read and as found."""

    table: Table
    row: Row
    raw: RawRow

    def problem(self, key: str, column: str, **values: str) -> Problem:
        """A problem at one of its cells, also at an empty one."""
        subject = f"{self.table.id}#{self.row.id}.{column}"
        found = self.raw.cells.get(column)
        if found is None:
            return Problem(key, self.raw.place, subject, "", values)
        return Problem(key, found.place, subject, shown_value(found), values)

    def refused(self, column: str) -> bool:
        """Whether something stands there that could not be read, which is a problem of its own already."""
        return column not in self.row.values and not _blank(self.raw.cells.get(column))


def _blank(found: RawCell | None) -> bool:
    return found is None or found.value is None or not str(found.value).strip()


def shown_value(found: RawCell) -> str:
    """What stands in a cell, cut to what a message can show."""
    text = "" if found.value is None else str(found.value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def judgement_problems(questionnaire: Questionnaire, rows: Sequence[ReadRow]) -> Iterator[Problem]:
    """Every problem of these tables, in the order of the rows."""
    checks = _Checks(questionnaire, rows)
    by_table = {
        RISK_START: checks.start,
        RISK_FACTORS: checks.factor,
        RISK_LEVELS: checks.levels,
        OWN_RISKS: checks.own_risk,
        OWN_MEASURES: checks.own_measure,
    }
    for read in rows:
        if read.table.id in by_table:
            yield from by_table[read.table.id](read)


class _Checks:
    def __init__(self, questionnaire: Questionnaire, rows: Sequence[ReadRow]) -> None:
        self.questionnaire = questionnaire
        self.risks = set(by_code(questionnaire.risks.values()))
        self.risks |= {
            code_key(own_code("risks", read.row.id)) for read in rows if read.table.id == OWN_RISKS
        }
        self.measures = set(by_code(questionnaire.measures.values()))

    def start(self, read: ReadRow) -> Iterator[Problem]:
        """Not applicable, or another raw value: with a reason, and at most one level away."""
        chosen = [axis for axis in AXES if level_of(cell(read.row, axis)) is not None]
        if chosen or cell(read.row, "applies") == NO:
            yield from _reasoned(read, "reason-needed", REASON)
        risk = self.questionnaire.risks.get(read.row.id)
        for axis in chosen if risk else ():
            catalogue: int = getattr(risk, axis)
            possible = [level for level in LEVELS if abs(level - catalogue) <= LARGEST_SHIFT]
            if level_of(cell(read.row, axis)) not in possible:
                yield read.problem(
                    "shift-too-far",
                    axis,
                    catalogue=str(catalogue),
                    possible=", ".join(map(str, possible)),
                )

    def factor(self, read: ReadRow) -> Iterator[Problem]:
        """Struck: with a reason."""
        if cell(read.row, "struck") == YES:
            yield from _reasoned(read, "reason-needed", REASON)

    def levels(self, read: ReadRow) -> Iterator[Problem]:
        """Set: with a reason."""
        columns = (f"{stage}-{axis}" for stage in SET_STAGES for axis in AXES)
        if any(level_of(cell(read.row, column)) is not None for column in columns):
            yield from _reasoned(read, "reason-needed", REASON)

    def own_risk(self, read: ReadRow) -> Iterator[Problem]:
        """Complete, with a feared event in track B, and with measures that exist."""
        yield from _complete(read, NEEDED_OF_A_RISK)
        if cell(read.row, "track") == "B" and not cell(read.row, "feared"):
            yield read.problem("own-feared-missing", "feared")
        yield from self._codes(read, "measures", self.measures)

    def own_measure(self, read: ReadRow) -> Iterator[Problem]:
        """Complete, acting on risks that exist, with an effect that its kind can have."""
        yield from _complete(read, NEEDED_OF_A_MEASURE)
        yield from self._codes(read, "risks", self.risks)
        effect = cell(read.row, "likelihood")
        if effect and int(effect) > strongest(cell(read.row, "kind")):
            yield read.problem("own-effect-too-strong", "likelihood")

    def _codes(self, read: ReadRow, column: str, known: set[str]) -> Iterator[Problem]:
        unknown = [code for code in codes_in(cell(read.row, column)) if code_key(code) not in known]
        if unknown:
            yield read.problem(f"own-{column}-unknown", column, codes=", ".join(unknown))


def _complete(read: ReadRow, needed: Sequence[str]) -> Iterator[Problem]:
    code = own_code(read.table.adds or "risks", read.row.id)
    for column in needed:
        if not cell(read.row, column) and not read.refused(column):
            chosen = read.table.column(column).kind == "choice"
            yield read.problem("own-choice-missing" if chosen else "own-missing", column, code=code)
    if cell(read.row, _WHY):
        yield from _reasoned(read, "own-why-short", _WHY)


def _reasoned(read: ReadRow, key: str, column: str) -> Iterator[Problem]:
    length = len(cell(read.row, column))
    if length < MIN_REASON:
        yield read.problem(key, column, length=str(length), minimum=str(MIN_REASON))
