"""Prior consultation of the supervisory authority: what Art. 36(3) GDPR asks for, and until when it answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from dpia.assess.opened import table_open
from dpia.assess.periods import days_after, month_after
from dpia.assess.result import ConsultationFinding, ConsultationPoint
from dpia.conditions import applies
from dpia.model import NO, UNCLEAR, Table, entered_text
from dpia.tables import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import DecisionFinding, OpenItem
    from dpia.model import Questionnaire

CONSULTATION: Final = "consultation"
LAND: Final = "federal-state"
SECTOR: Final = "sector"
RECEIVED: Final = "consultation-received"
EXTENSION: Final = "consultation-extension"
ANSWER_DAYS: Final = 56
"""Up to eight weeks (Art. 36(2) sentence 1)."""
EXTENDED_DAYS: Final = 98
"""Six weeks more (sentence 2)."""

_PUBLIC_STATE: Final = "public-state"
_OWN_AUTHORITY: Final = ("public-federal", "church")
_FOR_PUBLIC_BODIES: Final = {"by": "by-public"}
"""In Bavaria public bodies have an authority of their own."""
_DPO: Final = "dpo-designated"
_RESPONSIBILITIES: Final = (
    *("controller-name", "controller-address", "departments"),
    *("joint-controllers", "joint-controllers-detail", "table:processors"),
)
_PURPOSES_AND_MEANS: Final = ("table:purposes", "nature", "table:phases", "table:assets")
_DPO_CONTACT: Final = ("dpo-contact",)
_MEASURES: Final = f"table:{MEASURES}"


def consult(
    questionnaire: Questionnaire,
    facts: AnswerFacts,
    decision: DecisionFinding,
    opened: Sequence[OpenItem],
) -> ConsultationFinding | None:
    """Say what a consultation needs; None where neither the proposal nor the decision is one."""
    if CONSULTATION not in (decision.proposed, decision.taken):
        return None
    asked = _Asked(questionnaire, facts)
    points = (
        asked.point("a", ("0.1", "0.2"), _RESPONSIBILITIES),
        asked.point("b", ("1.1.b", "1.1.d", "1.2", "1.3"), _PURPOSES_AND_MEANS),
        _measures(facts),
        _dpo(asked, facts),
        _assessment(opened),
        ConsultationPoint("f", "on-request", ()),
    )
    return _dated(facts, asked.authority(), points)


def _sorted(
    letter: Literal["a", "b", "c", "d"],
    fields: tuple[str, ...],
    held: tuple[str, ...],
    missing: tuple[str, ...],
) -> ConsultationPoint:
    if not held:
        return ConsultationPoint(letter, "missing", fields, held, missing)
    return ConsultationPoint(letter, "incomplete" if missing else "held", fields, held, missing)


class _Asked:
    """Looks up whether what a questionnaire asks has been answered."""

    def __init__(self, questionnaire: Questionnaire, facts: AnswerFacts) -> None:
        self.facts = facts
        self.items = questionnaire.by_reference()

    def point(
        self, letter: Literal["a", "b", "d"], fields: tuple[str, ...], refs: tuple[str, ...]
    ) -> ConsultationPoint:
        """Sort the answers of a point into those that are there and those that are missing."""
        applying = [ref for ref in refs if self._applies(ref)]
        held = tuple(ref for ref in applying if self._answered(ref))
        missing = tuple(ref for ref in applying if ref not in held)
        return _sorted(letter, fields, held, missing)

    def authority(self) -> str:
        """Which authority it is: by the kind of the controller, else by the Land of its seat; "" while open."""
        land, sector = entered_text(self.facts.value(LAND)), entered_text(self.facts.value(SECTOR))
        if sector in _OWN_AUTHORITY:
            return sector
        if SECTOR in self.items and not sector:
            return ""
        return _FOR_PUBLIC_BODIES.get(land, land) if sector == _PUBLIC_STATE else land

    def _applies(self, ref: str) -> bool:
        item = self.items.get(ref)
        return item is not None and applies(item.when, self.facts) is not False

    def _answered(self, ref: str) -> bool:
        item = self.items[ref]
        if isinstance(item, Table):
            rows = self.facts.rows(item.id)
            return bool(rows) and not table_open(item, rows)
        return self.facts.value(ref) not in {None, UNCLEAR}


def _measures(facts: AnswerFacts) -> ConsultationPoint:
    """Letter (c): the measures with their status; a baseline measure without one is missing."""
    applying = [state for state in facts.states.values() if state.applies is not False]
    missing = tuple(
        f"measure:{state.measure.id}" for state in applying if state.baseline and not state.status
    )
    held = (_MEASURES,) if any(state.status for state in applying) else ()
    fields = ("2.3", "4.2.a", "4.2.c")
    return _sorted("c", fields, held, missing)


def _dpo(asked: _Asked, facts: AnswerFacts) -> ConsultationPoint:
    """Letter (d): the contact of the data protection officer, where there is one."""
    if facts.value(_DPO) == NO:
        return ConsultationPoint("d", "not-applicable", ("0.1",))
    return asked.point("d", ("0.1",), _DPO_CONTACT)


def _assessment(opened: Sequence[OpenItem]) -> ConsultationPoint:
    """Letter (e): the impact assessment itself, complete."""
    missing = tuple(item.ref for item in opened if item.required)
    return ConsultationPoint("e", "incomplete" if missing else "held", (), (), missing)


def _dated(
    facts: AnswerFacts, authority: str, points: tuple[ConsultationPoint, ...]
) -> ConsultationFinding:
    received, notified = facts.value(RECEIVED), facts.value(EXTENSION)
    if not isinstance(received, date):
        return ConsultationFinding(authority, points)
    return ConsultationFinding(
        authority,
        points,
        received,
        days_after(received, ANSWER_DAYS),
        days_after(received, EXTENDED_DAYS),
        month_after(received),
        notified if isinstance(notified, date) else None,
    )
