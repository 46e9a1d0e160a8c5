"""Each changed answer in words: what was asked, what stood there, what stands there now."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from dpia.model import Text
from dpia.tables import own_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.model import Column, Table
    from dpia.register.answer_changes import AnswerChange
    from dpia.register.changes import Changes
    from dpia.render.changes_words import ChangeWords
    from dpia.tables import Added

_OWN: Final = "own-"
Row = dict[str, Any]


def answer_rows(changes: Changes, words: ChangeWords) -> Iterator[Row]:
    """Return every change: code, question, old and new; the cells of one row stand together, and apart in "parts"."""
    for _, found in groupby(changes.answers, key=_belonging):
        together = [*found]
        if len(together) == 1:
            row = answer_row(changes, together[0], words)
            yield row | {"parts": [{"label": "", "old": row["old"], "new": row["new"]}]}
        else:
            yield _cells_of_a_row(changes, together, words)


def _belonging(one: AnswerChange) -> tuple[str, ...]:
    """Cells belong together by their row; anything else stands alone."""
    if one.kind == "cell":
        return (one.table, one.row)
    return (one.kind, one.ref, one.table, one.row)


def _cells_of_a_row(changes: Changes, cells: list[AnswerChange], words: ChangeWords) -> Row:
    code, question = _row_named(changes, cells[0], words)
    table = words.tables.get(cells[0].table)
    parts = []
    for one in cells:
        column = _column(table, one.column)
        label = words.text(column.title) if column is not None else one.column
        old, new = (words.value(value, column) for value in (one.old, one.new))
        parts.append({"label": label, "old": old, "new": new})
    lines = {
        side: "\n".join(words.say("cell", title=p["label"], text=p[side]) for p in parts)
        for side in ("old", "new")
    }
    return {"code": code, "question": question, **lines, "parts": parts}


def answer_row(changes: Changes, one: AnswerChange, words: ChangeWords) -> Row:
    """Return code, question, old and new of a change."""
    if one.kind == "value":
        return _value(one, words)
    if one.kind == "note":
        return _named(one, words) | {"old": _plain(one.old, words), "new": _plain(one.new, words)}
    if one.kind == "signed":
        return _signed(one, words)
    return _in_table(changes, one, words)


def code_of(ref: str, words: ChangeWords) -> str:
    """The code that people read of what a finding rests on."""
    kind, colon, key = ref.partition(":")
    if not colon:
        question = words.questions.get(ref.partition(".")[0])
        return question.code if question is not None else ref
    if key.startswith(_OWN) and key not in words.catalogue(kind):
        added: Added = "risks" if kind == "risk" else "measures"
        return own_code(added, key.rpartition("-")[2])
    known: Any = words.tables.get(key) if kind == "table" else words.catalogue(kind).get(key)
    return str(known.code) if known is not None and known.code else key


def _value(one: AnswerChange, words: ChangeWords) -> Row:
    asked = words.questions.get(one.ref.partition(".")[0])
    return _named(one, words) | {
        "old": words.value(one.old, asked),
        "new": words.value(one.new, asked),
    }


def _named(one: AnswerChange, words: ChangeWords) -> Row:
    """Question and code; of an option with its label, of a remark said so."""
    question_id, _, rest = one.ref.partition(".")
    asked, table = words.questions.get(question_id), words.tables.get(question_id)
    parts = [rest] if rest else []
    if asked is not None:
        code, title = asked.code, words.text(asked.text)
        parts = [words.text(o.label) for o in asked.options if o.id == rest] or parts
    elif table is not None:
        code, title = table.code, words.text(table.title)
        parts = [_row_by_id(table, rest, {}, words)] if rest else []
    else:
        code, title = "", question_id
    if one.kind == "note":
        parts.append(words.say("remark"))
    for part in parts:
        title = words.say("part", whole=title, part=part)
    return {"code": code, "question": title}


def _signed(one: AnswerChange, words: ChangeWords) -> Row:
    sheets = words.questionnaire.sheets if words.questionnaire else ()
    title = next((f"{s.code} {words.text(s.title)}" for s in sheets if s.id == one.ref), one.ref)

    def who(entry: Any) -> str:  # noqa: ANN401  # name and day, or None
        name, day = entry or ("", "")
        return ", ".join(part for part in (name, words.day(day)) if part) or words.say("none")

    asked = words.say("signed-sheet", sheet=title)
    return {"code": "", "question": asked, "old": who(one.old), "new": who(one.new)}


def _in_table(changes: Changes, one: AnswerChange, words: ChangeWords) -> Row:
    code, question = _row_named(changes, one, words)
    table = words.tables.get(one.table)
    if one.kind != "cell":
        old = _whole(table, one.old, words) if one.old else words.say("none")
        new = _whole(table, one.new, words) if one.new else words.say("gone")
        return {"code": code, "question": question, "old": old, "new": new}
    column = _column(table, one.column)
    named = words.text(column.title) if column is not None else one.column
    return {
        "code": code,
        "question": words.say("part", whole=question, part=named),
        "old": words.value(one.old, column),
        "new": words.value(one.new, column),
    }


def _row_named(changes: Changes, one: AnswerChange, words: ChangeWords) -> tuple[str, str]:
    """The code of the table, and its title with what the row is about."""
    table = words.tables.get(one.table)
    title = words.text(table.title) if table is not None else one.table
    row = _row_by_ref(one, words) or _row_by_id(table, one.row, _cells(changes, one), words)
    return table.code if table is not None else "", words.say("part", whole=title, part=row)


def _row_by_ref(one: AnswerChange, words: ChangeWords) -> str:
    """A row about a measure or a risk is called by its code and title ("" for any other)."""
    kind, _, key = one.ref.partition(":")
    return words.titled(kind, key) if key in words.catalogue(kind) else ""


def _row_by_id(table: Table | None, row: str, cells: Mapping[str, Any], words: ChangeWords) -> str:
    """A row by its printed label, else by the first text in it, else by its number."""
    if table is not None and table.adds:
        return own_code(table.adds, row)
    starter = next((one for one in table.rows if one.id == row), None) if table else None
    for column in table.columns if table is not None else ():
        found = cells.get(column.id)
        if found is None and starter is not None:
            value = starter.values.get(column.id)
            found = words.text(value) if isinstance(value, Text) else value
        if found and column.kind in {"label", "text", "long-text", "choice"}:
            return words.value(found, column)
    return words.say("row", number=row.removeprefix("+"))


def _cells(changes: Changes, one: AnswerChange) -> Mapping[str, Any]:
    """The cells of the row, as they are now or last were."""
    for recorded in (changes.new, changes.old):
        tables = recorded.answers.get("tables") or {}
        for row in tables.get(one.table) or ():
            if row.get("id") == one.row:
                found: Mapping[str, Any] = row
                return found
    return {}


def _whole(table: Table | None, cells: Mapping[str, Any], words: ChangeWords) -> str:
    """All cells of a row in one line."""
    order = {column.id: place for place, column in enumerate(table.columns if table else ())}
    parts = []
    for key, value in sorted(cells.items(), key=lambda cell: order.get(cell[0], len(order))):
        column = _column(table, key)
        title = words.text(column.title) if column is not None else key
        parts.append(words.say("cell", title=title, text=words.value(value, column)))
    return " · ".join(parts) or words.say("none")


def _column(table: Table | None, key: str) -> Column | None:
    columns = table.columns if table is not None else ()
    return next((column for column in columns if column.id == key), None)


def _plain(value: object, words: ChangeWords) -> str:
    return str(value) if value else words.say("none")
