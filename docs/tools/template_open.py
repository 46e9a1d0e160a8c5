"""The page of the open answers: what is still open, where to answer it, and what it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.tools.template_layout import Column

if TYPE_CHECKING:
    from docs.tools.template_layout import Layout


def open_answers(page: Layout) -> None:
    """A page of its own: the open answers in the order of how far each can still move the result."""
    page.heading(1, "open-title", page=True)
    page.tag("if open_groups")
    page.label("open-intro", "Note")
    page.grouped(
        "open_groups",
        "rows",
        (
            Column("question", "col-question", 33),
            Column("sheet", "col-where", 18),
            Column("state", "col-state", 14),
            Column("decides", "col-decides", 35),
        ),
        "findings-nothing-open",
    )
    page.tag("else")
    page.label("findings-nothing-open")
    page.tag("endif")
