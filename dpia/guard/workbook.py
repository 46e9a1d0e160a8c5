"""An Excel workbook before openpyxl: is it one, without macros and without connections that a copy would carry on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dpia.guard.archive import ZIP, look_inside
from dpia.guard.ole import OLE, old_kind
from dpia.guard.subject import WORKBOOK, bytes_of

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.guard.archive import Archive
    from dpia.guard.subject import Subject

_TYPES: Final = "[Content_Types].xml"
_MAIN: Final = "xl/workbook.xml"
_XLSX: Final = (b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml")
_MACROS: Final = (b"macroEnabled", b"vbaProject", b"macrosheet")
_MACRO_PARTS: Final = re.compile(r"vbaProject\.bin$|/(?:macrosheets|dialogsheets)/", re.IGNORECASE)
_BINARY: Final = b"ms-excel.sheet.binary"
_STRICT: Final = b"purl.oclc.org/ooxml"
_CONNECTED: Final = re.compile(
    r"^xl/(?:connections\.xml|queryTables/|webExtensions/|activeX/)", re.IGNORECASE
)
_WANTED: Final = re.compile(
    r"^(?:mimetype|\[Content_Types\]\.xml|xl/workbook\.xml|xl/externalLinks/.*)$"
)
_RUN: Final = re.compile(rb"/(?:oleLink|ddeLink)\b|<(?:\w+:)?(?:ddeLink|oleLink)\b")


def read_workbook_bytes(path: Path, subject: Subject = WORKBOOK) -> tuple[bytes, Archive]:
    """Return a file that is safe to open as a workbook, and what was found in it.

    Raises:
        FileError: it cannot be read, is no .xlsx, or would eat the machine; the message says which.
    """
    data = bytes_of(path, subject)
    if data.startswith(OLE):
        reasons = {"encrypted": "encrypted", "excel": "is-xls"}
        subject.refuse(reasons.get(old_kind(data), "not-xlsx"), path)
    if not data.startswith(ZIP):
        subject.refuse("not-xlsx", path)
    inside = look_inside(path, data, subject, _WANTED)
    _kind(path, inside, subject)
    return data, inside


def refuse_wide_areas(path: Path, inside: Archive, subject: Subject = WORKBOOK) -> None:
    """Refuse merged cells and links over huge areas: opened for writing, each of their cells is created."""
    subject.bounded("ranges", inside.areas, path)


def _kind(path: Path, inside: Archive, subject: Subject) -> None:
    if b"opendocument.spreadsheet" in inside.kept.get("mimetype", b""):
        subject.refuse("is-ods", path)
    types = inside.kept.get(_TYPES, b"").replace(b"\0", b"")
    if not types:
        subject.refuse("not-xlsx", path)
    if any(macro in types for macro in _MACROS) or any(map(_MACRO_PARTS.search, inside.names)):
        subject.refuse("has-macros", path)
    if _BINARY in types:
        subject.refuse("is-xlsb", path)
    if not any(kind in types for kind in _XLSX):
        subject.refuse("not-xlsx", path)
    if _STRICT in inside.kept.get(_MAIN, b""):
        subject.refuse("is-strict", path)
    links = (part for name, part in inside.kept.items() if "externalLinks/" in name)
    if any(map(_CONNECTED.search, inside.names)) or any(map(_RUN.search, links)):
        subject.refuse("connected", path)
