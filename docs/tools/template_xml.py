"""The WordprocessingML that the report templates are made of: paragraphs, tables, fields, sections.

Template tags stand in the text as a person would type them in Word, so that a template can be edited there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PORTRAIT = 9638
LANDSCAPE = 14570
HEADER_FILL = "E8EAF3"
GROUP_FILL = "F4F5FA"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a template row: its text (or tag), and how it looks."""

    text: str
    fill: str = ""
    bold: bool = False
    center: bool = False
    style: str = "TableText"
    keep: bool = False
    mark: str = ""
    """The code (or tag) under which other places link to this cell."""


def marked(code: str, runs: str) -> str:
    """Runs inside a bookmark that the codes in the text link to; its number is set when the report is filled."""
    start = f'<w:bookmarkStart w:id="0" w:name="ref_{code}"/>'
    return f'{start}{runs}<w:bookmarkEnd w:id="0"/>'


def run(text: str, *, bold: bool = False, style: str = "") -> str:
    """A run; line breaks in the text become breaks."""
    marks = (f'<w:rStyle w:val="{style}"/>' if style else "") + ("<w:b/>" if bold else "")
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(
    text: str, style: str = "", *, bold: bool = False, keep: bool = False, mark: str = ""
) -> str:
    """A paragraph in a style; with a mark, other places link to it."""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (
        "<w:keepNext/>" if keep else ""
    )
    opening = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    runs = run(text, bold=bold)
    return f"<w:p>{opening}{marked(mark, runs) if mark else runs}</w:p>"


def lead(title: str, text: str, style: str = "") -> str:
    """A paragraph that begins with a bold title."""
    opening = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{opening}{run(title, bold=True)}{run(text)}</w:p>"


def tag(statement: str) -> str:
    """A paragraph that only carries a template statement and vanishes with it."""
    return paragraph(f"{{%p {statement} %}}", "TemplateTag")


class Bookmarks:
    """Numbers the headings' bookmarks and remembers them for the table of contents."""

    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)
        self.entries: list[tuple[int, str, str]] = []
        self.conditions: dict[str, str] = {}

    def heading(self, level: int, text: str, *, page: bool = False, when: str = "") -> str:
        """A heading with a bookmark. when: under which condition the template prints it ("": always)."""
        number = next(self._numbers)
        name = f"_Toc{number:08d}"
        self.entries.append((level, text, name))
        if when:
            self.conditions[name] = when
        before = "<w:pageBreakBefore/>" if page else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/>{before}</w:pPr>'
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run(text)}'
            f'<w:bookmarkEnd w:id="{number}"/></w:p>'
        )

    def contents(self) -> str:
        """The table of contents: a field whose stored result links to the headings (levels 1 and 2)."""
        entries = [entry for entry in self.entries if entry[0] <= 2]
        lines = []
        for position, (level, text, name) in enumerate(entries):
            start = _TOC_START if position == 0 else ""
            link = f'<w:hyperlink w:anchor="{name}" w:history="1">{run(text)}</w:hyperlink>'
            line = f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{start}{link}</w:p>'
            when = self.conditions.get(name)
            lines.append(f"{tag(f'if {when}')}{line}{tag('endif')}" if when else line)
        return "".join(lines) + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


_TOC_START = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)


def field(instruction: str) -> str:
    """A simple field with a placeholder result, e.g. the number of the page."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(widths: Sequence[int], rows: Sequence[str], description: str = "") -> str:
    """A table of fixed layout in the grid style; without a header row, its first column holds the labels.

    Which of the two it is, is what a screen reader announces.
    """
    headed = "<w:tblHeader/>" in rows[0]
    labelled = not headed and len(widths) > 1
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = (
        f'<w:tblDescription w:val="{escape(description, {chr(34): "&quot;"})}"/>'
        if description
        else ""
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="04{headed * 0x20 + labelled * 0x80:02X}" w:firstRow="{headed:d}" w:lastRow="0"'
        f' w:firstColumn="{labelled:d}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(
    widths: Sequence[int],
    cells: Sequence[Cell],
    *,
    header: bool = False,
    split: bool = False,
    height: int = 0,
) -> str:
    """A row; a header row repeats on every page, other rows stay whole unless they may be long."""
    marks = "" if split else "<w:cantSplit/>"
    marks += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    marks += "<w:tblHeader/>" if header else ""
    properties = f"<w:trPr>{marks}</w:trPr>" if marks else ""
    body = "".join(_cell(width, cell) for width, cell in zip(widths, cells, strict=True))
    return f"<w:tr>{properties}{body}</w:tr>"


def header_row(widths: Sequence[int], titles: Sequence[str], *, small: bool = False) -> str:
    """The shaded row of titles."""
    style = "TableHeadSmall" if small else "TableHead"
    cells = [Cell(title, HEADER_FILL, bold=True, style=style) for title in titles]
    return row(widths, cells, header=True)


def spanning_row(
    widths: Sequence[int], text: str, fill: str = GROUP_FILL, style: str = "TableHead"
) -> str:
    """A row of one cell over all columns: the title of a group."""
    cell = _cell(sum(widths), Cell(text, fill, bold=True, style=style), len(widths))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def tag_row(widths: Sequence[int], statement: str) -> str:
    """A row that only carries a template statement and vanishes with it."""
    cell = _cell(sum(widths), Cell(f"{{%tr {statement} %}}"), len(widths))
    return f"<w:tr>{cell}</w:tr>"


def _cell(width: int, cell: Cell, span: int = 1) -> str:
    computed = cell.fill if "." in cell.fill else ""
    shade = (
        f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>'
        if cell.fill and not computed
        else ""
    )
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    keep = "<w:keepNext/>" if cell.keep or cell.style.startswith("TableHead") else ""
    center = '<w:jc w:val="center"/>' if cell.center else ""
    middle = '<w:vAlign w:val="center"/>' if cell.center else ""
    colour = f"<w:r><w:t>{{% cellbg {computed} %}}</w:t></w:r>" if computed else ""
    text = run(cell.text, bold=cell.bold)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shade}{middle}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{cell.style}"/>{keep}{center}</w:pPr>'
        f"{colour}{marked(cell.mark, text) if cell.mark else text}</w:p></w:tc>"
    )


def section(*, landscape: bool, first: bool = False, last: bool = False) -> str:
    """The end of a section: page size and margins (and, first, header and footer of the whole report)."""
    size = (16838, 11906) if landscape else (11906, 16838)
    turned = ' w:orient="landscape"' if landscape else ""
    references = (
        '<w:headerReference w:type="default" r:id="rId10"/><w:footerReference w:type="default" r:id="rId11"/>'
        if first
        else ""
    )
    properties = (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{size[0]}" w:h="{size[1]}"{turned}/>'
        '<w:pgMar w:top="1247" w:right="1134" w:bottom="1077" w:left="1134" w:header="567" w:footer="510" w:gutter="0"/>'
        '<w:cols w:space="708"/></w:sectPr>'
    )
    return (
        properties
        if last
        else f'<w:p><w:pPr><w:pStyle w:val="TemplateTag"/>{properties}</w:pPr></w:p>'
    )


def plain_row(
    widths: Sequence[int], text: str, style: str = "TableText", *, split: bool = False
) -> str:
    """A row of one cell over all columns with a plain sentence."""
    whole = "" if split else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{whole}{_cell(sum(widths), Cell(text, style=style), len(widths))}</w:tr>"
