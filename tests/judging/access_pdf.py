"""Whether the PDF that LibreOffice exports from a Word file can be read by everybody (the part of PDF/UA-1 that a program can check)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pdfua
import pypdf

from tests.judging.word import W, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.judging.package import Package

_NO_HEADER: Final = "UA-15-003"
"""A table without header cells. LibreOffice exports header rows only: of a table whose header is its first column
the finding is no fault of ours. How many there may be, we count in the Word file."""
_UNABLE: Final = {"UA-14-001"}
"""Cannot be evaluated (pdfua 0.1.3 fails at destinations of bookmarks); we look at the headings ourselves."""


def pdf_faults(pdf: Path, source: Package) -> Iterator[str]:
    """Say what keeps a reader out of the PDF of a Word file."""
    report = pdfua.validate(str(pdf))
    headless = [found for found in report.findings if found.rule_id == _NO_HEADER]
    allowed = _tables_with_labels(source)
    if len(headless) > allowed:
        yield f"{len(headless)} tables without header cells; {allowed} have a column of labels"
    for found in report.findings:
        if found.rule_id != _NO_HEADER:
            yield f"{found.rule_id}, page {found.location.page}: {found.message}"
    for outcome in report.outcomes:
        if outcome.skipped_reason and outcome.rule_id not in _UNABLE:
            yield f"{outcome.rule_id} could not be checked: {outcome.skipped_reason}"
    yield from _own_faults(pdf, source)


def _own_faults(pdf: Path, source: Package) -> Iterator[str]:
    with pypdf.PdfReader(pdf) as reader:
        root: Any = reader.trailer["/Root"]
        if root.get("/Lang") != source.core("language"):
            yield f"language {root.get('/Lang')!r}, not {source.core('language')!r}"
        title = reader.metadata.title if reader.metadata else None
        if title != source.core("title"):
            yield f"title {title!r}, not {source.core('title')!r}"
        levels = [0, *_heading_levels(root["/StructTreeRoot"])]
    yield from (f"H{two} follows H{one}" for one, two in pairwise(levels) if two > one + 1)
    if len(levels) == 1 and any(True for _ in _headings(source)):
        yield "no heading is tagged"


def _heading_levels(tree: Any) -> Iterator[int]:
    """The levels of the headings, in reading order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            role = str(node.get("/S", ""))
            if role.startswith("/H") and role[2:].isdigit():
                yield int(role[2:])
            elif "/K" in node:
                waiting.append(node["/K"])


def _headings(source: Package) -> Iterator[str]:
    for paragraph in source.root("word/document.xml").iter(f"{W}pStyle"):
        if value(paragraph).startswith("Heading"):
            yield value(paragraph)


def _tables_with_labels(source: Package) -> int:
    looks = source.root("word/document.xml").iter(f"{W}tblLook")
    return sum(value(look, "firstColumn") == "1" for look in looks)
