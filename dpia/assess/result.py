"""What an assessment found: every finding with the answers, the rule and the sources it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dpia.assess.compared import Alternatives
    from dpia.assess.periods import LastDay
    from dpia.model import Axis, Value
    from dpia.termsreading import TermsBasis

Stage = Literal["raw", "inherent", "today", "target"]
STAGES: tuple[Stage, ...] = ("raw", "inherent", "today", "target")
GateStatus = Literal["met", "planned", "not_met", "open", "not_applicable"]
Decision = Literal["approved", "conditionally_approved", "consultation", "rejected", "undetermined"]
Span = tuple[str, str]
"""A best and a worst case: of the decision, or of the class of a risk ("" where it does not apply)."""


@dataclass(frozen=True, slots=True)
class Level:
    """A place in the matrix (severity and likelihood 1-4) and its class."""

    severity: int
    likelihood: int
    level: str
    border: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trail: what changed severity and likelihood, by how much, and on what ground.

    kind: "start", "product" (what another product changes), "factor", "shift" (the raw value as the assessor
    set it), "measure", "idle" (a measure that does not count, and why), "cap", "floor", "class" (as computed).
    key: change, factor, measure or rule id. note: message key for "idle" and "measure".
    """

    kind: Literal["start", "product", "factor", "shift", "measure", "idle", "cap", "floor", "class"]
    key: str = ""
    severity: int = 0
    likelihood: int = 0
    note: str = ""
    because: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @classmethod
    def along(  # the parts of a step
        cls,
        axis: Axis,
        change: int,
        kind: Literal["product", "factor", "shift"],
        key: str,
        note: str = "",
        *,
        because: tuple[str, ...] = (),
        sources: tuple[str, ...] = (),
    ) -> Step:
        """Return a step that changes one axis."""
        severity, likelihood = (change, 0) if axis == "severity" else (0, change)
        return cls(kind, key, severity, likelihood, note, because, sources)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the assessor set on one axis instead of what was computed (at the worst end), and why.

    refused: the key of the ground on which it does not count ("": it counts). because: what that rests on.
    """

    axis: Axis
    computed: int
    value: int
    reason: str
    refused: str
    because: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it holds in place of the computed value."""
        return not self.refused


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Whether the assessor holds a level acceptable (EDPB 4.1.c, 4.2.b), and the discussion."""

    acceptable: bool
    discussion: str


@dataclass(frozen=True, slots=True)
class Score:
    """The level at one stage: the worst that the answers allow, the best, and the way to the worst.

    worst and best are what holds: the assessor's value where one was set and counts. What was computed
    stands beside them and stays.
    """

    worst: Level
    best: Level
    steps: tuple[Step, ...]
    computed_worst: Level
    computed_best: Level
    settings: tuple[Setting, ...] = ()

    @property
    def is_range(self) -> bool:
        """Whether open answers can still move it."""
        return (self.worst.severity, self.worst.likelihood) != (
            self.best.severity,
            self.best.likelihood,
        )


@dataclass(frozen=True, slots=True)
class RiskFinding:
    """One risk through all stages. applies: None while the answers leave it open (scored as applying).

    excluded: why the assessor marked it as not applicable ("": not so marked). struck: the factors that
    the assessor left out, with the reason.
    """

    id: str
    code: str
    applies: bool | None
    because: tuple[str, ...]
    scores: Mapping[Stage, Score]
    open: tuple[str, ...]
    sources: tuple[str, ...]
    excluded: str = ""
    struck: Mapping[str, str] = field(default_factory=dict)
    acceptance: Mapping[Stage, Acceptance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequirementFinding:
    """One requirement of a gate."""

    id: str
    status: Literal["met", "planned", "not_met", "open"]
    because: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateFinding:
    """One legal gate. stop: whether it stops the processing when not met (None while open)."""

    id: str
    code: str
    status: GateStatus
    stop: bool | None
    requirements: tuple[RequirementFinding, ...]
    because: tuple[str, ...]
    open: tuple[str, ...]
    sources: tuple[str, ...]
    never_unconditional: bool


@dataclass(frozen=True, slots=True)
class MeasureFinding:
    """One measure as entered, and what its status counts as."""

    id: str
    code: str
    applies: bool | None
    baseline: bool
    status: str
    counts_as: str
    evidence: str
    owner: str
    due: Value | None
    reason: str
    risks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """A consistency rule that fires. about: the risks, measures and rows that it was found at."""

    id: str
    code: str
    severity: Literal["error", "warning", "note"]
    because: tuple[str, ...]
    sources: tuple[str, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """One criterion of the threshold analysis: met, not met, or open (None)."""

    id: str
    code: str
    met: bool | None
    because: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThresholdStep:
    """One of the rules T01-T10: how it came out, and the result that it gives ("" for none).

    state: "constant" where this questionnaire fixes it. codes: the criteria that it rests on.
    """

    rule: str
    state: Literal["constant", "holds", "fails", "open"]
    outcome: str = ""
    codes: tuple[str, ...] = ()


Justification = Literal["not-needed", "given", "missing", "missing-in-the-case"]
"""Whether a decision against a DPIA has its reasons: T10 (two criteria), T05 (one, "in the case")."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Whether a DPIA is due: the result, the rules (T01-T10) that gave it, and all criteria.

    decided: what the controller decided ("carry-out", "none", "" if nothing yet).
    """

    result: str
    reasons: tuple[str, ...]
    criteria: tuple[CriterionFinding, ...]
    met_count: int
    open_count: int
    steps: tuple[ThresholdStep, ...] = ()
    decided: str = ""
    justification: Justification = "not-needed"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the decision is proposed: a message key and the codes of what it rests on."""

    key: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionItem:
    """What must still be done: a gate's requirement or a measure, with owner and date."""

    code: str
    kind: Literal["gate", "measure", "risk"]
    id: str
    owner: str
    due: Value | None


