"""Places the boxes and arrows of the flow of data on the page; lengths in twips, nothing measured by a font."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dpia.render.places import Zone

WIDTH = 9600
_PERSONS = (0, 2300)
_PHASES = (3050, 2950)
_RECIPIENTS = (6700, 2900)
_INSET = 70
_LINE = 196
_PADDING = 150
_GAP = 200
_BETWEEN = 90
HIGHEST = 12600
_EVER_SHORTER = ((True, 90), (True, 44), (False, 90), (False, 44), (False, 22))
"""What is given up, step by step, for a picture that fits on the page: long names, notes."""
_EM = 160
_NARROW, _WIDE = "iljftr.,;:'|!()[] -–", "mwMW@%"
_FILLS = {
    "persons": "E8EAF3",
    "phase": "FFFFFF",
    "open": "F4F5FA",
    "eea": "EAF4E8",
    "third": "FDEFE3",
}
Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Box:
    """A phase or a recipient: title, a note below it, and for a phase what is done in it."""

    title: str
    note: str = ""
    operations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Flow:
    """What the picture shows."""

    heading: str
    persons: tuple[str, ...]
    phases: tuple[Box, ...]
    recipients: Mapping[Zone, tuple[Box, ...]]
    zones: Mapping[Zone, str]


def lay_out(flow: Flow) -> tuple[list[Shape], int]:
    """Return boxes and lines in drawing order, and the height of the picture."""
    phases, lowest_phase = _fitting(partial(_phase_boxes, flow.phases))
    recipients, lowest = _fitting(partial(_zone_boxes, flow))
    height = max(lowest, lowest_phase)
    persons = _persons(flow, lowest_phase)
    height = max(height, persons["y"] + persons["height"])
    lines = [
        *_between(phases),
        *_collected(persons, phases, flow.phases),
        *_shared(phases, flow.phases, recipients),
    ]
    return [*recipients, persons, *phases, *lines], height


def _fitting(
    column: Callable[[tuple[bool, int]], tuple[list[Shape], int]],
) -> tuple[list[Shape], int]:
    """Return a column in its longest wording that fits on the page."""
    for room in _EVER_SHORTER:
        shapes, lowest = column(room)
        if lowest <= HIGHEST:
            break
    return shapes, lowest


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text needs; estimated generously, so that no text is cut."""
    lines, used = 1, 0
    for word in text.split():
        long = _length(word)
        if used and used + _EM // 3 + long > width:
            lines, used = lines + 1, 0
        used += long + (_EM // 3 if used else 0)
        lines += (used - 1) // width
        used = (used - 1) % width + 1
    return lines


def short(text: str, longest: int) -> str:
    """Return a text cut between words (in one only if it must be) with a sign that it goes on."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 2]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[longest // 2 :] else cut} …"


def _length(word: str) -> int:
    return sum(
        _EM * (34 if c in _NARROW else 92 if c in _WIDE else 74 if c.isupper() else 59) // 100
        for c in word
    )


def _box(kind: str, place: tuple[int, int], y: int, texts: Sequence[str], zone: str = "") -> Shape:
    x, width = place
    inner = width - 2 * _INSET - 120
    height = sum(lines_of(text, inner) for text in texts if text) * _LINE + _PADDING
    title, *notes = texts
    return {
        "kind": kind, "x": x, "y": y, "width": width, "height": height,
        "title": title, "notes": [note for note in notes if note], "fill": _FILLS[zone or kind],
    }  # fmt: skip


def _phase_boxes(found: Sequence[Box], room: tuple[bool, int]) -> tuple[list[Shape], int]:
    notes, longest = room
    shapes: list[Shape] = []
    y = 0
    for box in found:
        shapes.append(
            _box("phase", _PHASES, y, (short(box.title, longest), box.note if notes else ""))
        )
        y += shapes[-1]["height"] + _GAP
    return shapes, max(y - _GAP, 0)


def _zone_boxes(flow: Flow, room: tuple[bool, int]) -> tuple[list[Shape], int]:
    """The recipients below each other; the third countries lie behind a dashed border."""
    notes, longest = room
    x, width = _RECIPIENTS
    shapes: list[Shape] = []
    y = 0
    for place, boxes in flow.recipients.items():
        if not boxes:
            continue
        inside = (x + _BETWEEN, width - 2 * _BETWEEN)
        frame = _box("zone", _RECIPIENTS, y, (flow.zones[place],), place)
        top = y + frame["height"]
        members = []
        for box in boxes:
            member = _box(
                "recipient",
                inside,
                top,
                (short(box.title, longest), box.note if notes else ""),
                place,
            )
            members.append(member | {"fill": "FFFFFF"})
            top += member["height"] + _BETWEEN
        shapes += [frame | {"height": top - y, "dashed": place == "third"}, *members]
        y = top + _GAP
    return shapes, max(y - _GAP, 0)


def _persons(flow: Flow, height: int) -> Shape:
    shape = _box("persons", _PERSONS, 0, (flow.heading, *(f"• {p}" for p in flow.persons)))
    return shape | {"y": max((height - shape["height"]) // 2, 0)}


def _middle(shape: Shape) -> int:
    return int(shape["y"] + shape["height"] // 2)


def _line(x: int, y: int, to: tuple[int, int], *, arrow: bool = True) -> Shape:
    return {"kind": "line", "x": x, "y": y, "width": to[0] - x, "height": to[1] - y, "arrow": arrow}


def _between(phases: Sequence[Shape]) -> list[Shape]:
    """From each phase to the next."""
    x = _PHASES[0] + _PHASES[1] // 2
    return [_line(x, s["y"] + s["height"], (x, s["y"] + s["height"] + _GAP)) for s in phases[:-1]]


def _collected(persons: Shape, shapes: Sequence[Shape], phases: Sequence[Box]) -> list[Shape]:
    """From the persons to every phase in which data are collected."""
    aims = [_middle(s) for s, p in zip(shapes, phases, strict=True) if "collection" in p.operations]
    if not aims:
        return []
    start, end = _PERSONS[0] + _PERSONS[1], _PHASES[0]
    bus = (start + end) // 2
    ends = [*aims, _middle(persons)]
    return [
        _line(start, _middle(persons), (bus, _middle(persons)), arrow=False),
        _line(bus, min(ends), (bus, max(ends)), arrow=False),
        *(_line(bus, y, (end, y)) for y in aims),
    ]


def _shared(
    shapes: Sequence[Shape], phases: Sequence[Box], recipients: Sequence[Shape]
) -> list[Shape]:
    """From every phase in which data are passed on to the recipients, across one common line."""
    starts = [_middle(s) for s, p in zip(shapes, phases, strict=True) if "sharing" in p.operations]
    aims = [(_middle(s), s["x"]) for s in recipients if s["kind"] == "recipient"]
    if not starts or not aims:
        return []
    edge = _PHASES[0] + _PHASES[1]
    bus = (edge + _RECIPIENTS[0]) // 2
    ends = [*starts, *(y for y, _ in aims)]
    return [
        *(_line(edge, y, (bus, y), arrow=False) for y in starts),
        _line(bus, min(ends), (bus, max(ends)), arrow=False),
        *(_line(bus, y, (x, y)) for y, x in aims),
    ]
