"""Conditions in words, so that a lawyer can read what a rule asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dpia import conditions as c
from dpia.i18n import messages, quoted
from dpia.model import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dpia.conditions import Condition
    from dpia.model import Column, Option, Question, Questionnaire, Table


@dataclass(frozen=True)
class Worded:
    """Words conditions of one questionnaire in one language."""

    questionnaire: Questionnaire
    language: str

    def words(self, condition: Condition, table: Table | None = None) -> str:
        """Return the condition as a sentence part; table: whose columns it speaks about."""
        if isinstance(condition, c.All | c.Any):
            key = "condition-and" if isinstance(condition, c.All) else "condition-or"
            return self._say(key).join(self._part(part, table) for part in condition.parts)
        if isinstance(condition, c.Not | c.Known):
            key = "condition-not" if isinstance(condition, c.Not) else "condition-known"
            return self._say(key, part=self._part(condition.part, table))
        if isinstance(condition, c.WhereEntered):
            return self.words(condition.part, table)
        if isinstance(condition, c.Always):
            return self._say("condition-always" if condition.truth else "condition-never")
        return self._leaf(condition, table)

    def _part(self, part: Condition, table: Table | None) -> str:
        worded = self.words(part, table)
        return f"({worded})" if isinstance(part, c.All | c.Any) else worded

    def _leaf(self, leaf: Condition, table: Table | None) -> str:
        if isinstance(leaf, c.RowsAtLeast | c.EveryRow):
            return self._rows(leaf)
        if isinstance(leaf, c.NamedIn):
            return self._named_in(leaf, table)
        if isinstance(leaf, c.Between):
            return self._between(leaf, table)
        if isinstance(leaf, c.In | c.Answered | c.LaterThan | c.OlderThan):
            return self._answer(leaf, table)
        return self._finding(leaf)

    def _answer(
        self, leaf: c.In | c.Answered | c.LaterThan | c.OlderThan, table: Table | None
    ) -> str:
        subject = self._subject(leaf.subject, table)
        if isinstance(leaf, c.In):
            named = [self._value(leaf.subject, option, table) for option in leaf.options]
            return self._say("condition-in", subject=subject, values=self._or(named))
        if isinstance(leaf, c.Answered):
            key = "condition-length" if leaf.min_length else "condition-answered"
            return self._say(key, subject=subject, count=leaf.min_length)
        if isinstance(leaf, c.LaterThan):
            other = self._subject(leaf.other, table)
            return self._say("condition-later", subject=subject, other=other)
        return self._say("condition-older", subject=subject, count=leaf.months)

    def _between(self, leaf: c.Between, table: Table | None) -> str:
        bounds = [
            self._say(key, count=f"{value:g}")
            for key, value in (("condition-least", leaf.at_least), ("condition-most", leaf.at_most))
            if value is not None
        ]
        subject = self._subject(leaf.subject, table)
        return self._say(
            "condition-between", subject=subject, bounds=self._say("condition-and").join(bounds)
        )

    def _rows(self, leaf: c.RowsAtLeast | c.EveryRow) -> str:
        table = next((t for t in self.questionnaire.tables() if t.id == leaf.table), None)
        name = (
            leaf.table
            if table is None
            else f"{table.code} {self._quoted(table.title[self.language])}"
        )
        where = self.words(leaf.where, table) if leaf.where is not None else ""
        if isinstance(leaf, c.RowsAtLeast):
            key = "condition-rows-where" if where else "condition-rows"
            key += "-one" if leaf.count == 1 else ""
            return self._say(key, table=name, count=leaf.count, filter=where)
        key = "condition-every-where" if where else "condition-every"
        return self._say(key, table=name, part=self.words(leaf.condition, table), filter=where)

    def _named_in(self, leaf: c.NamedIn, table: Table | None) -> str:
        other = next((t for t in self.questionnaire.tables() if t.id == leaf.table), None)
        name = leaf.table if other is None else self._quoted(other.title[self.language])
        where = "" if leaf.where is None else self.words(leaf.where, other)
        key = "condition-named-where" if where else "condition-named"
        subject = self._subject(leaf.subject, table)
        return self._say(key, subject=subject, table=name, part=where)

    def _finding(self, leaf: Condition) -> str:
        if isinstance(leaf, c.MeasureIs):
            return self._say(
                f"condition-measure-{leaf.asked.replace('_', '-')}",
                measure=self._measure(leaf.measure),
            )
        if isinstance(leaf, c.MeasureStatus):
            named = [self._term("measure-statuses", status) for status in leaf.options]
            return self._say(
                "condition-status", measure=self._measure(leaf.measure), values=self._or(named)
            )
        if isinstance(leaf, c.ResultIn):
            named = [self._result(leaf.name, option) for option in leaf.options]
            return self._say(
                "condition-result", result=self._result_name(leaf.name), values=self._or(named)
            )
        if isinstance(leaf, c.Noted):
            return self._say(f"condition-noted-{leaf.what}")
        return self._say("condition-other", refs=", ".join(c.references(leaf)))

    def _subject(self, subject: str, table: Table | None) -> str:
        item = self._column(subject, table)
        if item is not None:
            return self._quoted(item.title[self.language])
        question_id, _, option_id = subject.partition(".")
        question = self._questions.get(question_id)
        if question is None:
            return subject
        label = next((o.label[self.language] for o in question.options if o.id == option_id), "")
        text = question.text[self.language].rstrip("?")
        return f"{question.code} {self._quoted(f'{text} – {label}' if label else text)}"

    def _value(self, subject: str, value: object, table: Table | None) -> str:
        item = self._column(subject, table) or self._questions.get(subject.partition(".")[0])
        options: Iterable[Option] = () if item is None or "." in subject else item.options
        label = next((o.label[self.language] for o in options if o.id == value), "")
        if label:
            return self._quoted(label)
        return {YES: self._say("yes"), NO: self._say("no")}.get(str(value), str(value))

    def _column(self, subject: str, table: Table | None) -> Column | None:
        return next((col for col in table.columns if col.id == subject), None) if table else None

    @cached_property
    def _questions(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questionnaire.questions()}

    def _measure(self, measure_id: str) -> str:
        measure = self.questionnaire.measures.get(measure_id)
        return measure_id if measure is None else f"{measure.code} {measure.title[self.language]}"

    def _result_name(self, name: str) -> str:
        catalogue = messages("report")
        return catalogue(f"result-{name}", self.language) if f"result-{name}" in catalogue else name

    def _result(self, name: str, option: str) -> str:
        if name == "threshold":
            return self._term("threshold-results", option)
        if name == "decision-taken":
            return self._term("decisions", option)
        label = self.questionnaire.scale.classes.get(option)
        return self._term("yes-no", option) if label is None else label[self.language]

    def _term(self, vocabulary: str, key: str) -> str:
        terms: Mapping[str, object] = self.questionnaire.terms.get(vocabulary, {})
        return self.questionnaire.terms[vocabulary][key][self.language] if key in terms else key

    def _quoted(self, text: str) -> str:
        return quoted(text, self.language)

    def _or(self, values: list[str]) -> str:
        return self._say("condition-or").join(values)

    def _say(self, key: str, **values: object) -> str:
        return messages("report")(key, self.language, **values)
