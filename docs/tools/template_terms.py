"""The templates of the annexes on licence terms: what one copy says, and what changed between two."""

from __future__ import annotations

from docs.tools import template_xml as xml
from docs.tools.template_layout import Column, Layout

CLAUSES = (
    Column("category", "terms-col-category", 15, bold=True),
    Column("status", "col-state", 10, fill="r.fill"),
    Column("quote", "terms-col-quote", 41),
    Column("because", "terms-col-because", 22),
    Column("touches", "terms-col-touches", 12),
)
_CHANGES = (
    Column("what", "terms-col-what", 22, bold=True),
    Column("old", "terms-col-old", 31),
    Column("new", "terms-col-new", 31),
    Column("touches", "terms-col-touches", 16),
)
_TEXTS = (
    Column("kind", "terms-col-kind", 14, bold=True),
    Column("old", "terms-col-old", 43),
    Column("new", "terms-col-new", 43),
)


def annex(page: Layout) -> None:
    """Head, licence, clauses, and what such a reading is worth."""
    page.label("terms-annex-title", "MemoTitle")
    page.text("{{ document.subtitle }}", "MemoSubtitle")
    page.add(page.pair_table("particulars", (3, 7), split=False))
    page.gap()
    page.label("terms-machine-note", "Note")
    page.heading(2, "terms-licence")
    page.text("{{ licence.text }}")
    page.tag("if licence.rows")
    page.add(page.pair_table("licence.rows", (3, 7), split=False))
    page.gap()
    page.tag("endif")
    page.turn(landscape=True)
    page.heading(2, "terms-clauses")
    page.label("terms-clauses-note", "Note")
    page.grid("clauses", CLAUSES, small=True, split=True)
    page.heading(2, "terms-follows")
    page.grid(
        "follows",
        (
            Column("category", "terms-col-category", 22, bold=True),
            Column("text", "terms-col-follows", 62),
            Column("touches", "terms-col-touches", 16),
        ),
        small=True,
    )


def diff(page: Layout) -> None:
    """Head, what changed in meaning, the sentences, and the assessments that rest on the old version."""
    page.label("terms-diff-title", "MemoTitle")
    page.text("{{ document.subtitle }}", "MemoSubtitle")
    whole = [page.width]
    page.add(
        xml.table(
            whole,
            [
                xml.header_row(whole, [page.say("memo-result")]),
                xml.row(whole, [xml.Cell("{{ result.text }}", "result.fill", style="Figure")]),
            ],
        )
    )
    page.gap()
    page.grid(
        "particulars",
        (
            Column("label", "terms-col-what", 20, bold=True),
            Column("old", "terms-col-old", 40),
            Column("new", "terms-col-new", 40),
        ),
    )
    page.label("terms-machine-note", "Note")
    page.turn(landscape=True)
    page.heading(2, "terms-diff-meaning")
    page.grid("changes", _CHANGES, empty="terms-diff-none", small=True)
    page.heading(2, "terms-diff-texts")
    page.grid("texts", _TEXTS, empty="terms-diff-no-texts", small=True, split=True)
    page.lines("notes", "Note")
