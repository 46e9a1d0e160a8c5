"""The properties of a Word document that nobody sees in the text: a mark by which the register knows it again."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

_NS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)
_PLACE: Final = "/docProps/custom.xml"
_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_ID: Final = 2
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, RuntimeError, NotImplementedError,
)  # fmt: skip
_LARGEST: Final = 1_000_000
"""Bytes of properties that are read of a document that comes from outside."""


def set_properties(package: Any, properties: Mapping[str, str]) -> None:  # noqa: ANN401  # python-docx has no types
    """Write custom properties into a document; those that a user's template brought along stay."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    present = next((rel for rel in package.rels.values() if rel.reltype == _RELATION), None)
    before = None if present is None else present.target_part.blob
    blob = _written(before, properties)
    if present is not None:
        present.target_part._blob = blob  # noqa: SLF001  # the one place where a part keeps its bytes
    else:
        part = Part(PackURI(_PLACE), _CONTENT, blob, package)
        package.relate_to(part, _RELATION)


def read_properties(document: bytes) -> dict[str, str]:
    """Return the custom properties of a Word document; none where it is no such document or they are damaged."""
    try:
        with zipfile.ZipFile(BytesIO(document)) as archive:
            info = archive.getinfo(_PLACE.lstrip("/"))
            if info.file_size > _LARGEST:
                return {}
            root = _parsed(archive.read(info))
    except (*_DAMAGE, etree.XMLSyntaxError):
        return {}
    return {
        name: "".join(str(text) for text in entry.itertext())
        for entry in root.iter(f"{{{_NS}}}property")
        if (name := entry.get("name"))
    }


def _written(before: bytes | None, properties: Mapping[str, str]) -> bytes:
    spaces: Any = {None: _NS, "vt": _TYPES}  # the stubs know no default namespace
    root = etree.Element(f"{{{_NS}}}Properties", nsmap=spaces)
    kept = [] if before is None else list(_parsed(before))
    for entry in kept:
        if entry.get("name") not in properties:
            root.append(entry)
    for name, text in properties.items():
        entry = etree.SubElement(root, f"{{{_NS}}}property", fmtid=_FORMAT, name=name)
        etree.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = text
    for number, entry in enumerate(root, _FIRST_ID):
        entry.set("pid", str(number))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _parsed(data: bytes) -> Any:  # noqa: ANN401  # an lxml element
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)
