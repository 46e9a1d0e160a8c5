"""Cross-references: everything a definition names must exist, be choosable and be sourced."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dpia.conditions import references
from dpia.definitions.crosscheck_providers import crosscheck_providers
from dpia.definitions.effects import check_effects
from dpia.definitions.named import Check, allowed_options
from dpia.definitions.spots import Spot, Spots
from dpia.definitions.terms_reading import crosscheck_terms
from dpia.i18n import LANGUAGES
from dpia.model import NO, UNCLEAR, YES, Column, Question, Table, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dpia.definitions.faults import Faults
    from dpia.model import Questionnaire, Sheet

_SHEET_NAME_LIMIT = 31
_CELLS = 16
_FEARED = ("illegitimate-access", "modification", "disappearance")


def crosscheck(
    questionnaire: Questionnaire, own: str, files: Mapping[str, Any], faults: Faults
) -> None:
    """Note everything that does not fit together; own is the name of the questionnaire's folder."""
    check = Check(questionnaire, Spots(own, files), faults)
    _codes(check)
    _also(check, files)
    for sheet, spot in zip(questionnaire.sheets, check.spots.sheets(), strict=True):
        _sheet(check, sheet, spot, files[spot.file]["items"])
    _twice(check)
    _risks(check)
    _measures(check)
    _gates(check)
    _rules(check)
    _review(check)
    check_effects(check)
    _cycles(check)
    crosscheck_providers(check)
    crosscheck_terms(check, Spot(f"{own}/terms-reading.yaml"))


def _codes(check: Check) -> None:
    q = check.q
    kinds: Mapping[str, Mapping[str, Any]] = {
        "risks": q.risks, "measures": q.measures, "gates": q.gates, "rules": q.rules,
        "providers": q.providers,
    }  # fmt: skip
    spots = {
        (kind, name): check.spots.of(kind, name) for kind, made in kinds.items() for name in made
    }
    spots |= {("criteria", name): check.spots.criterion(name) for name in q.criteria}
    seen: set[str] = set()
    for kind, made in {**kinds, "criteria": q.criteria}.items():
        for name, entry in made.items():
            if entry.code in seen:
                check.fault(spots[kind, name] / "code", "code-twice", found=entry.code)
            seen.add(entry.code)
    scale = Spot("common/scale.yaml")
    if len(q.scale.matrix) != _CELLS:
        check.fault(scale / "matrix", "matrix-incomplete")
    check.names(scale / "matrix", sorted(set(q.scale.matrix.values())), q.scale.classes)
    check.sources(scale, q.scale.grounds.sources)


def _also(check: Check, files: Mapping[str, Any]) -> None:
    """Further ways to meet a criterion belong to one that exists."""
    spot = check.spots.head / "criteria_also"
    codes = {criterion.code for criterion in check.q.criteria.values()}
    for code in files[spot.file].get("criteria_also", {}):
        check.names(spot / code, [code], codes)


def _sheet(check: Check, sheet: Sheet, spot: Spot, raw: Sequence[Any]) -> None:
    for language in LANGUAGES:
        name = f"{sheet.code} {sheet.title[language]}"
        if len(name) > _SHEET_NAME_LIMIT or set(name) & set(r"[]:*?/\'"):
            check.fault(spot / "title" / language, "sheet-name", found=name)
    for index, item in enumerate(sheet.items):
        here = spot / "items" / index
        kind = "questions" if isinstance(item, Question) else "tables"
        check.sources(check.spots.sources(kind, item.id, here), item.sources)
        check.condition(here / "when", item.when)
        if isinstance(item, Question):
            _options(check, here, item)
            _starter(check, here, item)
        else:
            for number, column in enumerate(item.columns):
                _options(check, here / "columns" / number, column)
            _rows(check, here, item, from_measures="rows_from" in raw[index])


def _options(check: Check, spot: Spot, item: Question | Column) -> None:
    if (item.kind in {"choice", "multi"}) != bool(item.options):
        check.fault(spot / "kind", "options-and-kind", found=item.kind)
    reserved = {UNCLEAR} | ({YES, NO} if item.kind == "multi" else set())
    ids = Counter(option.id for option in item.options)
    for option, count in ids.items():
        if count > 1 or option in reserved or "." in option:
            check.fault(spot / "options", "option-id", found=option)
    for language in LANGUAGES:
        labels = Counter(option.label[language].casefold() for option in item.options)
        for label, count in labels.items():
            if count > 1:
                check.fault(spot / "options", "option-label-twice", found=label)


def _starter(check: Check, spot: Spot, question: Question) -> None:
    """A proposed choice must be one; of a multi question it is the option that starts as "yes"."""
    known = {option.id for option in question.options} or (
        {YES, NO} if question.kind == "yes-no" else set()
    )
    if question.starter is not None and known and question.starter not in known:
        check.fault(
            spot / "starter", "option-unknown", found=question.starter, question=question.id
        )


