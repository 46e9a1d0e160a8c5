"""The threshold memo: everything that it prints, as plain dicts, lists and strings in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dpia.assess.memo import DECIDED_BY, DECIDED_ON, SHEET, Memo
from dpia.assess.threshold import DPO_DESIGNATED, DUE, REASON
from dpia.model import NO, UNCLEAR, YES
from dpia.render import fills
from dpia.render.case import Case
from dpia.render.citations import short_title
from dpia.render.printable import printable
from dpia.render.rows import answers_of
from dpia.render.view_cover import document_view
from dpia.render.view_memo_points import open_rows, point_groups, step_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.assess.result import Assessment, RuleFinding, ThresholdStep
    from dpia.model import Answers, Questionnaire
    from dpia.render.case import Item
    from dpia.render.context import ReportContext

_ALWAYS_CITED: Final = ("gdpr-35", "wp248", "dsk-list", "bdsg-38")
_BY_COUNT: Final = {
    "DPIA_REQUIRED_AS_A_RULE": "as-a-rule",
    "DPIA_RECOMMENDED": "recommended",
    "CASE_DECISION": "case",
    "CLARIFY": "clarify",
    "NO_DPIA": "none",
}
_FILLS: Final = {"NO_DPIA": fills.GOOD, "DPIA_REQUIRED": fills.BAD}
_ABROAD: Final = "outside-germany"
_PUBLIC: Final = ("public-federal", "public-state")


@dataclass(frozen=True)
class MemoCase(Case):
    """A case of which only the threshold analysis is told; its sources have numbers of their own."""

    memo: Memo

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """The number of every source cited, in the order of the questionnaire's list."""
        memo = self.memo
        cited = {*_ALWAYS_CITED, *(memo.gate.sources if memo.gate is not None else ())}
        cited |= {key for found in memo.threshold.criteria for key in found.sources}
        cited |= {key for found in memo.rules for key in found.sources}
        keys = (key for key in self.questionnaire.sources if key in cited)
        return {key: number for number, key in enumerate(keys, 1)}


def build_memo_view(  # what a memo is made of
    questionnaire: Questionnaire,
    answers: Answers,
    assessment: Assessment,
    memo: Memo,
    language: str,
    context: ReportContext,
) -> dict[str, object]:
    """Return what a memo template may print; the shipped templates show every key in use."""
    case = MemoCase(questionnaire, answers, assessment, language, memo)
    view = {
        "language": language,
        "document": _document(case, context),
        "result": _result(case),
        "steps": step_rows(case, memo),
        **point_groups(case),
        "open": open_rows(case, memo),
        "dpo": _dpo(case),
        "decision": _decision(case),
        "records": list(_records(case)),
        "earlier": _earlier(case, context),
        "sources": _sources(case),
        "provenance": _provenance(case, context),
    }
    plain: dict[str, object] = printable(view)
    return plain


def _document(case: MemoCase, context: ReportContext) -> Item:
    usual = document_view(case, context)
    processing = usual["processing"]
    who, when = case.answers.signed.get(SHEET, ("", None))
    final = case.say("memo-version-final", number=context.version_number or 1)
    return {
        **usual,
        "title": case.say("memo-document-title", processing=processing),
        "question": case.say("memo-question-text", processing=processing),
        "dpo": _officer(case),
        "prepared": case.say(
            "memo-prepared",
            who=who or case.say("no-name"),
            date=case.printed(when) or case.say("no-date"),
        ),
        "draft_mark": case.say("memo-draft-mark") if context.draft else "",
        "version": usual["version"] if context.draft else final,
        "template_label": usual["questionnaire"],
        "complete": case.memo.complete,
    }


def _officer(case: Case) -> str:
    if case.answers.values.get(DPO_DESIGNATED) == NO:
        return case.say("memo-dpo-none")
    return case.answer("dpo-contact")


def _result(case: MemoCase) -> Item:
    threshold = case.memo.threshold
    reasons = [
        _reason(case, step)
        for step in threshold.steps
        if step.rule in threshold.reasons and step.outcome == threshold.result
    ]
    return {
        "text": case.term("threshold-results", threshold.result),
        "fill": _FILLS.get(threshold.result, fills.CARE),
        "reasons": reasons,
    }


