"""The faults of a template in words: in which part, near which text, what is wrong and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dpia.errors import DefinitionError
from dpia.i18n import LANGUAGES, messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.template.parts import Place


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. kind: key of its sentence. found: what the template says. known: what it may say instead.

    warning: the report is made all the same.
    """

    place: Place
    kind: str
    found: str = ""
    known: tuple[str, ...] = ()
    warning: bool = False


def part_name(place: Place, language: str) -> str:
    """Name the part: text, header 1, footer 2, footnotes."""
    name = messages("template")(f"part-{place.part}", language)
    return f"{name} {place.number}".strip()


def place_words(place: Place, language: str) -> str:
    """Say where it is: part, table cell where it is in one, and the text near it."""
    said = messages("template")
    where = part_name(place, language)
    if place.cell is not None:
        table, row, column = place.cell
        cell = said("cell", language, table=table, row=row, column=column)
        where = f"{where}, {cell}"
    return said("place", language, part=where, near=place.near)


def sentence(fault: Fault, language: str) -> str:
    """Say what is wrong and what to do."""
    said = messages("template")
    key = f"fault-{fault.kind}"
    if fault.kind == "unknown" and fault.known:
        key = "fault-unknown-close"
    return said(key, language, found=fault.found, known=", ".join(fault.known))


def line(fault: Fault, language: str) -> str:
    """Return place and sentence."""
    return f"{place_words(fault.place, language)}: {sentence(fault, language)}"


def plain(fault: Fault, language: str) -> dict[str, Any]:
    """Return the fault for JSON."""
    place = fault.place
    return {
        "kind": fault.kind,
        "severity": "warning" if fault.warning else "error",
        "part": f"{place.part}{place.number}",
        "cell": None
        if place.cell is None
        else dict(zip(("table", "row", "column"), place.cell, strict=True)),
        "near": place.near,
        "found": fault.found,
        "message": sentence(fault, language),
    }


def refusal(faults: Sequence[Fault]) -> DefinitionError:
    """Return the error that names all faults (at least one)."""
    listed = {language: [line(fault, language) for fault in faults] for language in LANGUAGES}
    return DefinitionError("template-faulty", "template", faults=listed, count=len(faults))
