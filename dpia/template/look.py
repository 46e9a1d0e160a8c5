"""Everything that can be said of a template before it is used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, TemplateSyntaxError

from dpia.template.faults import Fault
from dpia.template.language import misuses
from dpia.template.names import unknown_names
from dpia.template.parts import Place, parts
from dpia.template.sandbox import environment
from dpia.template.structure import structure_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import nodes

    from dpia.template.language import Misuse
    from dpia.template.names import Shape
    from dpia.template.parts import BrokenTags, Part

_UNKNOWN_TAG: Final = re.compile(r"unknown tag '([^']*)'")
_OPEN: Final = re.compile(r"needs to be closed is '([^']*)'")
_BLOCKS: Final = frozenset({"open-block", "stray-end", "syntax"})
_STATEMENT: Final = re.compile(r"\{[{%]")
_MOST: Final = 200


def faults_of(template: bytes, view: Shape) -> list[Fault]:
    """Return all faults of a template in the order of its parts, each once; none: it can be used.

    Args:
        template: A .docx file that docxtpl can open.
        view: The names there are.
    """
    found, broken = parts(template)
    if broken:
        return [fault for one in broken for fault in _of_broken(one)]
    of_parts = {(part.kind, part.number): list(_of_part(part, view)) for part in found}
    too_deep = any(fault.kind == "too-deep" for one in of_parts.values() for fault in one)
    seen: set[Fault] = set()
    for fault in () if too_deep else structure_faults(template, found):
        listed = of_parts.setdefault((fault.place.part, fault.place.number), [])
        if fault.kind == "syntax" and any(one.kind == "unknown-tag" for one in listed):
            continue
        if fault.kind in _BLOCKS and not any(one in seen for one in listed):
            # the linter names the statement, Jinja the line where it noticed
            listed[:] = [one for one in listed if one.kind not in _BLOCKS]
        seen.add(fault)
        listed.append(fault)
    return list(dict.fromkeys(fault for listed in of_parts.values() for fault in listed))[:_MOST]


def _of_broken(broken: BrokenTags) -> list[Fault]:
    return [
        Fault(Place(broken.part, broken.number, near), misuse.kind, misuse.found)
        for misuse, near in broken.found
    ]


def _of_part(part: Part, view: Shape) -> Iterator[Fault]:
    try:
        tree = _parsed(part.source)
    except TemplateSyntaxError as fault:
        kind, found = _syntax(fault)
        yield Fault(part.place(fault.lineno), kind, found)
        return
    except RecursionError:
        yield Fault(part.place(1), "too-deep")
        return
    for misuse in misuses(tree):
        yield _fault(part, misuse)
    for misuse in unknown_names(tree, view):
        yield _fault(part, misuse)


def _parsed(source: str) -> nodes.Template:
    """Parse without judging."""
    return Environment._parse(environment(), source, None, None)  # noqa: SLF001  # what Sandbox builds on


def _fault(part: Part, misuse: Misuse) -> Fault:
    return Fault(part.place(misuse.line), misuse.kind, misuse.found, misuse.known)


def _syntax(fault: TemplateSyntaxError) -> tuple[str, str]:
    """Return what kind of fault Jinja means; its English sentence stays behind."""
    said = fault.message or ""
    unknown = _UNKNOWN_TAG.search(said)
    if unknown is not None:
        ends = unknown[1].startswith("end") or unknown[1] in {"else", "elif"}
        return ("stray-end" if ends else "unknown-tag"), unknown[1]
    still_open = _OPEN.search(said)
    if still_open is not None:
        return "open-block", still_open[1]
    return "syntax", ""


def statements_of(template: bytes) -> int:
    """Return how many statements and printed names a template has."""
    found, _ = parts(template)
    return sum(len(_STATEMENT.findall(part.source)) for part in found)
