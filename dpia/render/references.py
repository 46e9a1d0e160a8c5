"""Words what a finding rests on: the answers, tables, measures and results it looked at."""

from __future__ import annotations

import re
from collections import Counter
from textwrap import shorten
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dpia.model import Gate, Risk
    from dpia.render.case import Case

_LONGEST_QUESTION = 70
_LONGEST_ANSWER = 120
_MORE = " …"
_ASIDE = re.compile(r"\s*\([^()]*\)")


def reference(case: Case, ref: str) -> str:
    """Return one thing that was looked at, with what was entered there."""
    kind, colon, key = ref.partition(":")
    if not colon:
        return _question(case, ref)
    if kind == "table" and key in case.tables:
        table = case.tables[key]
        rows = case.say("row-count", count=len(case.rows(key)))
        return f"{table.code} {case.text(table.title)} ({rows})"
    if kind == "measure" and key in case.questionnaire.measures:
        measure = case.questionnaire.measures[key]
        found = case.measures.get(key)
        status = measure_status(case, found.status if found else "")
        return f"{measure.code} {case.text(measure.title)} ({status})"
    titled: dict[str, Mapping[str, Gate | Risk]] = {
        "gate": case.questionnaire.gates,
        "risk": case.questionnaire.risks,
    }
    if key in titled.get(kind, {}):
        thing = titled[kind][key]
        return f"{thing.code} {case.text(thing.title)}"
    if kind == "result":
        return case.say_or(f"result-{key}", key)
    return ref


def references(case: Case, refs: Iterable[str]) -> list[str]:
    """Return each thing once, in the order given; several options of one question as one."""
    refs = list(refs)
    questions = Counter(ref.partition(".")[0] for ref in refs if "." in ref)
    merged = (question if questions[question := ref.partition(".")[0]] > 1 else ref for ref in refs)
    return list(dict.fromkeys(reference(case, ref) for ref in merged))


def measure_status(case: Case, status: str) -> str:
    """Return the status of a measure in words; nothing entered is named as such."""
    if status in {"", "missing"}:
        return case.say("not-answered")
    if status == "unclear":
        return case.say("unclear")
    return case.term("measure-statuses", status)


def short_question(text: str) -> str:
    """Return a question fit for one line: without asides in brackets where it is long, cut between words."""
    if len(text) > _LONGEST_QUESTION:
        text = shorten(
            _ASIDE.sub("", text), _LONGEST_QUESTION, placeholder=_MORE, break_on_hyphens=False
        )
    return text


def _question(case: Case, ref: str) -> str:
    question_id, dot, option_id = ref.partition(".")
    question = case.questions.get(question_id)
    if question is None:
        return ref
    name = f"{question.code} {short_question(case.text(question.text))}".rstrip()
    if not dot:
        joiner = " " if name.endswith("?") else ": "
        answer = case.answer_to(question).replace("\n", ", " if question.kind == "multi" else " ")
        return f"{name}{joiner}{shorten(answer, _LONGEST_ANSWER, placeholder=_MORE, break_on_hyphens=False)}"
    label = next((case.text(o.label) for o in question.options if o.id == option_id), option_id)
    return f"{name} – {label}: {case.yes_no(case.answers.values.get(ref))}"
