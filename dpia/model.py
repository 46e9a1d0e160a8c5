"""The central types: what a questionnaire is made of and what an answer looks like. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.conditions import Condition
    from dpia.providers import Comparison, Provider
    from dpia.termsreading import TermsBasis, TermsReading

UNCLEAR: Final = "unclear"
"""The answer "unklar": given, but open. It is reserved in every kind of question."""

CONFIRMED: Final = "confirmed"
"""The column in which a person confirms a proposed row ("no" takes the proposal out)."""

YES: Final = "yes"
NO: Final = "no"

Value = str | int | float | date


def entered_text(value: Value | None) -> str:
    """Return what was entered as text; a missing answer and "unklar" say nothing."""
    return "" if value is None or value == UNCLEAR else str(value).strip()


Kind = Literal[
    "yes-no", "choice", "multi", "text", "long-text", "integer", "number", "date", "label"
]
Confidence = Literal["V-orig", "V", "L", "K", "U", "P"]
Axis = Literal["severity", "likelihood"]
CriterionGroup = Literal[
    "art35-3",
    "national-law",
    "criteria",
    "national-list",
    "existing",
    "voluntary",
    "exemption",
]


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in every language of the product; indexed by language code."""

    wordings: Mapping[str, str]

    def __getitem__(self, language: str) -> str:
        return self.wordings[language]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be cited: a norm, a decision, a guideline, terms, or a published fact."""

    key: str
    code: str
    title: Text
    place: str
    url: str
    dated: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a value or rule is what it is: source keys, or "own" with a reason, and how sure we are."""

    sources: tuple[str, ...]
    confidence: Confidence
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. The id is stored, the label is shown."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question with one answer cell ("multi": one yes/no cell for each option)."""

    id: str
    code: str
    text: Text
    help: Text
    kind: Kind
    sources: tuple[str, ...]
    options: tuple[Option, ...] = ()
    required: bool = False
    when: Condition | None = None
    fills: tuple[str, ...] = ()
    unit: Literal["", "months", "days", "percent"] = ""
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    starter: Text | str | None = None

    @property
    def answer_ids(self) -> tuple[str, ...]:
        """The ids under which its answers stand."""
        if self.kind != "multi":
            return (self.id,)
        return tuple(f"{self.id}.{option.id}" for option in self.options)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. A "label" column is printed by us and cannot be filled in."""

    id: str
    title: Text
    kind: Kind
    help: Text | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    unit: Literal["", "months", "days", "percent"] = ""
    width: int = 24


@dataclass(frozen=True, slots=True)
class StarterRow:
    """A row that the questionnaire brings along. Its cells are proposals; "label" cells are fixed."""

    id: str
    values: Mapping[str, Text | str]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A repeated thing: one row each, with room for more.

    rows_from: the catalogue that gives the rows of a fixed table. adds: the catalogue that its rows extend.
    """

    id: str
    code: str
    title: Text
    help: Text
    columns: tuple[Column, ...]
    sources: tuple[str, ...]
    rows: tuple[StarterRow, ...] = ()
    spare: int = 10
    fixed: bool = False
    min_rows: int = 0
    rows_from: Literal["", "measures", "risks", "factors", "providers"] = ""
    adds: Literal["", "risks", "measures"] = ""
    when: Condition | None = None
    fills: tuple[str, ...] = ()

    def column(self, column_id: str) -> Column:
        """Return the column with this id (KeyError if there is none)."""
        for column in self.columns:
            if column.id == column_id:
                return column
        raise KeyError(column_id)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One topic, one sheet of the workbook."""

    id: str
    code: str
    title: Text
    intro: Text
    items: tuple[Question | Table, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """A circumstance that shifts the raw value of a risk by one level."""

    id: str
    axis: Axis
    step: int
    when: Condition
    text: Text
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Lowering:
    """A circumstance that an assessor may count as a downward factor, unless its measures are entered."""

    id: str
    text: Text
    measures: tuple[str, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk with its raw severity and likelihood (1-4), before any measure. own: entered by the user.

    shifts: steps on the raw value that another product brings (only when its use is assessed).
    """

    id: str
    code: str
    track: Literal["A", "B"]
    feared: Literal["", "illegitimate-access", "modification", "disappearance"]
    title: Text
    source: Text
    event: Text
    impact: Text
    persons: tuple[str, ...]
    goals: tuple[str, ...]
    severity: int
    likelihood: int
    grounds: Grounds
    gates: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    applies: Condition | None = None
    severity_floor: int = 1
    likelihood_only_by: tuple[str, ...] | None = None
    likelihood_note: Text | None = None
    lowering: tuple[Lowering, ...] = ()
    own: bool = False
    shifts: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A condition under which a measure counts less on a risk (None: on all it acts on)."""

    rule: str
    when: Condition
    text: Text
    risk: str | None = None
    likelihood: int | None = None
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and its change of likelihood and severity (0, -1, -2). own: entered by the user.

    proves: the gates and report fields that it serves; a measure that lowers nothing must name one.
    """

    id: str
    code: str
    kind: Literal["T", "T/O", "O", "L"]
    title: Text
    explanation: Text
    evidence: Text
    risks: tuple[str, ...]
    goals: tuple[str, ...]
    likelihood: int
    severity: int
    effort: Literal["", "L", "M", "H"]
    baseline: bool
    tables: tuple[str, ...]
    grounds: Grounds
    when: Condition | None = None
    needs_owner: bool = False
    only_when_implemented: bool = False
    adjust: tuple[Adjustment, ...] = ()
    conflicts: tuple[tuple[str, Text], ...] = ()
    proves: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a gate asks for. "planned" holds when the missing piece has an owner and a due date."""

    id: str
    text: Text
    met: Condition
    planned: Condition | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A legal condition that no score can offset."""

    id: str
    code: str
    title: Text
    norm: Text
    explanation: Text
    remedy: Text
    requires: tuple[Requirement, ...]
    grounds: Grounds
    stop: Condition
    not_applicable: Condition | None = None
    not_applicable_text: Text | None = None
    never_unconditional: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A consistency rule over the answers and, where it says so, the result."""

    id: str
    code: str
    severity: Literal["error", "warning", "note"]
    when: Condition
    text: Text
    grounds: Grounds
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One reason that a DPIA may be due, with the condition under which it is met."""

    id: str
    code: str
    group: CriterionGroup
    text: Text
    met: Condition
    grounds: Grounds
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class ReviewTrigger:
    """A reason to review the assessment (Art. 35(11)). when: None where people have to watch for it."""

    id: str
    text: Text
    grounds: Grounds
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels, matrix and classes of a risk method, as data (key: severity, likelihood)."""

    id: str
    title: Text
    note: Text
    levels: Mapping[int, Text]
    severity_texts: Mapping[int, Text]
    likelihood_texts: Mapping[int, Text]
    matrix: Mapping[tuple[int, int], str]
    border: Mapping[tuple[int, int], Text]
    classes: Mapping[str, Text]
    class_rank: Mapping[str, int]
    class_fill: Mapping[str, str]
    acceptance: Mapping[str, Text]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One methodology, whole: questions, rules, texts and sources, with a digest over all of it."""

    id: str
    version: str
    digest: str
    languages: tuple[str, ...]
    title: Text
    subtitle: Text
    law_status: date
    template_label: Text
    sheets: tuple[Sheet, ...]
    risks: Mapping[str, Risk]
    measures: Mapping[str, Measure]
    gates: Mapping[str, Gate]
    rules: Mapping[str, Rule]
    criteria: Mapping[str, Criterion]
    sources: Mapping[str, Source]
    scale: Scale
    terms: Mapping[str, Mapping[str, Text]]
    notes: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    review: tuple[ReviewTrigger, ...] = ()
    providers: Mapping[str, Provider] = field(default_factory=lambda: MappingProxyType({}))
    comparison: Comparison | None = None
    terms_reading: TermsReading | None = None

    def items(self) -> Iterator[Question | Table]:
        """Every question and table in the order of the sheets."""
        for sheet in self.sheets:
            yield from sheet.items

    def by_reference(self) -> dict[str, Question | Table]:
        """Every question and table by what conditions and findings call it: "question" or "table:id"."""
        return {
            item.id if isinstance(item, Question) else f"table:{item.id}": item
            for item in self.items()
        }

    def questions(self) -> Iterator[Question]:
        """Every question in the order of the sheets."""
        return (item for item in self.items() if isinstance(item, Question))

    def tables(self) -> Iterator[Table]:
        """Every table in the order of the sheets."""
        return (item for item in self.items() if isinstance(item, Table))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: the sheet's visible name and the cell."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot be used: a message key, where, on what, and the values for the message."""

    code: str
    place: Place | None
    subject: str
    found: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell whose text could not enter letter by letter. what: names as in dpia.guard.text, and how often."""

    place: Place
    subject: str
    what: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row of a table. The id is the starter row's, or "+n" for an added one."""

    id: str
    values: Mapping[str, Value]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers. What is missing has no entry; what is open has the value UNCLEAR.

    values: by question id; of a "multi" question by "<question>.<option>" (yes, no, UNCLEAR).
    tables: by table id. notes: the remark beside a question. signed: by sheet id, (who, when).
    terms: the copy of the provider's terms that was read with them.
    """

    values: Mapping[str, Value]
    tables: Mapping[str, tuple[Row, ...]]
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    signed: Mapping[str, tuple[str, Value | None]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))
    language: str = "de"
    terms: TermsBasis | None = None


@dataclass(frozen=True, slots=True)
class RawCell:
    """What stands in one cell, as the spreadsheet program stored it (str, number, bool, date, None).

    changes: what of its text had to be changed, and how often; names as in dpia.guard.text.
    """

    value: object
    place: Place
    kind: Literal["value", "formula", "error"] = "value"
    changes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a table as found; id as in Row."""

    id: str
    cells: Mapping[str, RawCell]
    place: Place


@dataclass(frozen=True, slots=True)
class RawAnswers:
    """A filled workbook as it was found: nothing judged, nothing dropped.

    cells: by question id (or "<question>.<option>"); several cells where an id stands twice.
    """

    questionnaire_id: str
    questionnaire_version: str
    language: str
    cells: Mapping[str, tuple[RawCell, ...]]
    tables: Mapping[str, tuple[RawRow, ...]]
    notes: Mapping[str, RawCell]
    signed: Mapping[str, tuple[RawCell | None, RawCell | None]]
    unknown_ids: tuple[tuple[str, Place], ...] = ()