def _rows(check: Check, spot: Spot, table: Table, *, from_measures: bool) -> None:
    """The rows of the measures are made here: only their columns can be wrong."""
    columns = {column.id: column for column in table.columns}
    for index, row in enumerate(table.rows):
        rows = check.spots.rows(table.id, spot)
        here = spot / "rows_from" if from_measures else rows / index
        if not from_measures:
            check.condition(here / "when", row.when)
        for name, value in row.values.items():
            cell = here if from_measures else here / "values" / name
            if name not in columns:
                check.fault(cell, "reference-unknown", found=name)
                continue
            allowed = allowed_options(columns[name])
            if allowed is not None and (isinstance(value, Text) or value not in allowed):
                found = value[LANGUAGES[0]] if isinstance(value, Text) else value
                check.fault(cell, "option-unknown", found=found, question=name)


def _twice(check: Check) -> None:
    """Questions and tables share one set of ids, over all sheets; no two sheets have one code."""
    seen: set[str] = set()
    codes: set[str] = set()
    for sheet, spot in zip(check.q.sheets, check.spots.sheets(), strict=True):
        for index, item in enumerate(sheet.items):
            if item.id in seen:
                check.fault(spot / "items" / index, "id-twice", found=item.id)
            seen.add(item.id)
        if sheet.code in codes:
            check.fault(spot / "code", "code-twice", found=sheet.code)
        codes.add(sheet.code)


def _risks(check: Check) -> None:
    q = check.q
    for risk in q.risks.values():
        spot = check.spots.of("risks", risk.id)
        check.sources(spot, risk.grounds.sources)
        check.names(spot / "gates", risk.gates, q.gates)
        check.names(spot / "persons", risk.persons, q.terms.get("persons", {}))
        check.names(spot / "goals", risk.goals, q.terms.get("goals", {}))
        check.names(spot / "likelihood_only_by", risk.likelihood_only_by or (), q.measures)
        check.condition(spot / "applies", risk.applies)
        for index, lowering in enumerate(risk.lowering):
            check.sources(spot / "lowering" / index, lowering.grounds.sources)
            check.names(spot / "lowering" / index / "measures", lowering.measures, q.measures)
        for index, factor in enumerate(risk.factors):
            check.sources(spot / "factors" / index, factor.grounds.sources)
            check.condition(spot / "factors" / index / "when", factor.when)
    deviations = {risk.feared for risk in q.risks.values() if risk.track == "B"}
    for feared in _FEARED:
        if q.risks and feared not in deviations:
            check.fault(check.spots.head, "feared-event-missing", found=feared)


def _measures(check: Check) -> None:
    q = check.q
    for measure in q.measures.values():
        spot = check.spots.of("measures", measure.id)
        check.sources(spot, measure.grounds.sources)
        check.names(spot / "risks", measure.risks, q.risks)
        check.names(spot / "goals", measure.goals, q.terms.get("goals", {}))
        check.names(spot / "tables", measure.tables, q.terms.get("edpb-fields", {}))
        check.condition(spot / "when", measure.when)
        for index, (other, _) in enumerate(measure.conflicts):
            check.names(spot / "conflicts" / index / "measure", [other], q.measures)
        for index, entry in enumerate(measure.adjust):
            here = spot / "adjust" / index
            check.condition(here / "when", entry.when)
            check.names(here / "risk", [entry.risk] if entry.risk else [], measure.risks)


def _gates(check: Check) -> None:
    for gate in check.q.gates.values():
        spot = check.spots.of("gates", gate.id)
        check.sources(spot, gate.grounds.sources)
        check.condition(spot / "stop", gate.stop)
        check.condition(spot / "not_applicable", gate.not_applicable)
        for index, entry in enumerate(gate.requires):
            check.condition(spot / "requires" / index / "met", entry.met)
            check.condition(spot / "requires" / index / "planned", entry.planned)


def _rules(check: Check) -> None:
    known = [*check.questions, *check.tables]
    for rule in check.q.rules.values():
        spot = check.spots.of("rules", rule.id)
        check.sources(spot, rule.grounds.sources)
        check.condition(spot / "when", rule.when, after=True)
        check.names(spot / "fields", (f.partition(".")[0] for f in rule.fields), known)
    for criterion in check.q.criteria.values():
        spot = check.spots.criterion(criterion.id)
        check.sources(spot, criterion.grounds.sources)
        check.condition(spot / "met", criterion.met)


def _review(check: Check) -> None:
    seen: set[str] = set()
    for trigger, spot in zip(check.q.review, check.spots.review(), strict=True):
        check.sources(spot, trigger.grounds.sources)
        check.condition(spot / "when", trigger.when)
        if trigger.id in seen:
            check.fault(spot / "id", "id-twice", found=trigger.id)
        seen.add(trigger.id)


def _cycles(check: Check) -> None:
    """No question may apply only if, in the end, it is answered itself."""
    asks: dict[str, set[str]] = {}
    spots: dict[str, Spot] = {}
    for sheet, spot in zip(check.q.sheets, check.spots.sheets(), strict=True):
        for index, item in enumerate(sheet.items):
            if item.when is not None:
                refs = references(item.when)
                asks[item.id] = {r.removeprefix("table:").partition(".")[0] for r in refs}
                spots[item.id] = spot / "items" / index / "when"
    for start, asked in asks.items():
        seen: set[str] = set()
        queue = list(asked)
        while queue:
            here = queue.pop()
            if here == start:
                check.fault(spots[start], "condition-circular", found=start)
                break
            if here not in seen:
                seen.add(here)
                queue.extend(asks.get(here, ()))
