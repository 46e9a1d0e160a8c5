"""What docxtpl would break or lose without a word: tags that need a paragraph, row or cell of their own, and blocks.

docxtpl-lint knows those rules, each tried against docxtpl itself; the words for them are ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dpia.template.faults import Fault
from dpia.template.parts import Place, seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docxtpl_lint import Issue
    from docxtpl_lint.core import Location

    from dpia.template.parts import Part, PartKind

_KINDS: Final = {
    "DTL002": "spans",
    "DTL003": "deleted",
    "DTL101": "open-block",
    "DTL102": "stray-end",
    "DTL103": "syntax",
    "DTL201": "percent",
    "DTL202": "spaced",
    "DTL203": "outside-tr",
    "DTL204": "pair",
    "DTL205": "two-tables",
    "DTL206": "one-row",
    "DTL207": "two-rows",
    "DTL208": "outside-tc",
    "DTL209": "lost-text",
    "DTL210": "one-paragraph",
}
"""The linter's other rules are checked by us: unclosed tags, filters, tests and names, against what reports have."""

_WARNINGS: Final = frozenset({"DTL002"})
_MOST_PAIRS: Final = 30_000_000
"""The linter holds each statement against each paragraph; the shipped report has a million pairs (0.2 s)."""

_PART: Final = re.compile(r"([a-z]+)(\d*)")


def structure_faults(template: bytes, parts: Sequence[Part]) -> list[Fault]:
    """Return what the linter finds; for a template too large for it, that it could not look."""
    from docxtpl_lint import lint

    statements = sum(len(re.findall(r"\{[{%]", part.source)) for part in parts)
    paragraphs = sum(part.source.count("\n") for part in parts)
    if statements * paragraphs > _MOST_PAIRS:
        return [Fault(parts[0].place(1), "not-looked-at", str(statements), warning=True)]
    return [
        Fault(_place(issue.location, issue), _KINDS[issue.rule], _found(issue), warning=mild)
        for issue in lint(template).issues
        for mild in (issue.rule in _WARNINGS,)
        if issue.rule in _KINDS
    ]


def _found(issue: Issue) -> str:
    if issue.rule == "DTL209":
        return str(issue.params.get("rest", ""))
    if issue.rule == "DTL204":
        return str(issue.params.get("open_raw", ""))
    return seen(issue.snippet)


def _place(location: Location, issue: Issue) -> Place:
    named = _PART.fullmatch(location.part)
    kind: PartKind = named[1] if named else "body"  # type: ignore[assignment]  # the same four
    cell = location.cells[-1] if location.cells else None
    return Place(
        kind,
        named[2] if named else "",
        seen(issue.snippet) or "…",
        (cell.table, cell.row, cell.col) if cell else None,
    )
