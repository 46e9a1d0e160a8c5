"""The points of a threshold memo: the ten steps, the criteria and lists with their answers, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.assess.memo import SHEET
from dpia.assess.threshold import DUE
from dpia.model import NO, UNCLEAR, YES
from dpia.render import fills
from dpia.render.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.assess.memo import Memo, OpenAnswer
    from dpia.assess.result import CriterionFinding, ThresholdStep
    from dpia.render.case import Case, Item

_FILLS: Final = {True: fills.CARE, False: fills.NONE, None: fills.OPEN}
_STEP_FILLS: Final = {
    "holds": fills.CARE,
    "fails": fills.NONE,
    "open": fills.OPEN,
    "constant": fills.NONE,
}
_HINT_IF_MET: Final = ("national-law",)
"""What to enter where it applies, which helps nobody where it does not."""
_CHANGE: Final = "existing-how"
_TABLES: Final = {
    "law": ("art35-3", "national-law"),
    "criteria": ("criteria",),
    "national_list": ("national-list",),
    "other": ("exemption", "voluntary", "existing"),
}


def step_rows(case: Case, memo: Memo) -> list[Item]:
    """Return the rules T01-T10 with how they came out."""
    return [
        {
            "rule": step.rule,
            "text": case.say(f"memo-rule-{step.rule.lower()}"),
            "state": _state(case, step),
            "outcome": _outcome(case, step, memo) or "–",
            "fill": _STEP_FILLS[step.state],
        }
        for step in memo.threshold.steps
    ]


def _state(case: Case, step: ThresholdStep) -> str:
    state = case.say(f"memo-state-{step.state}")
    shown = step.codes and step.state in {"holds", "open"}
    return f"{state} ({', '.join(step.codes)})" if shown else state


def _outcome(case: Case, step: ThresholdStep, memo: Memo) -> str:
    if step.rule == "T09":
        return case.say("memo-t09-due") if memo.threshold.result in DUE else ""
    if step.rule == "T10":
        given = memo.threshold.justification == "given"
        key = "memo-t10-given" if given else "memo-t10-missing"
        return case.say(key) if step.state == "holds" else ""
    return case.term("threshold-results", step.outcome) if step.outcome else ""


def point_groups(case: Case) -> Item:
    """Return the tables of criteria, and the notes that were entered beside their questions."""
    groups: Item = {}
    for name, members in _TABLES.items():
        found = [f for f in case.assessment.threshold.criteria if _group(case, f) in members]
        groups[name] = [_point(case, finding) for finding in found]
        groups[f"{name}_notes"] = list(_notes(case, found))
    groups["other_answers"] = case.answer(_CHANGE) if _asked_for(case, _CHANGE) else ""
    return groups


def _asked_for(case: Case, question: str) -> bool:
    asked = case.questions.get(question)
    return asked is not None and not case.not_asked(asked)


def _group(case: Case, finding: CriterionFinding) -> str:
    return case.questionnaire.criteria[finding.id].group


def _point(case: Case, finding: CriterionFinding) -> Item:
    criterion = case.questionnaire.criteria[finding.id]
    silent = finding.met is False and criterion.group in _HINT_IF_MET
    remarks = [] if silent else [case.text(criterion.hint)]
    note = case.answers.notes.get(finding.because[0], "") if finding.because else ""
    if note:
        remarks.append(case.say("memo-note", note=note))
    remarks += _figures(case, finding.code)
    elsewhere = _elsewhere(case, finding)
    if elsewhere:
        remarks.append(case.say("memo-also", answers="; ".join(elsewhere)))
    return {
        "code": finding.code,
        "text": case.marked(case.text(criterion.text), criterion.grounds),
        "answer": case.truth(known=finding.met),
        "fill": _FILLS[finding.met],
        "remark": "\n".join(line for line in remarks if line),
        "sources": case.cite_numbers(finding.sources),
    }


def _figures(case: Case, code: str) -> Iterator[str]:
    """The figures that were entered for a criterion beside its yes or no."""
    for question in case.questions.values():
        if code in question.fills and question.kind == "integer" and question.id in _own(case):
            name = case.text(question.text).removeprefix(f"{code}: ")
            yield f"{name}: {case.answer_to(question)}"


def _own(case: Case) -> set[str]:
    """The questions of the threshold sheet."""
    sheets = case.questionnaire.sheets
    return {item.id for sheet in sheets if sheet.id == SHEET for item in sheet.items}


def _elsewhere(case: Case, finding: CriterionFinding) -> list[str]:
    """Answers of other sheets that make a criterion met, or leave it open."""
    if finding.met is False:
        return []
    own = _own(case)
    others = [
        ref
        for ref in finding.because
        if ref.partition(".")[0] not in own and case.answers.values.get(ref) is not None
    ]
    return references(case, others)


def _notes(case: Case, found: list[CriterionFinding]) -> Iterator[str]:
    """The note beside a question whose options are several criteria, told once."""
    asked = dict.fromkeys(ref.partition(".")[0] for f in found for ref in f.because if "." in ref)
    for question in asked:
        note = case.answers.notes.get(question, "")
        if note and question in _own(case):
            code = case.questions[question].code
            yield f"{code} {case.say('memo-note', note=note)}"


def open_rows(case: Case, memo: Memo) -> list[Item]:
    """Return every open answer with the result that each way of answering it would give.

    Options of one question that decide the same are told in one row.
    """
    alike: dict[tuple[str, str, str], list[str]] = {}
    for answer in memo.open:
        question, _, option = answer.ref.partition(".")
        state = case.say("unclear" if answer.given_unclear else "not-answered")
        alike.setdefault((question, state, _decides(case, answer, memo)), []).append(option)
    return [
        {
            "question": _asked(case, question, options),
            "sheet": case.entered_in(question),
            "state": state,
            "decides": decides,
        }
        for (question, state, decides), options in alike.items()
    ]


def _asked(case: Case, question_id: str, options: list[str]) -> str:
    question = case.questions[question_id]
    name = f"{question.code} {case.text(question.text)}".strip()
    labels = [case.text(option.label) for option in question.options if option.id in options]
    return " – ".join([name, *(["; ".join(labels)] if labels else [])])


def _decides(case: Case, answer: OpenAnswer, memo: Memo) -> str:
    if not answer.outcomes:
        return case.say("memo-open-no-outcome")
    results = {result for _, result in answer.outcomes}
    if results == {memo.threshold.result}:
        same = case.term("threshold-results", memo.threshold.result)
        return case.say("memo-open-same", result=same)
    by_result: dict[str, list[str]] = {}
    for value, result in answer.outcomes:
        by_result.setdefault(result, []).append(_worded(case, answer.ref, value))
    return "\n".join(
        case.say(
            "memo-open-outcome",
            answer=" / ".join(values),
            result=case.term("threshold-results", result),
        )
        for result, values in by_result.items()
    )


def _worded(case: Case, ref: str, value: str) -> str:
    if value in {YES, NO, UNCLEAR}:
        return case.yes_no(value)
    question = case.questions[ref.partition(".")[0]]
    return next((case.text(o.label) for o in question.options if o.id == value), value)
