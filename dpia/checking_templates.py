"""A template checked before it is used: every fault that can be seen in it, then a trial with a real case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from dpia.answers import from_plain, to_plain, with_own
from dpia.answers.copied import with_copy
from dpia.assess import assess
from dpia.assess.memo import memo_of
from dpia.cases import read_cases
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.errors import DefinitionError
from dpia.model import Answers
from dpia.order import Order
from dpia.recording.changed import changed_document
from dpia.recording.memo import TEMPLATE as MEMO_TEMPLATE
from dpia.recording.places import read_template
from dpia.recording.report import TEMPLATE as REPORT_TEMPLATE
from dpia.register.changes import Recorded
from dpia.render.context import EarlierVersion, ReportContext
from dpia.render.json_ import assessment_document
from dpia.render.view import build_view
from dpia.render.view_memo import build_memo_view
from dpia.render.word import opened_report, render_word
from dpia.resources import shipped
from dpia.template.known import known_names
from dpia.template.look import faults_of, statements_of
from dpia.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.cases import Case
    from dpia.model import Questionnaire
    from dpia.template.faults import Fault
    from dpia.template.known import Use

USES: Final[dict[Use, str]] = {"report": REPORT_TEMPLATE, "threshold": MEMO_TEMPLATE}
"""What a template can be for, with the file name of the shipped one."""
_TRIED: Final = "whole.yaml"
"""The lawyers' cases that answer a whole questionnaire; the first of them is what a template is tried with."""


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """What was found. statements: their number. trial: why the trial failed, None if it did not or was not made."""

    file: Path
    use: Use
    statements: int
    faults: tuple[Fault, ...]
    trial: DefinitionError | None = None

    @property
    def errors(self) -> int:
        """How many things stop a report."""
        return sum(not one.warning for one in self.faults) + (self.trial is not None)

    @property
    def fine(self) -> bool:
        """Whether reports can be made with it."""
        return self.errors == 0


def check_template(file: Path, on: date, language: str, use: Use | None = None) -> TemplateCheck:
    """Check a template without a workbook.

    Args:
        file: The template.
        on: The date that the trial carries.
        language: Of the trial.
        use: What it is for; None: whichever it has fewer unknown names for.

    Raises:
        DefinitionError: It does not exist, is refused as a file, or is no Word file.
    """
    order = Order(workbook=file, on=on, template=file)
    data, _ = read_template(order, language, REPORT_TEMPLATE)
    opened_report(data)
    found = {one: faults_of(data, known_names(one)) for one in ([use] if use else USES)}
    chosen: Use = min(found, key=lambda one: len(found[one]))
    faults = tuple(found[chosen])
    trial = None
    if all(one.warning for one in faults):
        trial = _tried(data, chosen, on, language)
    return TemplateCheck(file, chosen, statements_of(data), faults, trial)


def _tried(data: bytes, use: Use, on: date, language: str) -> DefinitionError | None:
    """Fill the template in twice: with a whole case, and with nothing answered."""
    questionnaire = load_questionnaire(shipped_questionnaires()[0])
    for case in _cases_tried(questionnaire):
        try:
            render_word(views_of(questionnaire, case, language, on)[use], data, on)
        except DefinitionError as fault:
            return fault
    return None


def _cases_tried(questionnaire: Questionnaire) -> tuple[Case | None, ...]:
    cases = read_cases(shipped("questionnaires") / questionnaire.id)
    return (next((case for case in cases if case.file == _TRIED), None), None)


def views_of(
    questionnaire: Questionnaire, case: Case | None, language: str, on: date
) -> dict[Use, dict[str, object]]:
    """Return what templates would print of a case (None: of an empty workbook), as a second version."""
    answers = Answers({}, {})
    if case is not None:
        answers = from_plain(case.answers, questionnaire)
        if case.copy:
            answers = with_copy(questionnaire, answers, case.copy)
        questionnaire = with_own(questionnaire, answers.tables)
    assessment = assess(questionnaire, answers, on)
    memo = memo_of(questionnaire, answers, assessment)
    of_report, of_memo = _context(on, "rejected"), _context(on, "carry-out")
    of_report = replace(of_report, before=_first_version(questionnaire.id, language))
    _, of_report = changed_document(
        questionnaire, assessment, to_plain(answers), language, of_report
    )
    return {
        "report": build_view(questionnaire, answers, assessment, language, of_report),
        "threshold": build_memo_view(questionnaire, answers, assessment, memo, language, of_memo),
    }


@cache
def _first_version(questionnaire_id: str, language: str) -> Recorded:
    """A final version of an empty workbook: whatever is answered afterwards is a change."""
    questionnaire, answers, on = load_questionnaire(questionnaire_id), Answers({}, {}), date.min
    context = replace(_context(on, "rejected"), draft=False, version_number=1)
    found = assess(questionnaire, answers, on)
    document = assessment_document(questionnaire, found, language, context)
    return Recorded(to_plain(answers), document)


def _context(on: date, decision: str) -> ReportContext:
    """A draft after an earlier version, so that neither is missing from what a template may print."""
    earlier = (EarlierVersion(1, on, decision),)
    return ReportContext(True, on, __version__, "answers.xlsx", "0" * 64, None, earlier)
