"""The XML parts of an Office file, looked at piece by piece: entities, depth, number of elements, wide areas."""

from __future__ import annotations

import codecs
import itertools
import re
import zipfile
from typing import IO, TYPE_CHECKING, Final, cast

from dpia.guard.limits import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lxml.etree import ParserTarget

    from dpia.guard.subject import Subject

_START: Final = 512
_PIECE: Final = 65_536
_LONGEST_TAG: Final = 1_000_000
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_SUPERSETS: Final = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1"})
"""What Office files may be written in: a tag is a tag in each of them."""
_MARKS: Final = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_RANGED: Final = re.compile(
    rb"<(?:[\w.-]+:)?(?:mergeCell|hyperlink)\b((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)"
)
_REF: Final = re.compile(rb"\sref\s*=\s*[\"']([^\"':]*:[^\"']*)[\"']")


class PartCheck:
    """Takes the members of an archive one after the other, in pieces, and refuses what no parser should get.

    What is merely no well-formed XML is left to the parser, which knows whether it needs the part.
    """

    def __init__(self, subject: Subject, path: Path | str) -> None:
        self.subject = subject
        self.path = path
        self.elements = 0
        self.areas = 0
        self._styles: int | None = None
        self._ranges = f"{subject.name}-ranges" in DEFAULTS
        self._wide: codecs.IncrementalDecoder | None = None
        self._tail = b""

    def take(self, name: str, pieces: Iterator[bytes]) -> None:
        """Look at a member; all of its pieces are taken."""
        first = b""
        for piece in pieces:
            first += piece
            if len(first) >= _START:
                break
        if self._is_xml(first):
            self._styles = 0 if name.lower().endswith("styles.xml") else None
            self._tail = b""
            self._depth(_Source(first, pieces, self._count))
            self._count_areas(self._tail)
        else:
            for _ in pieces:
                pass

    def _is_xml(self, first: bytes) -> bool:
        """Find out from its beginning whether a member is XML, and in which encoding."""
        start = first[:_START]
        self._wide = None
        for mark, encoding in _MARKS:
            if start.startswith((mark, "<".encode(encoding))):
                self._wide = codecs.getincrementaldecoder(encoding)(errors="replace")
        plain = start.removeprefix(codecs.BOM_UTF8).lstrip()
        if self._wide is None and not plain.startswith(b"<"):
            return False
        declared = _ENCODING.search(start.replace(b"\0", b""))
        if declared is not None and declared[1].lower() not in _SUPERSETS:
            raise zipfile.BadZipFile
        return True

    def _depth(self, source: _Source) -> None:
        """Have libxml2 read it without building anything: it stops at a depth of 256 by itself."""
        from lxml import etree

        parser = etree.XMLParser(
            target=cast("ParserTarget", _Nothing()), resolve_entities=False, no_network=True
        )
        try:
            etree.parse(cast("IO[bytes]", source), parser)
        except etree.XMLSyntaxError as error:
            if getattr(error, "code", None) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
                self.subject.refuse("nested", self.path)
        while source.read():
            pass

    def _count(self, piece: bytes) -> None:
        text = piece if self._wide is None else self._wide.decode(piece).encode()
        looked = self._tail + text
        if _DOCTYPE.search(looked):
            self.subject.refuse("entities", self.path)
        opened = text.count(b"<")
        self.elements += opened
        self.subject.bounded("elements", self.elements, self.path)
        if self._styles is not None:
            self._styles += opened
            self.subject.bounded("styles", self._styles, self.path)
        begun = max(looked.rfind(b"<"), 0)
        self._count_areas(looked[:begun])
        self._tail = looked[begun:]
        if len(self._tail) > _LONGEST_TAG:
            if _RANGED.match(self._tail):
                raise zipfile.BadZipFile
            self._tail = b""

    def _count_areas(self, looked: bytes) -> None:
        if self._ranges:
            tags = (found[1] for found in _RANGED.finditer(looked))
            self.areas += sum(_area(ref[1]) for tag in tags for ref in _REF.finditer(tag))


class _Source:
    """A member as a file that can be read from, each piece looked at before it is handed on."""

    def __init__(
        self, first: bytes, pieces: Iterator[bytes], look: Callable[[bytes], None]
    ) -> None:
        self._pieces = itertools.chain([first], pieces)
        self._look = look
        self._rest = b""

    def read(self, size: int = _PIECE) -> bytes:
        """Return some bytes; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._look(piece)
            self._rest = piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


class _Nothing:
    """A parser target that keeps nothing, so that no tree is built."""

    def close(self) -> None:
        """Return nothing."""


def _area(reference: bytes) -> int:
    """Cells of "A1:C9"; what is no area counts as a whole sheet."""
    from openpyxl.utils import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(reference.decode("ascii"))
    except (ValueError, TypeError):
        return 1 << 34
    return ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
