"""Answers as plain data (JSON, YAML) and back: for cases, examples and the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dpia.answers.applies import drop_what_does_not_apply
from dpia.answers.schema import answer_validator
from dpia.errors import AnswersRejected
from dpia.model import YES, Answers, Row, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dpia.model import Column, Question, Questionnaire, Table, Value


def to_plain(answers: Answers) -> dict[str, Any]:
    """Return a JSON-ready mapping; dates as ISO text, everything sorted as entered."""
    return {
        "language": answers.language,
        "values": {key: _plain(value) for key, value in answers.values.items()},
        "tables": {
            table: [{"id": row.id, **{k: _plain(v) for k, v in row.values.items()}} for row in rows]
            for table, rows in answers.tables.items()
        },
        "notes": dict(answers.notes),
        "signed": {
            sheet: {"by": by, "on": _plain(on) if on is not None else None}
            for sheet, (by, on) in answers.signed.items()
        },
    }


def _plain(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def from_plain(data: Mapping[str, Any], questionnaire: Questionnaire) -> Answers:
    """Build answers from plain data.

    Rows need no "id"; the rows of fixed tables are found by it. In "measures" a mapping by id may stand
    instead of a list.

    Raises:
        AnswersRejected: names every value that the questionnaire does not allow.
    """
    language = str(data.get("language", "de"))
    kinds = _kinds(questionnaire)
    values = {key: _value(kinds.get(key), value) for key, value in data.get("values", {}).items()}
    tables: dict[str, tuple[Row, ...]] = {}
    known = {table.id: table for table in questionnaire.tables()}
    for name, rows in data.get("tables", {}).items():
        listed = [{"id": k, **v} for k, v in rows.items()] if isinstance(rows, dict) else rows
        tables[name] = tuple(_rows(known.get(name), listed))
    document = {
        "values": values,
        "tables": {name: [dict(row.values) for row in rows] for name, rows in tables.items()},
    }
    validator = answer_validator(questionnaire)
    if not validator.validate(document, normalize=False):
        raise AnswersRejected("plain-rejected", found=str(validator.errors)[:2000])
    answers = Answers(
        values=values,
        tables=tables,
        notes=dict(data.get("notes", {})),
        signed={
            sheet: (entry.get("by", ""), _day(entry.get("on")))
            for sheet, entry in data.get("signed", {}).items()
        },
        language=language,
    )
    return drop_what_does_not_apply(questionnaire, answers)


def _kinds(questionnaire: Questionnaire) -> dict[str, Question]:
    return {question.id: question for question in questionnaire.questions()}


def _day(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _value(item: Question | Column | None, value: Any) -> Any:  # noqa: ANN401
    return _day(value) if item is not None and item.kind == "date" else value


def _rows(table: Table | None, rows: list[dict[str, Any]]) -> list[Row]:
    columns = {column.id: column for column in table.columns} if table else {}
    made, added = [], 0
    for row in rows:
        row_id = row.get("id")
        if row_id is None:
            added += 1
            row_id = f"+{added}"
        values = {k: _value(columns.get(k), v) for k, v in row.items() if k != "id"}
        made.append(Row(str(row_id), values))
    return made


def starter_answers(questionnaire: Questionnaire, language: str) -> Answers:
    """What a blank workbook in this language already holds: the questionnaire's proposals."""

    def worded(value: Text | str) -> str:
        return value[language] if isinstance(value, Text) else value

    values: dict[str, Value] = {}
    for question in questionnaire.questions():
        if question.starter is not None:
            worded_starter = worded(question.starter)
            if question.kind == "multi":
                values[f"{question.id}.{worded_starter}"] = YES
            else:
                values[question.id] = worded_starter
    tables = {
        table.id: rows
        for table in questionnaire.tables()
        if (rows := tuple(_proposed(table, worded)))
    }
    return Answers(values=values, tables=tables, language=language)


def _proposed(table: Table, worded: Callable[[Text | str], str]) -> Iterator[Row]:
    """The rows in which the questionnaire proposes something; one that is printed only holds no answer."""
    asked = [column.id for column in table.columns if column.kind != "label"]
    for row in table.rows:
        values = {column: worded(row.values[column]) for column in asked if column in row.values}
        if values:
            yield Row(row.id, values)
