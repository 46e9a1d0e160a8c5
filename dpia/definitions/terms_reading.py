"""terms-reading.yaml of a questionnaire: its shape, its making and what must exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dpia.definitions.build import grounds, text
from dpia.definitions.schema import GROUNDS, ID, WORDS
from dpia.definitions.schema import text as text_shape
from dpia.termsreading import AnswerRule, TermsReading, Touch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.definitions.named import Check
    from dpia.definitions.spots import Spot

_TOUCH: Final[dict[str, Any]] = {
    "category": {**ID, "required": True},
    "gates": WORDS,
    "risks": WORDS,
    "follows": text_shape(),
    **GROUNDS,
}
_ANSWER: Final[dict[str, Any]] = {
    "question": {**ID, "required": True},
    "fact": {"type": "string", "required": True, "regex": r"[a-z-]+\.[a-z_]+"},
    "is": {"type": "string", "excludes": ["has", "as"]},
    "has": {"type": "string", "excludes": ["is", "as"]},
    "as": {
        "type": "string",
        "allowed": ["date", "yes-no", "options"],
        "excludes": ["is", "has", "answer"],
    },
    "answer": {"type": "string"},
}
TERMS_READING: Final[dict[str, Any]] = {
    "touches": {
        "type": "list",
        "required": True,
        "schema": {"type": "dict", "schema": _TOUCH},
    },
    "answers": {
        "type": "list",
        "required": True,
        "schema": {"type": "dict", "schema": _ANSWER},
    },
}


def terms_reading(data: Mapping[str, Any]) -> TermsReading:
    """Make it of data that have the right shape."""
    return TermsReading(
        {
            entry["category"]: Touch(
                entry["category"],
                tuple(entry.get("gates", ())),
                tuple(entry.get("risks", ())),
                text(entry["follows"]),
                grounds(entry),
            )
            for entry in data["touches"]
        },
        tuple(
            AnswerRule(
                entry["question"],
                entry["fact"],
                entry.get("is", entry.get("has", "")),
                entry.get("answer", ""),
                entry.get("as"),
            )
            for entry in data["answers"]
        ),
    )


def crosscheck_terms(check: Check, spot: Spot) -> None:
    """Gates, risks, questions and options that are named must exist; every answer must be one."""
    reading = check.q.terms_reading
    if reading is None:
        return
    for index, touch in enumerate(reading.touches.values()):
        here = spot / "touches" / index
        check.names(here / "gates", touch.gates, check.q.gates)
        check.names(here / "risks", touch.risks, check.q.risks)
        check.sources(here, touch.grounds.sources)
    for index, rule in enumerate(reading.answers):
        here = spot / "answers" / index
        check.names(here / "question", [rule.question], check.questions)
        choices = check.choices(rule.question)
        if rule.how is None and choices and rule.answer not in choices:
            check.fault(
                here / "answer", "option-unknown", found=rule.answer, question=rule.question
            )
