"""Decision, involvement and the annexes: all answers, all sources, method and provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.i18n import long_date
from dpia.model import YES, Question
from dpia.render.boxes import box
from dpia.render.edpb import fields
from dpia.render.rows import answers_of, rows_of
from dpia.tables import own_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.assess.result import ConditionItem
    from dpia.model import Gate, Measure, Risk, Row, Sheet, Table, Text
    from dpia.render.case import Case, Item
    from dpia.render.context import ReportContext

_LISTED = "measures"
"""The table whose rows Annex E prints in full."""


def decision_view(case: Case) -> Item:
    """Return section 6: what was decided, the tool's proposal beside it, the conditions."""
    taken = case.assessment.decision.taken.replace("_", "-")
    proposed = case.assessment.decision.proposed.replace("_", "-")
    return {
        "boxes": [
            {
                "box": "☒" if taken == part.id else "☐",
                "label": part.label[case.language],
                "meaning": _meaning(case, part.id, taken=taken == part.id),
                "proposed": case.say("proposed-here") if proposed == part.id else "",
            }
            for part in fields()["6"].boxes["decision"]
        ],
        "taken": case.term("decisions", taken) if taken else case.say("decision-none"),
        "undetermined": case.assessment.decision.proposed == "undetermined",
        "answers": answers_of(
            case,
            (
                "abandon-or-keep",
                "national-consultation",
                "decision-reason",
                "approved-by",
                "approval-date",
            ),
        ),
        "conditions": rows_of(case, "conditions", ("condition", "owner", "due")),
        "proposed_conditions": [
            _condition(case, item) for item in case.assessment.decision.conditions
        ],
        "approved_by": (case.answers.values.get("approved-by") and case.answer("approved-by"))
        or "",
    }


def _meaning(case: Case, decision: str, *, taken: bool) -> str:
    """What a decision means; the consultation with the boxes of its two grounds."""
    text = case.say(f"decision-{decision}")
    if decision != "consultation":
        return text
    values = case.answers.values
    grounds = {
        "residual": taken and values.get("abandon-or-keep") == "keep",
        "national-law": taken and values.get("national-consultation") == YES,
    }
    lines = [
        box(part.label[case.language], ticked=grounds[part.id])
        for part in fields()["6"].boxes["consultation"]
    ]
    return "\n".join((text, *lines))


def involvement_view(case: Case) -> Item:
    """Return section 5."""
    return {
        "dpo": answers_of(case, ("dpo-advice-date", "dpo-advice", "dpo-advice-followed")),
        "persons": answers_of(
            case,
            (
                "staff-views-date",
                "staff-views",
                "works-agreement-concluded",
                "staff-views-none-reason",
            ),
        ),
    }


def _condition(case: Case, item: ConditionItem) -> Item:
    catalogues: dict[str, Mapping[str, Gate | Measure | Risk]] = {
        "gate": case.questionnaire.gates,
        "measure": case.questionnaire.measures,
        "risk": case.questionnaire.risks,
    }
    entry = catalogues[item.kind].get(item.id)
    title = case.text(entry.title) if entry is not None else item.id
    return {
        "code": item.code,
        "title": title,
        "owner": item.owner or case.say("owner-missing"),
        "due": case.printed(item.due) or case.say("due-missing"),
    }


def answers_view(case: Case) -> list[Item]:
    """Return every answer by sheet, with remark and signature of the sheet."""
    return [_sheet(case, sheet) for sheet in case.questionnaire.sheets]


def _sheet(case: Case, sheet: Sheet) -> Item:
    who, when = case.answers.signed.get(sheet.id, ("", None))
    return {
        "title": f"{sheet.code} {case.text(sheet.title)}",
        "signed": case.say(
            "signed",
            who=who or case.say("no-name"),
            date=case.printed(when) or case.say("no-date"),
        ),
        "answers": [line for item in sheet.items for line in _lines(case, item)],
    }


