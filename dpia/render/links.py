"""Makes a way from each code to what stands behind it: R, G, M, K, Q, E and EM numbers, and sources in brackets.

A template marks the places (bookmarks named ref_R01, ref_12); every other mention of the code then links there.
The tree says which codes link; the links are written into the text that is made of it, because taking a tree's runs
apart costs more than rendering the whole report.
"""

from __future__ import annotations

import re
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _RUN, _PARAGRAPH, _NAME = f"{_W}t", f"{_W}r", f"{_W}p", f"{_W}name"
_START, _END = f"{_W}bookmarkStart", f"{_W}bookmarkEnd"
_PREFIX = "ref_"
_CODE = re.compile(
    r"[RGMKQE\[](?:(?<=\[)\d{1,3}\]|(?<!\[)(?<![\w.].)(?:(?<=E)M)?\d{2,3}(?![\w.]*\d))"
)  # begins with its few first letters, which Python looks for quickly; what stands before them comes second
_MARK = f"dpia-{token_hex(8)}"  # gone before anybody sees it; and no template can have it
_LOOK = r"<w:rPr>(?:(?!</?w:rPr>).)*</w:rPr>"
_CHANGED_LOOK = rf"<w:rPr>(?:(?!</?w:rPr>).|{_LOOK})*</w:rPr>"  # keeps what it was before
_MARKED_RUN = rf'<w:r(?: [^>]*)? {_MARK}="(\d+)">(<w:rPr/>|{_LOOK}|{_CHANGED_LOOK})?'
_MARKED_TEXT = rf'<w:t(?: [^>]*)? {_MARK}="(\d+) ([^"]*)">([^<]*)</w:t>'
_MARKED = re.compile(f"{_MARKED_RUN}|{_MARKED_TEXT}", re.DOTALL)
_STYLE = '<w:rStyle w:val="Reference"/>'


def mark_codes(body: _Element) -> None:
    """Number the bookmarks, drop a second one of the same name, and mark every code that has one for links_written.

    A marked text names its run and the bookmarks that it leads to; the run is marked, too.
    """
    names = _number_bookmarks(body)
    places = _places(body)
    numbers: dict[_Element, str] = {}
    for node in body.iter(_TEXT):
        codes = _CODE.findall(node.text or "")
        run = node.getparent() if codes else None
        paragraph = run.getparent() if run is not None and run.tag == _RUN else None
        if run is None or paragraph is None or paragraph.tag != _PARAGRAPH:
            continue
        targets = names.intersection(map(_target, codes))
        if targets:
            targets -= places.get(paragraph, set())
        if targets:
            number = numbers.setdefault(run, str(len(numbers)))
            run.set(_MARK, number)
            node.set(_MARK, " ".join((number, *sorted(targets))))


def links_written(part: bytes) -> bytes:
    """Write the links into a part whose tree was marked by mark_codes (UTF-8, as lxml writes it).

    A link stands beside runs, so the run ends before it and goes on behind it with the same look.
    """
    looks: dict[str, str] = {}

    def written(found: re.Match[str]) -> str:
        run, look, number, targets, text = found.groups()
        if run is not None:
            looks[run] = look or ""
            return f"<w:r>{looks[run]}"
        return _apart(text, frozenset(targets.split()), looks.get(number, ""))

    whole = _MARKED.sub(written, part.decode())
    return whole.replace("<w:r></w:r>", "<w:r/>").encode()  # as lxml writes it


def _apart(text: str, targets: frozenset[str], look: str) -> str:
    pieces, end = [], 0
    for found in _CODE.finditer(text):
        target = _target(found[0])
        if target in targets:
            pieces.append(_text(text[end : found.start()]))
            pieces.append(
                f'</w:r><w:hyperlink w:anchor="{target}" w:history="1"><w:r>{_linked(look)}'
                f"{_text(found[0])}</w:r></w:hyperlink><w:r>{look}"
            )
            end = found.end()
    return f"{''.join(pieces)}{_text(text[end:])}"


def _target(code: str) -> str:
    return f"{_PREFIX}{code.strip('[]')}"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>' if text else ""


def _linked(look: str) -> str:
    """The look of a link in a run: one that names a style has said how it wants to look."""
    if "<w:rStyle" in look:
        return look
    return f"<w:rPr>{_STYLE}{look.removeprefix('<w:rPr>').removesuffix('</w:rPr>').replace('<w:rPr/>', '')}</w:rPr>"


def _places(body: _Element) -> dict[_Element, set[str]]:
    """Names by paragraph: what stands behind a code needs no way to itself."""
    found: dict[_Element, set[str]] = {}
    for mark in body.iter(_START):
        for paragraph in mark.iterancestors(_PARAGRAPH):
            found.setdefault(paragraph, set()).add(mark.get(_NAME, ""))
    return found


def _number_bookmarks(body: _Element) -> set[str]:
    names: set[str] = {_PREFIX}  # a row without a code has no place to link to
    waiting: list[str] = []
    number = 0
    for mark in list(body.iter(_START, _END)):
        if mark.tag == _START:
            name = mark.get(_NAME, "")
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
