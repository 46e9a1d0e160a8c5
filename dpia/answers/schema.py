"""The Cerberus schema of the answers, derived from the questionnaire."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cerberus import TypeDefinition, Validator

from dpia.model import NO, UNCLEAR, YES, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dpia.model import Column, Questionnaire

_DATE = TypeDefinition("day", (date,), ())
_TYPES: Mapping[str, str] = {"integer": "integer", "number": "number", "date": "day"}


class _AnswerValidator(Validator):  # type: ignore[misc]  # Cerberus carries no types
    types_mapping = {**Validator.types_mapping, "day": _DATE}  # noqa: RUF012  # Cerberus's own way


def _rules(item: Question | Column) -> dict[str, Any]:
    if item.kind in {"yes-no", "multi"}:
        return {"type": "string", "allowed": [YES, NO, UNCLEAR]}
    if item.kind == "choice":
        return {"type": "string", "allowed": [*(o.id for o in item.options), UNCLEAR]}
    if item.kind not in _TYPES:
        return {"type": "string"}
    # Not Cerberus's "anyof", which looks through all the answers once more for every number in them.
    known: dict[str, Any] = {"type": [_TYPES[item.kind], "string"], "check_with": _no_other_text}
    if isinstance(item, Question):
        if item.minimum is not None:
            known["min"] = item.minimum
        if item.maximum is not None:
            known["max"] = item.maximum
    return known


def _no_other_text(field: str, value: object, error: Callable[[str, str], None]) -> None:
    """In the place of a number or a date the only text is "unclear"."""
    if isinstance(value, str) and value != UNCLEAR:
        error(field, value)


def answer_validator(questionnaire: Questionnaire) -> Any:  # noqa: ANN401
    """Build the validator of {"values": {...}, "tables": {table: [row, ...]}}; reuse it for many files."""
    values: dict[str, Any] = {}
    for question in questionnaire.questions():
        if question.kind == "multi":
            values |= {f"{question.id}.{o.id}": _rules(question) for o in question.options}
        else:
            values[question.id] = _rules(question)
    tables = {
        table.id: {
            "type": "list",
            "schema": {
                "type": "dict",
                "schema": {column.id: _rules(column) for column in table.columns},
            },
        }
        for table in questionnaire.tables()
    }
    return _AnswerValidator(
        {
            "values": {"type": "dict", "schema": values},
            "tables": {"type": "dict", "schema": tables},
        }
    )