def _lines(case: Case, item: Question | Table) -> Iterator[Item]:
    """One line a question; of a table its title and a line for each row."""
    rows = () if isinstance(item, Question) else case.rows(item.id)
    if case.not_asked(item):
        answer = case.say("not-asked")
    elif isinstance(item, Question):
        answer = case.answer_in_line(item)
    else:
        answer = case.say("row-count", count=len(rows)) if rows else case.say("not-answered")
        if item.id == _LISTED and rows:
            answer = case.say("listed-in-annex-e", rows=answer)
    yield _line(item.code, case.text(_asked(item)), answer, case.answers.notes.get(item.id, ""))
    if isinstance(item, Question) or item.id == _LISTED:
        return
    for number, row in enumerate(rows, 1):
        remark = case.answers.notes.get(f"{item.id}.{row.id}", "")
        line = _line("", _row_name(case, item, row, number), _row_answers(case, item, row), remark)
        yield line | {"whole": True}


def _asked(item: Question | Table) -> Text:
    return item.text if isinstance(item, Question) else item.title


def _line(code: str, question: str, answer: str, remark: str) -> Item:
    return {"code": code, "question": question, "answer": answer, "remark": remark, "whole": False}


def _row_name(case: Case, table: Table, row: Row, number: int) -> str:
    """A row of a fixed table by its printed code and title, any other by its number."""
    if table.adds:
        return own_code(table.adds, row.id)
    if table.fixed:
        labels = [case.cell_of(table, row, c) for c in table.columns if c.kind == "label"]
        return " ".join(labels[:2])
    return case.say("row-number", number=number)


def _row_answers(case: Case, table: Table, row: Row) -> str:
    asked = [column for column in table.columns if column.kind != "label"]
    cells = ((case.text(column.title), case.cell_of(table, row, column)) for column in asked)
    filled = [f"{title}: {text}" for title, text in cells if text]
    return " · ".join(filled) or case.say("not-answered")


def sources_view(case: Case) -> list[Item]:
    """Return the sources that this report cites by number, with how sure the tool is of each."""
    sources = case.questionnaire.sources
    numbered = ((number, sources[key]) for key, number in case.source_numbers.items())
    return [
        {
            "number": f"[{number}]",
            "mark": str(number),
            "code": source.code,
            "title": case.text(source.title),
            "place": "\n".join(part for part in (source.place, source.url) if part) or "–",
            "dated": source.dated or "–",
            "confidence": case.term("confidence", source.confidence),
        }
        for number, source in numbered
    ]


def method_view(case: Case, context: ReportContext) -> Item:
    """Return where the report comes from: tool, questionnaire, input and date."""
    found = case.assessment
    values = {
        "tool-version": context.tool_version,
        "questionnaire-version": f"{found.questionnaire_id} {found.questionnaire_version}",
        "questionnaire-digest": found.questionnaire_digest,
        "input-name": context.input_name,
        "input-digest": context.input_sha256,
        "assessed-on": long_date(found.on, case.language),
    }
    return {
        "provenance": [{"label": case.say(key), "value": text} for key, text in values.items()],
        **_scale(case),
    }


def _scale(case: Case) -> Item:
    scale = case.questionnaire.scale
    return {
        "scale_title": case.text(scale.title),
        "scale_note": case.marked(case.text(scale.note), scale.grounds),
        "scale_sources": case.cite(scale.grounds.sources),
        "levels": [
            {
                "level": f"{level} {case.text(scale.levels[level])}",
                "severity": case.text(scale.severity_texts.get(level)),
                "likelihood": case.text(scale.likelihood_texts.get(level)),
            }
            for level in sorted(scale.levels)
        ],
        "classes": [
            {
                "class": case.text(scale.classes[key]),
                "fill": scale.class_fill[key],
                "acceptance": case.text(scale.acceptance.get(key)),
            }
            for key in sorted(scale.classes, key=lambda key: scale.class_rank[key])
        ],
        "border": [
            case.say("border-cell", severity=s, likelihood=p, note=case.text(note))
            for (s, p), note in sorted(scale.border.items())
        ],
        "matrix_note": case.text(case.questionnaire.notes.get("matrix")),
    }
