"""Boxes to tick: every option of a field is printed, the chosen ones with a cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.render.edpb import fields, statuses

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from dpia.render.case import Case
    from dpia.render.edpb import Part

_KEPT = "\N{NO-BREAK SPACE}"


def box(label: str, *, ticked: bool) -> str:
    """Return one box with its label."""
    return f"{'☒' if ticked else '☐'}{_KEPT}{label}"


def boxes(case: Case, parts: Iterable[Part], chosen: Container[str]) -> str:
    """Return all boxes, a line each."""
    return "\n".join(box(part.label[case.language], ticked=part.id in chosen) for part in parts)


def field_boxes(case: Case, number: str, name: str, chosen: Container[str]) -> str:
    """Return the boxes of a field by their name."""
    return boxes(case, fields()[number].boxes[name], chosen)


def status_boxes(case: Case, status: str) -> str:
    """Return the three states of a measure."""
    return boxes(case, statuses(), {status})
