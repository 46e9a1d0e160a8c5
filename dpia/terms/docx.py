"""The text of a Word document: its paragraphs, without what was deleted under "track changes"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dpia.errors import FileError
from dpia.guard.archive import look_inside
from dpia.guard.subject import TERMS
from dpia.terms.lines import paragraph
from dpia.terms.text import mended

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

    from dpia.terms.text import Paragraph, ParagraphKind

_DOCUMENT: Final = "word/document.xml"
_BODY: Final = re.compile(rf"^{re.escape(_DOCUMENT)}$")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADINGS: Final = ("heading", "berschrift", "title", "titel")


def paragraphs(path: Path, data: bytes) -> list[Paragraph]:
    """The paragraphs of the body. FileError for what is no Word document or damaged."""
    body = _document(path, data)
    found = []
    for element in body.iter(f"{_W}p"):
        text = mended(_text(element))
        if text:
            found.append(paragraph(text, _kind(element)))
    return found


def _document(path: Path, data: bytes) -> _Element:
    from lxml import etree

    inside = look_inside(path, data, TERMS, _BODY)
    if _DOCUMENT not in inside.kept:
        raise FileError("copy-other-archive", "terms", file=str(path))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(inside.kept[_DOCUMENT], parser)
    except etree.XMLSyntaxError as error:
        raise FileError("copy-damaged", "terms", file=str(path)) from error


def _text(element: _Element) -> str:
    said: list[str] = []
    for node in element.iter():
        if node.tag == f"{_W}t":
            said.append(node.text or "")
        elif node.tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
            said.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            said.append("-")
    return "".join(said)


def _kind(element: _Element) -> ParagraphKind | None:
    """By style; a numbered paragraph is an item, and None leaves it to the words."""
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(f"{_W}val") or "").lower() if style is not None else ""
    if any(word in name for word in _HEADINGS):
        return "heading"
    listed = "list" in name or element.find(f"{_W}pPr/{_W}numPr") is not None
    return "item" if listed else None
