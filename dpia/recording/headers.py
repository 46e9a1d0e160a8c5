"""Which of our sheets a row of a workbook is the header of, in any language, moved or in part renamed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from dpia.i18n import LANGUAGES, messages
from dpia.register.plans import CONFLICTS, PLANS
from dpia.register.seen import plain_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.register.cells import SheetPlan

LOST: Final = "lost"


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one of our sheets: where our columns stand, and where others."""

    plan: SheetPlan
    language: str
    ours: Mapping[str, int]
    others: Mapping[str, int]


def header_of(row: Mapping[int, Any]) -> Header | Literal["lost"] | None:
    """Our sheet that this row is the header of; "lost": it was one, but its columns cannot be told apart any more."""
    texts = {plain_cell(cell.value): place for place, cell in row.items() if cell.value}
    say = messages("register")
    if not {say("column-key", language) for language in LANGUAGES} & texts.keys():
        return None
    found = [
        (plan, language, ours)
        for plan in (*PLANS, CONFLICTS)
        for language in LANGUAGES
        if "key" in (ours := _named(plan, language, texts))
    ]
    plan, language, ours = max(found, key=lambda one: len(one[2]) / len(one[0].columns))
    _add_renamed(plan, ours)
    wanted = {column.key for column in plan.columns if column.entered or column.key == "seen"}
    if not wanted <= ours.keys() or len(ours) <= len(plan.columns) * 2 // 3:
        return LOST
    taken = set(ours.values())
    return Header(plan, language, ours, {t: p for t, p in texts.items() if t and p not in taken})


def _named(plan: SheetPlan, language: str, texts: Mapping[str, int]) -> dict[str, int]:
    labels = {c.key: messages("register")(f"column-{c.key}", language) for c in plan.columns}
    return {key: texts[label] for key, label in labels.items() if label in texts}


def _add_renamed(plan: SheetPlan, ours: dict[str, int]) -> None:
    """A header that somebody renamed is still where it was: between the two that it stood between."""
    taken = set(ours.values())
    keys = [column.key for column in plan.columns]
    for place, key in enumerate(keys):
        if key in ours:
            continue
        left = ours.get(keys[place - 1], -2) if place else -1
        right = ours.get(keys[place + 1], -2) if place + 1 < len(keys) else None
        if left + 1 not in taken and left + 2 == right:
            ours[key] = left + 1
