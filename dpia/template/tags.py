"""The statements in the XML of a template, before docxtpl's patterns touch it.

docxtpl finds its tags with regular expressions that take time without bounds on text made for it ("{{" a hundred
thousand times, a row's tag outside of any row). Each form that leads there is a fault anyway, and is refused here, in
one pass over the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.guard.limits import limit
from dpia.template.language import Misuse

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TAG: Final = 2_000
"""Letters of one statement; those of the shipped templates have up to 60."""

_LONGEST_SHOWN: Final = 60
_ASIDE: Final = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_MARKUP: Final = re.compile(r"<[^>]*>")
_BETWEEN: Final = re.compile(r"(?<={)(?:<[^>]*>)+(?=[{%#])|(?<=[}%#])(?:<[^>]*>)+(?=})")
_TOKEN: Final = re.compile(r"<(/?)w:(tr|tc|p)(?: [^>]*?)?(/?)>|\{[{%#]")
_OPENER: Final = re.compile(r"\{[{%#]")
_CLOSERS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PREFIX: Final = re.compile(r"(tr|tc|p|r)\s")
_CELL: Final = re.compile(r"-?\s*(cellbg|colspan|vm|hm)\b")


@dataclass(frozen=True, slots=True)
class Spot:
    """A fault at a place of the XML (a number of letters from its beginning)."""

    at: int
    misuse: Misuse


def without_asides(xml: str) -> str:
    """Take out comments and instructions of XML; nothing of them shows in a document."""
    return _ASIDE.sub("", xml)


def faulty_tags(xml: str) -> tuple[str, list[Spot]]:
    """Look at every statement.

    Args:
        xml: One part of the template, without asides.

    Returns:
        The text in which the places of the faults are counted (delimiters that Word had split are whole), and the
        faults in its order.
    """
    whole = _BETWEEN.sub("", xml)
    return whole, list(_faults(whole))


def _faults(xml: str) -> Iterator[Spot]:
    depth = dict.fromkeys(("tr", "tc", "p"), 0)
    tags, until, most = 0, 0, limit("template-statements")
    for token in _TOKEN.finditer(xml):
        closes, element, empty = token[1], token[2], token[3]
        if element is not None:
            if not empty:
                depth[element] += -1 if closes else 1
            continue
        if token.start() < until:
            continue
        tags += 1
        if tags > most:
            yield Spot(token.start(), Misuse(0, "too-many", str(most)))
            return
        until, kind, found = _tag(xml, token.start(), token.end(), token[0], depth)
        if kind:
            yield Spot(token.start(), Misuse(0, kind, found))


def _tag(
    xml: str, start: int, inner: int, opener: str, depth: dict[str, int]
) -> tuple[int, str, str]:
    """Where a statement ends, and what is wrong with it ("": nothing)."""
    following = _OPENER.search(xml, inner)
    border = following.start() if following else len(xml)
    end = xml.find(_CLOSERS[opener], inner, border)
    if end < 0:
        paragraph = xml.find("</w:p>", inner, min(border, start + 10 * LONGEST_TAG))
        shown = _MARKUP.sub("", xml[start : paragraph if paragraph > 0 else border][:LONGEST_TAG])
        return border, "unclosed", shown[:_LONGEST_SHOWN].strip()
    said = _MARKUP.sub("", xml[inner:end])
    if len(said) > LONGEST_TAG:
        return end, "too-long", str(LONGEST_TAG)
    return end, _wrong_with(opener, said, depth), f"{opener}{said}{_CLOSERS[opener]}"


def _wrong_with(opener: str, said: str, depth: dict[str, int]) -> str:
    """Whether docxtpl's own words stand where they work."""
    prefix = _PREFIX.match(said)
    if prefix is not None and opener != "{#" and (prefix[1] == "r" or opener == "{{"):
        return "rich"
    cell = _CELL.match(said) if opener == "{%" else None
    if cell is not None and cell[1] in {"vm", "hm"}:
        return "merging"
    if prefix is not None and depth.get(prefix[1], 1) < 1:
        return "outside-tr" if prefix[1] == "tc" else f"outside-{prefix[1]}"
    if cell is not None and depth["tc"] < 1:
        return "outside-tc"
    own = cell is not None or (prefix is not None and opener != "{#")
    return "percent" if own and ("%" in said or "}" in said) else ""
