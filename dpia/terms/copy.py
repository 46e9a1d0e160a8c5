"""The user's own copy of a text: opened with bounds, told apart by what is in it, brought to paragraphs.

Nothing in it is executed or fetched. Errors are FileError (cannot be read) or AnswersRejected (no text in it).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from dpia.errors import AnswersRejected, FileError
from dpia.guard.ole import OLE, old_kind
from dpia.guard.subject import TERMS, bytes_of
from dpia.terms.lines import MARKDOWN_LINK
from dpia.terms.lines import paragraphs as of_lines
from dpia.terms.text import folded, mended

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dpia.terms.text import Paragraph

Kind = Literal["text", "markdown", "html", "mhtml", "docx", "pdf"]

_HTML: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|div|p|h[1-6]|section)\b", re.IGNORECASE
)
_MHTML: Final = re.compile(
    rb"^(?:from|mime-version|content-type|subject|snapshot-content-location):", re.IGNORECASE
)
_MARKDOWN: Final = re.compile(r"^#{1,6} \S|\]\(https?://|^\s*\*\*\S", re.MULTILINE)
_MARKED_AS: Final = (".md", ".markdown")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SIGNS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_FEW: Final = 0.002
_ENOUGH: Final = 200


@dataclass(frozen=True, slots=True)
class Copy:
    """One text. sha256: of the file's bytes; pages: of a PDF, else 0; links: their names, folded."""

    name: str
    sha256: str
    kind: Kind
    paragraphs: tuple[Paragraph, ...]
    pages: int = 0
    links: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """All of it, a paragraph a line."""
        return "\n".join(one.text for one in self.paragraphs)


def read_copy(path: Path) -> Copy:
    """Open a copy.

    Raises:
        FileError: it is not there, too large, encrypted, damaged, or no text document.
        AnswersRejected: there is no text in it (a scan, a page that scripts fill).
    """
    data = bytes_of(path, TERMS)
    kind = _kind(path, data)
    found, pages, links = _paragraphs(path, data, kind)
    if not found:
        raise AnswersRejected("copy-no-text", "terms", file=str(path))
    TERMS.bounded("letters", sum(len(one.text) for one in found), path)
    return Copy(
        path.name, hashlib.sha256(data).hexdigest(), kind, tuple(found), pages, _names(links)
    )


def _kind(path: Path, data: bytes) -> Kind:
    """What the file is, by what is in it; its name only tells Markdown from text."""
    start = data[:4096].lstrip()
    if start.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(OLE):
        key = "copy-encrypted" if old_kind(data) == "encrypted" else "copy-old-word"
        raise FileError(key, "terms", file=str(path))
    if start.startswith(b"{\\rtf"):
        raise FileError("copy-rtf", "terms", file=str(path))
    if _MHTML.match(start) and b"multipart/related" in data[:8192].lower():
        return "mhtml"
    if _HTML.search(data[:16384].replace(b"\x00", b"")):
        return "html"
    text = decoded(path, data)
    marked = path.suffix.lower() in _MARKED_AS or len(_MARKDOWN.findall(text[:20000])) > 2  # noqa: PLR2004
    return "markdown" if marked else "text"


def _names(links: Iterable[str]) -> frozenset[str]:
    return frozenset(low for link in links if len(low := folded(mended(link))) > 2)  # noqa: PLR2004


def _paragraphs(path: Path, data: bytes, kind: Kind) -> tuple[list[Paragraph], int, list[str]]:
    """Paragraphs, number of pages, names of links."""
    if kind == "pdf":
        from dpia.terms.pdf import paragraphs as of_pdf

        return *of_pdf(path, data), []
    if kind == "docx":
        from dpia.terms.docx import paragraphs as of_docx

        return of_docx(path, data), 0, []
    if kind in {"html", "mhtml"}:
        from dpia.terms.html import of_mhtml, read_page

        page = of_mhtml(path, data) if kind == "mhtml" else read_page(path, data)
        return page.paragraphs, 0, page.links
    text = decoded(path, data)
    marked = kind == "markdown"
    return of_lines(text, markdown=marked), 0, MARKDOWN_LINK.findall(text) if marked else []


def decoded(path: Path, data: bytes) -> str:
    """Bytes as text: by byte order mark, else UTF-8, else what Windows writes. FileError for what is no text."""
    text = _decoded(data)
    if len(_SIGNS.findall(text[:100_000])) > max(2, _FEW * min(len(text), 100_000)):
        raise FileError("copy-binary", "terms", file=str(path))
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data[:_ENOUGH].count(0) > len(data[:_ENOUGH]) // 4:
        little = data[1:_ENOUGH:2].count(0) > data[0:_ENOUGH:2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
