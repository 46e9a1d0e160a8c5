"""The lawyers' own tests: answers in, expected findings out, run over a questionnaire's cases/*.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dpia.answers import from_plain, with_own
from dpia.answers.copied import with_copy
from dpia.assess import assess
from dpia.conditions import Always
from dpia.definitions.faults import Faults
from dpia.errors import AnswersRejected
from dpia.termsreading import CopyAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from dpia.assess.result import Assessment
    from dpia.model import Gate, Questionnaire, Risk

_EXPECTATIONS = {
    "gates",
    "risks",
    "decision",
    "best",
    "worst",
    "threshold",
    "rules",
    "not_rules",
    "headline",
}


EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: where it stands, its name, the answers, the date and what must come out.

    tests: codes of the rules that it proves. sources: keys of the positions that it mirrors. copy: what a copy of
    the provider's terms answers, by reference.
    """

    file: str
    name: str
    on: date
    answers: dict[str, Any]
    expect: dict[str, Any] = field(default_factory=dict)
    tests: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    copy: tuple[CopyAnswer, ...] = ()


def read_cases(folder: Traversable) -> Iterator[Case]:
    """Read the cases of a questionnaire's folder in the order of their files.

    Raises:
        DefinitionError: at the end, with every case that cannot be read (file and line).
    """
    cases = folder / "cases"
    if not cases.is_dir():
        return
    faults = Faults()
    bases: Any = {}
    if (cases / "bases.yaml").is_file():
        bases = _load(folder, cases / "bases.yaml", faults) or {}
    for entry in sorted(cases.iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".yaml") or entry.name == "bases.yaml":
            continue
        for index, data in enumerate(_load(folder, entry, faults) or ()):
            try:
                case = _case(entry.name, data, bases)
            except KeyError as error:
                path = f"{folder.name}/cases/{entry.name}"
                faults.add(path, (index,), "reference-unknown", found=error.args[0])
            except (TypeError, ValueError, AttributeError):
                path = f"{folder.name}/cases/{entry.name}"
                faults.add(path, (index,), "not-a-mapping", found=f"{data!s:.60}")
            else:
                yield case
    if faults.found:
        raise faults.refusal(folder.name)


def _load(folder: Traversable, file: Traversable, faults: Faults) -> Any:  # noqa: ANN401
    """What stands in the file; None (and a fault) when it cannot be read."""
    read = faults.read(file, f"{folder.name}/cases/{file.name}")
    return None if read is None else read[1]


def _case(file: str, data: dict[str, Any], bases: Any) -> Case:  # noqa: ANN401
    base = bases[data["base"]] if data.get("base", EMPTY) != EMPTY else {}
    tables = {**base.get("tables", {}), **data.get("tables", {})}
    measures = {**base.get("measures", {}), **data.get("measures", {})}
    if measures:
        tables["measures"] = measures
    values = {**base.get("answers", {}), **data.get("answers", {})}
    name = data["name"]
    return Case(
        file=file,
        name=name["en"] if isinstance(name, dict) else str(name),
        on=date.fromisoformat(str(data["on"])),
        answers={
            "values": {key: value for key, value in values.items() if value is not None},
            "tables": tables,
            **({"notes": data["notes"]} if "notes" in data else {}),
        },
        expect=data["expect"],
        tests=tuple(str(code) for code in data.get("tests", ())),
        sources=tuple(str(key) for key in data.get("sources", ())),
        copy=tuple(CopyAnswer(str(ref), str(said)) for ref, said in data.get("copy", {}).items()),
    )


def run_case(questionnaire: Questionnaire, case: Case) -> list[str]:
    """Assess the case; return one line for each expectation that is not met."""
    try:
        answers = from_plain(case.answers, questionnaire)
    except AnswersRejected as error:
        return [error.message("en")]
    unknown = [f"unknown source: {key}" for key in case.sources if key not in questionnaire.sources]
    codes = all_codes(questionnaire)
    unknown += [f"tests an unknown rule: {code}" for code in case.tests if code not in codes]
    if unknown:
        return unknown
    if case.copy:
        answers = with_copy(questionnaire, answers, case.copy)
    extended = with_own(questionnaire, answers.tables)
    return list(_differences(assess(extended, answers, case.on, reach=False), case.expect))


def all_codes(questionnaire: Questionnaire) -> frozenset[str]:
    """Everything that a case can prove: gates, risks, measures, rules, criteria; R01/factor, G01/requirement."""
    kinds = (
        questionnaire.gates,
        questionnaire.risks,
        questionnaire.measures,
        questionnaire.rules,
        questionnaire.criteria,
    )
    codes = {entry.code for kind in kinds for entry in kind.values()}
    factors = {f"{r.code}/{f.id}" for r in questionnaire.risks.values() for f in r.factors}
    requirements = {f"{g.code}/{r.id}" for g in questionnaire.gates.values() for r in g.requires}
    return frozenset(codes | factors | requirements)


def without(questionnaire: Questionnaire, code: str) -> Questionnaire:
    """The questionnaire with one rule taken out of effect, to see whether a case notices.

    A gate or one of its requirements is always met, a consistency rule never fires, a criterion is never met, a
    measure has no effect, a risk starts at the lowest values, a factor never holds. Everything else stays as it is.
    """
    never = Always(truth=False)
    whole, _, part = code.partition("/")
    gates = {
        g.id: _always_met(g, part) if g.code == whole else g for g in questionnaire.gates.values()
    }
    risks = {
        r.id: _without_factor(r, part)
        if part and r.code == whole
        else replace(r, severity=1, likelihood=1, factors=(), severity_floor=1)
        if r.code == code
        else r
        for r in questionnaire.risks.values()
    }
    measures = {
        m.id: replace(m, likelihood=0, severity=0, adjust=()) if m.code == code else m
        for m in questionnaire.measures.values()
    }
    rules = {
        r.id: replace(r, when=never) if r.code == code else r for r in questionnaire.rules.values()
    }
    criteria = {
        c.id: replace(c, met=never) if c.code == code else c
        for c in questionnaire.criteria.values()
    }
    return replace(
        questionnaire, gates=gates, risks=risks, measures=measures, rules=rules, criteria=criteria
    )


def _always_met(gate: Gate, requirement: str) -> Gate:
    """The gate with this requirement met whatever is answered; "": with all of them."""
    met = Always(truth=True)
    return replace(
        gate,
        requires=tuple(
            replace(r, met=met) if requirement in {"", r.id} else r for r in gate.requires
        ),
    )


def _without_factor(risk: Risk, factor: str) -> Risk:
    return replace(risk, factors=tuple(f for f in risk.factors if f.id != factor))


def _differences(found: Assessment, expect: dict[str, Any]) -> Iterator[str]:
    for unknown in sorted(set(expect) - _EXPECTATIONS):
        yield f"unknown expectation: {unknown}"
    gates = {gate.code: gate.status for gate in found.gates}
    for code, status in expect.get("gates", {}).items():
        yield from _differ(code, status, gates.get(code))
    yield from _risk_differences(found, expect.get("risks", {}))
    single = {
        "decision": found.decision.proposed,
        "best": found.decision.best,
        "worst": found.decision.worst,
        "threshold": found.threshold.result,
    }
    for name, value in single.items():
        yield from _differ(name, expect.get(name, value), value)
    fired = {rule.code for rule in found.rules}
    for code in expect.get("rules", ()):
        yield from _differ(f"rule {code}", expected=True, found=code in fired)
    for code in expect.get("not_rules", ()):
        yield from _differ(f"rule {code}", expected=False, found=code in fired)
    for name, value in expect.get("headline", {}).items():
        yield from _differ(name, value, getattr(found.headline, name, None))


def _risk_differences(found: Assessment, expected: dict[str, Any]) -> Iterator[str]:
    risks = {risk.code: risk for risk in found.risks}
    for code, stages in expected.items():
        risk = risks.get(code)
        if risk is None:
            yield f"unknown risk: {code}"
            continue
        if stages == "not_applicable":
            yield from _differ(f"{code} applies", expected=False, found=risk.applies)
            continue
        for stage, level in stages.items():
            score = risk.scores.get(stage)
            shown = None if score is None else _shown(score.worst, level)
            yield from _differ(f"{code} {stage}", str(level), shown)


def _shown(level: Any, expected: object) -> str:  # noqa: ANN401
    """A class ("high"), or severity/likelihood ("3/4") where the case says it so."""
    return f"{level.severity}/{level.likelihood}" if "/" in str(expected) else level.level


def _differ(what: str, expected: object, found: object) -> Iterator[str]:
    if expected != found:
        yield f"{what}: expected {expected}, found {found}"
