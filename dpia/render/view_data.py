"""Data items, purposes, phases and what refers to them by number (fields 1.1.a to 2.2.b)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dpia.model import NO, YES
from dpia.render.boxes import boxes, field_boxes
from dpia.render.edpb import fields
from dpia.render.rows import row_view, rows_of
from dpia.render.view_alternatives import proposed_verdict

if TYPE_CHECKING:
    from dpia.render.case import Case, Item

_OPERATIONS = ("collection", "use", "storage", "sharing", "deletion")
_ITEMS = "data-items"
_NONE = "prohibited"
_ONLY_NUMBERS = re.compile(r"(?:Nr|Nrn|No|Nos)?[\d\s,;.–-]+")
_NONE_AT_ALL = re.compile(r"(?i)(?:keine?|none)\b.{0,3}$")
_NUMBERS = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")


def data_items(case: Case) -> list[Item]:
    """Field 1.1.a: the item, whom it concerns, and the boxes of the special categories."""
    found = []
    for number, row in enumerate(case.rows(_ITEMS), 1):
        view = row_view(case, _ITEMS, number, ("item", "subjects", "source"))
        kind = row.values.get("special")
        details = [
            case.say("data-subjects", persons=view["subjects"]) if view["subjects"] else "",
            case.say("data-source", source=view["source"]) if view["source"] else "",
            case.say("data-art10") if row.values.get("art10") == YES else "",
            case.say("data-secret") if row.values.get("secret") == YES else "",
        ]
        no, *kinds = fields()["1.1.a"].boxes["special"]
        special = "\n".join(
            (
                boxes(case, (no,), {str(kind)}),
                case.say("yes-namely"),
                boxes(case, kinds, {str(kind)}),
            )
        )
        explanation = "\n".join(detail for detail in details if detail)
        found.append(view | {"special": special, "explanation": explanation})
    return found


def minimised(case: Case) -> list[Item]:
    """Field 2.2.a: the items by number, with need, recipients and retention, each with its reason."""
    columns = ("item", "need", "recipients", "recipients-why", "retention", "retention-why")
    return [
        row | {"item": f"{row['number']} {row['item']}"} for row in rows_of(case, _ITEMS, columns)
    ]


def purposes(case: Case) -> list[Item]:
    """Field 1.1.b: bare numbers of data items are followed by their names."""
    return [
        row | {"data": _named_items(case, row["data"])}
        for row in rows_of(case, "purposes", ("purpose", "data"))
    ]


def legal_bases(case: Case) -> list[Item]:
    """Field 2.1.a: a row for each purpose and each secondary use, by number."""
    found = []
    for table, name, field in (
        ("purposes", "purpose", "1.1.b"),
        ("secondary-uses", "use", "1.1.c"),
    ):
        for number, row in enumerate(case.rows(table), 1):
            view = row_view(case, table, number, (name, "justification"))
            if _NONE_AT_ALL.match(view[name]):
                continue
            basis = field_boxes(case, "2.1.a", "legal-basis", {str(row.values.get("legal-basis"))})
            title = f"{case.say('number-of', number=number, field=field)}\n{view[name]}"
            found.append(view | {"purpose": title, "legal_basis": basis})
    return found


def special_grounds(case: Case) -> list[Item]:
    """Field 2.1.b: the exceptions with all boxes; none of them is said in words."""
    found = []
    for number, row in enumerate(case.rows("special-grounds"), 1):
        view = row_view(case, "special-grounds", number, ("item", "justification"))
        chosen = str(row.values.get("exception"))
        ticked = field_boxes(case, "2.1.b", "exception", {chosen})
        if chosen == _NONE:
            ticked += f"\n{case.say('exception-none')}"
        found.append(view | {"item": _numbered(case, view["item"]), "exception": ticked})
    return found


def data_quality(case: Case) -> list[Item]:
    """Field 2.2.b: the items by number where the name is one of 1.1.a."""
    rows = rows_of(case, "data-quality", ("item", "requirement", "justification"))
    return [row | {"item": _numbered(case, row["item"])} for row in rows]


def phases(case: Case) -> list[Item]:
    """Field 1.2: the phases with the boxes of the operations."""
    found = []
    for number, row in enumerate(case.rows("phases"), 1):
        view = row_view(case, "phases", number, ("phase", "explanation"))
        chosen = {operation for operation in _OPERATIONS if row.values.get(operation) == YES}
        operations = field_boxes(case, "1.2", "operations", chosen)
        phase = re.sub(rf"^{number}[.:)]?\s+", "", view["phase"])
        found.append(view | {"phase": phase, "operations": operations})
    return found


def codes_of_conduct(case: Case) -> list[Item]:
    """Field 1.4: what was entered on codes of conduct, with the boxes of why they are followed."""
    question = "codes-of-conduct-ground"
    chosen = {
        option.id
        for option in (case.questions[question].options if question in case.questions else ())
        if case.answers.values.get(f"{question}.{option.id}") == YES
    }
    answer = case.answer("codes-of-conduct")
    remark = case.answers.notes.get(question, "")
    ground = "\n".join(
        part for part in (field_boxes(case, "1.4", "ground", chosen), remark) if part
    )
    return [{"number": "1", "code": answer, "ground": ground}] if answer else []


_VERDICTS = {"checked": "col-checked", "milder": "col-milder", "suitable": "col-suitable"}


def alternatives(case: Case) -> list[Item]:
    """Field 3.2: the alternatives with their features and what was decided about each."""
    known = {"product", "checked", "milder", "suitable", "affordable", "reason", "confirmed"}
    found = []
    for number, row in enumerate(case.rows("alternatives"), 1):
        table = case.tables["alternatives"]
        details = [
            f"{case.text(column.title)}: {text}"
            for column in table.columns
            if column.id not in known and (text := case.cell_of(table, row, column))
        ]
        verdict = {name: _verdict(case, row.values.get(name)) for name in _VERDICTS}
        verdicts = "\n".join(f"{case.say(_VERDICTS[n])}: {text}" for n, text in verdict.items())
        view = row_view(case, "alternatives", number, ("product", "reason"))
        view |= {"details": "; ".join(details), "verdicts": verdicts}
        found.append(view | verdict | {"proposed": proposed_verdict(case, row.id)})
    return found


def _verdict(case: Case, value: object) -> str:
    if value == YES:
        return f"☒ {case.say('yes')}"
    return f"☒ {case.say('no')}" if value == NO else case.yes_no(value)


def _names(case: Case) -> dict[int, str]:
    """The data items by number."""
    return {
        number: case.cell(_ITEMS, row, "item") for number, row in enumerate(case.rows(_ITEMS), 1)
    }


def _numbered(case: Case, item: str) -> str:
    """The item with its number in 1.1.a, where it bears the name of one."""
    name, _, mark = item.partition("\n")
    for number, known in _names(case).items():
        if known.casefold() == name.casefold():
            return f"{number} {name}\n{mark}".strip()
    return item


def _named_items(case: Case, text: str) -> str:
    """The names behind numbers of 1.1.a that stand alone; other texts stay as they are."""
    if not text or not _ONLY_NUMBERS.fullmatch(text):
        return text
    chosen: list[int] = []
    for first, last in _NUMBERS.findall(text):
        chosen += range(int(first), min(int(last or first), len(case.rows(_ITEMS))) + 1)
    names = _names(case)
    return "\n".join(f"{number} {names[number]}" for number in chosen if number in names) or text
