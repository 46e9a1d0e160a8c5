"""The run from one end to the other, and the library's front door.

questionnaire -> blank workbook; filled workbook -> answers -> assessment -> report, data and register.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dpia.answers import check_answers, with_own
from dpia.answers.changed import changed_text
from dpia.assess import assess, judge
from dpia.assess.memo import memo_of
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.errors import AnswersRejected, DpiaError
from dpia.i18n import DEFAULT_LANGUAGE
from dpia.model import Place, Problem
from dpia.order import Order, Reading, plain_stem, source_stem
from dpia.problems import (
    changed_lines,
    problem_lines,
    refuse_incomplete,
    rule_lines,
    subject_of,
    worded_problem,
)
from dpia.recording import Finished, record, record_memo
from dpia.recording.ahead import render_ahead
from dpia.recording.report import report_of
from dpia.workbook.meta import KEY_UPGRADED
from dpia.workbook.read import open_workbook, read_answers
from dpia.workbook.versions import is_current, refuse_newer, refuse_other_version

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from dpia.assess.memo import Memo
    from dpia.assess.result import Assessment
    from dpia.model import Answers, Changed, Questionnaire, RawAnswers
    from dpia.recording.ahead import Ahead
    from dpia.render.explain import Explanation
    from dpia.upgrading import Refreshing
    from dpia.workbook.changes import ChangeList
    from dpia.workbook.read import OpenedWorkbook


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found and wrote."""

    reading: Reading
    assessment: Assessment
    finished: Finished


@dataclass(frozen=True, slots=True)
class MemoOutcome:
    """What a threshold memo found and wrote."""

    reading: Reading
    memo: Memo
    finished: Finished


@dataclass(frozen=True, slots=True)
class NewWorkbook:
    """A blank or refreshed workbook. changes: what became of the answers of an earlier one.

    questionnaire: of the new one. changed: the cells of the earlier one whose text could not enter as it stands.
    """

    file: Path
    language: str
    questionnaire: Questionnaire
    changes: ChangeList | None = None
    changed: tuple[Changed, ...] = ()


def read_workbook(workbook: Path) -> Reading:
    """Read and check one workbook.

    Raises:
        FileError: it cannot be read. AnswersRejected: it is no questionnaire, or one of another version.
        DefinitionError: its questionnaire is not there or has faults.
    """
    opened = open_workbook(workbook)
    questionnaire = load_questionnaire(opened.questionnaire_id)
    refuse_other_version(opened, questionnaire)
    extended, raw, answers, problems = _checked(opened, questionnaire)
    stem = source_stem(workbook, opened.meta.get(KEY_UPGRADED, ""))
    changed = changed_text(raw)
    return Reading(extended, answers, problems, opened.language, opened.sha256, stem, changed)


def _checked(
    opened: OpenedWorkbook, questionnaire: Questionnaire
) -> tuple[Questionnaire, RawAnswers, Answers, tuple[Problem, ...]]:
    """The questionnaire with what the workbook adds to it, its cells, the usable answers, and what is wrong.

    Own risks have rows in other tables, so a workbook that adds any is read again, knowing them. A sheet
    that cannot be read comes first.
    """
    raw, extended = read_answers(opened, questionnaire), questionnaire
    if any(table.adds and table.id in raw.tables for table in questionnaire.tables()):
        first, _ = check_answers(raw, questionnaire, bounds=False)
        extended = with_own(questionnaire, first.tables)
        raw = read_answers(opened, extended)
    answers, problems = check_answers(raw, extended)
    broken = (Problem("sheet-broken", Place(title, "A1"), title, "") for title in opened.broken)
    return extended, raw, answers, (*broken, *problems)


