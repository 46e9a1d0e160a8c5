"""What is still open: required answers that are missing or unclear, and every answer a finding waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.assess.result import OpenItem
from dpia.conditions import applies
from dpia.model import CONFIRMED, UNCLEAR, YES, Question
from dpia.tables import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import GateFinding, RiskFinding, Threshold
    from dpia.model import Questionnaire, Row, Table


def list_open(
    questionnaire: Questionnaire,
    facts: AnswerFacts,
    threshold: Threshold,
    gates: Sequence[GateFinding],
    risks: Sequence[RiskFinding],
) -> tuple[OpenItem, ...]:
    """List open references in the order of the questionnaire, each with the codes it can move."""
    moves: dict[str, list[str]] = {}
    for criterion in threshold.criteria:
        if criterion.met is None:
            for ref in criterion.because:
                if facts.value(ref) in {None, UNCLEAR}:
                    moves.setdefault(ref, []).append(criterion.code)
    waiting = [(g.code, g.open) for g in gates] + [(r.code, r.open) for r in risks]
    for code, refs_open in waiting:
        for ref in refs_open:
            moves.setdefault(ref, []).append(code)
    required = set(_required(questionnaire, facts))
    known = [ref for ref in _all_refs(questionnaire) if ref in required or ref in moves]
    return tuple(
        OpenItem(ref, ref in required, facts.value(ref) == UNCLEAR, tuple(moves.get(ref, ())))
        for ref in known
    )


def _all_refs(questionnaire: Questionnaire) -> Iterator[str]:
    for item in questionnaire.items():
        if isinstance(item, Question):
            yield from item.answer_ids
        elif item.id == MEASURES:
            yield from (f"measure:{measure}" for measure in questionnaire.measures)
        else:
            yield f"table:{item.id}"


def _required(questionnaire: Questionnaire, facts: AnswerFacts) -> Iterator[str]:
    for item in questionnaire.items():
        if applies(item.when, facts) is not True:
            continue
        if isinstance(item, Question):
            if item.required:
                ids = item.answer_ids
                yield from (ref for ref in ids if facts.value(ref) in {None, UNCLEAR})
        elif item.id == MEASURES:
            for state in facts.states.values():
                if state.baseline and state.applies is not False and state.status is None:
                    yield f"measure:{state.measure.id}"
        elif table_open(item, facts.rows(item.id)):
            yield f"table:{item.id}"


def table_open(table: Table, rows: Sequence[Row]) -> bool:
    """Too few rows, a required cell empty, or a proposal that nobody has confirmed."""
    if len(rows) < table.min_rows:
        return True
    required = [column.id for column in table.columns if column.required]
    confirmable = any(column.id == CONFIRMED for column in table.columns)
    proposals = {row.id for row in table.rows}
    return any(
        any(row.values.get(column) in {None, UNCLEAR} for column in required)
        or (confirmable and row.id in proposals and row.values.get(CONFIRMED) != YES)
        for row in rows
    )
