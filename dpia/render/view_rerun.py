"""Field 3.2: the assessment made again with the means that was chosen, side by side with the product in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.model import CONFIRMED, YES
from dpia.providers import UNKNOWN
from dpia.render import fills
from dpia.render.scores import fill, level_range, score_view
from dpia.render.view_alternatives import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dpia.assess.compared import AlternativeRun, AppliedChange, GateComparison, RiskComparison
    from dpia.assess.result import Assessment, RiskFinding, Score
    from dpia.model import Risk
    from dpia.providers import Change, Comparison
    from dpia.render.case import Case, Item

_GROUPS: Final = (
    ("rerun-worse", ("new", "higher")),
    ("rerun-better", ("gone", "lower")),
    ("rerun-open", ("open",)),
)
_RESULTS: Final = {
    True: "rerun-better-all",
    False: "rerun-not-better",
    None: "rerun-better-open",
}


def rerun_view(case: Case) -> Item:
    """Return the second assessment; "chosen" is empty where no alternative was chosen."""
    found, comparison = case.assessment.alternatives, case.questionnaire.comparison
    if found is None or comparison is None or found.run is None:
        return {"chosen": "", "asked": comparison is not None}
    run = found.run
    product = case.text(case.questionnaire.providers[found.in_use].title)
    name = run_name(case, run)
    return {
        "chosen": name,
        "asked": True,
        "product": product,
        "title": case.say("rerun-title", name=name),
        "result": case.say(_RESULTS[run.better], name=name),
        "result_fill": fills.GOOD if run.better else fills.CARE,
        "lines": list(_lines(case, case.assessment, run.assessment)),
        "risks": list(_risk_groups(case, comparison, run)),
        "risks_same": _unchanged(case, run),
        "gates": [_gate(case, comparison, run, one) for one in run.gates if one.now != one.then],
        "gates_same": ", ".join(
            f"{one.code} ({case.term('gate-statuses', one.now)})"
            for one in run.gates
            if one.now == one.then
        ),
        "traits": list(_traits(case, comparison, run)),
    }


def run_name(case: Case, run: AlternativeRun) -> str:
    """Return the name of the chosen means."""
    profile = case.questionnaire.providers.get(run.provider)
    return run.name if profile is None else case.text(profile.title)


def better_line(case: Case) -> str:
    """Return the sentence of the summary: a milder means is available ("" where none is known to be better)."""
    found = case.assessment.alternatives
    if found is None or case.questionnaire.comparison is None:
        return ""
    gate = case.questionnaire.gates[case.questionnaire.comparison.places.gate].code
    standing = ", ".join(name_of(case, row) for row in found.standing)
    if found.run is not None and found.run.better:
        return case.say("summary-rerun-better", name=run_name(case, found.run), gate=gate)
    return case.say("summary-milder", names=standing, gate=gate) if standing else ""


def _lines(case: Case, now: Assessment, then: Assessment) -> Iterator[Item]:
    """The proposal and the numbers of both."""
    for key, words in (
        ("rerun-decision", lambda found: _decision(case, found)),
        ("rerun-stops", _stops),
        ("rerun-highest", lambda found: _highest(case, found)),
    ):
        yield {"label": case.say(key), "now": words(now), "then": words(then)}


def _decision(case: Case, found: Assessment) -> str:
    decision = found.decision
    proposed = case.term("decisions", decision.proposed)
    if decision.best == decision.worst:
        return proposed
    ends = {end: case.term("decisions", getattr(decision, end)) for end in ("best", "worst")}
    return f"{proposed} ({case.say('level-range', **ends)})"


def _stops(found: Assessment) -> str:
    codes = [gate.code for gate in found.gates if gate.stop and gate.status == "not_met"]
    return f"{len(codes)} ({', '.join(codes)})" if codes else "0"


def _highest(case: Case, found: Assessment) -> str:
    return level_range(case, found.headline.highest_target_best, found.headline.highest_target)


def _risk_groups(case: Case, comparison: Comparison, run: AlternativeRun) -> Iterator[Item]:
    for key, verdicts in _GROUPS:
        rows = [_risk(case, comparison, run, one) for one in run.risks if one.verdict in verdicts]
        if rows:
            yield {"title": case.say(key, count=len(rows)), "rows": rows}


def _unchanged(case: Case, run: AlternativeRun) -> str:
    """The risks that stay as they are, each with its level, in one line."""
    scored = {risk.id: risk for risk in run.assessment.risks}
    same = [one for one in run.risks if one.verdict == "same"]
    return "; ".join(f"{one.code} {_short(case, scored[one.id], 'target')}" for one in same)


def _risk(case: Case, comparison: Comparison, run: AlternativeRun, one: RiskComparison) -> Item:
    before = next((r for r in case.assessment.risks if r.id == one.id), None)
    after = next(r for r in run.assessment.risks if r.id == one.id)
    risk = _known_risk(case, comparison, one.id)
    return {
        "code": one.code,
        "title": case.text(risk.title),
        "today": _short(case, before, "today"),
        "target": _short(case, before, "target"),
        "then": _short(case, after, "target"),
        "then_fill": fill(case, after.scores["target"].worst.level) if after.scores else fills.NONE,
        "why": "\n".join(_why(case, comparison, run, one, after)),
    }


def _known_risk(case: Case, comparison: Comparison, key: str) -> Risk:
    known = case.questionnaire.risks.get(key)
    return comparison.counter_risks[key].risk if known is None else known


def _short(case: Case, finding: RiskFinding | None, stage: str) -> str:
    if finding is None or finding.applies is False:
        return case.say("reach-left-out")
    scores: dict[str, Score] = dict(finding.scores)  # type: ignore[arg-type]  # stages are names
    short = str(score_view(case, scores[stage])["short"])
    return short if finding.applies else f"{short} ({case.say('rerun-perhaps')})"


def _why(
    case: Case,
    comparison: Comparison,
    run: AlternativeRun,
    one: RiskComparison,
    after: RiskFinding,
) -> Iterator[str]:
    changes = {change.id: change for change in _changes(case, comparison, run)}
    certain = {applied.id: applied for applied in run.changes}
    for key in one.changes:
        yield _ground(case, changes[key], certain[key])
    if one.id in comparison.counter_risks:
        grounds = comparison.counter_risks[one.id].risk.grounds
        cited = case.cite_numbers(grounds.sources)
        yield f"{case.marked(case.text(grounds.why), grounds)} {cited}".strip()
    waiting = list(dict.fromkeys(_waiting(case, comparison, after.open)))
    if waiting:
        yield case.say("rerun-waits", named=", ".join(waiting))


def _changes(case: Case, comparison: Comparison, run: AlternativeRun) -> tuple[Change, ...]:
    profile = case.questionnaire.providers.get(run.provider)
    return (*comparison.changes, *(profile.changes if profile is not None else ()))


def _ground(case: Case, change: Change, applied: AppliedChange) -> str:
    text = case.marked(case.text(change.grounds.why), change.grounds)
    if not applied.certain:
        text = f"{case.say('rerun-uncertain')} {text}"
    return f"{text} {case.cite_numbers(applied.sources)}".strip()


def _waiting(case: Case, comparison: Comparison, refs: Iterable[str]) -> Iterator[str]:
    """What the level with the alternative waits for, in short: attributes, measures and questions."""
    for ref in refs:
        kind, _, key = ref.rpartition(":")
        if kind == "attribute" and key in comparison.attributes:
            yield case.text(comparison.attributes[key].title)
        elif kind == "measure":
            yield case.questionnaire.measures[key].code
        elif not kind:
            yield case.questions[ref.partition(".")[0]].code


def _gate(case: Case, comparison: Comparison, run: AlternativeRun, one: GateComparison) -> Item:
    changes = {change.id: change for change in _changes(case, comparison, run)}
    applied = {found.id: found for found in run.changes}
    gate = case.questionnaire.gates[one.id]
    why = [_ground(case, changes[key], applied[key]) for key in one.changes]
    if not why and one.then == "not_applicable":
        why = [case.text(gate.not_applicable_text)]
    if not why and one.then == "open":
        why = [case.say("rerun-gate-open")]
    return {
        "code": one.code,
        "title": case.text(gate.title),
        "now": case.term("gate-statuses", one.now),
        "then": case.term("gate-statuses", one.then),
        "then_fill": fills.GATE[one.then],
        "why": "\n".join(why),
    }


def _traits(case: Case, comparison: Comparison, run: AlternativeRun) -> Iterator[Item]:
    """The attributes that the second assessment went by, each with where it comes from."""
    profile = case.questionnaire.providers.get(run.provider)
    row = next((r for r in case.rows(comparison.places.table) if r.id == run.row), None)
    for key, attribute in comparison.attributes.items():
        trait = profile.traits.get(key) if profile is not None else None
        entered = row.values.get(key) if row is not None else None
        value = trait.value if entered is None and trait is not None else entered
        grade = attribute.grades.get(str(value))
        shown = case.say("rerun-unknown") if grade is None else case.text(grade.label)
        if trait is not None and trait.note is not None and value == trait.value:
            shown = f"{shown} ({case.text(trait.note)})"
        origin = case.say("rerun-entered")
        if trait is not None and value in {trait.value, UNKNOWN}:
            origin = case.say(
                "rerun-profile",
                date=case.day(trait.dated),
                confidence=case.term("confidence", trait.grounds.confidence),
                sources=case.cite_numbers(trait.grounds.sources),
            )
            if row is not None and row.values.get(CONFIRMED) == YES:
                origin = f"{origin.strip()}; {case.say('rerun-confirmed')}"
        if run.values.get(key) is None and grade is not None:
            shown = f"{shown} – {case.say('rerun-not-certain')}"
        yield {"label": case.text(attribute.title), "value": shown, "origin": origin}