def new_workbook(
    folder: Path,
    on: date,
    *,
    questionnaire: str | None = None,
    language: str | None = None,
    rows: int | None = None,
    source: Path | None = None,
) -> NewWorkbook:
    """Write a questionnaire workbook into the folder under a free name; never over a file.

    Args:
        folder: made if it is not there.
        on: the date that the file carries.
        questionnaire: its id; None: the source's, else the first shipped.
        language: of the new workbook; None: the source's, else German.
        rows: spare rows in every table; None: as the questionnaire says.
        source: an earlier workbook whose answers are carried over by id, of whatever version.
    """
    from dpia.upgrading import Refreshing
    from dpia.workbook.place import free_place
    from dpia.workbook.write import write_workbook

    language_of_new = language or DEFAULT_LANGUAGE
    if source is None:
        loaded = load_questionnaire(questionnaire or shipped_questionnaires()[0])
        target = free_place(folder, loaded.id)
        write_workbook(loaded, language_of_new, target, spare=rows, on=on)
        return NewWorkbook(target, language_of_new, loaded)
    opened = open_workbook(source)
    loaded = load_questionnaire(questionnaire or opened.questionnaire_id)
    target = free_place(folder, loaded.id)
    return _refreshed(Refreshing(opened, loaded, on, language=language, rows=rows), target)


def upgrade_workbook(
    workbook: Path, on: date, *, output: Path | None = None, rows: int | None = None
) -> NewWorkbook | None:
    """Write <stem>.v<version>.xlsx, a workbook of today with the answers of an earlier one; never over a file.

    Returns:
        What was written, with the list of changes; None where the workbook is of today already.

    Raises:
        FileError: it cannot be read or written. AnswersRejected: it is no questionnaire, or a newer one.
        DefinitionError: its questionnaire is not there or has faults.
    """
    from dpia.upgrading import Refreshing
    from dpia.workbook.place import free_place

    opened = open_workbook(workbook)
    questionnaire = load_questionnaire(opened.questionnaire_id)
    refuse_newer(opened, questionnaire)
    if is_current(opened, questionnaire):
        return None
    stem = source_stem(workbook, opened.meta.get(KEY_UPGRADED, ""))
    target = free_place(output or workbook.parent, f"{stem}.v{questionnaire.version}")
    return _refreshed(Refreshing(opened, questionnaire, on, source=stem, rows=rows), target)


def _refreshed(refreshing: Refreshing, target: Path) -> NewWorkbook:
    questionnaire = refreshing.questionnaire
    changed = changed_text(read_answers(refreshing.opened, questionnaire))
    changes = refreshing.write(target)
    return NewWorkbook(target, refreshing.spoken, questionnaire, changes, changed)


def assess_workbook(order: Order, *, show: bool = True) -> Outcome:
    """Read, check, assess, render and record one workbook.

    Args:
        order: What the user asked for.
        show: Whether to rewrite the register's workbook, too; who leaves it out calls show_again at the end.

    Raises:
        AnswersRejected: answers cannot be used (a marked copy was written), a final version is not
            complete, or it is unclear which processing this is. Nothing is in the register then.
        FileError, DefinitionError: as said there.
    """
    reading = read_workbook(order.workbook)
    if reading.problems:
        raise rejected(order.workbook, order.folder, reading)
    order, reading = _named(order, reading)
    recorded = record(order, reading, _judging(order), show=show)
    return Outcome(recorded.reading, recorded.assessment, recorded.finished)


def assess_ahead(order: Order) -> Ahead | None:
    """Read, check, assess and render one workbook before its turn; nothing is recorded and no file written.

    Returns:
        What record_ahead takes; None where assess_workbook would refuse the workbook, and say why.
    """
    from dpia.recording.ahead import Outdated

    try:
        reading = read_workbook(order.workbook)
        if reading.problems:
            return None
        order, reading = _named(order, reading)
        return render_ahead(order, reading, report_of(order, reading.language, _judging(order)))
    except (DpiaError, Outdated):
        return None


def _judging(order: Order) -> Callable[[Reading], Assessment]:
    """How a workbook of this order is assessed; a final that is not complete is refused."""

    def judging(laid: Reading) -> Assessment:
        assessment = assess(laid.questionnaire, laid.answers, order.on)
        if order.final:
            refuse_incomplete(
                laid.questionnaire, laid.answers, assessment, name=order.workbook.name
            )
        return assessment

    return judging


def _named(order: Order, reading: Reading) -> tuple[Order, Reading]:
    """The order knows the name of the source then, and the reading the terms."""
    order = replace(order, name=reading.stem)
    if order.terms is not None:
        reading = _with_terms(reading, order.terms)
    return order, reading


