"""The Word file: literal answers, valid structure, the traps of docxtpl, and clear errors of templates."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from lxml import etree

from docs.tools.make_templates import template
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.errors import DefinitionError
from dpia.i18n import LANGUAGES, messages
from dpia.model import Answers, Row, Text
from dpia.render.tables import mend_tables
from dpia.render.view import build_view
from dpia.render.word import render_word
from dpia.resources import shipped
from tests.unit.render_samples import DAY, answers, assessment, context, questionnaire

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "A & B <x> {{7*7}} {_{ {% if %} }_}\nzweite Zeile"


def shipped_template(language: str) -> bytes:
    return (shipped("templates") / language / "dpia-report.docx").read_bytes()


def view(language: str = "de", *, draft: bool = True, given: Answers | None = None) -> Any:
    return build_view(
        questionnaire(), given or answers(), assessment(), language, context(draft=draft)
    )


def report(language: str = "de", **options: Any) -> bytes:
    return render_word(view(language, **options), shipped_template(language), DAY)


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def body(data: bytes) -> etree._Element:
    return etree.fromstring(part(data, "word/document.xml").encode())


def texts(element: etree._Element) -> str:
    return "\n".join(
        "".join(
            "\n" if node.tag == f"{W}br" else node.text or "" for node in p.iter(f"{W}t", f"{W}br")
        )
        for p in element.iter(f"{W}p")
    )


@pytest.fixture(scope="module", params=LANGUAGES)
def filled(request: pytest.FixtureRequest) -> bytes:
    return report(request.param)


def test_an_answer_appears_literally_with_its_line_break() -> None:
    data = report(given=answers(**{"controller-name": HOSTILE}))
    assert HOSTILE in texts(body(data))


def test_a_character_that_xml_forbids_does_not_destroy_the_report() -> None:
    data = report(given=answers(**{"controller-name": "vor\x00nach \ud800 Ende"}))
    text = texts(body(data))
    assert "vor\ufffdnach \ufffd Ende" in text
    assert "Unterschriften" in text


def test_headings_have_no_gaps_and_follow_the_edpb_order(filled: bytes) -> None:
    document = Document(BytesIO(filled))
    headings = [
        (int(paragraph.style.name[-1]), paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style is not None and str(paragraph.style.name).lower().startswith("heading")
    ]
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    numbers = [text.split()[0] for level, text in headings if level == 1 and text[0].isdigit()]
    assert numbers == list("0123456")
    assert all(text.strip() for _, text in headings)


def test_every_table_has_rows_of_one_width_and_data_tables_repeat_their_header(
    filled: bytes,
) -> None:
    for table in body(filled).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert rows
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in rows:
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
            assert sum(1 if s is None else int(s.get(f"{W}val", "1")) for s in spans) == columns
        if columns > 2:
            assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert len(rows) > 1 or rows[0].find(f"{W}trPr/{W}tblHeader") is None


def test_cell_properties_stand_in_the_order_of_the_schema(filled: bytes) -> None:
    order = ["tcW", "gridSpan", "shd", "vAlign"]
    for properties in body(filled).iter(f"{W}tcPr"):
        found = [etree.QName(child).localname for child in properties]
        assert found == sorted(found, key=order.index)


def test_colours_never_stand_alone(filled: bytes) -> None:
    for cell in body(filled).iter(f"{W}tc"):
        shade = cell.find(f"{W}tcPr/{W}shd")
        if shade is not None:
            assert re.fullmatch(r"[0-9A-F]{6}|auto", shade.get(f"{W}fill", ""))
            assert texts(cell).strip()


def test_no_template_statement_is_left_over(filled: bytes) -> None:
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        assert not re.search(r"\{[%{]|[%}]\}", part(filled, name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_signs_are_explained_in_every_chapter_that_uses_them(language: str) -> None:
    text = texts(body(report(language)))
    legend = messages("report")("marks-legend", language)
    assert text.count(legend) == 6
    assert messages("report")("mark-proposal", language) in text.replace(legend, "")


def test_the_report_ends_without_a_paragraph_that_could_make_an_empty_page(filled: bytes) -> None:
    *_, last, section = body(filled)[0]
    assert etree.QName(section).localname == "sectPr"
    style = last.find(f"{W}pPr/{W}pStyle")
    assert style is not None
    assert style.get(f"{W}val") == "EndOfText"


def test_no_page_begins_with_the_last_row_of_a_table_alone(filled: bytes) -> None:
    for table in body(filled).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        if len(rows) > 2:
            assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in rows[-2].iter(f"{W}p"))


def test_the_table_of_contents_is_a_closed_field_whose_links_find_their_headings(
    filled: bytes,
) -> None:
    root = body(filled)
    kinds = [c.get(f"{W}fldCharType") for c in root.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    assert 'TOC \\o "1-2" \\h \\z \\u' in "".join(i.text or "" for i in root.iter(f"{W}instrText"))
    marks = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")]
    assert len(links) > 30
    assert set(links) <= marks
    assert "updateFields" not in part(filled, "word/settings.xml")


@pytest.mark.parametrize(("language", "tag"), [("de", "de-DE"), ("en", "en-GB")])
def test_the_language_is_said_in_styles_and_properties(language: str, tag: str) -> None:
    data = report(language)
    assert f'w:lang w:val="{tag}"' in part(data, "word/styles.xml")
    assert f"<dc:language>{tag}</dc:language>" in part(data, "docProps/core.xml")


def test_the_header_names_the_processing_and_a_draft_says_so_on_every_page() -> None:
    draft, final = report(), report(draft=False)
    assert "ENTWURF" in part(draft, "word/header1.xml")
    assert "ENTWURF" not in part(final, "word/header1.xml")
    assert "Interne Abstimmung · Beispiel GmbH" in part(final, "word/header1.xml")
    assert "Rechtsstand: 23. November 2026" in part(final, "word/header1.xml")
    assert part(final, "word/footer1.xml").count("instrText") == 4


def test_properties_are_short_and_carry_no_clock_and_no_user() -> None:
    data = report(given=answers(**{"processing-name": "R&D " * 100}))
    core = part(data, "docProps/core.xml")
    title = re.search("<dc:title>(.*?)</dc:title>", core)
    assert title is not None
    assert len(title[1].replace("&amp;", "&")) == 255
    assert core.count("2026-11-24T00:00:00Z") == 2


def test_the_same_input_gives_the_same_bytes() -> None:
    assert report() == report()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_without_answers_is_whole(language: str) -> None:
    """Its validity is judged as that of every document (tests/conftest.py)."""
    assert texts(body(report(language, given=Answers({}, {})))).count("\n") > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_template_is_the_generated_one_and_stays_slim(language: str) -> None:
    data = shipped_template(language)
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(BytesIO(template(language))) as new:
        assert {n: old.read(n) for n in old.namelist()} == {n: new.read(n) for n in new.namelist()}
    assert len(data) < 60_000


def changed_template(old: str, new: str) -> bytes:
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(shipped_template("de"))) as source,
        zipfile.ZipFile(target, "w") as copy,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            copy.writestr(name, content)
    return target.getvalue()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("{{ document.procesing }}", "procesing"),
        ("{{ nowhere }}", "nowhere"),
        ("{{ document. }}", "document."),
        ("{{ ''.__class__.__mro__ }}", "__class__"),
        ("{{ range(9) }}", "range"),
        ("{{ document.processing|safe }}", "safe"),
        ("{{ risks.all }}", "risks.all"),
    ],
)
def test_a_wrong_template_is_named_with_its_place(new: str, words: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        render_word(view(), changed_template("{{ document.processing }}", new), DAY)
    assert caught.value.key == "template-faulty"
    assert caught.value.exit_code == 3
    for language in LANGUAGES:
        assert words in "\n".join(caught.value.faults[language])


def test_an_answer_cannot_tear_the_document() -> None:
    hostile = "Interne </w:t><b> Abstimmung"
    data = report(given=answers(**{"processing-name": hostile}))
    assert hostile in texts(body(data))


def test_a_file_that_is_no_word_file_is_named() -> None:
    with pytest.raises(DefinitionError) as caught:
        render_word(view(), b"no zip", date(2026, 1, 1))
    assert caught.value.key == "template-unreadable"
    assert ".docx" in caught.value.message("en")


@pytest.mark.no_cover
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_questionnaire_gives_a_whole_report_from_no_answers(
    language: str,
) -> None:
    messenger = load_questionnaire("messenger")
    nothing = Answers({}, {})
    found = assess(messenger, nothing, DAY)
    shown = build_view(messenger, nothing, found, language, context())
    data = render_word(shown, shipped_template(language), DAY)
    text = texts(body(data))
    for catalogue in (messenger.risks, messenger.gates, messenger.measures):
        assert all(entry.code in text for entry in catalogue.values())


def test_the_proposals_of_the_shipped_questionnaire_stand_in_their_fields() -> None:
    messenger = load_questionnaire("messenger")
    tables = {
        table.id: tuple(
            Row(
                row.id,
                {
                    column: value["en"] if isinstance(value, Text) else value
                    for column, value in row.values.items()
                    if table.column(column).kind != "label"
                },
            )
            for row in table.rows
        )
        for table in messenger.tables()
    }
    given = Answers({}, tables)
    shown: Any = build_view(messenger, given, assess(messenger, given, DAY), "de", context())
    fields = shown["fields"]
    assert fields["f_1_2"][0]["operations"].startswith("☒\N{NO-BREAK SPACE}Erhebung\n")
    assert len(fields["f_2_1_a"]) == len(tables["purposes"]) + len(tables["secondary-uses"])
    assert any("Threema" in row["product"] for row in fields["f_3_2"])
    assert all(row["suitable"] == "nicht beantwortet" for row in fields["f_3_2"])
    assert any("nicht bestätigt" in row["item"] for row in fields["f_2_2_a"])
    report_text = texts(body(render_word(shown, shipped_template("de"), DAY)))
    assert "[Vorschlag, nicht bestätigt]" in report_text


def test_a_table_that_lost_its_rows_and_a_cell_without_text_are_mended() -> None:
    cell = '<w:tc><w:tcPr><w:shd w:fill="auto"/><w:tcW w:w="1"/></w:tcPr></w:tc>'
    empty = "<w:tbl><w:tblGrid/></w:tbl>"
    one = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    root = etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{empty}{one}<w:p/></w:body>')
    mend_tables(root)
    assert [etree.QName(node).localname for node in root.iter()] == [
        *("body", "tbl", "tr", "tc", "tcPr", "tcW", "shd", "p", "p")
    ]
