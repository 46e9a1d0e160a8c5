"""Bring what openpyxl wrote into the form that the standard asks for and that Excel itself writes.

Texts go into one shared table (openpyxl writes them into every cell), the parts of a font into the order of
the schema. Excel would otherwise rewrite or repair the file.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

_PART: Final = "xl/sharedStrings.xml"
_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_NAMESPACE: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT_TYPE: Final = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
)
_RELATION: Final = (
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
)
_INLINE: Final = re.compile(
    rb'(<c (?:r="[A-Z]+\d+" )(?:s="\d+" )?)t="inlineStr"><is>(.*?)</is></c>', re.DOTALL
)
_STYLES: Final = "xl/styles.xml"
_FONT: Final = re.compile(rb"<font>(.*?)</font>", re.DOTALL)
_FONT_PART: Final = re.compile(rb"<(\w+)[^>]*/>")
_FONT_ORDER: Final = (
    *(b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign"),
    *(b"sz", b"color", b"name", b"family", b"charset", b"scheme"),
)


def finished(data: bytes) -> bytes:
    """Return the workbook with shared texts and ordered fonts."""
    with zipfile.ZipFile(BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    if _PART not in parts:
        _share_strings(parts)
    parts[_STYLES] = _FONT.sub(_ordered, parts[_STYLES])
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _ordered(font: re.Match[bytes]) -> bytes:
    found = list(_FONT_PART.finditer(font.group(1)))
    found.sort(key=lambda part: _FONT_ORDER.index(part.group(1)))
    return b"<font>" + b"".join(part.group(0) for part in found) + b"</font>"


def _share_strings(parts: dict[str, bytes]) -> None:
    """Move the inline texts to the shared table."""
    table: dict[bytes, int] = {}
    uses = 0

    def shared(match: re.Match[bytes]) -> bytes:
        nonlocal uses
        uses += 1
        index = table.setdefault(match.group(2), len(table))
        return match.group(1) + b't="s"><v>%d</v></c>' % index

    for name in sorted(parts):
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _INLINE.sub(shared, parts[name])
    parts[_PART] = _table(list(table), uses)
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", _override() + b"</Types>")
    parts[_RELATIONS] = parts[_RELATIONS].replace(
        b"</Relationships>", _relation() + b"</Relationships>"
    )


def _table(texts: list[bytes], uses: int) -> bytes:
    items = b"".join(b"<si>" + text + b"</si>" for text in texts)
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    opening = b'<sst xmlns="%s" count="%d" uniqueCount="%d">' % (_NAMESPACE, uses, len(texts))
    return head + opening + items + b"</sst>"


def _override() -> bytes:
    return b'<Override PartName="/%s" ContentType="%s"/>' % (_PART.encode(), _CONTENT_TYPE)


def _relation() -> bytes:
    return b'<Relationship Id="rIdStrings" Type="%s" Target="/%s"/>' % (_RELATION, _PART.encode())
