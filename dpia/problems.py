"""Problems and open answers in words: where, which question, what was found, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.errors import AnswersRejected
from dpia.i18n import messages, quoted
from dpia.model import Text
from dpia.tables import own_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.assess.result import Assessment, RuleFinding
    from dpia.model import Answers, Changed, Column, Problem, Question, Questionnaire, Table

_LONGEST = 90


def worded_problem(problem: Problem, questionnaire: Questionnaire, language: str) -> str:
    """What is wrong with one answer and what to enter instead, without its place."""
    item = _item(questionnaire, problem.subject)
    options = item.options if item is not None else ()
    choices = ", ".join(quoted(option.label[language], language) for option in options)
    values = {"found": problem.found, "choices": choices, **problem.values}
    return messages("problems")(problem.code, language, **values)


def problem_lines(
    problems: Sequence[Problem], questionnaire: Questionnaire, language: str
) -> list[str]:
    """One line a problem: sheet!cell – question: sentence."""
    return [
        messages("problems")(
            "line",
            language,
            place=str(problem.place) if problem.place else "–",
            subject=subject_of(questionnaire, problem.subject, language),
            message=worded_problem(problem, questionnaire, language),
        )
        for problem in problems
    ]


def changed_lines(
    changed: Sequence[Changed], questionnaire: Questionnaire, language: str
) -> list[str]:
    """One line a cell whose text could not enter letter by letter: where, and what was changed."""
    say = messages("problems")
    return [
        say(
            "line",
            language,
            place=str(one.place),
            subject=subject_of(questionnaire, one.subject, language),
            message=" ".join(
                say(f"changed-{what}", language, count=count) for what, count in one.what
            ),
        )
        for one in changed
    ]


def incomplete_lines(
    assessment: Assessment, questionnaire: Questionnaire, answers: Answers, language: str
) -> list[str]:
    """What keeps a version from being final: consistency errors first, then what is open."""
    errors = rule_lines(assessment.blocking, questionnaire, answers, language)
    opened = [
        subject_of(questionnaire, item.ref, language) for item in assessment.open if item.required
    ]
    return errors + opened


def refuse_incomplete(
    questionnaire: Questionnaire, answers: Answers, assessment: Assessment, *, name: str
) -> None:
    """Refuse to make a version final that is not complete or contradicts itself.

    Raises:
        AnswersRejected: names all that stands in the way. name: of the workbook.
    """
    required = [item for item in assessment.open if item.required]
    if required or assessment.blocking:
        raise AnswersRejected(
            "final-refused",
            details={
                language: incomplete_lines(assessment, questionnaire, answers, language)
                for language in questionnaire.languages
            },
            name=name,
            open=len(required),
            errors=len(assessment.blocking),
        )


def rule_lines(
    findings: Sequence[RuleFinding], questionnaire: Questionnaire, answers: Answers, language: str
) -> list[str]:
    """One line an inconsistency: code and text of its rule, and where it was found."""
    return [
        f"{one.code}: {questionnaire.rules[one.id].text[language]}"
        + _about(questionnaire, answers, one.about, language)
        for one in findings
    ]


def _about(
    questionnaire: Questionnaire, answers: Answers, refs: Sequence[str], language: str
) -> str:
    """Which risks, measures or rows a finding concerns, in brackets."""
    named = ", ".join(found_at(questionnaire, answers, ref, language) for ref in refs)
    return f" ({named})" if named else ""


def found_at(questionnaire: Questionnaire, answers: Answers, ref: str, language: str) -> str:
    """Return in short where a rule was found to fire: the code of a risk or measure, the name of a row or question."""
    kind, _, key = ref.partition(":")
    if kind == "row":
        return _row_name(questionnaire, answers, key, language)
    if kind == "risk" and key in questionnaire.risks:
        return questionnaire.risks[key].code
    if kind == "measure" and key in questionnaire.measures:
        return questionnaire.measures[key].code
    if kind == "question":
        return subject_of(questionnaire, key, language)
    term = questionnaire.terms.get(kind, {}).get(key)
    return ref if term is None else term[language]


def _row_name(questionnaire: Questionnaire, answers: Answers, key: str, language: str) -> str:
    """A row by what its first column says (a proposal in the language asked for), in quotation marks."""
    table_id, _, row_id = key.partition("#")
    rows = answers.tables.get(table_id, ())
    for table in questionnaire.tables():
        for number, row in enumerate(rows if table.id == table_id else (), 1):
            if row.id == row_id:
                first = table.columns[0].id
                name = row.values.get(first)
                brought = next((s.values.get(first) for s in table.rows if s.id == row_id), None)
                if isinstance(brought, Text) and name in brought.wordings.values():
                    name = brought[language]
                return quoted(str(name), language) if name else f"{table.code} {number}"
    return key


def subject_of(questionnaire: Questionnaire, ref: str, language: str) -> str:
    """Name what a reference stands for: code and text of the question, table or measure."""
    if ref.startswith("measure:"):
        measure = questionnaire.measures[ref.removeprefix("measure:")]
        return f"{measure.code} {measure.title[language]}"
    sheet_id, at, _ = ref.partition("@")
    for sheet in questionnaire.sheets if at else ():
        if sheet.id == sheet_id:
            return f"{sheet.code} {sheet.title[language]}"
    name = ref.removeprefix("table:").partition("#")[0]
    for table in questionnaire.tables():
        if table.id == name:
            return _table_subject(table, ref, language)
    question_id, _, option_id = ref.partition(".")
    for question in questionnaire.questions():
        if question.id == question_id:
            text = question.text[language]
            for option in question.options if option_id else ():
                if option.id == option_id:
                    text = f"{text} – {option.label[language]}"
            return _short(f"{question.code} {text}".strip())
    return ref


def _table_subject(table: Table, ref: str, language: str) -> str:
    row_id, _, column_id = ref.partition("#")[2].rpartition(".")
    titles = [column.title[language] for column in table.columns if column.id == column_id]
    row = _row_code(table, row_id)
    return _short(", ".join([row or f"{table.code} {table.title[language]}".strip(), *titles]))


def _row_code(table: Table, row_id: str) -> str:
    """The code that people see in the row: of a measure, a risk, a factor, or of the user's own."""
    if table.adds and row_id:
        return own_code(table.adds, row_id)
    codes = (row.values.get("code") for row in table.rows if row.id == row_id)
    return next((str(code) for code in codes if code is not None), "") if table.fixed else ""


def _item(questionnaire: Questionnaire, subject: str) -> Question | Column | None:
    if "#" in subject:
        table_id, _, rest = subject.partition("#")
        column_id = rest.rpartition(".")[2]
        for table in questionnaire.tables():
            if table.id == table_id:
                return next((c for c in table.columns if c.id == column_id), None)
        return None
    question_id = subject.partition(".")[0]
    return next((q for q in questionnaire.questions() if q.id == question_id), None)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
