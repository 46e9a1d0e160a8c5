"""Bring what openpyxl wrote into the form that the standard asks for and that Excel itself writes.

Texts go into one shared table (openpyxl writes them into every cell), the parts of a font into the order of
the schema. Excel would otherwise rewrite or repair the file.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

from dpia.excel.sharedtexts import PART, SharedTexts

_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
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
_NAMED: Final = re.compile(rb"<cellStyleXfs[^>]*>(.*?)</cellStyleXfs>", re.DOTALL)
_FORMAT: Final = re.compile(rb"<xf[ >/]")
_RESTS_ON: Final = re.compile(rb'(<xf [^>]*?xfId=")(\d+)')
_FONT_PART: Final = re.compile(rb"<(\w+)[^>]*/>")
_FONT_ORDER: Final = (
    *(b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign"),
    *(b"sz", b"color", b"name", b"family", b"charset", b"scheme"),
)


def finished(data: bytes) -> bytes:
    """Return the workbook with shared texts and ordered fonts."""
    with zipfile.ZipFile(BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    texts = SharedTexts()
    if PART not in parts:
        share_texts(parts, texts)
        parts[PART] = b"".join(texts.part())
    mend_styles(parts)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def mend_styles(parts: dict[str, bytes]) -> None:
    """Put what a font consists of into the order of the schema; let no cell format rest on a style that is not there.

    openpyxl keeps the numbers of the named styles that LibreOffice writes, but not all of the styles.
    """
    styles = _FONT.sub(_ordered, parts[_STYLES])
    named = _NAMED.search(styles)
    there = len(_FORMAT.findall(named.group(1))) if named else 0

    def resting(match: re.Match[bytes]) -> bytes:
        return match.group(0) if int(match.group(2)) < there else match.group(1) + b"0"

    parts[_STYLES] = _RESTS_ON.sub(resting, styles)


def _ordered(font: re.Match[bytes]) -> bytes:
    found = list(_FONT_PART.finditer(font.group(1)))
    found.sort(key=lambda part: _FONT_ORDER.index(part.group(1)))
    return b"<font>" + b"".join(part.group(0) for part in found) + b"</font>"


def share_texts(parts: dict[str, bytes], texts: SharedTexts) -> None:
    """Move the texts of the cells to the shared table, and say in the workbook that there is one."""

    def shared(match: re.Match[bytes]) -> bytes:
        return match.group(1) + b't="s"><v>%d</v></c>' % texts.place(match.group(2))

    for name in sorted(parts):
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = _INLINE.sub(shared, parts[name])
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", _override() + b"</Types>")
    parts[_RELATIONS] = parts[_RELATIONS].replace(
        b"</Relationships>", _relation() + b"</Relationships>"
    )


def _override() -> bytes:
    return b'<Override PartName="/%s" ContentType="%s"/>' % (PART.encode(), _CONTENT_TYPE)


def _relation() -> bytes:
    return b'<Relationship Id="rIdStrings" Type="%s" Target="/%s"/>' % (_RELATION, PART.encode())
