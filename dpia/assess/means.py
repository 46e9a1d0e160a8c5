"""Each means of the table of alternatives: milder? equally suitable? Our result beside what was entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.assess.compared import Alternatives, MeansFinding, Necessity, TermsDifference
from dpia.assess.reasons import pseudo_reasons
from dpia.model import CONFIRMED, NO, UNCLEAR, YES, entered_text
from dpia.providers import OTHER, UNKNOWN, certain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import GateFinding
    from dpia.model import Questionnaire, Row, Value
    from dpia.providers import Comparison, Provider

_NAME: Final = "product"
_CHECKED: Final = "checked"
_MILDER: Final = "milder"
_SUITABLE: Final = "suitable"
_REASON: Final = "reason"


def compare_means(
    questionnaire: Questionnaire, facts: AnswerFacts, gates: Sequence[GateFinding]
) -> Alternatives | None:
    """Compare the means of the table with the product in use; None where a questionnaire knows none."""
    comparison = questionnaire.comparison
    if comparison is None:
        return None
    in_use = product_in_use(questionnaire, comparison, facts)
    yardstick = certain(in_use)
    rows = tuple(
        _finding(comparison, questionnaire.providers.get(row.id), row, yardstick)
        for row in in_order(questionnaire, facts.rows(comparison.places.table))
    )
    reason = entered_text(facts.value(comparison.places.reason))
    return Alternatives(
        in_use=in_use.id,
        rows=rows,
        necessity=_necessity(comparison, rows, gates),
        pseudo_reasons=pseudo_reasons(reason, comparison.pseudo_reasons),
        terms=tuple(_terms(questionnaire, facts)),
    )


def in_order(questionnaire: Questionnaire, rows: Sequence[Row]) -> list[Row]:
    """The rows of the table of means whatever their order there: known ones by code, added ones by number."""
    order = list(questionnaire.providers)

    def place(row: Row) -> tuple[int, int, str]:
        known = order.index(row.id) if row.id in order else len(order)
        return known, len(row.id), row.id

    return sorted(rows, key=place)


def noticed(found: Alternatives | None) -> dict[str, str]:
    """What consistency rules may know of the comparison of means."""
    if found is None:
        return {}
    seen = {
        "alternatives_differ": any(row.differs for row in found.rows),
        "pseudo_reasons": bool(
            found.pseudo_reasons or any(row.pseudo_reasons for row in found.rows)
        ),
        "terms_differ": bool(found.terms),
    }
    return {name: YES if holds else NO for name, holds in seen.items()}


def product_in_use(
    questionnaire: Questionnaire, comparison: Comparison, facts: AnswerFacts
) -> Provider:
    """The profile of the product that is assessed; the usual one where the answer names none."""
    profiles, value = questionnaire.providers, facts.value(comparison.places.product)
    named = (one for one in profiles.values() if one.product == value != OTHER)
    return next(named, profiles[comparison.yardstick])


def known_terms(questionnaire: Questionnaire, facts: AnswerFacts) -> str:
    """The product that is assessed, where its terms are known; "" otherwise."""
    comparison = questionnaire.comparison
    if comparison is None:
        return ""
    profile = product_in_use(questionnaire, comparison, facts)
    asked = facts.value(comparison.places.product)
    return profile.id if profile.terms is not None and profile.product == asked else ""


def stated(
    comparison: Comparison, profile: Provider | None, row: Row | None
) -> dict[str, str | None]:
    """The attributes of a means: what was entered, else what its profile says; None where neither knows."""
    found: dict[str, str | None] = {}
    for key in comparison.attributes:
        entered = row.values.get(key) if row is not None else None
        if entered is None and profile is not None:
            entered = profile.traits[key].value
        found[key] = None if entered in {None, UNCLEAR, UNKNOWN} else str(entered)
    return found


def settled_values(
    comparison: Comparison, profile: Provider | None, row: Row | None
) -> dict[str, str | None]:
    """The attributes as far as they are certain; what the profile says uncertainly becomes so by confirming."""
    found = stated(comparison, profile, row)
    if profile is None or (row is not None and row.values.get(CONFIRMED) == YES):
        return found
    return {
        key: profile.traits[key].certain if value == profile.traits[key].value else value
        for key, value in found.items()
    }


def _finding(
    comparison: Comparison,
    profile: Provider | None,
    row: Row,
    yardstick: Mapping[str, str | None],
) -> MeansFinding:
    values = settled_values(comparison, profile, row)
    better = comparison.better(values, yardstick)
    weaker = comparison.attributes[comparison.weaker]
    mine, usual = (weaker.rank(v.get(weaker.id)) for v in (values, yardstick))
    missing, unsure = _functions(comparison, profile, row)
    return MeansFinding(
        row=row.id,
        provider=profile.id if profile is not None else "",
        name=entered_text(row.values.get(_NAME)),
        values=values,
        better=tuple(key for key, verdict in better.items() if verdict),
        not_better=tuple(key for key, verdict in better.items() if verdict is False),
        unknown=tuple(key for key, verdict in better.items() if verdict is None),
        weaker=mine is not None and usual is not None and mine > usual,
        milder=comparison.milder(values, yardstick),
        missing=missing,
        unsure=unsure,
        suitable=False if missing else None if unsure else True,
        checked=_truth(row.values.get(_CHECKED)),
        entered_milder=_truth(row.values.get(_MILDER)),
        entered_suitable=_truth(row.values.get(_SUITABLE)),
        pseudo_reasons=pseudo_reasons(
            entered_text(row.values.get(_REASON)), comparison.pseudo_reasons
        ),
    )


def _functions(
    comparison: Comparison, profile: Provider | None, row: Row
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The indispensable functions that a means lacks, and those of which it is not known; cost is one of them."""
    cost = comparison.places.affordable
    given: dict[str, bool | None] = {
        key: _truth(profile.functions[key].certain) if profile is not None else None
        for key in comparison.functions
    }
    given[cost] = _truth(row.values.get(cost))
    missing = tuple(key for key, there in given.items() if there is False)
    return missing, tuple(key for key, there in given.items() if there is None)


def _necessity(
    comparison: Comparison, rows: Sequence[MeansFinding], gates: Sequence[GateFinding]
) -> Necessity:
    """What field 3.2 says, by the requirement of the gate on necessity that asks for the reasons."""
    places = comparison.places
    needs = {
        need.id: need.status
        for gate in gates
        if gate.id == places.gate
        for need in gate.requirements
    }
    status = needs.get(places.requirement, "open")
    standing = any(row.stands_against for row in rows)
    if status == "not_met":
        return "not-necessary" if standing else "unreasoned"
    if status == "open":
        return "open"
    return "reasoned" if standing else "none-milder"


def _terms(questionnaire: Questionnaire, facts: AnswerFacts) -> Iterator[TermsDifference]:
    """Where the answers on the terms differ from what is known of those of the product in use.

    What the user's own copy answers is not held against what we know: the copy decides.
    """
    profile = questionnaire.providers.get(known_terms(questionnaire, facts))
    if profile is None or profile.terms is None:
        return
    copied = {one.ref for one in facts.answers.terms.findings} if facts.answers.terms else set()
    for ref, known in profile.terms.answers.items():
        if ref in copied:
            continue
        entered = facts.value(ref)
        if entered not in {None, UNCLEAR, known}:
            yield TermsDifference(ref, entered, known, profile.terms.version)


def _truth(value: Value | None) -> bool | None:
    return {YES: True, NO: False}.get(str(value))