def _with_terms(reading: Reading, file: Path) -> Reading:
    """Bring the user's copy of the terms together with what the workbook answers."""
    from dpia.answers.copied import with_copy
    from dpia.reading_terms import check_terms
    from dpia.terms.facts import answers

    questionnaire = reading.questionnaire
    if questionnaire.terms_reading is None:
        raise AnswersRejected("questionnaire-reads-none", "terms", name=questionnaire.id)
    analysis = check_terms(file)
    found = answers(questionnaire, analysis).values()
    return replace(reading, answers=with_copy(questionnaire, reading.answers, found, analysis))


def write_memo(order: Order) -> MemoOutcome:
    """Read a workbook of which two sheets are filled in, and write and record its threshold memo.

    Raises:
        AnswersRejected: answers cannot be used (a marked copy was written), a final memo is not complete, or it
            is unclear which processing this is. Nothing is in the register then.
        FileError, DefinitionError: as said there.
    """
    reading = read_workbook(order.workbook)
    if reading.problems:
        raise rejected(order.workbook, order.folder, reading)
    order = replace(order, name=reading.stem)
    assessment = judge(reading.questionnaire, reading.answers, order.on, reach=False)
    memo = memo_of(reading.questionnaire, reading.answers, assessment)
    if order.final and not memo.complete:
        raise _memo_refused(order, reading, memo)
    finished = record_memo(order, reading, assessment, memo)
    return MemoOutcome(reading, memo, finished)


def _memo_refused(order: Order, reading: Reading, memo: Memo) -> AnswersRejected:
    questionnaire = reading.questionnaire
    return AnswersRejected(
        "memo-refused",
        details={
            language: [
                *rule_lines(memo.errors, questionnaire, reading.answers, language),
                *(subject_of(questionnaire, ref, language) for ref in memo.lacking),
            ]
            for language in questionnaire.languages
        },
        name=order.workbook.name,
        open=len(memo.lacking),
        errors=len(memo.errors),
    )


def explain_workbook(
    workbook: Path, codes: Sequence[str], on: date, language: str | None = None
) -> list[Explanation]:
    """Assess a workbook and explain what was found; writes nothing.

    Args:
        workbook: a filled workbook.
        codes: of risks, gates, measures, criteria, rules, or "decision"; none: the decision.
        on: the date of the assessment.
        language: of the explanation; None: the workbook's.

    Raises:
        AnswersRejected: answers cannot be used, or there is nothing of a code.
        FileError, DefinitionError: as in read_workbook.
    """
    from dpia.render.case import Case
    from dpia.render.explain import DECISION, explain, known_codes

    reading = read_workbook(workbook)
    if reading.problems:
        lines = {
            spoken: problem_lines(reading.problems, reading.questionnaire, spoken)
            for spoken in reading.questionnaire.languages
        }
        raise AnswersRejected(
            "explain-rejected", details=lines, name=workbook.name, count=len(reading.problems)
        )
    assessment = assess(reading.questionnaire, reading.answers, on)
    case = Case(reading.questionnaire, reading.answers, assessment, language or reading.language)
    found = []
    for code in codes or (DECISION,):
        explanation = explain(case, code)
        if explanation is None:
            known = [", ".join(listed) for listed in known_codes(case).values() if listed]
            details = {key: [DECISION, *known] for key in reading.questionnaire.languages}
            raise AnswersRejected("code-unknown", details=details, found=code)
        found.append(explanation)
    return found


def rejected(workbook: Path, folder: Path, reading: Reading) -> AnswersRejected:
    """Write the marked copy and return the error that names every problem."""
    from dpia.workbook.mark import write_checked
    from dpia.workbook.place import checked_place

    target = checked_place(folder, plain_stem(workbook), workbook)
    write_checked(
        workbook,
        reading.problems,
        lambda problem: worded_problem(problem, reading.questionnaire, reading.language),
        reading.language,
        target,
    )
    lines = {
        language: [
            *problem_lines(reading.problems, reading.questionnaire, language),
            *changed_lines(reading.changed, reading.questionnaire, language),
        ]
        for language in reading.questionnaire.languages
    }
    return AnswersRejected(
        "answers-rejected",
        problems=reading.problems,
        details=lines,
        name=workbook.name,
        count=len(reading.problems),
        checked=target,
    )


__all__ = [
    "MemoOutcome",
    "NewWorkbook",
    "Order",
    "Outcome",
    "Reading",
    "assess_workbook",
    "explain_workbook",
    "new_workbook",
    "read_workbook",
    "rejected",
    "upgrade_workbook",
    "write_memo",
]
