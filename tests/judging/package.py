"""An Office file as its parts, and the faults that any Office file can have: parts, types, relations."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import unquote, urlsplit

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES: Final = "[Content_Types].xml"
_TYPE: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
_SCHEMES: Final = {"http", "https", "mailto", "file", ""}
LONGEST_LINK: Final = 2079
"""Excel and Word cut or refuse longer addresses."""


class Package:
    """The parts of one file, parsed when they are asked for."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.names = archive.namelist()
            self.parts: Mapping[str, bytes] = {name: archive.read(name) for name in self.names}
        self._roots: dict[str, etree._Element] = {}
        self.texts: list[str] | None = None
        """The shared texts of a workbook, once they were read."""

    @cached_property
    def kind(self) -> Literal["word", "excel", "other"]:
        """Which program the file is for."""
        if "word/document.xml" in self.parts:
            return "word"
        return "excel" if "xl/workbook.xml" in self.parts else "other"

    def root(self, name: str) -> etree._Element:
        """The part as a tree."""
        if name not in self._roots:
            self._roots[name] = etree.fromstring(self.parts[name])
        return self._roots[name]

    def matching(self, start: str) -> list[str]:
        """The names of the XML parts that begin so."""
        return [n for n in self.names if n.startswith(start) and n.endswith(".xml")]

    def relations(self, part: str) -> dict[str, etree._Element]:
        """The relations of a part by their ids."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        if path not in self.parts:
            return {}
        return {one.get("Id", ""): one for one in self.root(path).iter(_RELATION)}

    def core(self, name: str) -> str:
        """A property of the document, as title or language; empty where it is not said."""
        if "docProps/core.xml" not in self.parts:
            return ""
        return (self.root("docProps/core.xml").findtext(f"{DC}{name}") or "").strip()


def words(element: etree._Element, *tags: str) -> str:
    """The text of an element, or of those of its parts that have one of the tags."""
    return "".join(map(str, element.itertext(*tags)))


def package_faults(package: Package) -> Iterator[str]:
    """Parts named twice or without a type, XML that does not parse, relations that lead nowhere."""
    for name, times in Counter(name.casefold() for name in package.names).items():
        if times > 1:
            yield f"part {name} stands {times} times in the file"
    for name in package.names:
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                package.root(name)
            except etree.XMLSyntaxError as fault:
                yield f"{name}: {fault}"
                return
    yield from _type_faults(package)
    for name in package.names:
        if name.endswith(".rels"):
            yield from _relation_faults(package, name)


def _type_faults(package: Package) -> Iterator[str]:
    types = package.root(TYPES)
    defaults = {one.get("Extension", "").casefold() for one in types.iter(f"{_TYPE}Default")}
    named = [one.get("PartName", "") for one in types.iter(f"{_TYPE}Override")]
    for part, times in Counter(named).items():
        if times > 1:
            yield f"type of {part} is given {times} times"
        if part.lstrip("/") not in package.parts:
            yield f"type is given for {part}, which is not there"
    for name in package.names:
        typed = f"/{name}" in named or name.rpartition(".")[2].casefold() in defaults
        if name != TYPES and not typed:
            yield f"{name} has no content type"


def _relation_faults(package: Package, name: str) -> Iterator[str]:
    folder = posixpath.dirname(posixpath.dirname(name))
    ids = Counter(one.get("Id") for one in package.root(name).iter(_RELATION))
    yield from (f"{name}: id {key} is given {n} times" for key, n in ids.items() if n > 1)
    for one in package.root(name).iter(_RELATION):
        target = one.get("Target", "")
        if one.get("TargetMode") == "External":
            yield from (f"{name}: {fault}" for fault in link_faults(target))
            continue
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if unquote(path) not in package.parts:
            yield f"{name}: {one.get('Id')} leads to {target}, which is not there"


def link_faults(target: str) -> Iterator[str]:
    """What is wrong with an address outside the file."""
    if not target.strip() or len(target) > LONGEST_LINK:
        yield f"address of {len(target)} characters"
    if any(sign.isspace() or sign in '<>"{}|\\^`' for sign in target):
        yield f"address with characters that must be escaped: {target}"
    if urlsplit(target).scheme not in _SCHEMES:
        yield f"address of an unknown kind: {target}"


def named_ids(package: Package, part: str) -> Iterator[str]:
    """Every use of a relation (r:id, r:embed, ...) that the part does not have."""
    known = package.relations(part)
    used: Any = package.root(part).xpath("//@r:*", namespaces={"r": R[1:-1]})
    for value in sorted(set(map(str, used)) - set(known)):
        yield f"{part} uses relation {value}, which is not there"
