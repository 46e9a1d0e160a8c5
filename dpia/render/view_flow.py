"""The flow of the data in field 1.2, from the answers: persons, phases, recipients and the border of the EEA."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dpia.model import YES
from dpia.render.edpb import fields
from dpia.render.flow_layout import Box, Flow, lay_out, short
from dpia.render.places import zone
from dpia.render.view_data import phases

if TYPE_CHECKING:
    from dpia.render.case import Case, Item
    from dpia.render.places import Zone

MARKER = "[data-flow-diagram]"
"""What stands in the template's paragraph until the picture takes its place."""
_PERSONS_SHOWN = 8
_RECIPIENTS_SHOWN = 15
_LONGEST = 90
_GOES_ON = "die|der|das|deren|denen|auch|etwa|who|whom|which|whose|that|including|also|such as"
_LIST = re.compile(rf"\s*(?:[;\n]|,(?!\s*(?:{_GOES_ON})\b))\s*(?![^(]*\))")
"""A list of persons ends at a comma, unless a clause on the same persons begins there."""
_ENTRIES = re.compile(r"\s*[;\n]\s*(?![^(]*\))")
_NOBODY = re.compile(r"(?i)(keine?r?|niemand|nicht|none|nobody|no|not|[–-])\b|[–-]?$")
"""How an entry begins that names nobody."""
_ZONES: tuple[Zone, ...] = ("open", "eea", "third")


def flow_view(case: Case) -> Item:
    """Return the picture as shapes, and the same in words; without phases only a sentence."""
    if not case.rows("phases"):
        return {
            "drawn": False,
            "marker": "",
            "alt": "",
            "shapes": [],
            "words": [case.say("flow-none")],
        }
    flow = Flow(
        case.say("flow-persons"),
        _persons(case),
        tuple(_phases(case)),
        {place: _recipients(case, place) for place in _ZONES},
        {place: case.say(f"flow-zone-{place}") for place in _ZONES},
    )
    shapes, height = lay_out(flow)
    return {
        "drawn": True,
        "marker": MARKER,
        "alt": case.say("flow-alt"),
        "height": height,
        "shapes": shapes,
        "words": _words(case, flow),
    }


def _persons(case: Case) -> tuple[str, ...]:
    """Whom the data concern, as named with the data items."""
    found: dict[str, str] = {}
    for row in case.rows("data-items"):
        for person in _LIST.split(case.cell("data-items", row, "subjects")):
            if not _NOBODY.match(person):
                found.setdefault(person.casefold(), _short(person))
    shown = list(found.values())[:_PERSONS_SHOWN]
    more = len(found) - len(shown)
    return tuple([*shown, case.say("flow-more", count=more, field="1.1.a")] if more > 0 else shown)


def _phases(case: Case) -> list[Box]:
    labels = fields()["1.2"].boxes["operations"]
    found = []
    for view, row in zip(phases(case), case.rows("phases"), strict=True):
        done = [part for part in labels if row.values.get(part.id) == YES]
        name = view["phase"].partition("\n")[0]
        found.append(
            Box(
                f"{view['number']} {_short(name)}",
                ", ".join(part.label[case.language] for part in done),
                frozenset(part.id for part in done),
            )
        )
    return found


def _recipients(case: Case, place: Zone) -> tuple[Box, ...]:
    """The processors by country, and who else is named as a recipient of data items."""
    found = [box for box, where in _all_recipients(case) if where == place]
    return tuple(found)


def _all_recipients(case: Case) -> list[tuple[Box, Zone]]:
    """Processors first, then recipients in third countries, so that none of them is left out for space."""
    found: list[tuple[Box, Zone]] = []
    for row in case.rows("processors"):
        country = case.cell("processors", row, "country")
        name = _short(case.cell("processors", row, "name"))
        found.append((Box(name, country or case.say("flow-country-open")), zone(country)))
    others: dict[str, tuple[str, list[int]]] = {}
    for number, row in enumerate(case.rows("data-items"), 1):
        for entry in _ENTRIES.split(case.cell("data-items", row, "recipients")):
            if not _NOBODY.match(entry):
                others.setdefault(entry.casefold(), (entry, []))[1].append(number)
    for name, numbers in sorted(others.values(), key=lambda other: zone(other[0]) != "third"):
        items = case.say("flow-items", numbers=", ".join(map(str, numbers)))
        found.append((Box(_short(name), items), "third" if zone(name) == "third" else "open"))
    more = len(found) - _RECIPIENTS_SHOWN
    if more > 0:
        rest = Box(case.say("flow-more", count=more, field="2.2.a"), "")
        found = [*found[:_RECIPIENTS_SHOWN], (rest, "open")]
    return found


def _words(case: Case, flow: Flow) -> list[str]:
    """The picture in words, for those who do not see it."""
    nothing = case.say("none")

    def steps(operation: str) -> str:
        chosen = [p.title.split()[0] for p in flow.phases if operation in p.operations]
        return ", ".join(chosen) or nothing

    lines = [
        case.say("flow-words-persons", persons=", ".join(flow.persons) or nothing),
        case.say(
            "flow-words-phases",
            collected=steps("collection"),
            shared=steps("sharing"),
            deleted=steps("deletion"),
        ),
    ]
    for place in _ZONES:
        boxes = flow.recipients[place]
        names = "; ".join(f"{box.title} ({box.note})" if box.note else box.title for box in boxes)
        lines.append(f"{flow.zones[place]}: {names or nothing}")
    return lines


def _short(text: str) -> str:
    return short(text, _LONGEST)
