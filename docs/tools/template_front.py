"""The front of the report: cover, summary, version log, contents, legal conditions and consistency check."""

from __future__ import annotations

from docs.tools import template_xml as xml
from docs.tools.template_blocks import VERSIONS, particulars
from docs.tools.template_layout import CONTENTS, Column, Layout

_GATES = (
    Column("code", "col-code", 6, bold=True),
    Column("title", "col-condition", 28),
    Column("norm", "col-norm", 17),
    Column("missing", "col-missing", 49),
)


def front(page: Layout) -> None:
    """Cover with the version log, summary and table of contents."""
    _cover(page)
    page.label("version-log", "FrontHeading", keep=True)
    page.grid(
        "versions",
        VERSIONS,
    )
    _summary(page)
    page.add(
        '<w:p><w:pPr><w:pStyle w:val="FrontHeading"/><w:pageBreakBefore/></w:pPr>'
        f"{xml.run(page.say('contents'))}</w:p>"
    )
    page.add(CONTENTS)


def _cover(page: Layout) -> None:
    page.label("report-title", "Title")
    page.text("{{ document.processing }}", "Subtitle")
    rows = {
        "col-controller": "{{ document.controller }}",
        "col-processing-version": "{{ document.processing_version }}",
        "col-version-of-dpia": "{{ document.version }}",
        "col-date": "{{ document.date }}",
        "col-questionnaire": "{{ document.questionnaire }}",
    }
    particulars(page, rows)
    page.only_if("document.draft", xml.paragraph("{{ document.draft_mark }}", "DraftMark"))
    page.text("{{ document.law_status }}", "Law")
    page.text("{{ document.template_label }}", "Note")
    _proposal(page)


def _proposal(page: Layout) -> None:
    """The box of the cover."""
    whole = [page.width]
    thirds = page.widths((1, 1, 1))
    reasons = "{% for line in proposal.reasons %}• {{ line }}{% if not loop.last %}{{ '\\n' }}{% endif %}{% endfor %}"
    page.add(
        xml.table(
            whole,
            [
                xml.header_row(whole, [page.say("proposal-title")]),
                xml.row(
                    whole, [xml.Cell("{{ proposal.decision }}", xml.GROUP_FILL, style="Figure")]
                ),
                xml.row(
                    whole,
                    [
                        xml.Cell(
                            f"{{% if proposal.range %}}{{{{ proposal.range }}}}{{{{ '\\n' }}}}{{% endif %}}{reasons}"
                        )
                    ],
                    split=True,
                ),
                xml.row(whole, [xml.Cell(page.say("proposal-note"), style="TableSmall")]),
            ],
        )
    )
    page.gap()
    titles = [page.say(key) for key in ("number-stops", "number-today", "number-target")]
    figures = [
        xml.Cell(f"{{{{ proposal.{key} }}}}", f"proposal.{key}_fill", style="Figure")
        for key in ("stops", "today", "target")
    ]
    page.add(xml.table(thirds, [xml.header_row(thirds, titles), xml.row(thirds, figures)]))
    page.gap()
    page.ways("ways-figures", "legal-overview", "4.2.b", "annex-a", "annex-c")
    page.label("ways-codes", "Note")


def _summary(page: Layout) -> None:
    page.heading(1, "summary", page=True)
    page.only_if("summary.milder", xml.paragraph("{{ summary.milder }}"))
    page.heading(2, "summary-stops")
    page.grid("summary.stops", _GATES, empty="summary-no-stops")
    page.only_if(
        "summary.unsure or summary.conditions",
        xml.paragraph(page.say("summary-unsure"), "FrontHeading", keep=True),
    )
    page.tag("if summary.unsure or summary.conditions")
    columns = (
        *_GATES[:2],
        Column("status", "col-status", 13),
        Column("missing", "col-missing", 53),
    )
    page.grid("summary.unsure + summary.conditions", columns)
    page.tag("endif")
    _highest_and_open(page)
    page.heading(2, "summary-unmendable")
    page.each("summary.unmendable", "•  {{ line }}")


def _highest_and_open(page: Layout) -> None:
    page.heading(2, "summary-highest")
    page.grid(
        "summary.highest",
        (
            Column("code", "col-code", 8, bold=True),
            Column("title", "col-risk", 44),
            Column("today.short", "col-today", 24, fill="r.today.fill"),
            Column("target.short", "col-target", 24, fill="r.target.fill"),
        ),
        empty="summary-no-risks",
    )
    page.only_if("summary.highest_more", xml.paragraph("{{ summary.highest_more }}", "Note"))
    page.heading(2, "summary-open")
    page.text(page.say("summary-open-count") + " {{ summary.open_count }}")
    page.grid(
        "summary.deciding",
        (
            Column("question", "col-question", 40),
            Column("sheet", "col-where", 19),
            Column("decides", "col-decides", 41),
        ),
        empty="summary-nothing-open",
        small=True,
    )


def legal(page: Layout) -> None:
    """The legal conditions, apart from every score."""
    page.heading(1, "legal", page=True)
    page.label("legal-intro", "Note")
    page.label("marks-legend", "Note")
    page.heading(2, "legal-overview")
    page.grid(
        "gates",
        (
            Column("code", "col-code", 8, bold=True),
            Column("title", "col-condition", 40),
            Column("norm", "col-norm", 22),
            Column("status", "col-status", 15, fill="r.fill", bold=True),
            Column("effect", "col-effect", 15),
        ),
    )
    page.heading(2, "legal-details")
    _gate_details(page)


def findings(page: Layout) -> None:
    """What the consistency check found."""
    page.heading(1, "findings")
    page.heading(2, "findings-rules")
    page.label("findings-intro", "Note", keep=True)
    page.label("marks-legend", "Note", keep=True)
    page.grid(
        "rules",
        (
            Column("code", "col-code", 7, bold=True, mark="{{ r.code }}"),
            Column("severity", "col-severity", 12),
            Column("text", "col-finding", 42),
            Column("ground", "col-because", 39),
        ),
        empty="findings-none",
    )
    page.tag("if notes")
    page.label("findings-notes", "FrontHeading", keep=True)
    page.tag("for note in notes")
    page.add(xml.lead("{% if note.title %}{{ note.title }}. {% endif %}", "{{ note.text }}"))
    page.tag("endfor")
    page.tag("endif")


def _gate_details(page: Layout) -> None:
    columns = (
        Column("text", "col-requirement", 33),
        Column("status", "col-status", 12, fill="r.fill", bold=True),
        Column("because", "col-because", 55),
    )
    page.tag("for gate in gates")
    page.text("{{ gate.code }}  {{ gate.title }}", "Heading3", mark="{{ gate.code }}")
    page.text("{{ gate.norm }} · {{ gate.status }} · {{ gate.effect }}", "Law", keep=True)
    page.text("{{ gate.explanation }}")
    page.only_if("gate.not_applicable", xml.paragraph("{{ gate.not_applicable }}"))
    page.tag("if gate.requirements")
    page.grid("gate.requirements", columns)
    page.tag("endif")
    page.only_if("gate.remedy", xml.paragraph(page.say("gate-remedy") + " {{ gate.remedy }}"))
    page.only_if(
        "gate.sources", xml.paragraph(page.say("sources-line") + " {{ gate.sources }}", "Note")
    )
    page.tag("endfor")
