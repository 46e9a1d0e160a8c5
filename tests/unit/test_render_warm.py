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
from dpia.render.package import package_bytes
from dpia.render.view import build_view
from dpia.render.view_memo import build_memo_view
from dpia.render.word import opened_report
from dpia.resources import shipped
from dpia.stablezip import normalise
from dpia.template.meter import metered
from dpia.template.sandbox import environment

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 24)
EXAMPLES = ("baustoffhandel", "careful-setup", "zeiterfassung")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Plain(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl as it is; only that the properties of a document are no templates here."""

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Do nothing."""


def plainly(template: bytes, view: Any) -> bytes:
    report = Plain(BytesIO(template))
    with metered():
        report.render(dict(view), environment(), autoescape=True)
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
    quick, plain = parts(warmly(template, view)), parts(plainly(template, view))
    assert list(quick) == list(plain)
    for name, part in quick.items():
        assert part == plain[name], name
    return quick


def context() -> ReportContext:
    return ReportContext(True, DAY, "1", "answers.xlsx", "0" * 64)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_reports(example: str, language: str) -> None:
    reading = read_workbook(ROOT / "examples" / example / "answers.xlsx")
    found = assess(reading.questionnaire, reading.answers, DAY)
    view = build_view(reading.questionnaire, reading.answers, found, language, context())
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
