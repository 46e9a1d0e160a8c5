"""Field 3.2: what necessity comes to, the means compared, and the second assessment with the one chosen (M01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.tools import template_xml as xml
from docs.tools.template_layout import Column

if TYPE_CHECKING:
    from docs.tools.template_layout import Layout


def necessity_verdict(page: Layout) -> None:
    """What field 3.2 comes to, as a box, and the remarks on the reasons given."""
    whole = [page.width]
    box = xml.table(
        whole,
        [
            xml.header_row(whole, [page.say("necessity-title")]),
            xml.row(whole, [xml.Cell("{{ necessity.verdict }}", "necessity.fill")]),
        ],
    )
    page.only_if("necessity.verdict", box, xml.paragraph("", "TemplateTag"))
    page.lines("necessity.remarks", "Bullet", "•  {{ line }}")
    page.tag("if necessity.terms")
    page.label("terms-title", "FrontHeading", keep=True)
    page.grid(
        "necessity.terms",
        (
            Column("question", "col-question", 50),
            Column("entered", "col-answer", 25),
            Column("known", "col-known", 25),
        ),
        small=True,
    )
    page.tag("endif")


def second_assessment(page: Layout) -> None:
    """The product in use and the chosen means side by side."""
    page.tag("if rerun.chosen")
    page.text("{{ rerun.title }}", "FrontHeading", keep=True)
    page.label("rerun-intro", "Note", keep=True)
    _numbers(page)
    page.grouped(
        "rerun.risks",
        "rows",
        (
            Column("code", "col-code", 6, bold=True),
            Column("title", "col-risk", 18),
            Column("today", "rerun-today", 13),
            Column("target", "rerun-target", 13),
            Column("then", "rerun-then", 13, fill="r.then_fill"),
            Column("why", "col-because", 37),
        ),
        "none-given",
    )
    page.only_if(
        "rerun.risks_same",
        xml.paragraph(page.say("rerun-unchanged") + " {{ rerun.risks_same }}", "Note"),
    )
    page.label("rerun-gates", "FrontHeading", keep=True)
    page.grid(
        "rerun.gates",
        (
            Column("code", "col-code", 7, bold=True),
            Column("title", "col-condition", 26),
            Column("now", "rerun-gate-now", 13),
            Column("then", "rerun-gate-then", 13, fill="r.then_fill", bold=True),
            Column("why", "col-because", 41),
        ),
        empty="rerun-gates-same",
        small=True,
    )
    page.only_if(
        "rerun.gates_same",
        xml.paragraph(page.say("rerun-unchanged") + " {{ rerun.gates_same }}", "Note"),
    )
    page.label("rerun-traits", "FrontHeading", keep=True)
    page.grid(
        "rerun.traits",
        (
            Column("label", "col-attribute", 28, bold=True),
            Column("value", "col-value", 36),
            Column("origin", "col-origin", 36),
        ),
        small=True,
    )
    page.tag("elif rerun.asked")
    page.label("rerun-none", "Note")
    page.tag("endif")


def _numbers(page: Layout) -> None:
    """Proposal, stop gates and highest class of both, and what that comes to."""
    widths = page.widths((4, 3, 3))
    titles = ["", "{{ rerun.product }}", "{{ rerun.chosen }}"]
    cells = [
        xml.Cell("{{ r.label }}", xml.HEADER_FILL, bold=True, style="TableLabel"),
        xml.Cell("{{ r.now }}"),
        xml.Cell("{{ r.then }}"),
    ]
    page.add(
        xml.table(
            widths,
            [
                xml.header_row(widths, titles),
                xml.tag_row(widths, "for r in rerun.lines"),
                xml.row(widths, cells),
                xml.tag_row(widths, "endfor"),
                xml.spanning_row(widths, "{{ rerun.result }}", "rerun.result_fill"),
            ],
        )
    )
    page.gap()
