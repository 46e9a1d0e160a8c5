"""The template of the threshold memo: a short document that looks like the report's sibling."""

from __future__ import annotations

from docs.tools import template_xml as xml
from docs.tools.template_blocks import VERSIONS, particulars, signatures
from docs.tools.template_layout import Column, Layout

_TEXT_WIDTH = {"criteria": 30, "national-list": 50}
_USUAL_TEXT_WIDTH = 43
_TEXT_AND_REMARK = 79


def _columns(name: str) -> tuple[Column, ...]:
    """Criteria have long remarks and short texts, the list has it the other way round."""
    text = _TEXT_WIDTH.get(name, _USUAL_TEXT_WIDTH)
    return (
        Column("code", "col-code", 5, bold=True),
        Column("text", "memo-col-text", text),
        Column("answer", "memo-col-answer", 8, fill="r.fill", bold=True),
        Column("remark", "memo-col-remark", _TEXT_AND_REMARK - text),
        Column("sources", "col-source-number", 8),
    )


def memo(page: Layout) -> None:
    """Head, question and result; the points; what is open; officer, decision and signatures."""
    _head(page)
    _result(page)
    _points(page)
    _open(page)
    _officer(page)
    _decision(page)
    _sources(page)


def _head(page: Layout) -> None:
    page.label("memo-title", "MemoTitle")
    page.label("memo-subtitle", "MemoSubtitle")
    rows = {
        "col-controller": "{{ document.controller }}",
        "memo-col-processing": "{{ document.processing }} ({{ document.processing_version }})",
        "memo-col-dpo": "{{ document.dpo }}",
        "memo-col-prepared": "{{ document.prepared }}",
        "memo-col-version": "{{ document.version }}, {{ document.date }}",
    }
    particulars(page, rows)
    page.text("{{ document.law_status }}", "Law")
    page.heading(2, "memo-question")
    page.text("{{ document.question }}")


def _result(page: Layout) -> None:
    whole = [page.width]
    reasons = "{% for line in result.reasons %}• {{ line }}{% if not loop.last %}{{ '\\n' }}{% endif %}{% endfor %}"
    page.add(
        xml.table(
            whole,
            [
                xml.header_row(whole, [page.say("memo-result")]),
                xml.row(whole, [xml.Cell("{{ result.text }}", "result.fill", style="Figure")]),
                xml.row(whole, [xml.Cell(reasons)], split=True),
                xml.row(whole, [xml.Cell(page.say("memo-result-note"), style="TableSmall")]),
            ],
        )
    )
    page.gap()
    page.heading(2, "memo-steps")
    page.grid(
        "steps",
        (
            Column("rule", "memo-col-rule", 7, bold=True),
            Column("text", "memo-col-step", 46),
            Column("state", "col-state", 22, fill="r.fill"),
            Column("outcome", "memo-col-outcome", 25),
        ),
        small=True,
    )


def _points(page: Layout) -> None:
    for name in ("art35-3", "criteria", "national-list", "other"):
        source = "law" if name == "art35-3" else name.replace("-", "_")
        page.heading(2, f"memo-{name}")
        page.grid(source, _columns(name), small=True)
        page.lines(f"{source}_notes", "Ground")
        if name == "national-list":
            page.label("memo-list-note", "Note")
        if name == "other":
            page.only_if("other_answers", xml.paragraph("{{ other_answers }}", "Ground"))
            page.label("memo-exemptions", "Note")


def _open(page: Layout) -> None:
    page.heading(2, "memo-open")
    page.tag("if open")
    page.label("memo-open-intro", "Note", keep=True)
    page.tag("endif")
    page.grid(
        "open",
        (
            Column("question", "col-question", 38),
            Column("sheet", "col-where", 17),
            Column("state", "col-state", 13),
            Column("decides", "memo-col-decides", 32),
        ),
        empty="memo-open-none",
        small=True,
    )


def _officer(page: Layout) -> None:
    page.heading(2, "memo-dpo")
    page.lines("dpo.lines")
    page.text(page.say("sources-line") + " {{ dpo.sources }}", "Note")
    _pairs(page, "dpo.view")


def _decision(page: Layout) -> None:
    page.heading(2, "memo-decision")
    page.lines("decision.errors", "Finding")
    page.lines("decision.remarks", "Ground")
    page.lines("decision.boxes")
    _pairs(page, "decision.answers")
    page.lines("records", "Note")
    page.label("memo-signatures", "FrontHeading", keep=True)
    _signatures(page)
    page.tag("if earlier")
    page.label("memo-earlier", "FrontHeading", keep=True)
    page.grid(
        "earlier",
        VERSIONS,
    )
    page.tag("endif")


def _pairs(page: Layout, source: str) -> None:
    """Labels and values; rows stay whole, so that none begins at the very end of a page."""
    page.add(page.pair_table(source, (3, 7), split=False))
    page.gap()


def _signatures(page: Layout) -> None:
    lines = (
        ("sign-responsible", "{{ decision.decided_by }}", "{{ decision.decided_on }}"),
        ("sign-dpo", "", ""),
        ("sign-author", "", ""),
    )
    signatures(page, (36, 26, 14, 24), lines, 460)


def _sources(page: Layout) -> None:
    page.heading(2, "memo-sources")
    page.tag("for group in sources")
    page.add(xml.lead("{{ group.confidence }}: ", "{{ group.titles }}", "Ground"))
    page.tag("endfor")
    page.label("memo-marks", "Note")
    page.text("{{ provenance }}", "Note")
