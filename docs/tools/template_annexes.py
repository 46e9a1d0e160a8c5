"""The annexes A to E: derivation of the scores, all answers, sources, provenance, all measures."""

from __future__ import annotations

from docs.tools import template_xml as xml
from docs.tools.template_layout import Column, Layout


def annexes(page: Layout) -> None:
    """Annexes A to E."""
    page.heading(1, "annex-a", page=True)
    page.label("annex-a-intro", "Note")
    for track in ("a", "b"):
        page.heading(2, f"annex-a-track-{track}")
        _trails(page, f"trails.track_{track}")
    page.heading(1, "annex-b", page=True)
    page.heading(2, "annex-b-sheets")
    page.tag("for sheet in answers")
    page.text("{{ sheet.title }}", "Heading3")
    page.text("{{ sheet.signed }}", "Note", keep=True)
    page.grid(
        "sheet.answers",
        (
            Column("code", "col-code", 7),
            Column("question", "col-question", 36),
            Column("answer", "col-answer", 39),
            Column("remark", "col-remark", 18),
        ),
        small=True,
        split=True,
    )
    page.tag("endfor")
    _provenance(page)
    _all_measures(page)


def _all_measures(page: Layout) -> None:
    page.turn(landscape=True)
    page.heading(1, "annex-e")
    page.grid(
        "measures.all",
        (
            Column("code", "col-code", 5, bold=True),
            Column("title", "col-measures", 20, bold=True),
            Column("kind", "col-kind", 9),
            Column("set", "col-set", 9),
            Column("status", "col-status", 12),
            Column("evidence", "col-evidence", 13),
            Column("owner", "col-owner", 9),
            Column("due", "col-due", 7),
            Column("effect", "col-effect-of", 9),
            Column("risks", "col-risks", 9),
        ),
        small=True,
    )


def _trails(page: Layout, source: str) -> None:
    """For every risk a table: a title row a stage, below it every step."""
    widths = page.widths((16, 40, 44))
    titles = [page.say(key) for key in ("col-change", "col-step", "col-ground")]
    cells = [
        xml.Cell(f"{{{{ step.{key} }}}}", style="TableSmall")
        for key in ("change", "text", "ground")
    ]
    page.tag(f"if not {source}")
    page.label("none-given")
    page.tag("endif")
    page.tag(f"for risk in {source}")
    page.text("{{ risk.code }}  {{ risk.title }}", "Heading3")
    page.only_if("risk.applies", xml.paragraph("{{ risk.applies }}", keep=True))
    page.add(
        xml.table(
            widths,
            [
                xml.header_row(widths, titles),
                xml.tag_row(widths, "for stage in risk.stages"),
                xml.spanning_row(widths, "{{ stage.name }}: {{ stage.short }}", "stage.fill"),
                xml.tag_row(widths, "for step in stage.steps"),
                xml.row(widths, cells, split=True),
                xml.tag_row(widths, "endfor"),
                xml.tag_row(widths, "endfor"),
            ],
        )
    )
    page.gap()
    page.only_if("risk.note", xml.paragraph("{{ risk.note }}", "Note"))
    page.tag("if risk.open")
    page.label("trail-open", "Note", keep=True)
    page.each("risk.open", "•  {{ line }}")
    page.tag("endif")
    page.tag("endfor")


def _provenance(page: Layout) -> None:
    page.heading(1, "annex-c", page=True)
    page.grid(
        "sources",
        (
            Column("code", "col-code", 8, bold=True),
            Column("title", "col-title", 36),
            Column("place", "col-place", 30),
            Column("dated", "col-date", 12),
            Column("confidence", "col-confidence", 14),
        ),
        small=True,
    )
    page.grid(
        "method.confidence",
        (Column("mark", "col-mark", 2, bold=True), Column("meaning", "col-meaning", 8)),
    )
    page.heading(1, "annex-d")
    page.label("annex-d-method")
    page.pairs("method.provenance")
    page.text("{{ document.law_status }}", "Law")
    page.text("{{ document.template_label }}", "Note")
