"""The parts of a template as docxtpl would fill them in, with what a reader sees near each line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Literal

from docxtpl import DocxTemplate

from dpia.template.sandbox import Refused
from dpia.template.tags import faulty_tags, without_asides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.template.language import Misuse

PartKind = Literal["body", "header", "footer", "footnotes"]
_FOOTNOTES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_PARAGRAPH: Final = re.compile(r"<w:p([ >])")
_MARKUP: Final = re.compile(r"<[^>]+>")
_NUMBER: Final = re.compile(r"\d+")
_LONGEST: Final = 80
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
_MOST_FAULTS: Final = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a template: its part (headers and footers with their number), and the visible text there or before.

    cell: number of table, row and column, where that is known.
    """

    part: PartKind
    number: str
    near: str
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part. source: what Jinja reads, a paragraph a line."""

    kind: PartKind
    number: str
    source: str

    def place(self, line: int | None) -> Place:
        """Return the place of a line (1 is the first; None: the end)."""
        return Place(self.kind, self.number, near(self.source.split("\n"), line))


class BrokenTags(Refused):
    """Statements that cannot be read, each with the text near it. part and number: where all of them are."""

    def __init__(self, found: list[tuple[Misuse, str]]) -> None:
        super().__init__([misuse for misuse, _ in found])
        self.found = found
        self.part: PartKind = "body"
        self.number = ""


def near(lines: list[str], line: int | None) -> str:
    """Return the visible text at a line, or the last one before it."""
    last = len(lines) if line is None else min(line, len(lines))
    for index in range(last - 1, -1, -1):
        shown = seen(lines[index])
        if shown:
            return shown
    return "…"


def seen(xml: str) -> str:
    """Return what a reader sees of a piece of XML, in short."""
    shown = " ".join(_MARKUP.sub("", xml).split())
    for entity, sign in _ENTITIES:
        shown = shown.replace(entity, sign)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1].rstrip()}…"


def by_paragraph(xml: str) -> str:
    """Begin a line with each paragraph, as docxtpl does before it compiles."""
    return _PARAGRAPH.sub(r"\n<w:p\1", xml)


class Document(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template opened by docxtpl, whose tags are looked at before they are taken apart."""

    def patch_xml(self, src_xml: str) -> str:
        """Bring the tags into the form that Jinja reads.

        Raises:
            BrokenTags: Some cannot be read, or would take docxtpl's patterns without end.
        """
        xml = without_asides(src_xml)
        whole, spots = faulty_tags(xml)
        if spots:
            found = spots[:_MOST_FAULTS]
            raise BrokenTags([(spot.misuse, _paragraph_at(whole, spot.at)) for spot in found])
        return str(super().patch_xml(xml))


def _paragraph_at(xml: str, at: int) -> str:
    begin = max(xml.rfind("<w:p>", 0, at), xml.rfind("<w:p ", 0, at), 0)
    end = xml.find("</w:p>", at)
    return seen(xml[begin : end if end >= 0 else at + _LONGEST])


def opened(template: bytes) -> Document:
    """Open a template (any error of python-docx: it is no Word file)."""
    document = Document(BytesIO(template))
    document.init_docx()
    return document


def xml_of_parts(document: Document) -> Iterator[tuple[PartKind, str, str]]:
    """Name every part that is filled in, with its XML."""
    yield "body", "", document.get_xml()
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            yield kind_of(part), number_of(part), document.get_part_xml(part)
    for part in document.docx.part.package.parts:
        if part.content_type == _FOOTNOTES:
            yield "footnotes", "", part.blob.decode("utf-8")


def kind_of(part: Any) -> PartKind:  # noqa: ANN401  # a part of python-docx
    """Return what kind of part it is, by its name."""
    name = str(part.partname).rsplit("/", 1)[-1]
    kinds: tuple[PartKind, ...] = ("header", "footer", "footnotes")
    return next((kind for kind in kinds if name.startswith(kind)), "body")


def number_of(part: Any) -> str:  # noqa: ANN401  # a part of python-docx
    """Return the number in a part's name: the 2 of word/header2.xml."""
    found = _NUMBER.findall(str(part.partname).rsplit("/", 1)[-1])
    return found[-1] if found else ""


def parts(template: bytes) -> tuple[list[Part], list[BrokenTags]]:
    """Return the parts of a template as Jinja reads them, and what cannot be read of the others."""
    document = opened(template)
    found: list[Part] = []
    broken: list[BrokenTags] = []
    for kind, number, xml in xml_of_parts(document):
        try:
            found.append(Part(kind, number, by_paragraph(document.patch_xml(xml))))
        except BrokenTags as fault:
            fault.part, fault.number = kind, number
            broken.append(fault)
    return found, broken
