"""The blocks that report and threshold memo have in common: particulars, version log, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docs.tools import template_xml as xml
from docs.tools.template_layout import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docs.tools.template_layout import Layout

VERSIONS: Final = (
    Column("number", "col-version", 2),
    Column("date", "col-date", 2),
    Column("decision", "col-decision", 5),
)


def particulars(page: Layout, rows: Mapping[str, str]) -> None:
    """What the document is about: the key of a wording, and the text beside it."""
    widths = page.widths((3, 7))
    cells = (
        [xml.Cell(page.say(key), xml.HEADER_FILL, bold=True), xml.Cell(value)]
        for key, value in rows.items()
    )
    page.add(xml.table(widths, [xml.row(widths, pair) for pair in cells]))
    page.gap()


def signatures(
    page: Layout, shares: Sequence[int], lines: Iterable[tuple[str, str, str]], height: int
) -> None:
    """Who signs (key of a wording, name, day), with room for the signature."""
    widths = page.widths(shares)
    titles = [page.say(key) for key in ("col-function", "col-name", "col-date", "col-signature")]
    rows = [
        xml.row(
            widths,
            [xml.Cell(text, keep=True) for text in (page.say(key), name, day, "")],
            height=height,
        )
        for key, name, day in lines
    ]
    page.add(xml.table(widths, [xml.header_row(widths, titles), *rows]))
    page.label("signature-note", "Note")
