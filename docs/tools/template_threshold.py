"""The template of the threshold memo: a short document that looks like the report's sibling."""

from __future__ import annotations

from docs.tools import template_xml as xml
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
    widths = page.widths((3, 7))
    rows = {
        "col-controller": "{{ document.controller }}",
        "memo-col-processing": "{{ document.processing }} ({{ document.processing_version }})",
        "memo-col-dpo": "{{ document.dpo }}",
        "memo-col-prepared": "{{ document.prepared }}",
        "memo-col-version": "{{ document.version }}, {{ document.date }}",
    }
    cells = (
        [xml.Cell(page.say(key), xml.HEADER_FILL, bold=True), xml.Cell(value)]
        for key, value in rows.items()
    )
    page.add(xml.table(widths, [xml.row(widths, pair) for pair in cells]))
    page.gap()
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
        page.tag(f"for line in {source}_notes")
        page.text("{{ line }}", "Ground")
        page.tag("endfor")
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
    page.tag("for line in dpo.lines")
    page.text("{{ line }}")
    page.tag("endfor")
    page.text(page.say("sources-line") + " {{ dpo.sources }}", "Note")
    _pairs(page, "dpo.view")


def _decision(page: Layout) -> None:
    page.heading(2, "memo-decision")
    page.tag("for line in decision.errors")
    page.text("{{ line }}", "Finding")
    page.tag("endfor")
    page.tag("for line in decision.remarks")
    page.text("{{ line }}", "Ground")
    page.tag("endfor")
    page.tag("for line in decision.boxes")
    page.text("{{ line }}")
    page.tag("endfor")
    _pairs(page, "decision.answers")
    page.tag("for line in records")
    page.text("{{ line }}", "Note")
    page.tag("endfor")
    page.label("memo-signatures", "FrontHeading", keep=True)
    _signatures(page)
    page.tag("if earlier")
    page.label("memo-earlier", "FrontHeading", keep=True)
    page.grid(
        "earlier",
        (
            Column("number", "col-version", 2),
            Column("date", "col-date", 2),
            Column("decision", "col-decision", 5),
        ),
    )
    page.tag("endif")


def _pairs(page: Layout, source: str) -> None:
    """Labels and values; rows stay whole, so that none begins at the very end of a page."""
    widths = page.widths((3, 7))
    cells = [
        xml.Cell("{{ r.label }}", xml.HEADER_FILL, bold=True, style="TableLabel"),
        xml.Cell("{{ r.value }}"),
    ]
    rows = [
        xml.tag_row(widths, f"for r in {source}"),
        xml.row(widths, cells),
        xml.tag_row(widths, "endfor"),
    ]
    page.add(xml.table(widths, rows))
    page.gap()


def _signatures(page: Layout) -> None:
    widths = page.widths((36, 26, 14, 24))
    titles = [page.say(key) for key in ("col-function", "col-name", "col-date", "col-signature")]
    lines = (
        ("sign-responsible", "{{ decision.decided_by }}", "{{ decision.decided_on }}"),
        ("sign-dpo", "", ""),
        ("sign-author", "", ""),
    )
    rows = [
        xml.row(
            widths,
            [xml.Cell(text, keep=True) for text in (page.say(key), name, day, "")],
            height=460,
        )
        for key, name, day in lines
    ]
    page.add(xml.table(widths, [xml.header_row(widths, titles), *rows]))
    page.label("signature-note", "Note")


def _sources(page: Layout) -> None:
    page.heading(2, "memo-sources")
    page.tag("for group in sources")
    page.add(xml.lead("{{ group.confidence }}: ", "{{ group.titles }}", "Ground"))
    page.tag("endfor")
    page.label("memo-marks", "Note")
    page.text("{{ provenance }}", "Note")
