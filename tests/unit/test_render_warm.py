"""The quick way through docxtpl gives, part by part, what plain docxtpl gives."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from dpia.assess import assess, judge
from dpia.assess.memo import memo_of
from dpia.pipeline import read_workbook
from dpia.render import warm
from dpia.render.context import ReportContext
from dpia.render.drawing import insert_flow
from dpia.render.links import _number_bookmarks
from dpia.render.package import package_bytes
from dpia.render.tables import mend_tables
from dpia.render.view import build_view
from dpia.render.view_memo import build_memo_view
from dpia.render.word import opened_report, render_word
from dpia.resources import shipped
from dpia.stablezip import normalise
from dpia.template.meter import metered
from dpia.template.sandbox import environment
from tests.unit.plain_links import link_plainly

pytestmark = pytest.mark.writes_faulty_documents
"""What docxtpl gives is compared before it is mended, too. The finished reports of the examples are judged elsewhere."""

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 24)
PROPERTIES = "docProps/core.xml"
EXAMPLES = ("baustoffhandel", "careful-setup", "zeiterfassung")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Plain(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl as it is; only that the properties of a document are no templates here."""

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Do nothing."""


def plainly(template: bytes, view: Any) -> tuple[bytes, bytes]:
    """What docxtpl gives, and the same mended and linked in the tree of python-docx."""
    report = Plain(BytesIO(template))
    with metered():
        report.render(dict(view), environment(), autoescape=True)
    rendered = saved(report)
    body = report.docx.element.body
    if "flow" in view:
        insert_flow(body, view["flow"])
    mend_tables(body)
    _number_bookmarks(body)
    link_plainly(body)
    return rendered, saved(report)


def saved(report: Plain) -> bytes:
    target = BytesIO()
    report.save(target)
    return normalise(target.getvalue(), DAY)


def warmly(template: bytes, view: Any) -> bytes:
    report = opened_report(template)
    with metered():
        report.render(dict(view), environment(), autoescape=True)
    return package_bytes(report.docx.part.package, DAY)


def parts(data: bytes) -> dict[str, bytes]:
    """Every part in the one form that XML has for the same content; others as they are."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: etree.tostring(etree.fromstring(one), method="c14n")
        if name.endswith((".xml", ".rels"))
        else one
        for name, one in members.items()
    }


def compare(template: bytes, view: Any) -> dict[str, bytes]:
    """The parts as docxtpl alone gives them, after a comparison of these and of the finished report's."""
    rendered, finished = map(parts, plainly(template, view))
    quick = parts(warmly(template, view))
    same(quick, rendered)
    if "document" in view:
        whole = parts(render_word(view, template, DAY))
        for one in (whole, finished):
            del one[PROPERTIES]  # title, language and date are set, not rendered
        same(whole, finished)
    return quick


def same(ones: dict[str, bytes], others: dict[str, bytes]) -> None:
    assert list(ones) == list(others)
    for name, part in ones.items():
        assert part == others[name], name


def context() -> ReportContext:
    return ReportContext(True, DAY, "1", "answers.xlsx", "0" * 64)


def view_of(example: str, language: str) -> Any:
    reading = read_workbook(ROOT / "examples" / example / "answers.xlsx")
    found = assess(reading.questionnaire, reading.answers, DAY)
    return build_view(reading.questionnaire, reading.answers, found, language, context())


@pytest.mark.no_cover
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_reports(example: str, language: str) -> None:
    view = view_of(example, language)
    template = (shipped("templates") / language / "dpia-report.docx").read_bytes()
    for _ in range(2):  # the second time the template is remembered
        assert len(compare(template, view)["word/document.xml"]) > 500_000


@pytest.mark.parametrize("language", ["de", "en"])
def test_memos(language: str) -> None:
    reading = read_workbook(ROOT / "examples" / "zeiterfassung" / "answers.xlsx")
    questionnaire, answers = reading.questionnaire, reading.answers
    found = judge(questionnaire, answers, DAY, reach=False)
    memo = memo_of(questionnaire, answers, found)
    view = build_memo_view(questionnaire, answers, found, memo, language, context())
    compare((shipped("templates") / language / "dpia-threshold.docx").read_bytes(), view)


