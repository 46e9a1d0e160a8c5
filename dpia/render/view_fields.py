"""The fields of sections 0 to 3 of the EDPB template that are filled from answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.model import NO, YES, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.model import Row, Table
    from dpia.render.case import Case, Item

FIELDS = (
    *("0.1", "0.2", "0.3", "0.4", "0.5"),
    *("1.1.a", "1.1.b", "1.1.c", "1.1.d", "1.2", "1.3", "1.4"),
    *("2.1.a", "2.1.b", "2.2.a", "2.2.b", "2.3.a", "2.3.b", "2.3.c", "2.3.d", "2.3.e"),
    *("3.1", "3.2", "3.3"),
    *("4.1.a", "4.1.b", "4.1.c", "4.2.a", "4.2.b", "4.2.c"),
    *("5.1", "5.2", "6"),
)

_STANDARD = {
    "0.1": "controller-name controller-address controller-contact departments federal-state"
    " joint-controllers joint-controllers-detail dpo-designated dpo-contact",
    "0.2": "processors",
    "0.3": "processing-name processing-version",
    "0.4": "planned-start planned-end",
    "0.5": "dpia-changes dpia-team guidelines scope-included scope-excluded dpia-completed"
    " approval-date publication",
    "1.1.a": "data-items",
    "1.1.b": "purposes",
    "1.1.c": "secondary-uses",
    "1.1.d": "nature scope context other-states transfer",
    "1.2": "phases",
    "1.3": "assets",
    "1.4": "codes-of-conduct",
    "2.1.a": "purposes secondary-uses",
    "2.1.b": "special-grounds art9-handling art9-justification",
    "2.2.a": "data-items",
    "2.2.b": "data-quality",
    "3.2": "alternatives alternatives-reason necessity",
    "3.3": "benefits interest balancing",
    "4.2.a": "measures",
    "4.2.b": "residual-justification",
    "4.2.c": "measures next-review",
    "5.1": "dpo-advice-date dpo-advice dpo-advice-followed",
    "5.2": "staff-views-date staff-views works-agreement-concluded staff-views-none-reason",
    "6": "abandon-or-keep residual-justification decision decision-reason conditions approved-by approval-date",
}
_PLACED = {item: field for field, items in reversed(_STANDARD.items()) for item in items.split()}
_LONGEST_REPEATED = 120
_OPERATIONS = ("collection", "use", "storage", "sharing", "deletion")
_NOT_SPECIAL = "none"


def fields_view(case: Case) -> Item:
    """Return the label/value fields, the tables and the further answers of every field."""
    return {
        "f_0_1": answers_of(case, _STANDARD["0.1"].split()),
        "f_0_2": rows_of(case, "processors", ("name", "task", "contract", "country")),
        "f_0_3": answers_of(case, _STANDARD["0.3"].split()),
        "f_0_4": answers_of(case, _STANDARD["0.4"].split()),
        "f_1_1_a": [_data_item(case, item) for item in _rows(case, "data-items")],
        "f_1_1_b": rows_of(case, "purposes", ("purpose", "data")),
        "f_1_1_c": rows_of(case, "secondary-uses", ("use", "conditions")),
        "f_1_1_d": answers_of(case, _STANDARD["1.1.d"].split()),
        "f_1_2": [_phase(case, item) for item in _rows(case, "phases")],
        "f_1_3": rows_of(case, "assets", ("phase", "asset", "explanation")),
        "f_1_4": case.answer("codes-of-conduct"),
        "f_2_1_a": _legal_bases(case),
        "f_2_1_b": rows_of(case, "special-grounds", ("item", "exception", "justification")),
        "f_2_1_b_answers": answers_of(case, ("art9-handling", "art9-justification")),
        "f_2_2_a": [_minimised(case, item) for item in _rows(case, "data-items")],
        "f_2_2_b": rows_of(case, "data-quality", ("item", "requirement", "justification")),
        "f_3_2": [_alternative(case, item) for item in _rows(case, "alternatives")],
        "f_3_2_answers": answers_of(case, ("alternatives-reason", "necessity")),
        "f_3_3": answers_of(case, _STANDARD["3.3"].split()),
        "further": {f"f_{field.replace('.', '_')}": further(case, field) for field in FIELDS},
    }


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
    return [_row(case, item, columns) for item in _rows(case, table_id)]


def further(case: Case, field: str) -> list[Item]:
    """Return the answers to all other questions that feed this field."""
    standard = _STANDARD.get(field, "").split()
    found = []
    for sheet in case.questionnaire.sheets:
        for item in sheet.items:
            if item.id in standard or field not in {_field_of(fill) for fill in item.fills}:
                continue
            if isinstance(item, Question):
                if not case.not_asked(item):
                    found.append(_further(item.code, case.text(item.text), _answer(case, item)))
            elif case.rows(item.id) and item.id not in _PLACED:
                found.append(_further(item.code, case.text(item.title), _lines(case, item)))
    return found


def _answer(case: Case, question: Question) -> str:
    """The answer; a long one that has a field of its own is printed there."""
    answer = case.answer_in_line(question)
    place = _PLACED.get(question.id)
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


def _field_of(fill: str) -> str:
    """The field that a question fills; one that names a whole group stands with its first field."""
    fill = fill.partition("-")[0]
    if fill in FIELDS:
        return fill
    return next((field for field in FIELDS if field.startswith(f"{fill}.")), "")


def _rows(case: Case, table_id: str) -> list[tuple[str, int, Row]]:
    return [(table_id, number, row) for number, row in enumerate(case.rows(table_id), 1)]


def _row(case: Case, item: tuple[str, int, Row], columns: tuple[str, ...]) -> Item:
    table_id, number, row = item
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


def _data_item(case: Case, item: tuple[str, int, Row]) -> Item:
    view = _row(case, item, ("item", "subjects", "source"))
    table_id, _, row = item
    special = case.cell(table_id, row, "special")
    if row.values.get("special") == _NOT_SPECIAL:
        special = f"☒ {case.say('no')}"
    elif special:
        special = f"☒ {case.say('special-yes', kind=special)}"
    details = [
        case.say("data-subjects", persons=view["subjects"]) if view["subjects"] else "",
        case.say("data-source", source=view["source"]) if view["source"] else "",
        case.say("data-art10") if row.values.get("art10") == YES else "",
        case.say("data-secret") if row.values.get("secret") == YES else "",
    ]
    return view | {"special": special, "explanation": "\n".join(d for d in details if d)}


def _minimised(case: Case, item: tuple[str, int, Row]) -> Item:
    """A data item with recipients and retention, each with its reason below it."""
    columns = ("item", "need", "recipients", "recipients-why", "retention", "retention-why")
    view = _row(case, item, columns)
    for column in ("recipients", "retention"):
        parts = (view[column], view[f"{column}_why"])
        view[f"{column}_all"] = "\n".join(part for part in parts if part)
    return view


def _phase(case: Case, item: tuple[str, int, Row]) -> Item:
    table_id, _, row = item
    boxes = [
        f"{'☒' if row.values.get(operation) == YES else '☐'} {case.say('operation-' + operation)}"
        for operation in _OPERATIONS
    ]
    return _row(case, (table_id, item[1], row), ("phase", "explanation")) | {
        "operations": "\n".join(boxes)
    }


def _legal_bases(case: Case) -> list[Item]:
    """One row a purpose and one a secondary use."""
    rows = [
        _row(case, item, ("purpose", "legal-basis", "justification"))
        for item in _rows(case, "purposes")
    ]
    uses = [
        _row(case, item, ("use", "legal-basis", "justification"))
        for item in _rows(case, "secondary-uses")
    ]
    rows += [{**use, "purpose": use["use"], "number": f"{use['number']} (1.1.c)"} for use in uses]
    return rows


_VERDICTS = {"checked": "col-checked", "milder": "col-milder", "suitable": "col-suitable"}


def _alternative(case: Case, item: tuple[str, int, Row]) -> Item:
    table_id, _, row = item
    table = case.tables[table_id]
    known = {"product", "checked", "milder", "suitable", "reason", "confirmed"}
    details = [
        f"{case.text(column.title)}: {text}"
        for column in table.columns
        if column.id not in known and (text := case.cell_of(table, row, column))
    ]
    verdict = {name: _verdict(case, row.values.get(name)) for name in _VERDICTS}
    verdicts = "\n".join(f"{case.say(_VERDICTS[name])}: {text}" for name, text in verdict.items())
    return (
        _row(case, item, ("product", "reason"))
        | verdict
        | {"details": "; ".join(details), "verdicts": verdicts}
    )


def _verdict(case: Case, value: object) -> str:
    if value == YES:
        return f"☒ {case.say('yes')}"
    return f"☒ {case.say('no')}" if value == NO else case.yes_no(value)
