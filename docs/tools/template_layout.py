"""The building blocks of a report template in one language: headings, texts and repeating tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from docs.tools import template_xml as xml
from dpia.i18n import messages
from dpia.render.edpb import fields

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTENTS = "<!--contents-->"
_AHEAD = "<!--to-->"
_BOXES = frozenset({"special", "operations", "legal_basis", "exception", "ground", "boxes"})
"""The columns that hold boxes to tick."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a repeating table: key of the row's value, key of the title, share of the width."""

    key: str
    title: str
    share: int
    fill: str = ""
    bold: bool = False
    center: bool = False
    small: bool = False
    mark: str = ""
    fixed: bool = False
    """The title is the wording of the EDPB template, not a key."""


@dataclass
class Layout:
    """Collects the body of one template."""

    language: str
    parts: list[str] = field(default_factory=list)
    width: int = xml.PORTRAIT
    bookmarks: xml.Bookmarks = field(default_factory=xml.Bookmarks)
    places: dict[str, str] = field(default_factory=dict)
    """The bookmark of every heading by its key or number."""
    ahead: list[str] = field(default_factory=list)

    def say(self, key: str) -> str:
        """Return a fixed wording."""
        return messages("report")(key, self.language)

    def add(self, *parts: str) -> None:
        """Append ready pieces."""
        self.parts += parts

    def heading(self, level: int, key: str, *, page: bool = False) -> None:
        """Append a static heading."""
        self._heading(level, key, self.say(key), page=page)

    def field(self, level: int, number: str, *, page: bool = False) -> None:
        """Append the heading of a field or chapter of the EDPB template."""
        label = fields()[number].label[self.language]
        self._heading(level, number, f"{number} {label}", page=page)

    def heading_if(self, condition: str, level: int, key: str, text: str) -> None:
        """Append a heading that is filled in with the report and printed only under a condition."""
        self.add(self.bookmarks.heading(level, text, when=condition))
        _, _, self.places[key] = self.bookmarks.entries[-1]

    def _heading(self, level: int, key: str, text: str, *, page: bool) -> None:
        self.add(self.bookmarks.heading(level, text, page=page))
        _, _, self.places[key] = self.bookmarks.entries[-1]

    def ways(self, key: str, *headings: str) -> None:
        """Append a line of links to headings, which may come later in the report."""
        self.ahead += headings
        links = xml.run(" · ").join(f"{_AHEAD}{heading}{_AHEAD}" for heading in headings)
        self.add(
            f'<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{xml.run(self.say(key) + " ")}{links}</w:p>'
        )

    def _link(self, heading: str) -> str:
        """The link to a heading whose place is known by now."""
        name = self.places[heading]
        text = next(text for _, text, entry in self.bookmarks.entries if entry == name)
        label = xml.run(text, style="Reference")
        return f'<w:hyperlink w:anchor="{name}" w:history="1">{label}</w:hyperlink>'

    def columns(self, number: str, shares: dict[str, int], *more: Column) -> list[Column]:
        """Return the columns of a field by their shares; each of `more` replaces the share of its key."""
        own = {column.key: column for column in more}
        found = []
        for key, share in shares.items():
            part = fields()[number].column(key)
            column = own.get(key, Column(key, "", share, small=key in _BOXES))
            if part is not None:
                column = replace(column, title=part.label[self.language], share=share, fixed=True)
            found.append(column)
        return found

    def titles(self, columns: Sequence[Column]) -> list[str]:
        """Return the titles of columns: those of the EDPB template, or our own wordings."""
        return [column.title if column.fixed else self.say(column.title) for column in columns]

    def text(self, text: str, style: str = "", *, keep: bool = False, mark: str = "") -> None:
        """Append a paragraph; the text may hold template tags."""
        self.add(xml.paragraph(text, style, keep=keep, mark=mark))

    def label(self, key: str, style: str = "", *, keep: bool = False) -> None:
        """Append a paragraph with a fixed wording."""
        self.text(self.say(key), style, keep=keep)

    def tag(self, statement: str) -> None:
        """Append a template statement."""
        self.add(xml.tag(statement))

    def only_if(self, condition: str, *pieces: str) -> None:
        """Append pieces that are printed only under a condition."""
        self.add(xml.tag(f"if {condition}"), *pieces, xml.tag("endif"))

    def lines(self, source: str, style: str = "", text: str = "{{ line }}") -> None:
        """Append one paragraph for every entry of a list."""
        self.tag(f"for line in {source}")
        self.text(text, style)
        self.tag("endfor")

    def each(self, source: str, text: str, style: str = "Bullet") -> None:
        """Append one paragraph for every entry of a list, or the sentence that there is none."""
        self.tag(f"if {source}")
        self.lines(source, style, text)
        self.tag("else")
        self.label("none-given")
        self.tag("endif")

    def widths(self, shares: Sequence[int]) -> list[int]:
        """Divide the width of the page by shares; the last column takes what rounding leaves."""
        widths = [self.width * share // sum(shares) for share in shares]
        widths[-1] += self.width - sum(widths)
        return widths

    def grid(
        self,
        source: str,
        columns: Sequence[Column],
        *,
        empty: str = "none-given",
        small: bool = False,
        split: bool = False,
    ) -> None:
        """Append a table with a row for every entry of a list, or a sentence where the list is empty."""
        widths = self.widths([column.share for column in columns])
        self.tag(f"if {source}")
        self.add(
            xml.table(
                widths,
                [
                    xml.header_row(widths, self.titles(columns), small=small),
                    xml.tag_row(widths, f"for r in {source}"),
                    xml.row(widths, _cells(columns, small=small), split=split),
                    xml.tag_row(widths, "endfor"),
                ],
            )
        )
        self.tag("else")
        self.label(empty)
        self.tag("endif")
        self.gap()

    def grouped(self, source: str, inner: str, columns: Sequence[Column], empty: str) -> None:
        """Append a table of groups: a title row for each, then its rows or a row saying there is none."""
        widths = self.widths([column.share for column in columns])
        self.add(
            xml.table(
                widths,
                [
                    xml.header_row(widths, self.titles(columns)),
                    xml.tag_row(widths, f"for g in {source}"),
                    xml.tag_row(widths, "if g.title"),
                    xml.spanning_row(widths, "{{ g.title }}"),
                    xml.tag_row(widths, "endif"),
                    xml.tag_row(widths, f"for r in g.{inner}"),
                    xml.row(widths, _cells(columns)),
                    xml.tag_row(widths, "endfor"),
                    xml.tag_row(widths, f"if not g.{inner}"),
                    xml.plain_row(widths, self.say(empty)),
                    xml.tag_row(widths, "endif"),
                    xml.tag_row(widths, "endfor"),
                ],
            )
        )
        self.gap()

    def pairs(self, source: str, share: tuple[int, int] = (3, 7)) -> None:
        """Append a table of labels and values, or the sentence that there is none."""
        self.tag(f"if {source}")
        self.add(self.pair_table(source, share, split=True))
        self.tag("else")
        self.label("none-given")
        self.tag("endif")
        self.gap()

    def pair_table(self, source: str, share: tuple[int, int], *, split: bool) -> str:
        """Return a table of labels and values; split: whether a row may go on on the next page."""
        widths = self.widths(share)
        cells = [
            xml.Cell("{{ r.label }}", xml.HEADER_FILL, bold=True, style="TableLabel"),
            xml.Cell("{{ r.value }}"),
        ]
        rows = [
            xml.tag_row(widths, f"for r in {source}"),
            xml.row(widths, cells, split=split),
            xml.tag_row(widths, "endfor"),
        ]
        return xml.table(widths, rows)

    def further(self, number: str) -> None:
        """Append the answers to all other questions that feed a field."""
        source = f"fields.further.f_{number.replace('.', '_')}"
        widths = self.widths((7, 50, 43))
        titles = [self.say(key) for key in ("col-code", "col-question", "col-answer")]
        cells = [
            xml.Cell(f"{{{{ r.{key} }}}}", style="TableSmall")
            for key in ("code", "question", "answer")
        ]
        self.only_if(
            source,
            xml.paragraph(self.say("further-answers"), "Note", keep=True),
            xml.table(
                widths,
                [
                    xml.header_row(widths, titles, small=True),
                    xml.tag_row(widths, f"for r in {source}"),
                    xml.row(widths, cells, split=True),
                    xml.tag_row(widths, "endfor"),
                ],
            ),
            xml.paragraph("", "TemplateTag"),
        )

    def matrix(self, source: str) -> None:
        """Append the matrices of a list: shaded cells that also say class and risks in words."""
        widths = self.widths((20, 20, 20, 20, 20))
        cells = [xml.Cell("{{ r.severity }}", xml.HEADER_FILL, bold=True, keep=True)] + [
            xml.Cell(
                f"{{{{ r.cells[{n}].label }}}}{{% if r.cells[{n}].codes %}}{{{{ '\\n' }}}}{{{{ r.cells[{n}].codes }}}}{{% endif %}}",
                f"r.cells[{n}].fill",
                center=True,
                keep=True,
            )
            for n in range(4)
        ]
        likelihoods = [f"{{{{ m.likelihoods[{n}] }}}}" for n in range(4)]
        self.tag(f"for m in {source}")
        self.text("{{ m.title }}", "FrontHeading", keep=True)
        self.add(
            xml.table(
                widths,
                [
                    xml.header_row(widths, [self.say("matrix-axes"), *likelihoods]),
                    xml.tag_row(widths, "for r in m.rows"),
                    xml.row(widths, cells, height=680),
                    xml.tag_row(widths, "endfor"),
                ],
                self.say("matrix-alt"),
            )
        )
        self.gap()
        self.tag("endfor")
        self.label("matrix-border", "Note")

    def gap(self) -> None:
        """Append the small distance behind a table (two tables in a row would melt into one)."""
        self.add(xml.paragraph("", "TemplateTag"))

    def turn(self, *, landscape: bool) -> None:
        """End the section so far; the next one has the other orientation (the first brings the header)."""
        first = not any("<w:sectPr>" in part for part in self.parts)
        self.add(xml.section(landscape=not landscape, first=first))
        self.width = xml.LANDSCAPE if landscape else xml.PORTRAIT

    def body(self) -> str:
        """Return the whole body, ending with the last section."""
        text = "".join(self.parts).replace(CONTENTS, self.bookmarks.contents())
        for heading in self.ahead:
            text = text.replace(f"{_AHEAD}{heading}{_AHEAD}", self._link(heading))
        gap = xml.paragraph("", "TemplateTag")
        if text.endswith(gap):  # behind a table that fills its page, it would make an empty one
            text = text.removesuffix(gap) + xml.paragraph("", "EndOfText")
        first = not any("<w:sectPr>" in part for part in self.parts)
        return text + xml.section(landscape=self.width == xml.LANDSCAPE, first=first, last=True)


def _cells(columns: Sequence[Column], *, small: bool = False) -> list[xml.Cell]:
    return [
        xml.Cell(
            f"{{{{ r.{column.key} }}}}",
            column.fill,
            bold=column.bold,
            center=column.center,
            mark=column.mark,
            style="TableSmall" if small or column.small else "TableText",
        )
        for column in columns
    ]
