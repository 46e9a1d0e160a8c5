"""Cross-references of the comparison of means and of the profiles: everything named must exist and fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.definitions.spots import Spot
from dpia.providers import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dpia.definitions.named import Check
    from dpia.model import Value
    from dpia.providers import Change, Comparison, Provider


def crosscheck_providers(check: Check) -> None:
    """Note what does not fit together; profiles without a rule of comparison are of no use."""
    comparison = check.q.comparison
    if comparison is None:
        for name in check.q.providers:
            check.fault(check.spots.of("providers", name), "comparison-missing")
        return
    spot = Spot(check.spots.head.file.replace("questionnaire.yaml", "comparison.yaml"))
    _places(check, comparison, spot)
    _attributes(check, comparison, spot)
    _changes(check, comparison.changes, spot / "changes")
    _counter_risks(check, comparison, spot / "counter_risks")
    for provider in check.q.providers.values():
        _provider(check, comparison, provider, check.spots.of("providers", provider.id))


def _places(check: Check, comparison: Comparison, spot: Spot) -> None:
    places, q = comparison.places, check.q
    check.names(spot / "table", [places.table], check.tables)
    for key, name in (("product", places.product), ("choice", places.choice)):
        check.names(spot / key, [name], check.questions)
    check.names(spot / "own_option", [places.own_option], check.choices(places.choice) or ())
    check.names(spot / "measure", [places.measure], q.measures)
    here = spot / "necessity"
    check.names(here / "reason", [places.reason], check.questions)
    check.names(here / "gate", [places.gate], q.gates)
    gate = q.gates.get(places.gate)
    needs = [need.id for need in gate.requires] if gate is not None else []
    check.names(here / "requirement", [places.requirement], needs)
    check.names(spot / "yardstick", [comparison.yardstick], q.providers)


def _attributes(check: Check, comparison: Comparison, spot: Spot) -> None:
    """Every attribute has its column, so that what a person enters there counts."""
    table = check.tables.get(comparison.places.table)
    columns = [column.id for column in table.columns] if table is not None else []
    for index, key in enumerate(comparison.attributes):
        check.names(spot / "attributes" / index / "id", [key], columns)
    check.names(spot / "affordable", [comparison.places.affordable], columns)
    check.names(spot / "weaker", [comparison.weaker], comparison.attributes)
    check.names(spot / "milder" / "of", comparison.milder_of, comparison.attributes)
    check.sources(spot / "milder", comparison.milder_grounds.sources)
    check.sources(spot / "suitable", comparison.suitable_grounds.sources)


def _changes(check: Check, changes: Sequence[Change], spot: Spot) -> None:
    seen: set[str] = set()
    for index, change in enumerate(changes):
        here = spot / index
        if change.id in seen:
            check.fault(here / "id", "id-twice", found=change.id)
        seen.add(change.id)
        check.condition(here / "when", change.when, attributes=True)
        check.sources(here, change.grounds.sources)
        check.names(here / "risks", change.risks, check.q.risks)
        check.names(here / "gates", change.gates, check.q.gates)
        check.names(here / "measures", change.measures, check.q.measures)
        _answers(check, change.answers, here / "answers")


def _answers(check: Check, answers: Mapping[str, Value | None], spot: Spot) -> None:
    """Answers that are given must be questions and choices of theirs."""
    for ref, value in answers.items():
        choices = check.choices(ref)
        if choices == frozenset():
            check.fault(spot / ref, "reference-unknown", found=ref)
        elif choices is not None and value is not None and value not in choices:
            check.fault(spot / ref, "option-unknown", found=value, question=ref)


def _counter_risks(check: Check, comparison: Comparison, spot: Spot) -> None:
    q = check.q
    taken = {risk.code for risk in q.risks.values()}
    for index, counter in enumerate(comparison.counter_risks.values()):
        here, risk = spot / index, counter.risk
        if risk.code in taken:
            check.fault(here / "code", "code-twice", found=risk.code)
        if risk.id in q.risks:
            check.fault(here / "id", "id-twice", found=risk.id)
        check.sources(here, risk.grounds.sources)
        check.names(here / "gates", risk.gates, q.gates)
        check.names(here / "persons", risk.persons, q.terms.get("persons", {}))
        check.names(here / "goals", risk.goals, q.terms.get("goals", {}))
        check.names(here / "measures", counter.measures, q.measures)
        check.condition(here / "applies", risk.applies, attributes=True)
        for number, factor in enumerate(risk.factors):
            check.sources(here / "factors" / number, factor.grounds.sources)
            check.condition(here / "factors" / number / "when", factor.when, attributes=True)


def _provider(check: Check, comparison: Comparison, provider: Provider, spot: Spot) -> None:
    product = check.choices(comparison.places.product)
    check.names(spot / "product", [provider.product], product or ())
    _complete(check, spot / "traits", provider.traits, comparison.attributes)
    _complete(check, spot / "functions", provider.functions, comparison.functions)
    for key, trait in provider.traits.items():
        here, attribute = spot / "traits" / key, comparison.attributes.get(key)
        check.sources(here, trait.grounds.sources)
        if attribute is not None and trait.value not in {*attribute.grades, UNKNOWN}:
            check.fault(here / "value", "option-unknown", found=trait.value, question=key)
    if provider.terms is not None:
        here = spot / "terms"
        check.sources(here, provider.terms.grounds.sources)
        for key, fact in provider.terms.facts.items():
            check.sources(here / "facts" / key, fact.grounds.sources)
        _answers(check, provider.terms.answers, here / "answers")
    _changes(check, provider.changes, spot / "changes")


def _complete(check: Check, spot: Spot, given: Iterable[str], wanted: Iterable[str]) -> None:
    """Nothing unknown and nothing left out: what nobody knows is said to be unknown."""
    given, wanted = list(given), list(wanted)
    check.names(spot, given, wanted)
    for key in wanted:
        if key not in given:
            check.fault(spot, "attribute-missing", found=key)
