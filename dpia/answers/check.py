"""A raw workbook against its questionnaire: usable answers, and every problem with its cell."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dpia.answers.applies import drop_what_does_not_apply
from dpia.answers.judgements import ReadRow, judgement_problems, shown_value
from dpia.answers.schema import answer_validator
from dpia.answers.unusable import Unusable
from dpia.answers.values import clean_text, parse_value
from dpia.model import Answers, Place, Problem, Question, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dpia.model import Column, Questionnaire, RawAnswers, RawCell, RawRow, Table, Value

_BOUNDS = {"min": "below-minimum", "max": "above-maximum"}


@lru_cache(maxsize=8)
def _validator(questionnaire_key: _ByDigest) -> Any:  # noqa: ANN401
    return answer_validator(questionnaire_key.questionnaire)


class _ByDigest:
    """A questionnaire as a key: equal when the definitions are."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return hash(self.questionnaire.digest)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _ByDigest) and other.questionnaire.digest == self.questionnaire.digest
        )


class _Checking:
    """One pass: collects values, places and problems."""

    def __init__(self, raw: RawAnswers, questionnaire: Questionnaire) -> None:
        self.raw = raw
        self.questionnaire = questionnaire
        self.problems: list[Problem] = []
        self.values: dict[str, Value] = {}
        self.places: dict[str, Place] = {}
        self.used: dict[str, RawCell] = {}
        self.rows: list[ReadRow] = []

    def problem(self, code: str, cell: RawCell, subject: str, **values: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(code, cell.place, subject, shown_value(cell), values))

    def read(self, item: Question | Column, cell: RawCell, subject: str) -> Value | None:
        """The usable value of one cell; None (and a problem) when there is none."""
        if cell.kind != "value":
            self.problem("formula" if cell.kind == "formula" else "error-value", cell, subject)
            return None
        if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
            return None
        try:
            return parse_value(item, cell.value, self.raw.language)
        except Unusable as unusable:
            self.problem(unusable.key, cell, subject, **unusable.values)
            return None

    def question(self, question: Question, answer_id: str) -> None:
        """Read the cells of one answer; two different answers to one question are a problem."""
        read: list[tuple[Value, RawCell]] = []
        for cell in self.raw.cells.get(answer_id, ()):
            self.places.setdefault(answer_id, cell.place)
            value = self.read(question, cell, answer_id)
            if value is not None:
                read.append((value, cell))
        if not read:
            return
        first, used = read[0]
        for value, cell in read[1:]:
            if value != first:
                self.problem("answered-twice", cell, answer_id, first=str(used.place))
        self.values[answer_id] = first
        self.places[answer_id] = used.place
        self.used[answer_id] = used

    def table(self, table: Table) -> tuple[Row, ...]:
        """Read the rows that carry anything."""
        raw_rows = self.raw.tables.get(table.id, ())
        read = [(raw, row) for raw in raw_rows if (row := self._row(table, raw)) is not None]
        rows = tuple(_numbered([row for _, row in read]))
        self.rows += [ReadRow(table, row, raw) for (raw, _), row in zip(read, rows, strict=True)]
        return rows

    def _row(self, table: Table, raw_row: RawRow) -> Row | None:
        values: dict[str, Value] = {}
        for column in table.columns:
            cell = raw_row.cells.get(column.id)
            if column.kind == "label" or cell is None:
                continue
            value = self.read(column, cell, f"{table.id}#{raw_row.id}.{column.id}")
            if value is not None:
                values[column.id] = value
        return Row(raw_row.id, values, raw_row.place) if values else None


def _numbered(rows: Sequence[Row]) -> list[Row]:
    """A copied row carries the id of its original: the copy counts as an added row.

    Added rows keep their numbers, because own risks and measures are named by them.
    """
    taken = {row.id for row in rows}
    seen: set[str] = set()
    numbered, added = [], 0
    for row in rows:
        here = row
        if row.id in seen:
            while f"+{added}" in taken or not added:
                added += 1
            here = replace(row, id=f"+{added}")
            taken.add(here.id)
        seen.add(here.id)
        numbered.append(here)
    return numbered


def check_answers(
    raw: RawAnswers, questionnaire: Questionnaire, *, bounds: bool = True
) -> tuple[Answers, tuple[Problem, ...]]:
    """Check everything at once. The answers are complete only when there are no problems.

    bounds: whether numbers are held against their limits, too; not when all is checked again afterwards.
    """
    answers, problems = read_everything(raw, questionnaire, bounds=bounds)
    return drop_what_does_not_apply(questionnaire, answers), problems


def read_everything(
    raw: RawAnswers, questionnaire: Questionnaire, *, bounds: bool = True
) -> tuple[Answers, tuple[Problem, ...]]:
    """Read all that stands in the cells, also what does not apply at present: for carrying it over."""
    checking = _Checking(raw, questionnaire)
    tables: dict[str, tuple[Row, ...]] = {}
    for item in questionnaire.items():
        if isinstance(item, Question):
            for answer_id in item.answer_ids:
                checking.question(item, answer_id)
        elif rows := checking.table(item):
            tables[item.id] = rows
    if bounds:
        _bounds(checking, tables)
    checking.problems += judgement_problems(questionnaire, checking.rows)
    checking.problems += [
        Problem("unknown-question", place, name, name) for name, place in raw.unknown_ids
    ]
    answers = Answers(
        values=checking.values,
        tables=tables,
        notes=_notes(raw),
        signed=_signed(checking),
        places=checking.places,
        language=raw.language,
    )
    return answers, tuple(checking.problems)


def _notes(raw: RawAnswers) -> dict[str, str]:
    notes = {key: clean_text(str(cell.value)) for key, cell in raw.notes.items() if cell.value}
    return {key: note for key, note in notes.items() if note}


def _signed(checking: _Checking) -> dict[str, tuple[str, Value | None]]:
    """Who answered a sheet and when. A date that is none is a problem like any other."""
    signed: dict[str, tuple[str, Value | None]] = {}
    for sheet, (by, on) in checking.raw.signed.items():
        who = "" if by is None or by.value is None else clean_text(str(by.value))
        when: Value | None = None
        if on is not None and on.value is not None:
            when = checking.read(_SIGNED_ON, on, f"{sheet}@on")
        if who or when is not None:
            signed[sheet] = (who, when)
    return signed


def _signed_on() -> Column:
    from dpia.model import Column, Text

    return Column("on", Text({}), "date")


_SIGNED_ON = _signed_on()


def _bounds(checking: _Checking, tables: Mapping[str, Sequence[Row]]) -> None:
    """What Cerberus finds beyond the kind of value: bounds (choices are sure by now)."""
    document = {
        "values": checking.values,
        "tables": {table: [dict(row.values) for row in rows] for table, rows in tables.items()},
    }
    validator = _validator(_ByDigest(checking.questionnaire))
    if validator.validate(document, normalize=False):
        return
    found = _leaves(validator._errors)  # noqa: SLF001  # walk to the leaves
    for path, error in [one for one in found if str(one[1].rule) in _BOUNDS]:
        answer_id = str(path[1])
        checking.problem(
            _BOUNDS[str(error.rule)],
            checking.used[answer_id],
            answer_id,
            limit=f"{error.constraint:g}",
        )
        checking.values.pop(answer_id, None)


def _leaves(errors: Any) -> list[tuple[tuple[Any, ...], Any]]:  # noqa: ANN401
    found = []
    for error in errors:
        if error.child_errors:
            found += _leaves(error.child_errors)
        else:
            found.append((error.document_path, error))
    return found
