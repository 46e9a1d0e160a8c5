"""The visible text of a saved web page, by blocks. Scripts are not run and nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.errors import FileError
from dpia.guard.markup import bounded_archive, bounded_page
from dpia.terms.lines import paragraph
from dpia.terms.text import mended

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from dpia.terms.text import Paragraph, ParagraphKind

_UNSEEN: Final = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "canvas",
        "object",
        "nav",
        "button",
        "select",
        "option",
        "textarea",
        "audio",
        "video",
        "form",
        "dialog",
        "menu",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What is seen of a page. links: their names."""

    paragraphs: list[Paragraph]
    links: list[str]


def read_page(path: Path, data: bytes, encoding: str | None = None) -> Page:
    """Read a page, however badly it is written. FileError: it has more elements than any text."""
    from lxml import etree, html

    bounded_page(path, data)
    parser = html.HTMLParser(
        encoding=_known(encoding) or _encoding(data),
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = html.fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError):
        return Page([], [])
    links = ["".join(map(str, link.itertext())) for link in root.iter("a")]
    return Page(list(_Reader().read(root)), links)


def of_mhtml(path: Path, data: bytes) -> Page:
    """The page in a web archive (one file with all parts), as browsers save it."""
    import email
    from email import policy

    bounded_archive(path, data)
    message = email.message_from_bytes(data, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return read_page(path, payload, part.get_content_charset())
    raise FileError("copy-damaged", "terms", file=str(path))


def _encoding(data: bytes) -> str:
    """What the page says it is written in, if its bytes agree; browsers' guess otherwise."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        said = _CHARSET.search(data[:4096])
        named = _known(said[1].decode("ascii")) if said else None
        return named if named and named.lower() != "utf-8" else "cp1252"
    return "utf-8"


def _known(encoding: str | None) -> str | None:
    """The encoding, where the parser knows it; a page may say anything."""
    from lxml import etree

    try:
        etree.HTMLParser(encoding=encoding)
    except (LookupError, ValueError):
        return None
    return encoding


class _Reader:
    """Walks through the elements without recursion, for a page may be nested thousands deep."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._kind: ParagraphKind | None = None

    def read(self, root: _Element) -> Iterator[Paragraph]:
        """All paragraphs in the order of the page."""
        stack: list[tuple[_Element, bool]] = [(root, True)]
        while stack:
            element, opening = stack.pop()
            tag = str(element.tag)
            if not opening:
                if tag in _BLOCKS:
                    yield from self._flush()
                self._said.append(element.tail or "")
                continue
            if not tag or tag in _UNSEEN or _is_hidden(element):
                self._said.append(element.tail or "")
                continue
            yield from self._open(element, tag)
            stack.append((element, False))
            stack.extend((child, True) for child in reversed(element))
        yield from self._flush()

    def _open(self, element: _Element, tag: str) -> Iterator[Paragraph]:
        if tag in _BLOCKS:
            yield from self._flush()
            self._kind = "heading" if tag in _HEADINGS else "item" if tag == "li" else None
        elif tag == "br":
            if "".join(self._said[-3:]).endswith("\n"):
                yield from self._flush()
            self._said.append("\n")
        self._said.append(element.text or "")

    def _flush(self) -> Iterator[Paragraph]:
        text = mended("".join(self._said))
        self._said = []
        if text:
            yield paragraph(text, self._kind)
        if self._kind == "heading":
            self._kind = None


def _is_hidden(element: _Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )
