"""Cross-references: everything a definition names must exist, be choosable and be sourced."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dpia.conditions import All, EveryRow, In, Known, MeasureStatus, Not, RowsAtLeast, references
from dpia.conditions import Any as AnyOf
from dpia.i18n import LANGUAGES
from dpia.model import NO, UNCLEAR, YES, Column, Question, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dpia.conditions import Condition
    from dpia.definitions.faults import Faults
    from dpia.model import Questionnaire

_SHEET_NAME_LIMIT = 31
_FEARED = ("illegitimate-access", "modification", "disappearance")
_RESULTS = ("threshold", "highest-today", "highest-target", "decision-taken")


class _Check:
    """One pass over a questionnaire; knows in which file each definition stands."""

    def __init__(
        self, questionnaire: Questionnaire, files: Mapping[str, Any], faults: Faults
    ) -> None:
        self.q = questionnaire
        self.faults = faults
        self.files = files
        self.where = {
            data["id"]: path for path, data in files.items() if isinstance(data.get("id"), str)
        }
        self.questions = {question.id: question for question in questionnaire.questions()}
        self.tables = {table.id: table for table in questionnaire.tables()}
        self.head = f"{questionnaire.id}/questionnaire.yaml"

    def fault(self, definition: str, key: str, *path: object, **values: object) -> None:
        """Note a fault at the definition's file."""
        self.faults.add(self.where.get(definition, self.head), path, key, **values)

    def names(self, definition: str, path: str, keys: Iterable[str], known: Iterable[str]) -> None:
        """Every key must be known."""
        for key in keys:
            if key not in known:
                self.fault(definition, "reference-unknown", path, found=key)

    def sources(self, definition: str, keys: Iterable[str]) -> None:
        """Every source must stand in sources.yaml."""
        self.names(definition, "sources", keys, self.q.sources)

    def choices(self, subject: str) -> frozenset[str] | None:
        """The values a question can have; None when it is free."""
        name, _, option = subject.partition(".")
        question = self.questions.get(name)
        if question is None:
            return frozenset()
        if question.kind == "multi":
            known = option in {o.id for o in question.options}
            return frozenset({YES, NO}) if known else frozenset()
        if option:
            return frozenset()
        return _allowed(question)

    def condition(self, definition: str, path: str, condition: Condition | None) -> None:
        """Every question, option, table, column, measure and result named must exist."""
        if condition is None:
            return
        for part in _walk(condition):
            if isinstance(part, RowsAtLeast | EveryRow):
                self._row_condition(definition, path, part)
            elif isinstance(part, In):
                self._values(
                    definition, path, part.subject, part.options, self.choices(part.subject)
                )
            elif isinstance(part, MeasureStatus):
                statuses = {"not-planned", "planned", "partial", "implemented"}
                self.names(definition, path, part.options, statuses)
        for ref in references(condition):
            kind, _, name = ref.rpartition(":")
            known: Iterable[str] = {
                "measure": self.q.measures, "table": self.tables, "result": _RESULTS,
            }.get(kind, self.questions)  # fmt: skip
            if kind:
                self.names(definition, path, [name], known)
            elif self.choices(ref) == frozenset():
                self.fault(definition, "reference-unknown", path, found=ref)

    def _values(
        self,
        definition: str,
        path: str,
        subject: str,
        options: Iterable[object],
        allowed: frozenset[str] | None,
    ) -> None:
        for option in options:
            if allowed and option not in allowed:
                self.fault(definition, "option-unknown", path, found=option, question=subject)

    def _row_condition(self, definition: str, path: str, part: RowsAtLeast | EveryRow) -> None:
        table = self.tables.get(part.table)
        conditions = [part.where, part.condition if isinstance(part, EveryRow) else None]
        for condition in conditions:
            for leaf in _walk(condition) if condition and table else ():
                subject = getattr(leaf, "subject", None)
                columns = {column.id: column for column in table.columns} if table else {}
                if subject not in columns:
                    self.fault(
                        definition, "reference-unknown", path, found=f"{part.table}.{subject}"
                    )
                elif isinstance(leaf, In):
                    allowed = _allowed(columns[subject])
                    self._values(definition, path, subject, leaf.options, allowed)


def _allowed(item: Question | Column) -> frozenset[str] | None:
    if item.kind == "yes-no":
        return frozenset({YES, NO})
    return frozenset(option.id for option in item.options) if item.kind == "choice" else None


def _walk(condition: Condition) -> Iterator[Condition]:
    """The condition's leaves and nothing else (combinations only hold leaves)."""
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from _walk(part)
    elif isinstance(condition, Not | Known):
        yield from _walk(condition.part)
    else:
        yield condition


def crosscheck(questionnaire: Questionnaire, files: Mapping[str, Any], faults: Faults) -> None:
    """Note everything that does not fit together."""
    check = _Check(questionnaire, files, faults)
    _codes(check)
    _sheets(check)
    _risks(check)
    _measures(check)
    _rules(check)
    _cycles(check)


def _codes(check: _Check) -> None:
    q = check.q
    for kind in (q.risks, q.measures, q.gates, q.rules, q.criteria):
        for code, count in Counter(entry.code for entry in kind.values()).items():
            if count > 1:
                twice = [entry.id for entry in kind.values() if entry.code == code]
                check.fault(twice[-1], "code-twice", "code", found=code)
    ids = [*check.questions, *check.tables] if len(check.questions) else []
    total = sum(1 for _ in q.questions()) + sum(1 for _ in q.tables())
    if len(set(ids)) != total:
        seen = Counter([*(x.id for x in q.questions()), *(x.id for x in q.tables())])
        for name in (name for name, count in seen.items() if count > 1):
            check.faults.add(check.head, ("sheets",), "id-twice", found=name)
    if len({(s, l) for s, l in q.scale.matrix}) != 16:  # noqa: PLR2004, E741
        check.faults.add("common/scale.yaml", ("matrix",), "matrix-incomplete")
    check.names("", "classes", set(q.scale.matrix.values()), q.scale.classes)


def _sheets(check: _Check) -> None:
    for sheet in check.q.sheets:
        for language in LANGUAGES:
            name = f"{sheet.code} {sheet.title[language]}"
            if len(name) > _SHEET_NAME_LIMIT or set(name) & set(r"[]:*?/\'"):
                check.fault(sheet.id, "sheet-name", "title", language, found=name)
        for index, item in enumerate(sheet.items):
            check.sources(sheet.id, item.sources)
            check.condition(sheet.id, f"items.{index}.when", item.when)
            if isinstance(item, Question):
                _options(check, sheet.id, item)
                _starter(check, sheet.id, item)
            else:
                _table(check, sheet.id, item)


def _options(check: _Check, sheet: str, item: Question | Column) -> None:
    if (item.kind in {"choice", "multi"}) != bool(item.options):
        check.fault(sheet, "options-and-kind", item.id, found=item.kind)
    reserved = {UNCLEAR} | ({YES, NO} if item.kind == "multi" else set())
    ids = Counter(option.id for option in item.options)
    for option, count in ids.items():
        if count > 1 or option in reserved or "." in option:
            check.fault(sheet, "option-id", item.id, found=option)
    for language in LANGUAGES:
        labels = Counter(option.label[language].casefold() for option in item.options)
        for label, count in labels.items():
            if count > 1:
                check.fault(sheet, "option-label-twice", item.id, found=label)


def _starter(check: _Check, sheet: str, question: Question) -> None:
    """A proposed choice must be one; of a multi question it is the option that starts as "yes"."""
    known = {option.id for option in question.options} or (
        {YES, NO} if question.kind == "yes-no" else set()
    )
    if question.starter is not None and known and question.starter not in known:
        check.fault(
            sheet, "option-unknown", question.id, found=question.starter, question=question.id
        )


