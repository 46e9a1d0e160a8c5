"""The sections 0 to 3 of the EDPB template: overview, description, analysis and necessity."""

from __future__ import annotations

from docs.tools import template_xml as xml
from docs.tools.template_layout import Column, Layout

_STATUS = (
    Column("code", "col-code", 6),
    Column("title", "col-measures", 21, bold=True),
    Column("discussion", "col-discussion", 45),
    Column("evidence", "col-evidence", 14),
    Column("status", "col-status", 14),
)
TRACK = (
    Column("code", "col-number", 6, bold=True),
    Column("title", "col-threat", 20),
    Column("event", "col-how", 27),
    Column("source", "col-source", 23),
    Column("impact", "col-impact", 24),
)


def overview(page: Layout) -> None:
    """Section 0."""
    page.heading(1, "h-0", page=True)
    page.heading(2, "h-0-1")
    page.pairs("fields.f_0_1")
    page.further("0.1")
    page.heading(2, "h-0-2")
    page.grid(
        "fields.f_0_2",
        (
            Column("number", "col-number", 5),
            Column("name", "col-processor", 25, bold=True),
            Column("task", "col-task", 42),
            Column("contract", "col-contract", 14),
            Column("country", "col-country", 14),
        ),
    )
    page.further("0.2")
    page.heading(2, "h-0-3")
    page.pairs("fields.f_0_3")
    page.further("0.3")
    page.heading(2, "h-0-4")
    page.pairs("fields.f_0_4")
    page.further("0.4")
    _technical_sheet(page)


def _technical_sheet(page: Layout) -> None:
    page.heading(2, "h-0-5")
    page.text(page.say("sheet-version") + " {{ document.version }}")
    page.pairs("sheet.answers")
    page.label("sheet-team", "FrontHeading", keep=True)
    page.grid(
        "sheet.team",
        (
            Column("name", "col-name", 3),
            Column("role", "col-role", 3),
            Column("tasks", "col-tasks", 4),
        ),
    )
    page.label("sheet-reasons", "FrontHeading", keep=True)
    page.text(page.say("threshold-result") + " {{ threshold.result }}")
    page.each("threshold.reasons", "•  {{ line }}")
    page.grid(
        "threshold.groups",
        (Column("title", "col-group", 3, bold=True), Column("boxes", "col-boxes", 7)),
    )
    page.label("sheet-criteria", "FrontHeading", keep=True)
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
    page.heading(1, "h-1")
    page.heading(2, "h-1-1")
    page.heading(3, "h-1-1-a")
    page.grid(
        "fields.f_1_1_a",
        (
            Column("number", "col-number", 5),
            Column("item", "col-item", 32, bold=True),
            Column("explanation", "col-explanation", 38),
            Column("special", "col-special", 25),
        ),
    )
    page.further("1.1.a")
    page.heading(3, "h-1-1-b")
    three = (Column("number", "col-number", 5), Column("purpose", "col-purpose", 40, bold=True))
    page.grid("fields.f_1_1_b", (*three, Column("data", "col-data", 55)))
    page.further("1.1.b")
    page.heading(3, "h-1-1-c")
    page.grid(
        "fields.f_1_1_c",
        (
            Column("number", "col-number", 5),
            Column("use", "col-use", 40, bold=True),
            Column("conditions", "col-compatibility", 55),
        ),
        empty="none",
    )
    page.further("1.1.c")
    _context_and_means(page)


def _context_and_means(page: Layout) -> None:
    page.heading(3, "h-1-1-d")
    page.pairs("fields.f_1_1_d")
    page.further("1.1.d")
    page.heading(2, "h-1-2")
    page.grid(
        "fields.f_1_2",
        (
            Column("number", "col-number", 5),
            Column("phase", "col-phase", 25, bold=True),
            Column("operations", "col-operations", 31),
            Column("explanation", "col-explanation", 39),
        ),
    )
    page.further("1.2")
    page.heading(2, "h-1-3")
    page.grid(
        "fields.f_1_3",
        (
            Column("phase", "col-phase", 25),
            Column("asset", "col-asset", 30, bold=True),
            Column("explanation", "col-explanation", 45),
        ),
    )
    page.further("1.3")
    page.heading(2, "h-1-4")
    page.only_if("fields.f_1_4", xml.paragraph("{{ fields.f_1_4 }}"))
    page.further("1.4")


def analysis(page: Layout) -> None:
    """Section 2: legal bases, minimisation, and the measures that support compliance."""
    page.heading(1, "h-2")
    page.label("see-legal", "Note", keep=True)
    page.heading(2, "h-2-1")
    page.heading(3, "h-2-1-a")
    page.grid(
        "fields.f_2_1_a",
        (
            Column("number", "col-number", 10),
            Column("purpose", "col-purpose", 30, bold=True),
            Column("legal_basis", "col-legal-basis", 25),
            Column("justification", "col-justification", 35),
        ),
    )
    page.further("2.1.a")
    _special_and_retention(page)
    page.heading(2, "h-2-3")
    page.label("status-legend", "Note", keep=True)
    for letter in "abcde":
        page.heading(3, f"h-2-3-{letter}")
        page.grouped(f"measures.t_2_3_{letter}", "rows", _STATUS, "no-measure")
        page.further(f"2.3.{letter}")
    page.tag("if measures.unplaced")
    page.label("measures-unplaced", "FrontHeading", keep=True)
    page.grid("measures.unplaced", _STATUS)
    page.tag("endif")


def _special_and_retention(page: Layout) -> None:
    page.heading(3, "h-2-1-b")
    page.grid(
        "fields.f_2_1_b",
        (
            Column("item", "col-item", 30, bold=True),
            Column("exception", "col-exception", 30),
            Column("justification", "col-justification", 40),
        ),
        empty="none",
    )
    page.pairs("fields.f_2_1_b_answers")
    page.further("2.1.b")
    page.heading(2, "h-2-2")
    page.heading(3, "h-2-2-a")
    page.grid(
        "fields.f_2_2_a",
        (
            Column("item", "col-item", 20, bold=True),
            Column("need", "col-need", 26),
            Column("recipients_all", "col-recipients", 27),
            Column("retention_all", "col-retention", 27),
        ),
    )
    page.further("2.2.a")
    page.heading(3, "h-2-2-b")
    page.grid(
        "fields.f_2_2_b",
        (
            Column("item", "col-item", 30, bold=True),
            Column("requirement", "col-quality", 40),
            Column("justification", "col-justification", 30),
        ),
    )
    page.further("2.2.b")


def necessity(page: Layout) -> None:
    """Section 3."""
    page.heading(1, "h-3")
    page.heading(2, "h-3-1")
    page.label("track-a-intro", "Note", keep=True)
    page.grid("risks.track_a", TRACK)
    page.further("3.1")
    page.heading(2, "h-3-2")
    page.pairs("fields.f_3_2_answers")
    page.label("alternatives-title", "FrontHeading", keep=True)
    page.grid(
        "fields.f_3_2",
        (
            Column("product", "col-alternative", 16, bold=True),
            Column("details", "col-features", 38),
            Column("verdicts", "col-verdict", 19),
            Column("reason", "col-reason", 27),
        ),
        small=True,
    )
    page.further("3.2")
    page.heading(2, "h-3-3")
    page.pairs("fields.f_3_3")
    page.further("3.3")
