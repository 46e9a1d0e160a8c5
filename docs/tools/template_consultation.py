"""The chapter on prior consultation (Art. 36): a checklist of paragraph 3 and the periods."""

from __future__ import annotations

from docs.tools.template_layout import Column, Layout


def consultation(page: Layout) -> None:
    """Behind section 6; where the authority is not consulted, a sentence says so."""
    page.heading(1, "consultation")
    page.text("{{ consultation.intro }}")
    page.tag("if consultation.due")
    page.text("{{ consultation.authority }}")
    page.grid(
        "consultation.points",
        (
            Column("letter", "col-letter", 9, center=True, bold=True),
            Column("text", "col-point", 29),
            Column("held", "col-held-in", 17),
            Column("missing", "col-missing", 32),
            Column("state", "col-status", 13, fill="r.fill", bold=True),
        ),
    )
    page.label("consultation-dates", "FrontHeading", keep=True)
    page.tag("if consultation.dates")
    page.pairs("consultation.dates", (5, 5))
    page.tag("endif")
    page.lines("consultation.notes", "Note")
    page.tag("endif")
