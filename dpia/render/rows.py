"""Answers as label and value, and the filled rows of tables, as every part of the report prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.model import YES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.model import Row
    from dpia.render.case import Case, Item


def answers_of(case: Case, question_ids: Iterable[str]) -> list[Item]:
    """Return label and answer of the questions that this questionnaire asks."""
    found = (case.questions.get(question_id) for question_id in question_ids)
    return [
        {
            "label": case.text(question.text),
            "code": question.code,
            "value": case.answer_to(question),
        }
        for question in found
        if question is not None and not case.not_asked(question)
    ]


def rows_of(case: Case, table_id: str, columns: tuple[str, ...]) -> list[Item]:
    """Return the filled rows of a table, numbered; proposals nobody confirmed are marked."""
    return [
        row_view(case, table_id, number, columns)
        for number in range(1, len(case.rows(table_id)) + 1)
    ]


def row_view(case: Case, table_id: str, number: int, columns: tuple[str, ...]) -> Item:
    """Return one row by its number; the first column carries the mark of an unconfirmed proposal."""
    row = case.rows(table_id)[number - 1]
    view: Item = {"number": str(number)}
    for position, column in enumerate(columns):
        text = case.cell(table_id, row, column)
        view[column.replace("-", "_")] = text if position else _marked(case, table_id, row, text)
    return view


def _marked(case: Case, table_id: str, row: Row, text: str) -> str:
    """The first cell says so when the row is a proposal of the questionnaire that nobody confirmed."""
    table = case.tables[table_id]
    proposed = any(starter.id == row.id for starter in table.rows)
    asked = any(column.id == "confirmed" for column in table.columns)
    if proposed and asked and row.values.get("confirmed") != YES:
        return f"{text}\n{case.say('not-confirmed')}"
    return text
