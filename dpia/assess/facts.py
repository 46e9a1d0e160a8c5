"""Answers as facts: what conditions see, and what the entered state of each measure counts as."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from dpia.assess.judgement import UNJUDGED, judgements
from dpia.conditions import applies
from dpia.model import UNCLEAR, entered_text
from dpia.tables import MEASURES, OWN_MEASURES, own_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.judgement import Judgement
    from dpia.assess.result import Stage
    from dpia.model import Answers, Measure, Questionnaire, Row, Value

FORESEEN: Final = ("planned", "partial", "implemented")
"""The statuses of a measure that is provided for."""


@dataclass(frozen=True, slots=True)
class MeasureState:
    """One measure as entered. status None: missing or unclear. counts_as: after rule K18.

    applies: whether the measure makes sense here at all; None while the answers leave it open.
    """

    measure: Measure
    applies: bool | None
    baseline: bool
    status: str | None
    counts_as: str | None
    evidence: str
    owner: str
    due: Value | None
    reason: str

    @property
    def entered(self) -> bool:
        """Whether the workbook provides for it at all."""
        return self.applies is not False and self.counts_as in FORESEEN

    def active(self, stage: Stage) -> bool | None:
        """Whether it counts at a stage; None while its status, or whether it applies, is open.

        Raw: none. Inherent: the baseline set. Today: what is implemented. Target: what is foreseen.
        """
        if stage == "raw" or self.applies is False or (stage == "inherent" and not self.baseline):
            return False
        if self.counts_as is None:
            return None
        only_done = self.measure.only_when_implemented and self.counts_as != "implemented"
        if self.counts_as not in FORESEEN or only_done:
            return False
        done = self.counts_as == "implemented" or (
            self.counts_as == "partial" and bool(self.reason)
        )
        return self.applies if done or stage != "today" else False

    def planned(self) -> bool | None:
        """Whether it is in place or foreseen with an owner and a due date; None while open."""
        if self.applies is False:
            return False
        if self.counts_as is None:
            return None
        has_date = isinstance(self.due, date)
        foreseen = self.counts_as in FORESEEN and bool(self.owner) and has_date
        return self.applies if foreseen or self.active("today") is not False else False


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """Everything conditions may look at, on one date."""

    answers: Answers
    today: date
    states: Mapping[str, MeasureState] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] | None = None

    def value(self, subject: str) -> Value | None:
        """Return the answer, or None when missing."""
        return self.answers.values.get(subject)

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the filled rows of a table."""
        return self.answers.tables.get(table, ())

    def measure(self, measure: str, asked: str) -> bool | None:
        """Say whether a measure is in place or planned ("active" outside of scoring is today)."""
        state = self.states[measure]
        return state.planned() if asked == "planned" else state.active("today")

    def measure_status(self, measure: str) -> str | None:
        """Return the status entered."""
        return self.states[measure].status

    def result(self, name: str) -> str | None:
        """Return a result that is already there."""
        return self.results.get(name)

    def noted(self, what: str) -> tuple[str, ...] | None:
        """Return where the computation noted something; None before it has run."""
        return None if self.notes is None else self.notes.get(what, ())

    def judgement(self, risk: str) -> Judgement:
        """Return what the assessor judged about a risk."""
        return self.judgements.get(risk, UNJUDGED)

    def knowing(self, **results: str) -> AnswerFacts:
        """Return the same facts with further results of the assessment."""
        named = {name.replace("_", "-"): value for name, value in results.items()}
        return replace(self, results={**self.results, **named})

    def noting(self, notes: Mapping[str, tuple[str, ...]]) -> AnswerFacts:
        """Return the same facts with what the computation noted."""
        return replace(self, notes=notes)


def gather(questionnaire: Questionnaire, answers: Answers, on: date) -> AnswerFacts:
    """Build the facts of these answers."""
    bare = AnswerFacts(answers, on)
    rows = {row.id: row for row in bare.rows(MEASURES)}
    rows |= {own_id("measures", row.id): row for row in bare.rows(OWN_MEASURES)}
    states = {
        measure.id: _state(measure, rows.get(measure.id), bare)
        for measure in questionnaire.measures.values()
    }
    return replace(bare, states=states, judgements=judgements(questionnaire, bare.rows))


def _state(measure: Measure, row: Row | None, facts: AnswerFacts) -> MeasureState:
    values = row.values if row is not None else {}
    status = entered_text(values.get("status")) or None
    evidence, owner = entered_text(values.get("evidence")), entered_text(values.get("owner"))
    counts_as = status
    if status == "implemented" and (not evidence or (measure.needs_owner and not owner)):
        counts_as = "partial"
    chosen = entered_text(values.get("set"))
    due = values.get("due")
    return MeasureState(
        measure=measure,
        applies=applies(measure.when, facts),
        baseline=chosen == "baseline" if chosen else measure.baseline,
        status=status,
        counts_as=counts_as,
        evidence=evidence,
        owner=owner,
        due=None if due == UNCLEAR else due,
        reason=entered_text(values.get("reason")),
    )
