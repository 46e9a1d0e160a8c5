"""What stands in the answer cells: given answers, else the proposals that the questionnaire brings along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from dpia.model import UNCLEAR, YES, Text
from dpia.workbook.markers import ADDED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dpia.model import Answers, Column, Option, Question, Row, StarterRow, Table, Value
    from dpia.workbook.levels import RiskLabels
    from dpia.workbook.wording import Wording

_SPACE_LEFT: Final = 3
"""A growing table keeps so many empty rows."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The content of one answer cell, ready to show."""

    value: Value | None
    proposal: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of a table to be written; without a starter it is an added or an empty one."""

    id: str
    cells: Mapping[str, Filled]
    starter: StarterRow | None = None


EMPTY: Final = Filled(None)


class Filling:
    """Answers as shown in the workbook's language."""

    def __init__(
        self,
        wording: Wording,
        answers: Answers | None,
        spare: int | None,
        propose: Collection[str] | None,
        labels: RiskLabels | None = None,
    ) -> None:
        self.wording = wording
        self.labels = labels
        self.answers = answers
        self.spare = spare
        self.propose = propose

    def question(self, question: Question) -> Filled:
        """Return the content of the answer cell of a question."""
        proposal = EMPTY if question.starter is None else self._proposal(question.starter, question)
        if self.answers and question.id in self.answers.values:
            value = self.answers.values[question.id]
            shown = self.wording.shown(value, question.kind, question.options)
            return Filled(shown, proposal=shown == proposal.value)
        return proposal if self._proposes(question.id) else EMPTY

    def option(self, question: Question, option: Option) -> Filled:
        """Return the content of the yes/no cell of an option of a "multi" question."""
        key = f"{question.id}.{option.id}"
        chosen = question.starter if isinstance(question.starter, str) else ""
        proposed = option.id in chosen.replace(",", " ").split()
        if self.answers and key in self.answers.values:
            value = self.answers.values[key]
            shown = self.wording.shown(value, "yes-no", ())
            return Filled(shown, proposal=proposed and value == YES)
        if proposed and self._proposes(question.id):
            return Filled(self.wording.shown(YES, "yes-no", ()), proposal=True)
        return EMPTY

    def note(self, subject: str) -> Filled:
        """Return the remark beside a question."""
        return Filled(self.answers.notes.get(subject)) if self.answers else EMPTY

    def signed(self, sheet: str) -> tuple[Filled, Filled]:
        """Return who answered a sheet, and when."""
        if not self.answers or sheet not in self.answers.signed:
            return EMPTY, EMPTY
        who, when = self.answers.signed[sheet]
        shown = self.wording.unclear if when == UNCLEAR else when
        return Filled(who or None), Filled(shown)

    def rows(self, table: Table) -> list[PlannedRow]:
        """Return every row of a table: starters, added rows, empty rows."""
        given = list(self.answers.tables.get(table.id, ())) if self.answers else []
        planned: list[PlannedRow] = []
        for starter in table.rows:
            row = next((row for row in given if row.id == starter.id), None)
            if row:
                given.remove(row)
            planned.append(
                PlannedRow(starter.id, self._starter_cells(table, starter, row), starter)
            )
        names = _names(given)
        planned += [
            PlannedRow(name, self._row_cells(table, row))
            for name, row in zip(names, given, strict=True)
        ]
        planned += [PlannedRow(name, {}) for name in self._empty(table, names)]
        return [self._labelled(table, row) for row in planned]

    def _labelled(self, table: Table, row: PlannedRow) -> PlannedRow:
        """The row with the label cells that the questionnaire cannot know: codes of added rows, levels."""
        if self.labels is None:
            return row
        printed = {
            column.id: Filled(text)
            for column in table.columns
            if column.kind == "label"
            and (text := self.labels.cell(table, row.id, column.id)) is not None
        }
        return replace(row, cells={**row.cells, **printed}) if printed else row

    def _empty(self, table: Table, taken: Sequence[str]) -> list[str]:
        if table.fixed:
            return []
        spare = table.spare if self.spare is None else self.spare
        count = max(spare - len(taken), min(spare, _SPACE_LEFT))
        return _free(taken, count)

    def _proposes(self, subject: str) -> bool:
        if self.propose is None:
            return self.answers is None
        return subject in self.propose

    def _starter_cells(
        self, table: Table, starter: StarterRow, row: Row | None
    ) -> dict[str, Filled]:
        cells = dict(self._row_cells(table, row)) if row else {}
        proposes = row is None and (
            self._proposes(table.id) or self._proposes(f"{table.id}#{starter.id}")
        )
        for column in table.columns:
            value = starter.values.get(column.id)
            if value is None:
                continue
            proposal = self._proposal(value, column)
            if column.kind == "label" or proposes or cells.get(column.id) == Filled(proposal.value):
                cells[column.id] = proposal
        return cells

    def _row_cells(self, table: Table, row: Row) -> dict[str, Filled]:
        return {
            column.id: Filled(
                self.wording.shown(row.values[column.id], column.kind, column.options)
            )
            for column in table.columns
            if column.id in row.values and column.kind != "label"
        }

    def _proposal(self, starter: Text | str, asked: Question | Column) -> Filled:
        if isinstance(starter, Text):
            return Filled(starter[self.wording.language], proposal=True)
        value: Value = starter
        if asked.kind == "date":
            value = date.fromisoformat(starter)
        elif asked.kind in ("integer", "number"):
            value = float(starter) if asked.kind == "number" else int(starter)
        shown = self.wording.shown(value, asked.kind, asked.options)
        return Filled(shown, proposal=True)


def _names(rows: Sequence[Row]) -> list[str]:
    """Keep the ids of added rows; give new ones where they are no added rows or stand twice."""
    kept: list[str] = []
    for row in rows:
        own = row.id.startswith(ADDED) and row.id[1:].isdigit() and row.id not in kept
        kept.append(row.id if own else "")
    free = iter(_free(kept, len(kept)))
    return [name or next(free) for name in kept]


def _free(taken: Sequence[str], count: int) -> list[str]:
    """Return so many unused ids of added rows."""
    used = set(taken)
    numbers = (f"{ADDED}{number}" for number in range(1, count + len(used) + 1))
    return [name for name in numbers if name not in used][:count]
