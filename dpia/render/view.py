"""The view: everything the report prints, as plain dicts, lists and strings in one language.

A template sees nothing else, so it can neither reach objects with behaviour nor decide anything of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.model import NO
from dpia.render.case import Case
from dpia.render.printable import printable
from dpia.render.rows import answers_of
from dpia.render.trail import trail_view
from dpia.render.view_alternatives import necessity_view
from dpia.render.view_annex import (
    answers_view,
    decision_view,
    involvement_view,
    method_view,
    sources_view,
)
from dpia.render.view_changes import changes_view
from dpia.render.view_consultation import consultation_view
from dpia.render.view_cover import document_view, proposal_view, summary_view, versions_view
from dpia.render.view_fields import fields_view
from dpia.render.view_flow import flow_view
from dpia.render.view_gates import gate_view, rule_view, threshold_view
from dpia.render.view_measures import measures_view
from dpia.render.view_open import open_groups
from dpia.render.view_rerun import rerun_view
from dpia.render.view_review import review_view
from dpia.render.view_risks import risks_view
from dpia.render.view_sheet import technical_sheet
from dpia.render.view_terms_basis import terms_basis_view

if TYPE_CHECKING:
    from dpia.assess.result import Assessment
    from dpia.model import Answers, Questionnaire
    from dpia.render.case import Item
    from dpia.render.context import ReportContext

_PLACED_NOTES = frozenset({"matrix"})
_STATUS_NOTE = "status-setting"
_STATUS_QUESTION = "status-as-protection"


def build_view(
    questionnaire: Questionnaire,
    answers: Answers,
    assessment: Assessment,
    language: str,
    context: ReportContext,
) -> dict[str, object]:
    """Return what a report template may print; the shipped templates show every key in use."""
    case = Case(questionnaire, answers, assessment, language)
    view = {
        "language": language,
        "document": document_view(case, context),
        "proposal": proposal_view(case),
        "summary": summary_view(case),
        "versions": versions_view(case, context),
        "gates": [gate_view(case, finding) for finding in assessment.gates],
        "rules": [rule_view(case, finding) for finding in assessment.rules],
        "open_groups": open_groups(case),
        "necessity": necessity_view(case),
        "rerun": rerun_view(case),
        "notes": _notes(case),
        "sheet": technical_sheet(case, document_view(case, context)["version"]),
        "threshold": threshold_view(case),
        "fields": fields_view(case),
        "flow": flow_view(case),
        "measures": measures_view(case),
        "risks": risks_view(case),
        "residual": answers_of(case, ("residual-justification",)),
        "review": answers_of(case, ("next-review",)),
        "review_triggers": review_view(case),
        "involvement": involvement_view(case),
        "decision": decision_view(case),
        "consultation": consultation_view(case),
        "terms": terms_basis_view(case),
        "trails": _trails(case),
        "answers": answers_view(case),
        "sources": sources_view(case),
        "method": method_view(case, context),
        "changes": _changes(case, context),
    }
    plain: dict[str, object] = printable(view)
    return plain


def _changes(case: Case, context: ReportContext) -> Item:
    """What is different since the last final version; empty where there is none."""
    if context.changes is None:
        return {}
    return changes_view(context.changes, case.questionnaire, case.language)


def _trails(case: Case) -> Item:
    """The trails of all scored risks by track."""
    tracks: Item = {"A": [], "B": []}
    for finding in case.assessment.risks:
        if finding.applies is not False:
            track = case.questionnaire.risks[finding.id].track
            tracks[track].append(trail_view(case, finding))
    return {"track_a": tracks["A"], "track_b": tracks["B"]}


def _notes(case: Case) -> list[Item]:
    """The standing notes by title; the correction on the status setting only where it was relied on."""
    relied_on = case.answers.values.get(_STATUS_QUESTION, NO) != NO
    return [
        {"title": case.say_or(f"note-{key}", ""), "text": case.text(note)}
        for key, note in case.questionnaire.notes.items()
        if key not in _PLACED_NOTES and (key != _STATUS_NOTE or relied_on)
    ]
