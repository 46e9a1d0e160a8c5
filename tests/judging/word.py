"""Faults of a Word file that validators and LibreOffice let pass, and at which Word offers a repair or shows rubbish."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from lxml import etree

from tests.judging.package import named_ids, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.judging.package import Package

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_STORIES: Final = ("word/document.xml", "word/header", "word/footer", "word/footnotes.xml")
_BOOKMARK: Final = re.compile(r"[^\W\d]\w{0,39}")
_CARRIES_TEXT: Final = {f"{W}{name}" for name in ("t", "instrText", "delText")}
_TEXT_IN_RUN: Final = (*_CARRIES_TEXT, f"{W}br", f"{W}tab", f"{W}fldChar")
_REFERRING: Final = re.compile(r"^\s*(?:PAGEREF|REF|NOTEREF)\s+(\S+)")
_MOST_COLUMNS: Final = 63
_STYLED: Final = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}


def stories(package: Package) -> list[str]:
    """The parts that hold text: body, headers, footers."""
    return [name for start in _STORIES for name in package.matching(start)]


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's namespace; empty where element or attribute is missing."""
    return "" if element is None else element.get(f"{W}{name}", "")


def word_faults(package: Package) -> Iterator[str]:
    """Say what is wrong, each fault with its part."""
    yield from _bookmark_and_link_faults(package)
    for name in stories(package):
        root = package.root(name)
        for fault in (*_table_faults(root), *_text_faults(root), *_field_faults(root)):
            yield f"{name}: {fault}"
        yield from named_ids(package, name)
        ids = Counter(one.get("id") for one in root.iter(f"{WP}docPr", f"{WPS}cNvPr"))
        yield from (f"{name}: drawing id {key} {n} times" for key, n in ids.items() if n > 1)
    yield from _style_faults(package)


def _table_faults(root: etree._Element) -> Iterator[str]:
    for table in root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        if not rows:
            yield "a table without rows"
        if not 0 < columns <= _MOST_COLUMNS:
            yield f"a table of {columns} columns"
        for row in rows:
            cells = row.findall(f"{W}tc")
            spans = [value(cell.find(f"{W}tcPr/{W}gridSpan")) or "1" for cell in cells]
            if sum(map(int, spans)) != columns:
                yield f"a row over {sum(map(int, spans))} of {columns} columns: {_words(row)}"
            for cell in cells:
                if len(cell) == 0 or cell[-1].tag != f"{W}p":
                    yield f"a cell that does not end with a paragraph: {_words(row)}"
        behind = table.getnext()
        if behind is not None and behind.tag == f"{W}tbl":
            yield f"two tables without a paragraph between them melt into one: {_words(table)}"


def _text_faults(root: etree._Element) -> Iterator[str]:
    """Text must stand in a run, and the run in a paragraph; anywhere else Word drops it or refuses the file."""
    for element in root.iter(*_TEXT_IN_RUN):
        holder = element.getparent()
        if holder is not None and holder.tag == f"{W}r":
            continue
        above = [str(one.tag) for one in element.iterancestors()]
        own = above[: above.index(f"{W}p")] if f"{W}p" in above else []
        if f"{W}r" not in own:
            yield f"{etree.QName(element).localname} outside a run: {element.text or ''!r}"
    for element in root.iter(f"{W}*"):
        text = "" if element.tag in _CARRIES_TEXT else (element.text or "").strip()
        tail = (element.tail or "").strip()
        if text or tail:
            yield f"stray text at {etree.QName(element).localname}: {(text or tail)[:60]!r}"
    for paragraph in root.iter(f"{W}p"):
        parent = paragraph.getparent()
        if parent is not None and parent.tag in (f"{W}p", f"{W}r", f"{W}tr", f"{W}tbl"):
            yield f"a paragraph in a {etree.QName(parent).localname}: {_words(paragraph)}"


def _field_faults(root: etree._Element) -> Iterator[str]:
    """Every field is begun, separated at most once, and ended, one inside the other."""
    open_fields: list[str] = []
    for mark in root.iter(f"{W}fldChar"):
        kind = value(mark, "fldCharType")
        if kind == "begin":
            open_fields.append("begin")
        elif not open_fields or (kind == "separate" and open_fields[-1] == "separate"):
            yield f"a field mark {kind} without a field"
        elif kind == "separate":
            open_fields[-1] = "separate"
        else:
            open_fields.pop()
    if open_fields:
        yield f"{len(open_fields)} fields are not closed"
    if root.find(f".//{W}tc//{W}fldChar") is None:
        return
    for cell in root.iter(f"{W}tc"):
        kinds = Counter(value(mark, "fldCharType") for mark in cell.iter(f"{W}fldChar"))
        if kinds["begin"] != kinds["end"]:
            yield f"a field reaches out of its cell: {_words(cell)}"


def _bookmark_and_link_faults(package: Package) -> Iterator[str]:
    starts: list[etree._Element] = []
    ends: list[str] = []
    asked: list[str] = []
    for name in stories(package):
        root = package.root(name)
        starts += list(root.iter(f"{W}bookmarkStart"))
        ends += [value(end, "id") for end in root.iter(f"{W}bookmarkEnd")]
        asked += [
            value(link, "anchor") for link in root.iter(f"{W}hyperlink") if value(link, "anchor")
        ]
        codes = [one.text or "" for one in root.iter(f"{W}instrText")]
        codes += [value(one, "instr") for one in root.iter(f"{W}fldSimple")]
        asked += [reference[1] for one in codes if (reference := _REFERRING.match(one))]
        yield from (
            f"{name}: a link without text or target"
            for link in root.iter(f"{W}hyperlink")
            if not words(link, f"{W}t").strip() or not link.attrib
        )
    names = [value(start, "name") for start in starts]
    ids = [value(start, "id") for start in starts]
    for title, found in (("name", [n.casefold() for n in names]), ("id", ids), ("end", ends)):
        yield from (
            f"bookmark {title} {one} {n} times" for one, n in Counter(found).items() if n > 1
        )
    yield from (f"bookmark {one!r} is no name" for one in names if not _BOOKMARK.fullmatch(one))
    if set(ids) != set(ends):
        yield f"bookmarks begun and not ended, or the reverse: {sorted(set(ids) ^ set(ends))}"
    yield from (f"a link to {one}, which is not there" for one in sorted(set(asked) - set(names)))


def _style_faults(package: Package) -> Iterator[str]:
    styles = list(package.root("word/styles.xml").iter(f"{W}style"))
    kinds = {value(style, "styleId"): value(style, "type") for style in styles}
    if len(kinds) != len(styles):
        yield "two styles of one id"
    names = Counter(value(style.find(f"{W}name")).casefold() for style in styles)
    yield from (f"style name {name} {n} times" for name, n in names.items() if n > 1)
    for style in styles:
        for key in ("basedOn", "next", "link"):
            other = style.find(f"{W}{key}")
            if other is not None and value(other) not in kinds:
                yield f"style {value(style, 'styleId')}: {key} {value(other)} is not there"
    for name in stories(package):
        for key, kind in _STYLED.items():
            used = {value(one) for one in package.root(name).iter(f"{W}{key}")}
            for one in sorted(used):
                if kinds.get(one) != kind:
                    yield f"{name}: {kind} style {one} is not there"


def _words(element: etree._Element) -> str:
    return repr(words(element, f"{W}t")[:60])
