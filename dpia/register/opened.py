"""Which open answers of a stored version decide on its result, by the code that people see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.model import Table
from dpia.register.reading import items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.model import Questionnaire
    from dpia.register.words import Words

_SHOWN = 8


def deciding(words: Words, opened: object) -> str:
    """The codes of the open answers on which the proposal or a stop gate hangs, the furthest reaching first.

    A version of an older program does not say it.
    """
    refs = [
        text(one.get("ref")) for one in items(opened) if mapping(one.get("reach")).get("decides")
    ]
    codes = _codes(words.questionnaire) if refs else {}
    named = list(dict.fromkeys(codes.get(ref, ref) for ref in refs))
    if not named:
        return ""
    key = "deciding" if len(named) <= _SHOWN else "deciding-more"
    return words.say(key, count=len(refs), codes=", ".join(named[:_SHOWN]))


def _codes(questionnaire: Questionnaire | None) -> Mapping[str, str]:
    """The code of everything that can be open; nothing where the questionnaire is not at hand."""
    if questionnaire is None:
        return {}
    found = {f"measure:{key}": measure.code for key, measure in questionnaire.measures.items()}
    found |= {f"table:{table.id}": table.code or table.id for table in questionnaire.tables()}
    for question in questionnaire.questions():
        for ref in (question.id, *(f"{question.id}.{option.id}" for option in question.options)):
            found[ref] = question.code or question.id
    return found


def named(words: Words, ref: str) -> str:
    """What is open, by code and wording; where the questionnaire is not at hand, by what conditions call it."""
    known = words.questionnaire
    if known is None:
        return ref
    kind, colon, key = ref.partition(":")
    if colon and kind == "measure" and key in known.measures:
        return words.titled(known.measures[key].code, known.measures[key])
    question, _, option = ref.partition(".")
    asked = known.by_reference().get(ref if colon else question)
    if asked is None:
        return ref
    if isinstance(asked, Table):
        return words.titled(asked.code, asked)
    label = next((words.text(one.label) for one in asked.options if one.id == option), "")
    title = f"{words.text(asked.text)} – {label}" if label else words.text(asked.text)
    return words.say("coded", code=asked.code, title=title)
