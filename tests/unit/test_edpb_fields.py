"""The finished report against the list of the template's fields: every heading, column, row and box is there."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from docs.tools.make_templates import template
from dpia import yamlfile
from dpia.answers.plain import from_plain, starter_answers, to_plain
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.i18n import LANGUAGES, messages
from dpia.render.context import ReportContext
from dpia.render.edpb import CHAPTER, edition, fields, statuses
from dpia.render.view import build_view
from dpia.render.word import render_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.render.edpb import Part

EXAMPLES = sorted(
    path.parent
    for path in (Path(__file__).resolve().parents[2] / "examples").glob("*/answers.yaml")
)
BOX = re.compile(r"[☐☒]\s")
Section = list[Paragraph | Table]


def laid_over(proposals: Any, source: Any) -> Any:
    """What the example types, over what a blank workbook proposes (without dropped rows)."""
    tables = proposals["tables"]
    for name, typed in source.get("tables", {}).items():
        gone = set(typed.get("drop", []))
        rows = {row["id"]: row for row in tables.get(name, []) if row["id"] not in gone}
        for number, row in enumerate(typed.get("rows", []), 1):
            key = row.get("id", f"+{number}")
            rows[key] = {**rows.get(key, {}), **row, "id": key}
        tables[name] = list(rows.values())
    values = {**proposals["values"], **source.get("values", {})}
    return {"language": source["language"], "values": values, "tables": tables}


@cache
def sections(example: Path, language: str) -> dict[str, Section]:
    """The paragraphs and tables of the finished report below each numbered heading."""
    source: Any = yamlfile.load(example / "answers.yaml")
    questionnaire = load_questionnaire(source["questionnaire"])
    proposals = to_plain(starter_answers(questionnaire, source["language"]))
    answers = from_plain(laid_over(proposals, source), questionnaire)
    on = date.fromisoformat(source["date"])
    context = ReportContext(True, on, "0", "answers.xlsx", "f" * 64)
    found = assess(questionnaire, answers, on)
    view = build_view(questionnaire, answers, found, language, context)
    document = Document(BytesIO(render_word(view, template(language), on)))
    parts: dict[str, Section] = {}
    inside: Section = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph) and block.style is not None:
            heading = re.match(r"(\d(?:\.\d)*(?:\.[a-e])?) ", block.text)
            if str(block.style.name).lower().startswith("heading") and "4" not in str(
                block.style.name
            ):
                inside = []
                if heading:
                    parts[heading[1]] = inside
        inside.append(block)
    return parts


def text_of(section: Section) -> str:
    lines = []
    for block in section:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += [cell.text for row in block.rows for cell in row.cells]
    return "\n".join(lines)


def tables_of(section: Section) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in block.rows]
        for block in section
        if isinstance(block, Table)
    ]


def in_order(wanted: Iterable[str], found: list[str]) -> bool:
    rest = iter(found)
    return all(any(text == other for other in rest) for text in wanted)


@pytest.fixture(params=[(e, lang) for e in EXAMPLES for lang in LANGUAGES], ids=str)
def report(request: pytest.FixtureRequest) -> tuple[dict[str, Section], str]:
    example, language = request.param
    return sections(example, language), language


def test_every_field_has_its_heading_in_the_order_of_the_template(
    report: tuple[dict[str, Section], str],
) -> None:
    parts, language = report
    assert list(parts) == list(fields())
    for number, field in fields().items():
        assert parts[number][0].text == f"{number} {field.label[language]}"  # type: ignore[union-attr]


def test_every_table_has_the_columns_of_the_template(
    report: tuple[dict[str, Section], str],
) -> None:
    parts, language = report
    empty = {messages("report")(key, language) for key in ("none-given", "none", "no-additional")}
    for number, field in fields().items():
        wanted = [column.label[language] for column in field.columns]
        if not wanted:
            continue
        found = [table[0] for table in tables_of(parts[number])]
        told = empty & set(text_of(parts[number]).splitlines())
        assert any(in_order(wanted, header) for header in found) or told, number


def test_every_fixed_row_is_there(report: tuple[dict[str, Section], str]) -> None:
    parts, language = report
    for number, field in fields().items():
        labels = [row.label[language] for row in field.rows]
        if field.kind == "rows":
            rows = [row[0] for table in tables_of(parts[number])[:1] for row in table]
            assert rows == labels, number
        elif labels:
            lines = text_of(parts[number]).splitlines()
            assert all(label in lines for label in labels), number


def ticked_or_not(part: Part, language: str, text: str) -> bool:
    return bool(re.search(rf"[☐☒]\s{re.escape(part.label[language])}(\n|$|\s)", text))


def test_every_box_is_printed_ticked_or_not(report: tuple[dict[str, Section], str]) -> None:
    parts, language = report
    for number, field in fields().items():
        text = text_of(parts[number])
        answered = len(tables_of(parts[number])) > 0
        for name, boxes in field.boxes.items():
            for part in boxes:
                if part.id == "question":
                    assert part.label[language] in text, (number, name)
                elif number == "6" and name == "decision":
                    assert re.search(rf"[☐☒]\n{part.label[language]}\n", text), part.id
                elif answered:
                    assert ticked_or_not(part, language, text), (number, name, part.id)


def test_the_reasons_of_the_technical_sheet_stand_in_five_groups_with_nineteen_boxes(
    report: tuple[dict[str, Section], str],
) -> None:
    parts, language = report
    [reasons] = [row[1] for row in tables_of(parts["0.5"])[0] if row[0].startswith("④")]
    lines = reasons.splitlines()
    groups = fields()["0.5"].groups
    assert in_order([group.label[language] for group in groups], lines)
    boxes = [part.label[language] for group in groups for part in group.boxes]
    assert len(boxes) == 19
    assert [BOX.sub("", line) for line in lines if BOX.match(line)] == boxes


def test_every_measure_shows_the_three_states_with_at_most_one_ticked(
    report: tuple[dict[str, Section], str],
) -> None:
    parts, language = report
    labels = [status.label[language] for status in statuses()]
    cells = [
        row[-1]
        for number in ("2.3.a", "2.3.b", "2.3.c", "2.3.d", "2.3.e", "4.2.a")
        for table in tables_of(parts[number])[:1]
        for row in table[1:]
        if BOX.search(row[-1])
    ]
    assert cells
    for cell in cells:
        assert [BOX.sub("", line) for line in cell.splitlines() if BOX.match(line)] == labels
        assert cell.count("☒") <= 1


def test_the_three_feared_events_are_each_answered(report: tuple[dict[str, Section], str]) -> None:
    parts, language = report
    assert len(tables_of(parts["4.1.a"])) >= len(fields()["4.1.a"].rows) == 3
    assert messages("report")("track-b-none", language) not in text_of(parts["4.1.a"])


def test_every_field_that_asks_is_asked_by_a_questionnaire() -> None:
    questionnaire = load_questionnaire("messenger")
    known = {item.id for sheet in questionnaire.sheets for item in sheet.items}
    for number, field in fields().items():
        assert set(field.answered_by) <= known, number
        assert field.kind != CHAPTER or not field.answered_by


def test_the_questionnaires_call_the_fields_and_the_template_by_the_same_names() -> None:
    questionnaire = load_questionnaire("messenger")
    named = questionnaire.terms["edpb-fields"]
    for number, field in fields().items():
        parts = [(number, field.label), *((row.id, row.label) for row in field.rows)]
        for key, label in parts:
            if key in named:
                assert named[key].wordings == label.wordings, key
    for language in LANGUAGES:
        assert edition().version in questionnaire.template_label[language]
        assert edition().version in edition().label[language]
    assert date.fromisoformat(edition().adopted) <= questionnaire.law_status
