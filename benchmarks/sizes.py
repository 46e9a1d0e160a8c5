"""How the stages grow with the number of questions: one questionnaire cut down or multiplied, everything answered."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dpia.answers import check_answers
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.model import Answers, Question, Questionnaire, Sheet, Table, Text
from dpia.render.context import ReportContext
from dpia.render.json_ import render_json
from dpia.render.view import build_view
from dpia.render.word import render_word
from dpia.resources import shipped
from dpia.workbook.read import open_workbook, read_answers
from dpia.workbook.write import write_workbook

if TYPE_CHECKING:
    from dpia.model import Value

ON = date(2026, 11, 24)
SIZES = (40, 120, 400)
LANGUAGE = "en"


@dataclass(frozen=True)
class Size:
    """Milliseconds of processor time of each stage with so many questions, every one answered."""

    questions: int
    stages: dict[str, float]

    def line(self) -> str:
        stages = ", ".join(f"{name} {took:.0f}" for name, took in self.stages.items())
        return f"{self.questions:5} questions: {sum(self.stages.values()):6.0f} ms ({stages})"


def measure(count: int, repeats: int) -> Size:
    """Write a workbook of this size and time what happens to it: medians of so many passes."""
    questionnaire = sized(load_questionnaire("general"), count)
    with TemporaryDirectory() as folder:
        workbook = Path(folder) / "answers.xlsx"
        write_workbook(questionnaire, LANGUAGE, workbook, answers=answered(questionnaire), on=ON)
        passes = [_stages(workbook, questionnaire) for _ in range(repeats + 1)][1:]
    stages = {name: median(one[name] for one in passes) * 1000 for name in passes[0]}
    return Size(sum(1 for _ in questionnaire.questions()), stages)


def sized(base: Questionnaire, count: int) -> Questionnaire:
    """The questionnaire with its first so many questions, or with further sheets of copies of its questions.

    Rules and risks stay as they are: what they ask for and nobody answers is open.
    """
    questions = list(base.questions())
    keep = {one.id for one in questions[:count]}
    sheets = [
        replace(sheet, items=tuple(i for i in sheet.items if isinstance(i, Table) or i.id in keep))
        for sheet in base.sheets
    ]
    copied = [one for one in questions if one.kind != "multi" and one.when is None]
    number, missing = 0, count - len(questions)
    while missing > 0:
        number += 1
        items = tuple(_copy(one, number) for one in copied[:missing])
        title = Text(dict.fromkeys(base.languages, f"{number}"))
        sheets.append(Sheet(f"more-{number}", f"X{number}", title, base.sheets[0].intro, items))
        missing -= len(items)
    return replace(base, sheets=tuple(sheets), digest=f"{count}")


def answered(questionnaire: Questionnaire) -> Answers:
    """A plausible value in every cell."""
    values = {
        answer: _value(question)
        for question in questionnaire.questions()
        for answer in question.answer_ids
    }
    return Answers(values=values, tables={}, notes={}, signed={}, language=LANGUAGE)


def _copy(question: Question, number: int) -> Question:
    name, code = f"{question.id}-{number}", f"{question.code}{number}"
    return replace(question, id=name, code=code, fills=())


def _value(question: Question) -> Value:
    if question.kind == "choice":
        return question.options[0].id
    if question.kind in {"integer", "number"}:
        return max(2, int(question.minimum or 0))  # of 1 nobody knows whether 100 % is meant
    if question.kind == "date":
        return ON
    if question.kind in {"text", "long-text"}:
        return f"An answer in two or three lines, as people write them. {question.code} " * 2
    return "yes"


def _stages(workbook: Path, questionnaire: Questionnaire) -> dict[str, float]:
    took: dict[str, float] = {}
    last = time.process_time()

    def lap(name: str) -> None:
        nonlocal last
        now = time.process_time()
        took[name], last = now - last, now

    opened = open_workbook(workbook)
    raw = read_answers(opened, questionnaire)
    lap("read")
    answers, problems = check_answers(raw, questionnaire)
    lap("check")
    if problems:
        raise ValueError(problems[0])
    found = assess(questionnaire, answers, ON)
    lap("assess")
    context = ReportContext(True, ON, "1", workbook.name, opened.sha256)
    view = build_view(questionnaire, answers, found, LANGUAGE, context)
    lap("render view")
    template = (shipped("templates") / LANGUAGE / "dpia-report.docx").read_bytes()
    render_word(view, template, ON)
    lap("render word")
    render_json(questionnaire, found, LANGUAGE, context)
    lap("json")
    return took
