"""Links made in the tree, run by run: slow, and easy to believe. What the program does has to give the same."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CODE = re.compile(r"(?<![\w.])((?:[RGMKQE]|EM)\d{2,3})(?![\w.]*\d)|\[(\d{1,3})\]")
Piece = tuple[list[etree._Element], str]


def link_plainly(body: etree._Element) -> None:
    """Link every code to its bookmark; the bookmarks are numbered already."""
    names = {mark.get(f"{W}name", "") for mark in body.iter(f"{W}bookmarkStart")} - {"ref_"}
    for run in list(body.iter(f"{W}r")):
        paragraph = run.getparent()
        if paragraph is None or paragraph.tag != f"{W}p":
            continue
        own = {mark.get(f"{W}name", "") for mark in paragraph.iter(f"{W}bookmarkStart")}
        pieces = list(_pieces(run, names - own))
        if any(target for _, target in pieces):
            at = paragraph.index(run)
            paragraph.remove(run)
            for offset, piece in enumerate(pieces):
                paragraph.insert(at + offset, _made(run, *piece))


def _pieces(run: etree._Element, names: set[str]) -> Iterator[Piece]:
    kept: list[etree._Element] = []
    for node in list(run):
        if node.tag == f"{W}rPr":
            continue
        targets = [f"ref_{found[1] or found[2]}" for found in CODE.finditer(node.text or "")]
        if node.tag != f"{W}t" or not names.intersection(targets):
            kept.append(node)
            continue
        end, text = 0, node.text or ""
        for found, target in zip(CODE.finditer(text), targets, strict=True):
            if target in names:
                kept += _text(run, text[end : found.start()])
                yield kept, ""
                yield _text(run, found[0]), target
                kept, end = [], found.end()
        kept += _text(run, text[end:])
    yield kept, ""


def _text(run: etree._Element, text: str) -> list[etree._Element]:
    node = run.makeelement(f"{W}t", {SPACE: "preserve"})
    node.text = text
    return [node] if text else []


def _made(run: etree._Element, nodes: list[etree._Element], target: str) -> etree._Element:
    made = run.makeelement(f"{W}r")
    look = run.find(f"{W}rPr")
    if look is not None:
        made.append(deepcopy(look))
    made.extend(nodes)
    if not target:
        return made
    if look is None:
        made.insert(0, made.makeelement(f"{W}rPr"))
    if made[0].find(f"{W}rStyle") is None:
        made[0].insert(0, made.makeelement(f"{W}rStyle", {f"{W}val": "Reference"}))
    link = run.makeelement(f"{W}hyperlink", {f"{W}anchor": target, f"{W}history": "1"})
    link.append(made)
    return link
