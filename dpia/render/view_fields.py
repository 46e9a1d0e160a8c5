"""The fields of sections 0 to 3 of the EDPB template that are filled from answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dpia.model import Question
from dpia.render import view_data
from dpia.render.edpb import CHAPTER, fields
from dpia.render.rows import answers_of, rows_of
from dpia.render.view_sheet import context_rows, field_rows

if TYPE_CHECKING:
    from dpia.model import Table
    from dpia.render.case import Case, Item

_LONGEST_REPEATED = 120


def fields_view(case: Case) -> Item:
    """Return the label/value fields, the tables and the further answers of every field."""
    return {
        "f_0_1": field_rows(case, "0.1"),
        "f_0_2": rows_of(case, "processors", ("name", "task", "contract", "country")),
        "f_0_3": field_rows(case, "0.3"),
        "f_0_4": field_rows(case, "0.4"),
        "f_1_1_a": view_data.data_items(case),
        "f_1_1_b": view_data.purposes(case),
        "f_1_1_c": rows_of(case, "secondary-uses", ("use", "conditions")),
        "f_1_1_d": context_rows(case),
        "f_1_2": view_data.phases(case),
        "f_1_3": rows_of(case, "assets", ("phase", "asset", "explanation")),
        "f_1_4": view_data.codes_of_conduct(case),
        "f_2_1_a": view_data.legal_bases(case),
        "f_2_1_b": view_data.special_grounds(case),
        "f_2_1_b_answers": answers_of(case, ("art9-handling", "art9-justification")),
        "f_2_2_a": view_data.minimised(case),
        "f_2_2_b": view_data.data_quality(case),
        "f_3_2": view_data.alternatives(case),
        "f_3_2_answers": answers_of(
            case, ("alternatives-reason", "necessity", "alternative-chosen")
        ),
        "f_3_3": answers_of(case, fields()["3.3"].answered_by),
        "further": {
            f"f_{number.replace('.', '_')}": further(case, number) for number in _numbers()
        },
    }


@cache
def _numbers() -> tuple[str, ...]:
    return tuple(number for number, field in fields().items() if field.kind != CHAPTER)


@cache
def _placed() -> dict[str, str]:
    """The first field in which a question or table stands."""
    return {
        asked: number for number, field in reversed(fields().items()) for asked in field.answered_by
    }


def further(case: Case, field: str) -> list[Item]:
    """Return the answers to all other questions that feed this field."""
    standard = fields()[field].answered_by
    found = []
    for item in case.questionnaire.items():
        if item.id in standard or field not in {_field_of(fill) for fill in item.fills}:
            continue
        if isinstance(item, Question):
            if not case.not_asked(item):
                found.append(_further(item.code, case.text(item.text), _answer(case, item)))
        elif case.rows(item.id) and item.id not in _placed():
            found.append(_further(item.code, case.text(item.title), _lines(case, item)))
    return found


def _answer(case: Case, question: Question) -> str:
    """The answer; a long one that has a field of its own is printed there."""
    answer = case.answer_in_line(question)
    place = _placed().get(question.id)
    if place is None or len(answer) <= _LONGEST_REPEATED:
        return answer
    return case.say("told-in-field", field=place)


def _further(code: str, question: str, answer: str) -> Item:
    return {"code": code, "question": question, "answer": answer}


def _lines(case: Case, table: Table) -> str:
    """The rows of a table in one cell, a line each."""
    lines = []
    for row in case.rows(table.id):
        cells = (case.cell_of(table, row, column) for column in table.columns)
        lines.append(" · ".join(cell for cell in cells if cell))
    return "\n".join(lines)


@cache
def _field_of(fill: str) -> str:
    """The field that a question fills; one that names a whole group stands with its first field."""
    fill = fill.partition("-")[0]
    if fill in _numbers():
        return fill
    return next((field for field in _numbers() if field.startswith(f"{fill}.")), "")
