"""A Word template before python-docx: what it carries, every report made with it carries to its readers."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from dpia.errors import DpiaError
from dpia.guard.archive import ZIP, look_inside
from dpia.guard.ole import OLE, old_kind
from dpia.guard.subject import TEMPLATE, bytes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from dpia.guard.archive import Archive

_TYPES: Final = "[Content_Types].xml"
_DOCX: Final = b"wordprocessingml.document.main+xml"
_MACROS: Final = (b"macroEnabled", b"vbaProject")
_MACRO_PARTS: Final = re.compile(r"vba(?:Project\.bin|Data\.xml)$", re.IGNORECASE)
_OBJECTS: Final = re.compile(r"/(?:activeX|embeddings)/.*\.bin$", re.IGNORECASE)
_WANTED: Final = re.compile(r"^\[Content_Types\]\.xml$|\.rels$|^word/[^/]*\.xml$", re.IGNORECASE)
_HYPERLINK: Final = "hyperlink"
_BASE: Final = "attachedTemplate"
_IMPORTED: Final = "aFChunk"
_FAR: Final = re.compile(
    r"(?:https?:|ftp:|file:[\\/]{2}[^\\/]|file:[\\/]{4}|[\\/]{2})", re.IGNORECASE
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_REACHING_OUT: Final = frozenset(
    ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE", "MACROBUTTON"]
)  # fmt: skip


def guarded_template(path: Path | str, data: bytes | None = None) -> bytes:
    """Return the bytes of a template that is safe to open and to hand on.

    Args:
        path: of the file; only for messages where the bytes are given.
        data: the bytes, if they are at hand; else they are read.

    Raises:
        DefinitionError: it is not there, no .docx, damaged, too large, or carries macros, objects, fields or links
            that would act on the machine of whoever opens the report.
    """
    if data is None:
        data = bytes_of(Path(path), TEMPLATE)
    if data.startswith(OLE):
        TEMPLATE.refuse("encrypted" if old_kind(data) == "encrypted" else "not-docx", path)
    if not data.startswith(ZIP):
        TEMPLATE.refuse("not-docx", path)
    inside = look_inside(path, data, TEMPLATE, _WANTED)
    _kind(path, inside)
    for name, content in inside.kept.items():
        if name.endswith(".rels"):
            _relations(path, _parsed(path, content))
        elif b"instrText" in content or b"fldSimple" in content or content.startswith(b"\xff\xfe"):
            _fields(path, _parsed(path, content))
    _try(path, data)
    return data


def _try(path: Path | str, data: bytes) -> None:
    """Open and save it once: python-docx tells what is missing only when it stumbles over it, with any exception."""
    from docx import Document

    try:
        document = Document(BytesIO(data))
        document.core_properties.title = document.core_properties.subject = ""
        if document.element.body is None:
            TEMPLATE.refuse("damaged", path)
        document.save(BytesIO())
    except DpiaError:
        raise
    except Exception as error:
        raise TEMPLATE.refusal("damaged", path) from error


def _kind(path: Path | str, inside: Archive) -> None:
    types = inside.kept.get(_TYPES, b"").replace(b"\0", b"")
    if any(macro in types for macro in _MACROS) or any(map(_MACRO_PARTS.search, inside.names)):
        TEMPLATE.refuse("has-macros", path)
    if _DOCX not in types:  # a .dotx, for one, is opened by no library that we use
        TEMPLATE.refuse("not-docx", path)
    if any(map(_OBJECTS.search, inside.names)):
        TEMPLATE.refuse("objects", path)


def _parsed(path: Path | str, content: bytes) -> _Element:
    from lxml import etree

    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise TEMPLATE.refusal("damaged", path) from error


def _relations(path: Path | str, root: _Element) -> None:
    """Links to click on are a template's right; what Word would fetch by itself is not."""
    for relation in root:
        if not all(relation.get(name) for name in ("Id", "Type", "Target")):
            TEMPLATE.refuse("damaged", path)
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        target = unquote(str(relation.get("Target", "")))
        if kind == _IMPORTED:
            TEMPLATE.refuse("external", path, target=target[:80])
        if str(relation.get("TargetMode", "")).lower() != "external" or kind == _HYPERLINK:
            continue
        if kind != _BASE or _FAR.match(
            target
        ):  # Word notes the template it was made with, mostly a local one
            TEMPLATE.refuse("external", path, target=target[:80])


def _fields(path: Path | str, root: _Element) -> None:
    for code in _codes(root):
        word = code.split(maxsplit=1)[0].upper() if code.strip() else "?"
        if word in _REACHING_OUT or word == "?":
            TEMPLATE.refuse("field", path, field=word)


def _codes(root: _Element) -> Iterator[str]:
    """The codes of all fields; one that another field computes is empty, because nobody can tell what it does."""
    begun: list[str] = []
    for element in root.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText"):
        if element.tag == f"{_W}fldSimple":
            yield str(element.get(f"{_W}instr", ""))
        elif element.tag == f"{_W}instrText" and begun:
            begun[-1] += element.text or ""
        elif element.get(f"{_W}fldCharType") == "begin":
            begun.append("")
        elif element.get(f"{_W}fldCharType") == "separate" and begun:
            yield begun[-1]
            begun[-1] = "PAST"
        elif element.get(f"{_W}fldCharType") == "end" and begun:
            yield begun.pop()
