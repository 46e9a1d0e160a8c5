"""The few looks that all cells of the register workbook share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.styles import (
    Alignment,
    Border,
    Font,
    NamedStyle,
    PatternFill,
    Protection,
    Side,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

FONT: Final = "Arial"
ENTERED: Final = "FFF8E1"
"""The ground of the cells in which people write."""
_SIDE = Side(style="thin", color="D0D7DE")
_LINE = Border(left=_SIDE, right=_SIDE, bottom=_SIDE)


def add_styles(book: Workbook, language: str) -> None:
    """Give the workbook the few styles that all cells share."""
    for style in (
        _text_style(),
        *_figure_styles(language),
        *_entered_styles(language),
        *_fixed_styles(),
    ):
        book.add_named_style(style)


def _text_style(name: str = "dpia-text", font: Font | None = None) -> NamedStyle:
    return NamedStyle(
        name,
        font=font or Font(name=FONT, size=10),
        alignment=Alignment(vertical="top", wrap_text=True),
        border=_LINE,
    )


def _figure_styles(language: str, prefix: str = "dpia-") -> Iterator[NamedStyle]:
    day = "dd.mm.yyyy" if language == "de" else "dd/mm/yyyy"
    for name, number_format in (("number", "General"), ("date", day)):
        style = _text_style(f"{prefix}{name}")
        style.number_format = number_format
        style.alignment = Alignment(vertical="top", horizontal="center", wrap_text=True)
        yield style


def _entered_styles(language: str) -> Iterator[NamedStyle]:
    """Cells that stay unlocked on a protected sheet, and their header."""
    for style in (_text_style("dpia-entered"), *_figure_styles(language, "dpia-entered-")):
        style.fill = PatternFill("solid", fgColor=ENTERED)
        style.protection = Protection(locked=False)
        yield style
    yield _header("dpia-header-entered", "7A4B00")
    free = NamedStyle("dpia-free", font=Font(name=FONT, size=10))
    free.protection = Protection(locked=False)
    yield free


def _header(name: str, fill: str) -> NamedStyle:
    return NamedStyle(
        name,
        font=Font(name=FONT, size=10, bold=True, color="FFFFFF"),
        fill=PatternFill("solid", fgColor=fill),
        alignment=Alignment(vertical="center", wrap_text=True),
    )


def _fixed_styles() -> Iterator[NamedStyle]:
    yield _text_style("dpia-link", Font(name=FONT, size=10, color="1B478F", u="single"))
    yield _header("dpia-header", "1F3864")
    yield NamedStyle(
        "dpia-note",
        font=Font(name=FONT, size=11),
        alignment=Alignment(vertical="top", wrap_text=True),
    )
    yield NamedStyle("dpia-note-line", font=Font(name=FONT, size=10))
    yield NamedStyle("dpia-subheading", font=Font(name=FONT, size=12, bold=True))
    yield NamedStyle("dpia-heading", font=Font(name=FONT, size=14, bold=True))