def _table(check: _Check, sheet: str, table: Table) -> None:
    columns = {column.id: column for column in table.columns}
    for column in table.columns:
        _options(check, sheet, column)
    for row in table.rows:
        check.condition(sheet, f"{table.id}.rows.{row.id}.when", row.when)
        for column_id, value in row.values.items():
            if column_id not in columns:
                check.fault(sheet, "reference-unknown", table.id, row.id, found=column_id)
                continue
            allowed = _allowed(columns[column_id])
            if allowed is not None and (isinstance(value, Text) or value not in allowed):
                check.fault(
                    sheet, "option-unknown", table.id, row.id, found=value, question=column_id
                )


def _risks(check: _Check) -> None:
    q = check.q
    for risk in q.risks.values():
        check.sources(risk.id, risk.grounds.sources)
        check.names(risk.id, "gates", risk.gates, q.gates)
        check.names(risk.id, "persons", risk.persons, q.terms.get("persons", {}))
        check.names(risk.id, "goals", risk.goals, q.terms.get("goals", {}))
        check.names(risk.id, "likelihood_only_by", risk.likelihood_only_by or (), q.measures)
        check.condition(risk.id, "applies", risk.applies)
        for index, factor in enumerate(risk.factors):
            check.sources(risk.id, factor.grounds.sources)
            check.condition(risk.id, f"factors.{index}.when", factor.when)
    deviations = {risk.feared for risk in q.risks.values() if risk.track == "B"}
    for feared in _FEARED:
        if q.risks and feared not in deviations:
            check.faults.add(check.head, (), "feared-event-missing", found=feared)


def _measures(check: _Check) -> None:
    q = check.q
    for measure in q.measures.values():
        check.sources(measure.id, measure.grounds.sources)
        check.names(measure.id, "risks", measure.risks, q.risks)
        check.names(measure.id, "goals", measure.goals, q.terms.get("goals", {}))
        check.names(measure.id, "tables", measure.tables, q.terms.get("edpb-fields", {}))
        check.names(measure.id, "conflicts", (c for c, _ in measure.conflicts), q.measures)
        check.condition(measure.id, "when", measure.when)
        for index, entry in enumerate(measure.adjust):
            check.condition(measure.id, f"adjust.{index}.when", entry.when)
            check.names(
                measure.id,
                f"adjust.{index}.risk",
                [entry.risk] if entry.risk else [],
                measure.risks,
            )


def _rules(check: _Check) -> None:
    q = check.q
    for gate in q.gates.values():
        check.sources(gate.id, gate.grounds.sources)
        check.condition(gate.id, "stop", gate.stop)
        check.condition(gate.id, "not_applicable", gate.not_applicable)
        for index, entry in enumerate(gate.requires):
            check.condition(gate.id, f"requires.{index}.met", entry.met)
            check.condition(gate.id, f"requires.{index}.planned", entry.planned)
    for rule in q.rules.values():
        check.sources(rule.id, rule.grounds.sources)
        check.condition(rule.id, "when", rule.when)
        known = [*check.questions, *check.tables]
        check.names(rule.id, "fields", (f.partition(".")[0] for f in rule.fields), known)
    check.where |= dict.fromkeys(q.criteria, "common/threshold.yaml")
    for criterion in q.criteria.values():
        check.sources(criterion.id, criterion.grounds.sources)
        check.condition(criterion.id, "met", criterion.met)


def _cycles(check: _Check) -> None:
    """No question may apply only if, in the end, it is answered itself."""
    asks = {
        question.id: {ref.partition(".")[0] for ref in references(question.when)}
        for question in check.q.questions()
        if question.when is not None
    }
    for start, asked in asks.items():
        seen: set[str] = set()
        queue = list(asked)
        while queue:
            here = queue.pop()
            if here == start:
                check.faults.add(check.head, (), "condition-circular", found=start)
                break
            if here not in seen:
                seen.add(here)
                queue.extend(asks.get(here, ()))
