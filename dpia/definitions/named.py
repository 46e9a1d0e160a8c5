"""What every check over a questionnaire shares: names and conditions must speak of things that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.conditions import (
    ATTRIBUTE,
    All,
    Answered,
    EveryRow,
    In,
    MeasureStatus,
    NamedIn,
    Noted,
    RowsAtLeast,
    references,
)
from dpia.model import NO, YES
from dpia.providers import MILDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dpia.conditions import Condition
    from dpia.definitions.faults import Faults
    from dpia.definitions.spots import Spot, Spots
    from dpia.model import Column, Question, Questionnaire

_RESULTS = (
    "threshold",
    "threshold-justification",
    "highest-today",
    "highest-target",
    "decision-taken",
    "alternatives-differ",
    "pseudo-reasons",
    "terms-differ",
)
NOTED = (
    "feared-event-missing",
    "set-without-additional-measure",
    "measure-without-evidence",
    "set-likelihood-only-by",
    "cap-organisational",
    "set-below-floor",
    "factor-counted-twice",
    "terms-copy-differs",
)
"""What the computation notes and a rule may ask for; dpia.assess.noted gathers it."""
_STATUSES = ("not-planned", "planned", "partial", "implemented")


class Check:
    """One pass over a questionnaire; knows where each definition stands."""

    def __init__(self, questionnaire: Questionnaire, spots: Spots, faults: Faults) -> None:
        self.q = questionnaire
        self.faults = faults
        self.spots = spots
        self.questions = {question.id: question for question in questionnaire.questions()}
        self.tables = {table.id: table for table in questionnaire.tables()}
        self.attributes = _attributes(questionnaire)

    def fault(self, spot: Spot, key: str, **values: object) -> None:
        """Note a fault."""
        self.faults.add(spot.file, spot.path, key, **values)

    def names(self, spot: Spot, keys: Iterable[str], known: Iterable[str]) -> None:
        """Every key must be known."""
        for key in keys:
            if key not in known:
                self.fault(spot, "reference-unknown", found=key)

    def sources(self, spot: Spot, keys: Iterable[str]) -> None:
        """Every source must stand in sources.yaml."""
        self.names(spot / "sources", keys, self.q.sources)

    def choices(self, subject: str) -> frozenset[str] | None:
        """The values a question can have; None when it is free, none at all when there is no such."""
        name, _, option = subject.partition(".")
        question = self.questions.get(name)
        if question is None:
            return frozenset()
        if question.kind == "multi":
            known = option in {o.id for o in question.options}
            return frozenset({YES, NO}) if known else frozenset()
        return frozenset() if option else allowed_options(question)

    def condition(
        self,
        spot: Spot,
        condition: Condition | None,
        *,
        after: bool = False,
        attributes: bool = False,
    ) -> None:
        """Every question, option, table, column, measure and result named must exist.

        after: whether it is asked after the computation, so that it may look at what that noted.
        attributes: whether attributes of a product may be asked for (only in comparisons).
        """
        if condition is None:
            return
        for part in condition.leaves():
            if isinstance(part, Noted) and not after:
                self.fault(spot, "noted-too-early", found=part.what)
            elif isinstance(part, RowsAtLeast | EveryRow):
                self._row_condition(spot, part)
            elif isinstance(part, In):
                self._values(spot, part, self._choices_of(part))
            elif isinstance(part, MeasureStatus):
                self.names(spot, part.options, _STATUSES)
        for ref in references(condition):
            kind, _, name = ref.rpartition(":")
            known: Mapping[str, Iterable[str]] = {
                "measure": self.q.measures, "table": self.tables, "result": _RESULTS,
                "noted": NOTED,
                "attribute": self.attributes if attributes else (),
            }  # fmt: skip
            if kind:
                self.names(spot, [name], known[kind])
            elif self.choices(ref) == frozenset():
                self.fault(spot, "reference-unknown", found=ref)

    def _choices_of(self, part: In) -> frozenset[str] | None:
        """The values that what is asked for can have: a question, or an attribute of a product."""
        if part.subject.startswith(ATTRIBUTE):
            return self.attributes.get(part.subject[len(ATTRIBUTE) :])
        return self.choices(part.subject)

    def _values(self, spot: Spot, part: In, allowed: frozenset[str] | None) -> None:
        for option in part.options:
            if allowed and option not in allowed:
                self.fault(spot, "option-unknown", found=option, question=part.subject)

    def _row_condition(self, spot: Spot, part: RowsAtLeast | EveryRow) -> None:
        """Inside a row only columns can be asked for."""
        table = self.tables.get(part.table)
        if table is None:
            return
        columns = {column.id: column for column in table.columns}
        inner = [part.where, part.condition if isinstance(part, EveryRow) else None]
        for leaf in (leaf for condition in inner if condition for leaf in condition.leaves()):
            for ref in leaf.refs:
                if ref not in columns:
                    self.fault(spot, "reference-unknown", found=f"{table.id}.{ref}")
            if isinstance(leaf, In) and leaf.subject in columns:
                self._values(spot, leaf, allowed_options(columns[leaf.subject]))
            if isinstance(leaf, NamedIn):
                self._named_in(spot, leaf)

    def _named_in(self, spot: Spot, part: NamedIn) -> None:
        """The other table and its column must exist; what is asked of its rows speaks of its columns."""
        self.names(spot, [part.table], self.tables)
        if part.table in self.tables:
            by = Answered(part.column)
            asked = by if part.where is None else All((by, part.where))
            self._row_condition(spot, RowsAtLeast(part.table, 1, asked))


def _attributes(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """The attributes in which means are compared with their values, and whether that makes them milder."""
    if questionnaire.comparison is None:
        return {}
    known = questionnaire.comparison.attributes
    return {key: frozenset(attribute.grades) for key, attribute in known.items()} | {
        MILDER: frozenset({YES, NO})
    }


def allowed_options(item: Question | Column) -> frozenset[str] | None:
    """The options that can be chosen in one cell; None when it is free."""
    if item.kind == "yes-no":
        return frozenset({YES, NO})
    return frozenset(option.id for option in item.options) if item.kind == "choice" else None
