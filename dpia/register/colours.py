"""Which words of the register workbook stand on which ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.i18n import messages
from dpia.register.tablesheet import ABOVE_ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.register.words import Words

_RED: Final = "F4C7C3"
_AMBER: Final = "FCE8B2"
_GREEN: Final = "CFE8CF"
_GREY: Final = "E3E3E3"


def colours(known: Sequence[Words], language: str) -> dict[str, set[tuple[str, str]]]:
    """For each column, how its words begin and the fill they get."""

    def said(*keys: str, fill: str) -> set[tuple[str, str]]:
        return {(messages("register")(key, language, date="").strip(), fill) for key in keys}

    classes = {
        (words.text(label), words.questionnaire.scale.class_fill[code])
        for words in known
        if words.questionnaire
        for code, label in words.questionnaire.scale.classes.items()
    }
    done = said("gate-met", "status-implemented", fill=_GREEN)
    begun = said("gate-planned", "gate-open", "status-partial", "status-unclear", fill=_AMBER)
    due = said("due-overdue", fill=_RED) | said("due-soon", fill=_AMBER)
    decisions = (
        said("decision-rejected", "decision-consultation", fill=_RED)
        | said("decision-conditionally-approved", "decision-undetermined", fill=_AMBER)
        | said("decision-approved", fill=_GREEN)
    )
    nothing = said("gate-not-applicable", "status-not-planned", "status-none", fill=_GREY)
    return {
        **dict.fromkeys(
            ("today", "target", "raw", "inherent", "residual-today", "residual-target"), classes
        ),
        **dict.fromkeys(("proposed", "taken"), decisions),
        "stops": {(ABOVE_ZERO, _RED)},
        "overdue": {(ABOVE_ZERO, _RED)},
        "terms-differs": {(ABOVE_ZERO, _RED)},
        "state": said("state-draft", fill=_GREY),
        "status": done | begun | said("gate-not-met", fill=_RED) | nothing,
        "due-state": due | said("due-done", fill=_GREEN),
        "review": due,
        "risk-state": said("risk-not-applicable", fill=_GREY),
    }
