"""The sections 4 to 6 of the EDPB template: risks and plan, involvement, decision."""

from __future__ import annotations

from docs.tools import template_xml as xml
from docs.tools.template_blocks import signatures
from docs.tools.template_chapters import threats
from docs.tools.template_layout import Column, Layout

_SCORES = (
    Column("code", "", 0, bold=True),
    Column("raw.short", "col-raw", 13, fill="r.raw.fill"),
    Column("today.short", "col-today", 13, fill="r.today.fill"),
    *(
        Column(f"{stage}.{axis}", "", 0, center=True)
        for stage in ("inherent", "target")
        for axis in ("likelihood", "severity")
    ),
    Column("inherent.level", "", 0, fill="r.inherent.fill", bold=True),
    Column("target.level", "", 0, fill="r.target.fill", bold=True),
)


def risks(page: Layout) -> None:
    """Section 4."""
    page.field(1, "4")
    page.label("marks-legend", "Note", keep=True)
    page.field(2, "4.1")
    page.field(3, "4.1.a")
    page.label("track-b-intro", "Note", keep=True)
    page.tag("for group in risks.track_b")
    page.text("{{ group.title }}", "Heading4")
    page.grid("group.risks", threats(page, "4.1.a"), empty="track-b-none")
    page.tag("endfor")
    page.further("4.1.a")
    _method(page)
    _inherent(page)
    _plan(page)


def _method(page: Layout) -> None:
    page.field(3, "4.1.b")
    page.text("{{ method.scale_title }}", "FrontHeading", keep=True)
    page.text("{{ method.scale_note }}")
    page.only_if("method.matrix_note", xml.paragraph("{{ method.matrix_note }}"))
    page.label("method-stages")
    page.grid(
        "method.levels",
        (
            Column("level", "col-level", 20, bold=True),
            Column("severity", "col-severity-text", 40),
            Column("likelihood", "col-likelihood-text", 40),
        ),
    )
    page.grid(
        "method.classes",
        (
            Column("class", "col-class", 25, fill="r.fill", bold=True),
            Column("acceptance", "col-acceptance", 75),
        ),
    )
    page.matrix("risks.scale")
    page.label("border-title", "FrontHeading", keep=True)
    page.each("method.border", "•  {{ line }}")
    page.text(page.say("sources-line") + " {{ method.scale_sources }}", "Note")
    page.further("4.1.b")


def _inherent(page: Layout) -> None:
    page.turn(landscape=True)
    page.field(3, "4.1.c")
    page.label("proposal-values", "Note", keep=True)
    page.grid(
        "risks.all",
        page.columns(
            "4.1.c",
            {
                "code": 5,
                "title": 22,
                "raw.short": 13,
                "inherent.likelihood": 9,
                "inherent.severity": 8,
                "factors": 18,
                "inherent.level": 9,
                "inherent_acceptance": 16,
            },
            *_SCORES,
        ),
        small=True,
    )
    _judged(page, "risks.judged_before")
    page.matrix("risks.before")
    page.tag("if risks.not_applicable")
    page.label("not-applicable-title", "FrontHeading", keep=True)
    page.grid(
        "risks.not_applicable",
        (
            Column("code", "col-number", 8, bold=True),
            Column("title", "col-risk", 42),
            Column("because", "col-because", 50),
        ),
    )
    page.tag("endif")
    page.further("4.1.c")


def _plan(page: Layout) -> None:
    page.field(2, "4.2")
    page.field(3, "4.2.a")
    page.grid(
        "measures.additional",
        page.columns(
            "4.2.a",
            {"code": 6, "title": 24, "kind": 10, "risks": 12, "discussion": 33, "boxes": 15},
            Column("code", "", 0, bold=True),
            Column("title", "", 0, bold=True),
            Column("kind", "col-kind", 10),
        ),
        empty="no-additional",
    )
    for key in ("not_planned", "additional_open"):
        label = page.say(f"measures-{key.replace('_', '-')}")
        page.only_if(f"measures.{key}", xml.paragraph(f"{label} {{{{ measures.{key} }}}}", "Note"))
    page.further("4.2.a")
    _residual(page)
    _steps(page)