@dataclass(frozen=True, slots=True)
class DecisionFinding:
    """The proposal, its best and worst case, and what the controller decided ("" if not yet)."""

    proposed: Decision
    best: Decision
    worst: Decision
    reasons: tuple[Reason, ...]
    conditions: tuple[ConditionItem, ...]
    taken: str


@dataclass(frozen=True, slots=True)
class GateMove:
    """A gate that an open answer can move: its status now, and what it can become, best first.

    stops: also whether it stops the processing at all hangs on the answer.
    """

    code: str
    now: GateStatus
    outcomes: tuple[GateStatus, ...]
    stops: bool = False


@dataclass(frozen=True, slots=True)
class RiskMove:
    """A risk whose class an open answer can move: what its class can become, today and after the plan."""

    code: str
    today: tuple[Span, ...]
    target: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What resolving one open answer can change while every other stays open; empty: nothing.

    weight orders the open answers: decision, stop gates, other gates, highest levels, risks, threshold.
    """

    decision: tuple[Span, ...] = ()
    stops: tuple[GateMove, ...] = ()
    gates: tuple[GateMove, ...] = ()
    highest_today: tuple[Span, ...] = ()
    highest_target: tuple[Span, ...] = ()
    risks: tuple[RiskMove, ...] = ()
    threshold: tuple[str, ...] = ()
    weight: tuple[int, ...] = ()

    @property
    def decides(self) -> bool:
        """Whether the proposed decision or a stop gate hangs on it."""
        return bool(self.decision or self.stops)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something unanswered or unclear: the reference, whether it is required, and what it moves.

    moves: the findings that wait for it. reach: how far it alone can still move the result.
    """

    ref: str
    required: bool
    given_unclear: bool
    moves: tuple[str, ...]
    reach: Reach = field(default_factory=Reach)


@dataclass(frozen=True, slots=True)
class ConsultationPoint:
    """One point of Art. 36(3): the fields that hold it, and the answers that are there or still missing."""

    letter: Literal["a", "b", "c", "d", "e", "f"]
    state: Literal["held", "incomplete", "missing", "not-applicable", "on-request"]
    fields: tuple[str, ...]
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsultationFinding:
    """What a prior consultation (Art. 36) needs, and its periods as far as the day of receipt is known.

    authority: the key of the competent one ("" while open). answer: the last day of eight weeks. extended: of fourteen.
    notice: the last day on which the extension can be notified. notified: when it was (None: it was not).
    """

    authority: str
    points: tuple[ConsultationPoint, ...]
    received: date | None = None
    answer: LastDay | None = None
    extended: LastDay | None = None
    notice: LastDay | None = None
    notified: date | None = None

    @property
    def notified_late(self) -> bool:
        """Whether the extension was notified after its last day."""
        return (
            self.notified is not None
            and self.notice is not None
            and self.notified > self.notice.last
        )


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """A reason to review. due: None where the answers do not say, or people have to watch for it.

    due_on: the day from which mere time makes it due (past or to come), None where no date does.
    """

    id: str
    due: bool | None
    because: tuple[str, ...]
    sources: tuple[str, ...]
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """The three numbers of the cover: stop gates not met, highest level today and after the plan."""

    stops_not_met: int
    highest_today: str
    highest_today_best: str
    highest_target: str
    highest_target_best: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything found, on one date, by one questionnaire version.

    terms: what the user's copy of the terms says. terms_profile: the product whose terms are known, "" for none.
    """

    questionnaire_id: str
    questionnaire_version: str
    questionnaire_digest: str
    on: date
    complete: bool
    threshold: Threshold
    gates: tuple[GateFinding, ...]
    risks: tuple[RiskFinding, ...]
    measures: tuple[MeasureFinding, ...]
    rules: tuple[RuleFinding, ...]
    decision: DecisionFinding
    headline: Headline
    open: tuple[OpenItem, ...]
    consultation: ConsultationFinding | None = None
    review: tuple[ReviewFinding, ...] = ()
    alternatives: Alternatives | None = None
    terms: TermsBasis | None = None
    terms_profile: str = ""

    @property
    def blocking(self) -> tuple[RuleFinding, ...]:
        """The consistency errors that a final version must not have."""
        return tuple(rule for rule in self.rules if rule.severity == "error")