def _reason(case: MemoCase, step: ThresholdStep) -> str:
    threshold = case.memo.threshold
    rule, codes = step.rule.lower(), ", ".join(step.codes)
    state = _BY_COUNT[step.outcome] if step.rule == "T05" else step.state
    key = f"memo-{rule}-{state}"
    return case.say(key, codes=codes, met=threshold.met_count, open=threshold.open_count)


def _dpo(case: MemoCase) -> Item:
    due = case.memo.threshold.result in DUE
    designated = case.answers.values.get(DPO_DESIGNATED)
    state = {YES: "designated", NO: "none"}.get(str(designated), "open")
    public = case.answers.values.get("sector") in _PUBLIC
    always = "memo-dpo-public" if public else "memo-dpo-not-due"
    lines = [case.say(f"memo-dpo-due-{state}" if due and not public else always)]
    if case.answers.values.get("federal-state") == _ABROAD:
        lines.append(case.say("memo-dpo-abroad"))
    gate = case.memo.gate
    if (due or public) and gate is not None:
        title = case.text(case.questionnaire.gates[gate.id].title)
        status = case.term("gate-statuses", gate.status)
        lines.append(case.say("memo-dpo-gate", code=gate.code, title=title, status=status))
    return {
        "lines": lines,
        "view": answers_of(case, ("threshold-dpo-view", "threshold-dpo-date")),
        "sources": case.cite(dict.fromkeys(("bdsg-38", *(gate.sources if gate else ())))),
    }


def _decision(case: MemoCase) -> Item:
    threshold = case.memo.threshold
    decided = threshold.decided
    reasoned = REASON in case.answers.values or threshold.justification != "not-needed"
    asked = (*((REASON,) if reasoned else ()), DECIDED_BY, DECIDED_ON)
    return {
        "boxes": [
            f"{'☒' if decided == choice else '☐'}  {case.say(f'memo-decision-{choice}')}"
            for choice in ("carry-out", "none")
        ],
        "answers": answers_of(case, asked),
        "errors": [_finding(case, found) for found in case.memo.errors],
        "remarks": [_finding(case, one) for one in case.memo.rules if one.severity != "error"],
        "decided_by": _given(case, DECIDED_BY),
        "decided_on": _given(case, DECIDED_ON),
    }


def _finding(case: Case, found: RuleFinding) -> str:
    rule = case.questionnaire.rules[found.id]
    return case.say(
        "memo-finding",
        severity=case.term("rule-severities", found.severity),
        code=found.code,
        text=case.marked(case.text(rule.text), rule.grounds),
    )


def _given(case: Case, question: str) -> str:
    value = case.answers.values.get(question)
    return "" if value is None or value == UNCLEAR else case.answer(question)


def _records(case: MemoCase) -> Iterator[str]:
    """What the document is for, by what was decided (both while that is open)."""
    threshold = case.memo.threshold
    if threshold.decided != "carry-out":
        yield case.say("memo-record-none")
    if threshold.decided != "none":
        yield case.say("memo-record-carry-out")


def _earlier(case: MemoCase, context: ReportContext) -> list[Item]:
    return [
        {
            "number": str(version.number),
            "date": case.day(version.on),
            "decision": case.say(f"memo-decision-{version.decision}") if version.decision else "–",
        }
        for version in context.versions
    ]


def _sources(case: MemoCase) -> list[Item]:
    """The sources in short form by how sure the tool is of them; in full they stand in the report."""
    found: dict[str, list[str]] = {}
    for key, number in case.source_numbers.items():
        source = case.questionnaire.sources[key]
        title = short_title(case.text(source.title))
        found.setdefault(source.confidence, []).append(f"[{number}] {title}")
    return [
        {"confidence": case.term("confidence", confidence), "titles": "; ".join(titles)}
        for confidence, titles in found.items()
    ]


def _provenance(case: MemoCase, context: ReportContext) -> str:
    found = case.assessment
    return case.say(
        "memo-provenance",
        tool=context.tool_version,
        questionnaire=f"{found.questionnaire_id} {found.questionnaire_version}",
        digest=found.questionnaire_digest[:12],
        input=context.input_name,
        sha=context.input_sha256[:12],
        date=case.day(found.on),
    )
