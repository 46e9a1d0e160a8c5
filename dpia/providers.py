"""What a questionnaire knows of other means for the same purpose, and how they are compared (field 3.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dpia.conditions import Condition
    from dpia.model import Grounds, Risk, Text, Value

UNKNOWN: Final = "unknown"
"""The value of an attribute that nobody knows: open, neither good nor bad."""

OTHER: Final = "other"
"""The option of the question on the product that stands for every means of another provider."""


MILDER: Final = "milder"
"""What follows from the attributes of a means, asked for like one of them."""


@dataclass(frozen=True, slots=True)
class Grade:
    """One value of an attribute; the lower the rank, the milder. Without one it cannot be compared."""

    id: str
    label: Text
    rank: int | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something in which means differ, with its values; the id is that of a column of the table of means."""

    id: str
    title: Text
    grades: Mapping[str, Grade]

    def rank(self, value: str | None) -> int | None:
        """Return the rank of a value; None where it is not known or cannot be compared."""
        grade = self.grades.get(value) if value is not None else None
        return None if grade is None else grade.rank


@dataclass(frozen=True, slots=True)
class Trait:
    """What a product does in one attribute: a value ("unknown" where nobody knows), and how far that is sure."""

    value: str
    grounds: Grounds
    dated: date
    note: Text | None = None

    @property
    def certain(self) -> str | None:
        """The value as far as it may be built on: an uncertain one is as good as not known."""
        uncertain = self.value == UNKNOWN or self.grounds.confidence == "U"
        return None if uncertain else self.value


@dataclass(frozen=True, slots=True)
class TermsFact:
    """What the terms say on one point, in our own words, and in which section."""

    text: Text
    section: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a product as we know them, in one dated version.

    answers: how the questions on the terms are answered by it.
    """

    version: date
    facts: Mapping[str, TermsFact]
    answers: Mapping[str, Value]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Shift:
    """What another product does to a risk: steps on its start value, or that it does not arise at all."""

    severity: int = 0
    likelihood: int = 0
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """What using another product changes in the assessment, where its attributes are such.

    answers: by question (None: open again). gates: those that then do not apply. measures: a status each.
    """

    id: str
    when: Condition
    grounds: Grounds
    answers: Mapping[str, Value | None] = field(default_factory=lambda: MappingProxyType({}))
    risks: Mapping[str, Shift] = field(default_factory=lambda: MappingProxyType({}))
    gates: tuple[str, ...] = ()
    measures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Provider:
    """The profile of one product or means. product: the option under which it is assessed itself."""

    id: str
    code: str
    title: Text
    product: str
    traits: Mapping[str, Trait]
    functions: Mapping[str, Trait]
    note: Text | None = None
    terms: Terms | None = None
    changes: tuple[Change, ...] = ()

    @property
    def checked(self) -> date:
        """When it was last looked up what the product does."""
        return max(trait.dated for trait in self.traits.values())


@dataclass(frozen=True, slots=True)
class PseudoReason:
    """Something that is often given as a reason and is none, and the phrases by which it is found."""

    id: str
    text: Text
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CounterRisk:
    """A risk that the product in use does not have and another may bring, with the measures against it."""

    risk: Risk
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a questionnaire asks for what the comparison needs, by id."""

    table: str
    product: str
    choice: str
    own_option: str
    measure: str
    gate: str
    requirement: str
    reason: str
    affordable: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How other means are compared with the product in use, and what choosing one of them changes."""

    places: Places
    yardstick: str
    attributes: Mapping[str, Attribute]
    milder_of: tuple[str, ...]
    milder_at_least: int
    milder_grounds: Grounds
    weaker: str
    functions: Mapping[str, Text]
    suitable_grounds: Grounds
    pseudo_reasons: tuple[PseudoReason, ...]
    changes: tuple[Change, ...]
    counter_risks: Mapping[str, CounterRisk]

    def better(
        self, values: Mapping[str, str | None], yardstick: Mapping[str, str | None]
    ) -> Mapping[str, bool | None]:
        """Say for each counted attribute whether a means is better; None where that is not known."""
        found: dict[str, bool | None] = {}
        for key in self.milder_of:
            attribute = self.attributes.get(key)
            if attribute is None:  # a fault that the checks name
                continue
            mine, other = attribute.rank(values.get(key)), attribute.rank(yardstick.get(key))
            found[key] = None if mine is None or other is None else mine < other
        return found

    def milder(
        self, values: Mapping[str, str | None], yardstick: Mapping[str, str | None]
    ) -> bool | None:
        """Say whether a means is milder: better in enough of the counted attributes; None while open."""
        verdicts = list(self.better(values, yardstick).values())
        if verdicts.count(True) >= self.milder_at_least:
            return True
        possible = len(verdicts) - verdicts.count(False)
        return None if possible >= self.milder_at_least else False


def certain(provider: Provider) -> dict[str, str | None]:
    """The attributes of a product as far as they may be built on."""
    return {key: trait.certain for key, trait in provider.traits.items()}
