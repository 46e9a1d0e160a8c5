"""The annexes A to F: derivation of the scores, all answers, sources, provenance, all measures, terms."""

from __future__ import annotations

from docs.tools import template_xml as xml
from docs.tools.template_layout import Column, Layout
from docs.tools.template_terms import CLAUSES


def annexes(page: Layout) -> None:
    """Annexes A to F."""
    page.heading(1, "annex-a")
    page.label("annex-a-intro", "Note")
    page.label("marks-legend", "Note")
    for track in ("a", "b"):
        page.heading(2, f"annex-a-track-{track}")
        _trails(page, f"trails.track_{track}")
    page.heading(1, "annex-b")
    page.heading(2, "annex-b-sheets")
    page.tag("for sheet in answers")
    page.text("{{ sheet.title }}", "Heading3")
    page.text("{{ sheet.signed }}", "Note", keep=True)
    _answers(page)
    page.tag("endfor")
    _provenance(page)
    _all_measures(page)
    _terms(page)


def _answers(page: Layout) -> None:
    """The answers of a sheet: a row a question; a row of a table takes the whole width."""
    widths = page.widths((7, 45, 48))
    titles = [page.say(key) for key in ("col-code", "col-question", "col-answer")]
    remark = f"{{% if r.remark %}}{{{{ '\\n' }}}}{page.say('annex-b-remark')} {{{{ r.remark }}}}{{% endif %}}"
    cells = ("{{ r.code }}", "{{ r.question }}", "{{ r.answer }}" + remark)
    page.tag("if sheet.answers")
    page.add(
        xml.table(
            widths,
            [
                xml.header_row(widths, titles, small=True),
                xml.tag_row(widths, "for r in sheet.answers"),
                xml.tag_row(widths, "if r.whole"),
                xml.plain_row(
                    widths, "{{ r.question }} – {{ r.answer }}" + remark, "TableSmall", split=True
                ),
                xml.tag_row(widths, "else"),
                xml.row(
                    widths,
                    [
                        xml.Cell(text, style="TableSmall", mark="" if at else "{{ r.code }}")
                        for at, text in enumerate(cells)
                    ],
                    split=True,
                ),
                xml.tag_row(widths, "endif"),
                xml.tag_row(widths, "endfor"),
            ],
        )
    )
    page.tag("endif")
    page.gap()


def _all_measures(page: Layout) -> None:
    page.turn(landscape=True)
    page.heading(1, "annex-e")
    page.label("marks-legend", "Note", keep=True)
    page.grid(
        "measures.all",
        (
            Column("code", "col-code", 4, bold=True, mark="{{ r.code }}"),
            Column("title", "col-measures", 15, bold=True),
            Column("kind", "col-set", 10),
            Column("status", "col-status", 9),
            Column("evidence", "col-evidence-reason", 15),
            Column("owner", "col-owner-due", 10),
            Column("effect", "col-effect-of", 26),
            Column("risks", "col-risks", 11),
        ),
        small=True,
    )


def _terms(page: Layout) -> None:
    """The terms that the assessment rests on: the copy with its clauses, or what the profile knows."""
    page.heading(1, "annex-f")
    page.text("{{ terms.source }}")
    page.tag("if terms.particulars")
    page.label("terms-machine-note", "Note")
    page.add(page.pair_table("terms.particulars", (3, 7), split=False))
    page.gap()
    page.label("terms-licence", "FrontHeading", keep=True)
    page.text("{{ terms.licence.text }}")
    page.tag("if terms.licence.rows")
    page.add(page.pair_table("terms.licence.rows", (3, 7), split=False))
    page.gap()
    page.tag("endif")
    page.label("terms-answers", "FrontHeading", keep=True)
    page.grid(
        "terms.answers",
        (
            Column("question", "col-question", 40),
            Column("entered", "terms-col-entered", 17),
            Column("found", "terms-col-found", 23),
            Column("state", "col-state", 20, fill="r.fill"),
        ),
        small=True,
    )
    page.label("terms-clauses", "FrontHeading", keep=True)
    page.label("terms-clauses-note", "Note")
    page.grid("terms.clauses", CLAUSES, small=True, split=True)
    page.tag("endif")
    page.tag("if terms.facts")
    page.grid(
        "terms.facts",
        (
            Column("point", "terms-col-what", 20, bold=True),
            Column("text", "terms-col-known", 52),
            Column("section", "terms-col-section", 14),
            Column("sources", "col-source-number", 14),
        ),
        small=True,
    )
    page.tag("endif")
    page.gap()


def _trails(page: Layout, source: str) -> None:
    """For every risk its start value in full width and a table: a title row a stage, below it the steps."""
    widths = page.widths((13, 87))
    cells = [xml.Cell(f"{{{{ step.{key} }}}}", style="TableSmall") for key in ("change", "text")]
    page.tag(f"if not {source}")
    page.label("none-given")
    page.tag("endif")
    page.tag(f"for risk in {source}")
    page.text("{{ risk.code }}  {{ risk.title }}", "Heading3", mark="{{ risk.code }}")
    page.only_if("risk.applies", xml.paragraph("{{ risk.applies }}", "Ground", keep=True))
    page.add(xml.lead("{{ risk.start }}", " {{ risk.start_ground }}", "Ground"))
    page.add(
        xml.table(
            widths,
            [
                xml.tag_row(widths, "for stage in risk.stages"),
                xml.spanning_row(widths, "{{ stage.heading }}", "stage.fill", "TableHeadSmall"),
                xml.tag_row(widths, "for step in stage.steps"),
                xml.row(widths, cells),
                xml.tag_row(widths, "endfor"),
                xml.tag_row(widths, "if stage.idle"),
                xml.plain_row(widths, "{{ stage.idle }}", "TableSmall"),
                xml.tag_row(widths, "endif"),
                xml.tag_row(widths, "endfor"),
            ],
        )
    )
    page.gap()
    page.only_if("risk.note", xml.paragraph("{{ risk.note }}", "Ground"))
    page.only_if("risk.open", xml.lead(page.say("trail-open"), " {{ risk.open }}", "Ground"))
    page.tag("endfor")


def _provenance(page: Layout) -> None:
    page.heading(1, "annex-c")
    page.grid(
        "sources",
        (
            Column("number", "col-code", 6, bold=True, mark="{{ r.mark }}"),
            Column("title", "col-title", 41),
            Column("place", "col-place", 29),
            Column("dated", "col-date", 10),
            Column("confidence", "col-confidence", 14),
        ),
        small=True,
    )
    page.heading(1, "annex-d")
    page.label("annex-d-method")
    page.label("marks-legend")
    page.pairs("method.provenance")
    page.text("{{ document.law_status }}", "Law")
    page.text("{{ document.template_label }}", "Note")
