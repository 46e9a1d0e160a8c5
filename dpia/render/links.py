"""Makes a way from each code to what stands behind it: R, G, M, K, Q, E and EM numbers, and sources in brackets.

A template marks the places (bookmarks named ref_R01, ref_12); every other mention of the code then links there.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml.etree import SubElement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RUN, _RUN_STYLE, _HYPERLINK = f"{_W}r", f"{_W}rStyle", f"{_W}hyperlink"
_ANCHOR, _HISTORY = f"{_W}anchor", f"{_W}history"
_PREFIX = "ref_"
_STYLE = "Reference"
_CODE = re.compile(r"(?<![\w.])((?:[RGMKQE]|EM)\d{2,3})(?![\w.]*\d)|\[(\d{1,3})\]")


def link_codes(body: _Element) -> None:
    """Number the bookmarks, drop a second one of the same name, and link every code that has one."""
    names = _number_bookmarks(body)
    for run in _runs_with_codes(body):
        paragraph = run.getparent()
        if paragraph is None or paragraph.tag != f"{_W}p":
            continue
        own = {mark.get(f"{_W}name", "") for mark in paragraph.iter(f"{_W}bookmarkStart")}
        _link_run(run, names - own if own else names)


def _runs_with_codes(body: _Element) -> list[_Element]:
    """Every run in which something looks like a code, once; most have none."""
    found: dict[_Element, None] = {}
    for node in body.iter(f"{_W}t"):
        run = node.getparent()
        if run is not None and run.tag == f"{_W}r" and _CODE.search(node.text or ""):
            found[run] = None
    return list(found)


def _number_bookmarks(body: _Element) -> set[str]:
    names: set[str] = {_PREFIX}  # a row without a code has no place to link to
    waiting: list[str] = []
    number = 0
    for mark in list(body.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd")):
        if mark.tag == f"{_W}bookmarkStart":
            name = mark.get(f"{_W}name", "")
            fresh = name not in names
            number += fresh
            waiting.append(str(number) if fresh else "")
            names.add(name)
            ident = waiting[-1]
        else:
            ident = waiting.pop() if waiting else ""
        parent = mark.getparent()
        if ident:
            mark.set(f"{_W}id", ident)
        elif parent is not None:
            parent.remove(mark)
    return names


def _link_run(run: _Element, names: set[str]) -> None:
    pieces = [piece for piece in _pieces(run, names) if any(node != "" for node in piece[0])]
    parent = run.getparent()
    if parent is None or not any(target for _, target in pieces):
        return
    properties = run.find(f"{_W}rPr")
    place = parent.index(run)
    for offset, (nodes, target) in enumerate(pieces):
        # Made where they belong: lxml makes a document for every element that has no parent yet.
        made = SubElement(parent, _HYPERLINK if target else _RUN)
        parent.insert(place + offset, made)
        if target:
            made.set(_ANCHOR, target)
            made.set(_HISTORY, "1")
            made = SubElement(made, _RUN)
        _fill(made, properties, nodes, linked=bool(target))
    parent.remove(run)


def _pieces(run: _Element, names: set[str]) -> Iterator[tuple[list[_Element | str], str]]:
    """The content of a run in pieces: what stays, and what links to a bookmark."""
    kept: list[_Element | str] = []
    for node in run:
        if node.tag == f"{_W}rPr":
            continue
        if node.tag != f"{_W}t":
            kept.append(node)
            continue
        end, text = 0, node.text or ""
        for found in _CODE.finditer(text):
            target = f"{_PREFIX}{found[1] or found[2]}"
            if target not in names:
                continue
            kept.append(text[end : found.start()])
            yield kept, ""
            yield [found[0]], target
            kept, end = [], found.end()
        kept.append(text[end:])
    yield kept, ""


def _fill(
    made: _Element, properties: _Element | None, nodes: list[_Element | str], *, linked: bool
) -> None:
    """Give a run the look of the one it is made from, and its content; a link has a look of its own."""
    if properties is not None:
        made.append(deepcopy(properties))
    elif linked:
        SubElement(made, f"{_W}rPr")
    if linked and made[0].find(_RUN_STYLE) is None:
        made[0].insert(0, made[0].makeelement(_RUN_STYLE, {f"{_W}val": _STYLE}))
    for node in nodes:
        if not isinstance(node, str):
            made.append(node)
        elif node:
            SubElement(made, f"{_W}t", {_SPACE: "preserve"}).text = node
