"""What changed from one version of a processing to another: first what came of it, then what was answered.

Worked out from the two stored versions alone (answers and JSON document), in codes; the words stand elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from dpia.register.answer_changes import AnswerChange, answer_changes
from dpia.register.finding_changes import FindingChange, gate_changes, raised, risk_changes
from dpia.register.reading import Item, mapping, span, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.model import Questionnaire
    from dpia.register.store import NewVersion

Headline = Literal["proposed", "taken", "stops", "today", "target", "threshold", "complete"]
Apart = Literal["questionnaire", "rules", "tool", "date"]
_SPANS: Final = {"today": "highest_today", "target": "highest_target"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One version as it is stored: the answers, and the JSON document of what came of them."""

    answers: Item
    document: Item

    @classmethod
    def of(cls, version: NewVersion) -> Recorded:
        """Of a version of the register."""
        return cls(version.answers, version.assessment)

    @property
    def version(self) -> int | None:
        """The number of a final version, None of a draft."""
        found = self.document.get("version")
        return found if isinstance(found, int) else None

    @property
    def on(self) -> str:
        """The day of the assessment (ISO)."""
        return text(self.document.get("date"))

    def made(self, apart: Apart) -> str:
        """By which questionnaire (version), rules (digest), program (version), and on which day."""
        asked = mapping(self.document.get("questionnaire"))
        return {
            "questionnaire": text(asked.get("version")),
            "rules": text(asked.get("digest")),
            "tool": text(mapping(self.document.get("tool")).get("version")),
            "date": self.on,
        }[apart]


@dataclass(frozen=True, slots=True)
class Move:
    """One value of the whole result that is another one now.

    Of a level: best and worst; of the proposal: proposed, best and worst.
    """

    what: Headline | Apart
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs. apart: what changed besides the answers (questionnaire, rules, program, day).

    result: of the whole. gates, risks: those that came out differently. findings: of the consistency check, and
    reviews that have become due or are no longer. answers: in the order of the questionnaire.
    """

    old: Recorded
    new: Recorded
    apart: tuple[Move, ...]
    result: tuple[Move, ...]
    gates: tuple[FindingChange, ...]
    risks: tuple[FindingChange, ...]
    findings: tuple[FindingChange, ...]
    reviews: tuple[FindingChange, ...]
    answers: tuple[AnswerChange, ...]

    @property
    def decides(self) -> bool:
        """Whether anything came out differently."""
        return bool(self.result or self.gates or self.risks)


def compare(old: Recorded, new: Recorded, questionnaire: Questionnaire | None) -> Changes:
    """Return what changed from the old version to the new one.

    Args:
        old: The earlier version.
        new: The later one.
        questionnaire: Of today, for the order of classes and questions; None where it is not at hand.
    """
    answers = answer_changes(old.answers, new.answers, questionnaire)
    changed = frozenset(one.ref for one in answers)
    ranks = questionnaire.scale.class_rank if questionnaire else {}
    return Changes(
        old=old,
        new=new,
        apart=tuple(_apart(old, new)),
        result=tuple(_result(old.document, new.document)),
        gates=tuple(gate_changes(old.document, new.document, changed)),
        risks=tuple(risk_changes(old.document, new.document, changed, ranks)),
        findings=tuple(raised(old.document, new.document, "findings")),
        reviews=tuple(raised(old.document, new.document, "review")),
        answers=answers,
    )


def _apart(old: Recorded, new: Recorded) -> Iterator[Move]:
    kinds: tuple[Apart, ...] = ("questionnaire", "rules", "tool", "date")
    for kind in kinds:
        was, now = old.made(kind), new.made(kind)
        if was != now:
            yield Move(kind, was, now)


def _result(old: Item, new: Item) -> Iterator[Move]:
    before, after = dict(_values(old)), dict(_values(new))
    for what, now in after.items():
        was = before.get(what)
        if was != now:
            yield Move(what, was, now)


def _values(document: Item) -> Iterator[tuple[Headline, Any]]:
    """The values of the whole result, those that matter most first."""
    decision, headline = mapping(document.get("decision")), mapping(document.get("headline"))
    yield "proposed", tuple(decision.get(part) for part in ("proposed", "best", "worst"))
    yield "taken", decision.get("taken") or None
    yield "stops", headline.get("stops_not_met")
    yield "today", span(headline.get(_SPANS["today"]))
    yield "target", span(headline.get(_SPANS["target"]))
    yield "threshold", mapping(document.get("threshold")).get("result")
    yield "complete", document.get("complete")
