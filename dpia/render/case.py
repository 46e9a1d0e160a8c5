"""One assessment in one language: looks things up and words them, for every part of the view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dpia.assess.facts import AnswerFacts
from dpia.conditions import applies
from dpia.i18n import messages, short_date
from dpia.model import NO, UNCLEAR, YES, Table, Text
from dpia.render.citations import short_title, source_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dpia.assess.result import Assessment, MeasureFinding
    from dpia.model import Answers, Column, Grounds, Option, Question, Questionnaire, Row

Item = dict[str, Any]
"""Plain data for the template: strings, truth values, lists and dicts of them."""


@dataclass(frozen=True)
class Case:
    """The questionnaire, the answers and the findings, seen in one language."""

    questionnaire: Questionnaire
    answers: Answers
    assessment: Assessment
    language: str

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by id."""
        return {question.id: question for question in self.questionnaire.questions()}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table by id."""
        return {table.id: table for table in self.questionnaire.tables()}

    @cached_property
    def measures(self) -> dict[str, MeasureFinding]:
        """Every measure as entered, by id."""
        return {measure.id: measure for measure in self.assessment.measures}

    def say(self, key: str, **values: object) -> str:
        """Return a fixed wording of the report."""
        return messages("report")(key, self.language, **values)

    def say_or(self, key: str, otherwise: str) -> str:
        """Return a fixed wording of the report, or something else where there is none."""
        return self.say(key) if key in messages("report") else otherwise

    def text(self, text: Text | None) -> str:
        """Return a wording of the questionnaire ("" for none)."""
        return "" if text is None else text[self.language]

    def term(self, vocabulary: str, key: str) -> str:
        """Return a term of the questionnaire's vocabularies; the key itself where there is none."""
        entry = self.questionnaire.terms.get(vocabulary, {}).get(key)
        return key if entry is None else entry[self.language]

    def terms(self, vocabulary: str, keys: Iterable[str]) -> str:
        """Return several terms in one line."""
        return ", ".join(self.term(vocabulary, key) for key in keys)

    def day(self, value: date) -> str:
        """Return a date in figures."""
        return short_date(value, self.language)

    def printed(
        self,
        value: object,
        options: Sequence[Option] = (),
        unit: str = "",
        starter: Text | str | None = None,
    ) -> str:
        """Return one stored value as a person reads it ("" where it is missing)."""
        if value == UNCLEAR:
            return self.say("unclear")
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | float):
            return self._number(value, unit)
        if isinstance(starter, Text) and value in starter.wordings.values():
            return starter[self.language]
        labels = (self.text(option.label) for option in options if option.id == value)
        return next(labels, "" if value is None else str(value))

    def _number(self, value: float, unit: str) -> str:
        figure = f"{value:.15g}"
        if self.language == "de":
            figure = figure.replace(".", ",")
        return f"{figure} {self.say('unit-' + unit)}" if unit else figure

    def yes_no(self, value: object) -> str:
        """Return yes, no or unclear in words."""
        if value is None:
            return self.say("not-answered")
        return self.say({YES: "yes", NO: "no"}.get(str(value), "unclear"))

    def truth(self, *, known: bool | None) -> str:
        """Return yes, no or (None) open in words."""
        return self.say({True: "yes", False: "no", None: "open"}[known])

    def answer(self, question_id: str) -> str:
        """Return the answer in words ("" for a question that this questionnaire does not ask)."""
        question = self.questions.get(question_id)
        return "" if question is None else self.answer_to(question)

    def answer_to(self, question: Question) -> str:
        """Return the answer in words; a missing one is named as missing."""
        if question.kind == "multi":
            return self._options(question)
        value = self.answers.values.get(question.id)
        if question.kind == "yes-no":
            return self.yes_no(value)
        printed = self.printed(value, question.options, question.unit, question.starter)
        return printed or self.say("not-answered")

    def asked(self, ref: str) -> str:
        """Return a question, or one of its options, with its code."""
        question_id, _, option_id = ref.partition(".")
        question = self.questions[question_id]
        labels = (self.text(o.label) for o in question.options if o.id == option_id)
        return " – ".join([f"{question.code} {self.text(question.text)}", *labels])

    def as_answer(self, ref: str, value: object) -> str:
        """Return in words what might be the answer to a question or to one of its options ("" for nothing)."""
        if value in {YES, NO}:
            return self.yes_no(value)
        question = self.questions[ref.partition(".")[0]]
        return self.printed(value, question.options, question.unit)

    def answer_in_line(self, question: Question) -> str:
        """Return the answer in words, the boxes of several options beside each other."""
        answer = self.answer_to(question)
        if question.kind != "multi":
            return answer
        kept = answer.replace("☒ ", "☒\N{NO-BREAK SPACE}").replace("☐ ", "☐\N{NO-BREAK SPACE}")
        return kept.replace("\n", "  ")

    def not_asked(self, item: Question | Table) -> bool:
        """Whether the other answers rule a question out and nothing was entered all the same."""
        if applies(item.when, self._facts) is not False:
            return False
        if isinstance(item, Table):
            return not self.rows(item.id)
        return self.answer_to(item) == self.say("not-answered")

    @cached_property
    def _facts(self) -> AnswerFacts:
        return AnswerFacts(self.answers, self.assessment.on)

    def _options(self, question: Question) -> str:
        values = self.answers.values
        given = [(o, values.get(f"{question.id}.{o.id}")) for o in question.options]
        if all(value is None for _, value in given):
            return self.say("not-answered")
        lines = []
        for option, value in given:
            label = self.text(option.label)
            if value == YES:
                lines.append(f"☒ {label}")
            elif value == UNCLEAR or value is None:
                lines.append(f"☐ {label} ({self.yes_no(value)})")
        return "\n".join(lines) or self.say("none-of-them")

    def rows(self, table_id: str) -> tuple[Row, ...]:
        """Return the filled rows of a table."""
        return self.answers.tables.get(table_id, ())

    def cell(self, table_id: str, row: Row, column_id: str) -> str:
        """Return one cell in words ("" where it is empty or the table lacks the column)."""
        table = self.tables.get(table_id)
        if table is None or not any(column.id == column_id for column in table.columns):
            return ""
        return self.cell_of(table, row, table.column(column_id))

    def cell_of(self, table: Table, row: Row, column: Column) -> str:
        """Return one cell in words; a starter wording is printed in the language of the report."""
        value = row.values.get(column.id)
        if column.kind == "yes-no":
            return self.yes_no(value) if value is not None else ""
        starter = next((s.values.get(column.id) for s in table.rows if s.id == row.id), None)
        if value is None and column.kind == "label":
            value = starter if isinstance(starter, str) else self.text(starter)
        return self.printed(value, column.options, column.unit, starter)

    def mark(self, grounds: Grounds) -> str:
        """Return the mark behind what is no settled fact: the tool's proposal, or uncertain."""
        if grounds.confidence == "P":
            return self.say("mark-proposal")
        return self.say("mark-uncertain") if grounds.confidence == "U" else ""

    def marked(self, sentence: str, grounds: Grounds) -> str:
        """Return the sentence with its mark."""
        return f"{sentence} {self.mark(grounds)}".strip()

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """The number of every source cited, as in Annex C."""
        return source_numbers(self.questionnaire, self.assessment)

    def cite(self, keys: Iterable[str]) -> str:
        """Return the sources in one line, each in short form with its number in Annex C."""
        numbers: dict[str, list[str]] = {}
        for key in keys:
            numbers.setdefault(self._source(key), []).append(self.number_of(key))
        return "; ".join(f"{title} {' '.join(found)}".strip() for title, found in numbers.items())

    def number_of(self, key: str) -> str:
        """Return the number of a source in brackets, with a sign where it is uncertain."""
        source = self.questionnaire.sources.get(key)
        if source is None:
            return ""
        sure = f" {self.say('mark-uncertain')}" if source.confidence == "U" else ""
        return f"[{self.source_numbers[key]}]{sure}"

    def cite_numbers(self, keys: Iterable[str]) -> str:
        """Return the sources by number alone; what is no source is named."""
        return " ".join(self.number_of(key) or self._source(key) for key in keys)

    def _source(self, key: str) -> str:
        source = self.questionnaire.sources.get(key)
        if source is None:
            return self.say("source-own") if key == "own" else key
        return short_title(self.text(source.title))

    def entered_in(self, item_id: str) -> str:
        """Return the name of the sheet a question or table stands on."""
        for sheet in self.questionnaire.sheets:
            if any(item.id == item_id for item in sheet.items):
                return f"{sheet.code} {self.text(sheet.title)}"
        return ""