def _residual(page: Layout) -> None:
    page.field(3, "4.2.b")
    page.grid(
        "risks.all",
        page.columns(
            "4.2.b",
            {
                "code": 5,
                "title": 22,
                "additional": 18,
                "today.short": 13,
                "target.likelihood": 9,
                "target.severity": 8,
                "target.level": 9,
                "target_acceptance": 16,
            },
            *_SCORES,
        ),
        small=True,
    )
    _judged(page, "risks.judged_after")
    page.pairs("residual")
    page.label("counts-title", "FrontHeading", keep=True)
    page.grid(
        "risks.counts",
        (
            Column("level", "col-class", 28, fill="r.fill", bold=True),
            Column("raw", "col-raw", 18, center=True),
            Column("inherent", "col-inherent", 18, center=True),
            Column("today", "col-today", 18, center=True),
            Column("target", "col-target", 18, center=True),
        ),
    )
    page.matrix("risks.after")
    page.further("4.2.b")


def _judged(page: Layout, source: str) -> None:
    """What the assessor set, beside what was computed; nothing where nothing was set."""
    page.tag(f"if {source}")
    page.label("judged-title", "FrontHeading", keep=True)
    page.grid(
        source,
        (
            Column("code", "col-number", 6, bold=True),
            Column("stage", "col-stage", 20),
            Column("text", "col-judged", 74),
        ),
        small=True,
    )
    page.tag("endif")


def _steps(page: Layout) -> None:
    page.field(3, "4.2.c")
    page.grid(
        "measures.plan",
        (
            Column("code", "col-code", 6, bold=True),
            Column("title", "col-measures", 28, bold=True),
            Column("owner", "col-owner", 18),
            Column("due", "col-due", 12),
            Column("evidence", "col-evidence", 20),
            Column("status", "col-status", 16),
        ),
        empty="plan-none",
    )
    page.pairs("review")
    _review(page)
    page.further("4.2.c")
    page.turn(landscape=False)


def _review(page: Layout) -> None:
    """Reasons for a review: what is due, and what the controller has to watch for."""
    page.label("review-title", "FrontHeading", keep=True)
    page.grid(
        "review_triggers",
        (
            Column("text", "col-review", 56),
            Column("state", "col-status", 16, bold=True),
            Column("sources", "col-sources", 28),
        ),
        small=True,
    )


def closing(page: Layout) -> None:
    """Sections 5 and 6."""
    page.field(1, "5")
    page.field(2, "5.1")
    page.pairs("involvement.dpo")
    page.further("5.1")
    page.field(2, "5.2")
    page.pairs("involvement.persons")
    page.further("5.2")
    page.field(1, "6")
    page.label("decision-intro")
    page.grid(
        "decision.boxes",
        (
            Column("box", "col-taken", 12, center=True, bold=True),
            Column("label", "col-decision", 24, bold=True),
            Column("meaning", "col-meaning", 42),
            Column("proposed", "col-proposed", 22),
        ),
    )
    page.only_if("decision.undetermined", xml.paragraph(page.say("decision-undetermined")))
    page.pairs("decision.answers")
    page.label("conditions-title", "FrontHeading", keep=True)
    page.grid("decision.conditions", _conditions("condition"), empty="conditions-none")
    page.label("conditions-proposed", "FrontHeading", keep=True)
    columns = (Column("code", "col-code", 8, bold=True), *_conditions("title"))
    page.grid("decision.proposed_conditions", columns, empty="conditions-none")
    page.further("6")
    _signatures(page)


def _conditions(key: str) -> tuple[Column, ...]:
    return (
        Column(key, "col-condition-text", 50),
        Column("owner", "col-owner", 26),
        Column("due", "col-due", 16),
    )


def _signatures(page: Layout) -> None:
    page.label("signatures", "FrontHeading", keep=True)
    lines = (
        ("sign-responsible", "{{ decision.approved_by }}", ""),
        ("sign-dpo", "", ""),
        ("sign-author", "", ""),
    )
    signatures(page, (32, 26, 16, 26), lines, 620)
