"""The sections 0 to 3 of the EDPB template: overview, description, analysis and necessity."""

from __future__ import annotations

from docs.tools import template_xml as xml
from docs.tools.template_alternatives import necessity_verdict, second_assessment
from docs.tools.template_layout import Column, Layout

_MEASURES = {"code": 6, "title": 27, "discussion": 36, "evidence": 12, "boxes": 19}
_OWN = (
    Column("code", "col-code", 6, bold=True),
    Column("title", "", 0, bold=True),
    Column("evidence", "col-evidence", 14),
)
_THREATS = {"code": 6, "title": 20, "event": 27, "source": 23, "impact": 24}


def threats(page: Layout, number: str) -> list[Column]:
    """The columns of 3.1 and 4.1.a."""
    return page.columns(number, _THREATS, Column("code", "", 0, bold=True))


def overview(page: Layout) -> None:
    """Section 0."""
    page.field(1, "0", page=True)
    page.field(2, "0.1")
    page.pairs("fields.f_0_1")
    page.further("0.1")
    page.field(2, "0.2")
    page.grid(
        "fields.f_0_2",
        page.columns(
            "0.2",
            {"number": 6, "name": 24, "task": 39, "contract": 12, "country": 19},
            Column("name", "", 0, bold=True),
            Column("contract", "col-contract", 14),
            Column("country", "col-country", 14),
        ),
    )
    page.further("0.2")
    page.field(2, "0.3")
    page.pairs("fields.f_0_3")
    page.further("0.3")
    page.field(2, "0.4")
    page.pairs("fields.f_0_4")
    page.further("0.4")
    _technical_sheet(page)


def _technical_sheet(page: Layout) -> None:
    page.field(2, "0.5")
    page.pairs("sheet")
    page.label("sheet-criteria", "FrontHeading", keep=True)
    page.text(page.say("threshold-result") + " {{ threshold.result }}")
    page.each("threshold.reasons", "•  {{ line }}")
    page.grid(
        "threshold.criteria",
        (
            Column("code", "col-code", 7, bold=True),
            Column("text", "col-criterion", 38),
            Column("met", "col-met", 9),
            Column("ground", "col-because", 46),
        ),
        small=True,
    )
    page.further("0.5")


def description(page: Layout) -> None:
    """Section 1."""
    page.field(1, "1")
    page.field(2, "1.1")
    _table(page, "1.1.a", {"number": 6, "item": 26, "explanation": 34, "special": 34}, "item")
    _table(page, "1.1.b", {"number": 6, "purpose": 42, "data": 52}, "purpose")
    _table(page, "1.1.c", {"number": 6, "use": 42, "conditions": 52}, "use", empty="none")
    page.field(3, "1.1.d")
    page.pairs("fields.f_1_1_d")
    page.further("1.1.d")
    shares = {"number": 6, "phase": 24, "operations": 28, "explanation": 42}
    _table(page, "1.2", shares, "phase", level=2)
    _flow(page)
    _table(page, "1.3", {"phase": 14, "asset": 32, "explanation": 54}, "asset", level=2)
    _table(page, "1.4", {"number": 6, "code": 50, "ground": 44}, level=2)


def _flow(page: Layout) -> None:
    """The picture of the flow of data, and the same in words."""
    page.label("flow-title", "FrontHeading", keep=True)
    page.only_if("flow.drawn", xml.paragraph("{{ flow.marker }}", "Drawing"))
    page.lines("flow.words", "Ground")


def _table(
    page: Layout,
    number: str,
    shares: dict[str, int],
    bold: str = "",
    *,
    level: int = 3,
    empty: str = "none-given",
    pairs: str = "",
) -> None:
    """A field that is one table: heading, rows, further answers."""
    source = f"fields.f_{number.replace('.', '_')}"
    page.field(level, number)
    page.grid(source, page.columns(number, shares, Column(bold, "", 0, bold=True)), empty=empty)
    if pairs:
        page.pairs(pairs)
    page.further(number)


def analysis(page: Layout) -> None:
    """Section 2: legal bases, minimisation, and the measures that support compliance."""
    page.field(1, "2")
    page.label("see-legal", "Note", keep=True)
    page.field(2, "2.1")
    _table(page, "2.1.a", {"purpose": 33, "legal_basis": 27, "justification": 40}, "purpose")
    _special_and_retention(page)
    page.field(2, "2.3")
    page.label("status-legend", "Note", keep=True)
    columns = page.columns("2.3.a", _MEASURES, *_OWN)
    for letter in "abcde":
        page.field(3, f"2.3.{letter}")
        page.grouped(f"measures.t_2_3_{letter}", "rows", columns, "no-measure")
        page.further(f"2.3.{letter}")
    page.tag("if measures.unplaced")
    page.label("measures-unplaced", "FrontHeading", keep=True)
    page.grid("measures.unplaced", columns)
    page.tag("endif")


def _special_and_retention(page: Layout) -> None:
    """The wide tables lie across the page."""
    shares = {"item": 28, "exception": 32, "justification": 40}
    _table(page, "2.1.b", shares, "item", empty="none", pairs="fields.f_2_1_b_answers")
    page.turn(landscape=True)
    page.field(2, "2.2")
    shares = {"item": 14, "need": 20, "recipients": 17, "recipients_why": 17}
    _table(page, "2.2.a", shares | {"retention": 15, "retention_why": 17}, "item")
    _table(page, "2.2.b", {"item": 30, "requirement": 40, "justification": 30}, "item")
    page.turn(landscape=False)


def necessity(page: Layout) -> None:
    """Section 3."""
    page.field(1, "3")
    page.field(2, "3.1")
    page.label("track-a-intro", "Note", keep=True)
    page.grid("risks.track_a", threats(page, "3.1"))
    page.further("3.1")
    page.field(2, "3.2")
    necessity_verdict(page)
    page.pairs("fields.f_3_2_answers")
    page.label("alternatives-title", "FrontHeading", keep=True)
    page.grid(
        "fields.f_3_2",
        (
            Column("product", "col-alternative", 14, bold=True),
            Column("details", "col-features", 32),
            Column("verdicts", "col-verdict", 15),
            Column("proposed", "col-means-proposed", 20),
            Column("reason", "col-reason", 19),
        ),
        small=True,
    )
    page.only_if("necessity.rule", xml.paragraph("{{ necessity.rule }}", "Note"))
    second_assessment(page)
    page.further("3.2")
    page.field(2, "3.3")
    page.pairs("fields.f_3_3")
    page.further("3.3")
