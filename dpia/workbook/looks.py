"""The named styles of the workbook. Each cell refers to one by name, so styles are shared and can be restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from dpia.model import Kind

FONT: Final = "Arial"
INK: Final = "FF1F2937"
GREY: Final = "FF5B6270"
BAND: Final = "FF1F3864"
WHITE: Final = "FFFFFFFF"
ANSWER_FILL: Final = "FFFFF8DC"
PROPOSAL_FILL: Final = "FFDCE9F7"
NOTE_FILL: Final = "FFFFFFFF"
PROBLEM_FILL: Final = "FFF8CBCB"
HEADER_FILL: Final = "FFD9E1F2"
INTRO_FILL: Final = "FFF3F4F6"
OFF_FILL: Final = "FFE5E7EB"
OFF_INK: Final = "FF565D68"
LINK: Final = "FF1D4ED8"

Shape = Literal["text", "date", "any"]
DATE_FORMATS: Final = {"de": "dd.mm.yyyy", "en": "dd/mm/yyyy"}
_TEXT_FORMAT: Final = "@"


def font(  # one place for every font of the workbook
    size: float = 10,
    color: str = INK,
    *,
    bold: bool = False,
    italic: bool = False,
    link: bool = False,
) -> Font:
    """Return a font."""
    return Font(
        name=FONT, sz=size, color=color, b=bold, i=italic, u="single" if link else None, family=2
    )


def solid(color: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=color, end_color=color)


def shape_of(kind: Kind) -> Shape:
    """Say how an answer of this kind is formatted: texts stay texts, "1.2" must not become a date."""
    if kind == "date":
        return "date"
    return "text" if kind in ("text", "long-text") else "any"


def answer_look(shape: Shape, *, proposal: bool = False) -> str:
    """Return the style name of an answer cell."""
    return f"dpia {'proposal' if proposal else 'answer'} {shape}"


def register_looks(workbook: Workbook, language: str) -> None:
    """Add every style to the workbook and make our font its default."""
    default = vars(workbook)  # openpyxl has no other way to set the default font
    default["_fonts"][0] = font(color="FF000000")
    default["_named_styles"]["Normal"].font = font(color="FF000000")
    for style in _styles(language):
        workbook.add_named_style(style)


def off() -> DifferentialStyle:
    """Return the look of what does not apply."""
    return DifferentialStyle(font=Font(color=OFF_INK), fill=solid(OFF_FILL))


def confirmed() -> DifferentialStyle:
    """Return the look of a proposal that was confirmed: an ordinary answer."""
    return DifferentialStyle(font=Font(color=INK, i=False), fill=solid(ANSWER_FILL))


def _border(color: str = "FFC5CAD3") -> Border:
    side = Side(style="thin", color=color)
    return Border(left=side, right=side, top=side, bottom=side)


def _style(  # noqa: PLR0913  # the parts of a style
    name: str,
    style_font: Font,
    fill: str | None = None,
    *,
    bordered: bool = True,
    horizontal: Literal["left", "center", "right"] = "left",
    vertical: Literal["top", "center"] = "top",
    wrap: bool = True,
    locked: bool = True,
    number_format: str = "General",
) -> NamedStyle:
    style = NamedStyle(
        name=f"dpia {name}",
        font=style_font,
        alignment=Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap),
        protection=Protection(locked=locked),
        number_format=number_format,
    )
    if fill:
        style.fill = solid(fill)
    if bordered:
        style.border = _border()
    return style


def _styles(language: str) -> list[NamedStyle]:
    return [
        _style(
            "title", font(16, WHITE, bold=True), BAND, bordered=False, vertical="center", wrap=False
        ),
        _style("subtitle", font(11, GREY), bordered=False, vertical="center"),
        _style("heading", font(12, BAND, bold=True), bordered=False, vertical="center", wrap=False),
        _style("plain", font(), bordered=False),
        _style("intro", font(), INTRO_FILL, bordered=False),
        _style("header", font(9, INK, bold=True), HEADER_FILL, vertical="center"),
        _style("code", font(9, GREY), horizontal="center"),
        _style("question", font()),
        _style("option", font(), horizontal="left"),
        _style("hint", font(9, GREY, italic=True), INTRO_FILL),
        _style("help", font(9)),
        _style("source", font(9, GREY)),
        _style("label", font(), INTRO_FILL),
        _style(
            "table title", font(12, BAND, bold=True), bordered=False, vertical="center", wrap=False
        ),
        _style("table help", font(9), bordered=False),
        _style("note", font(9), NOTE_FILL, locked=False, number_format=_TEXT_FORMAT),
        _style("figure", font(), horizontal="center", vertical="center"),
        _style(
            "total", font(9, INK, bold=True), HEADER_FILL, horizontal="center", vertical="center"
        ),
        _style("total bar", font(), HEADER_FILL, vertical="center", wrap=False),
        _style("small", font(9, GREY), bordered=False),
        _style("bar", font(), vertical="center", wrap=False),
        _style("cell", font(), vertical="center"),
        _style("link", font(color=LINK, link=True), vertical="center"),
        _style("date shown", font(), vertical="center", number_format=DATE_FORMATS[language]),
        _style("off", font(color=OFF_INK), OFF_FILL),
        _style("problem", font(), PROBLEM_FILL),
        *_answer_styles(language),
    ]


def _answer_styles(language: str) -> list[NamedStyle]:
    formats: dict[Shape, str] = {
        "text": _TEXT_FORMAT,
        "date": DATE_FORMATS[language],
        "any": "General",
    }
    return [
        _style(
            answer_look(shape, proposal=proposal).removeprefix("dpia "),
            font(italic=proposal),
            PROPOSAL_FILL if proposal else ANSWER_FILL,
            locked=False,
            number_format=number_format,
        )
        for shape, number_format in formats.items()
        for proposal in (False, True)
    ]