def own_template(body: str) -> bytes:
    """A shipped template with another text."""
    source, target = shipped("templates") / "de" / "dpia-report.docx", BytesIO()
    with zipfile.ZipFile(BytesIO(source.read_bytes())) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode()
                start = text.index(">", text.index("<w:body")) + 1
                data = (text[:start] + body + text[text.rindex("<w:sectPr") :]).encode()
            elif name.startswith(("word/header", "word/footer")):
                data = f'<w:hdr xmlns:w="{W}"><w:p/></w:hdr>'.encode()
                data = data.replace(b"w:hdr", b"w:ftr") if "footer" in name else data
            new.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_template_of_ones_own(language: str) -> None:
    """Loops, conditions, breaks, looks, a frame within a run, marked places, and codes that lead to them."""
    view = dict(view_of("careful-setup", language))
    view["sentence"] = " R01 & [12]\n{{ R02 }} <w:t>\tR99 "
    look = '<w:rPr><w:i/><w:color w:val="FF0000"/></w:rPr>'
    places = "".join(
        f'<w:bookmarkStart w:id="0" w:name="ref_{name}"/><w:bookmarkEnd w:id="0"/>'
        for name in ("{{ risk.code }}", "12")
    )
    body = (
        "<w:p><w:r><w:t>{%p for risk in risks.all %}</w:t></w:r></w:p>"
        f"<w:p>{places}<w:r>{look}<w:t>{{{{ risk.code }}}} {{{{ risk.title }}}}</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
        f'<w:p><w:r w:rsidR="00A1">{look}<w:t>{{{{ sentence }}}}</w:t><w:br/><w:t>R03</w:t></w:r>'
        "<w:r><w:pict><w:p><w:r><w:t>R02: {{ sentence }}</w:t></w:r></w:p></w:pict><w:t>R04</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>{% if risks.all %}R05{% endif %}</w:t></w:r></w:p>"
    )
    found = compare(own_template(body), view)["word/document.xml"].decode()
    assert "&lt;w:t&gt;" in found
    assert found.count('w:name="ref_R0') > 5
    made = render_word(view, own_template(body), DAY)
    assert parts(made)["word/document.xml"].decode().count('w:anchor="ref_') > 5


def cell(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize("columns", [1, 2, 3, 5])
def test_a_table_whose_columns_are_made_in_a_loop_takes_docxtpls_way(columns: int) -> None:
    """With two columns nothing has to be changed, with others the grid."""
    row = cell("{%tc for one in many %}") + cell("{{ one }}") + cell("{%tc endfor %}")
    body = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="2000"/></w:tblGrid>'
        f"<w:tr>{row}</w:tr></w:tbl><w:p><w:r><w:t>  {{{{ text }}}} </w:t></w:r></w:p>"
    )
    view = {"many": [f"{n} & <{n}>" for n in range(columns)], "text": " {_{ a\nb\t{{c}} %} "}
    found = etree.fromstring(compare(own_template(body), view)["word/document.xml"])
    assert len(found.findall(f".//{{{W}}}gridCol")) == columns


def test_a_cell_over_several_columns_counts_as_several() -> None:
    span = "{%% colspan width %%}".replace("%%", "%")
    body = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="10"/><w:gridCol w:w="20"/></w:tblGrid><w:tr>'
        f"<w:tc><w:tcPr/><w:p><w:r><w:t>{span}x</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
    )
    for width in (1, 2):
        compare(own_template(body), {"width": width})


def test_no_more_templates_are_remembered_than_are_in_use() -> None:
    for number in range(40):
        body = f"<w:p><w:r><w:t>{number} {{{{ x }}}}</w:t></w:r></w:p>"
        compare(own_template(body), {"x": number})
        assert len(warm.Warm._patched) <= 16
