"""What a person reads in a produced document, as plain lines."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_lines(path: Path, part: str = "word/document.xml") -> list[str]:
    """The paragraphs of a Word document; the cells of a table row joined by " | "."""
    with zipfile.ZipFile(path) as archive:
        body = ET.fromstring(archive.read(part))
    return [line for line in _lines(body.find(f"{_W}body") or body) if line.strip(" |")]


def _lines(parent: ET.Element) -> list[str]:
    lines: list[str] = []
    for child in parent:
        if child.tag == f"{_W}p":
            lines.append(_text(child))
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = [
                    " / ".join(_text(p) for p in c.iter(f"{_W}p")) for c in row.iter(f"{_W}tc")
                ]
                lines.append(" | ".join(cells))
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent"}:
            lines.extend(_lines(child))
    return lines


def _text(paragraph: ET.Element) -> str:
    pieces = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in {f"{_W}br", f"{_W}tab"}:
            pieces.append(" ")
    return "".join(pieces).strip()


def header_lines(path: Path) -> list[str]:
    """Everything in the headers of a Word document."""
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.startswith("word/header")]
        roots = [ET.fromstring(archive.read(name)) for name in names]
    return [_text(p) for root in roots for p in root.iter(f"{_W}p")]


def sheet_rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The non-empty rows of every visible sheet."""
    book = openpyxl.load_workbook(path)
    rows = {
        sheet.title: [
            row for row in sheet.iter_rows(values_only=True) if any(v is not None for v in row)
        ]
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    }
    book.close()
    return rows
