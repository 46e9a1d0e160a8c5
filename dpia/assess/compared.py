"""What the comparison of means found, and what the assessment says of the means that was chosen (M01)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dpia.assess.result import Assessment, GateStatus
    from dpia.model import Value

Necessity = Literal["not-necessary", "reasoned", "none-milder", "unreasoned", "open"]
"""What field 3.2 says: a milder, equally suitable means stands against it; it does, with detailed reasons;
none does; reasons are missing; answers are open."""

Verdict = Literal["gone", "lower", "same", "higher", "new", "open"]


@dataclass(frozen=True, slots=True)
class MeansFinding:
    """One row of the table of means: what we work out (None: open) beside what was entered.

    values: its attributes as far as they are certain. better, not_better, unknown: of those counted.
    weaker: worse than the product in use in the attribute that is not counted (encryption).
    """

    row: str
    provider: str
    name: str
    values: Mapping[str, str | None]
    better: tuple[str, ...]
    not_better: tuple[str, ...]
    unknown: tuple[str, ...]
    weaker: bool
    milder: bool | None
    missing: tuple[str, ...]
    unsure: tuple[str, ...]
    suitable: bool | None
    checked: bool | None
    entered_milder: bool | None
    entered_suitable: bool | None
    pseudo_reasons: tuple[str, ...]

    @property
    def differs(self) -> tuple[str, ...]:
        """Where the person came to another result than we did."""
        pairs = (
            ("milder", self.milder, self.entered_milder),
            ("suitable", self.suitable, self.entered_suitable),
        )
        return tuple(
            name
            for name, ours, theirs in pairs
            if None not in {ours, theirs} and ours is not theirs
        )

    @property
    def stands_against(self) -> bool:
        """Whether the person takes it for milder and equally suitable, having examined it."""
        return bool(self.checked and self.entered_milder and self.entered_suitable)


@dataclass(frozen=True, slots=True)
class TermsDifference:
    """An answer on the terms that differs from what we know of this product's terms in a dated version."""

    ref: str
    entered: Value
    known: Value
    version: date


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """A change that the profile makes: certain, or open while an attribute is not known."""

    id: str
    certain: bool
    because: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RiskComparison:
    """One risk after the plan: with the product in use and with the alternative."""

    id: str
    code: str
    verdict: Verdict
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateComparison:
    """One gate with the product in use and with the alternative."""

    id: str
    code: str
    now: GateStatus
    then: GateStatus
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlternativeRun:
    """The assessment made again with the means that was chosen.

    better: our proposal, all in all; None while too little is known of the means to call it milder or not.
    """

    provider: str
    row: str
    name: str
    values: Mapping[str, str | None]
    changes: tuple[AppliedChange, ...]
    assessment: Assessment
    risks: tuple[RiskComparison, ...]
    gates: tuple[GateComparison, ...]
    better: bool | None


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Everything that field 3.2 rests on. in_use: the profile of the product that is assessed."""

    in_use: str
    rows: tuple[MeansFinding, ...]
    necessity: Necessity
    pseudo_reasons: tuple[str, ...]
    terms: tuple[TermsDifference, ...]
    run: AlternativeRun | None = None

    @property
    def standing(self) -> tuple[MeansFinding, ...]:
        """The means that, by what was entered, are milder and equally suitable."""
        return tuple(row for row in self.rows if row.stands_against)
