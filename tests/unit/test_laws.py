"""Laws of the assessment that hold for every set of answers, not only for the examples.

Hypothesis draws whole set-ups over each shipped questionnaire.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from dpia.answers import from_plain, to_plain
from dpia.assess import assess
from dpia.assess.facts import gather
from dpia.assess.gates import gate_range
from dpia.conditions import Any as AnyOf
from dpia.conditions import WhereEntered, references
from dpia.definitions import load_questionnaire
from dpia.model import UNCLEAR, Answers, Row
from tests.unit.assess_samples import DAY, messenger
from tests.unit.law_strategies import (
    DUE,
    IN_PLACE,
    MEASURE_ROWS,
    STATUSES,
    answers,
    applied,
    decision_ids,
    definite,
    definite_for,
    measure_row,
    questions,
    tables,
    with_measure,
    with_value,
)
from tests.unit.laws import law

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.assess.result import Assessment, Level
    from dpia.model import Gate, Value

# Thousands of assessments: tracing each line of them would double the time and show nothing that cases do not.
pytestmark = pytest.mark.no_cover

WORSE: Final = ("approved", "conditionally_approved", "consultation", "rejected")
GATE_WORSE: Final = ("not_applicable", "met", "planned", "not_met")


def judged(of: str, given_answers: Answers) -> Assessment:
    return assess(load_questionnaire(of), given_answers, DAY, reach=False)


def rank(level: str) -> int:
    """All questionnaires share one scale (questionnaires/common/scale.yaml)."""
    return messenger().scale.class_rank[level]


def measures(of: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(load_questionnaire(of).measures))


def measure_rows(of: str) -> st.SearchStrategy[dict[str, dict[str, Value]]]:
    return st.dictionaries(measures(of), MEASURE_ROWS)


def facts(of: str) -> st.SearchStrategy[str]:
    """What is asked and no decision of the controller."""
    return st.sampled_from(sorted(key for key in questions(of) if key not in decision_ids(of)))


def no_worse(level: Level, than: Level) -> bool:
    """On both axes and in its class."""
    return (
        level.severity <= than.severity
        and level.likelihood <= than.likelihood
        and rank(level.level) <= rank(than.level)
    )


def pairs(first: Assessment, second: Assessment) -> Iterator[tuple[str, str, str, Level, Level]]:
    """The levels of two assessments side by side: risk, stage, end, first, second.

    A risk that does not apply has no levels; whether it does may differ between the two.
    """
    for one, other in zip(first.risks, second.risks, strict=True):
        for stage in (stage for stage in one.scores if stage in other.scores):
            for end in ("worst", "best"):
                levels = getattr(one.scores[stage], end), getattr(other.scores[stage], end)
                yield one.code, stage, end, *levels


def gate_ranges(of: str, given_answers: Answers) -> dict[str, tuple[int, int]]:
    questionnaire = load_questionnaire(of)
    known = gather(questionnaire, given_answers, DAY)
    ranges = {}
    for gate in questionnaire.gates.values():
        best, worst = gate_range(gate, known)
        ranges[gate.code] = GATE_WORSE.index(best), GATE_WORSE.index(worst)
    return ranges


@law(answers, measures)
def test_a_measure_in_place_raises_no_level(of: str, before: Answers, measure: str) -> None:
    """Law: whatever a measure was, once it is implemented with evidence and owner, no level of any risk
    is higher today or after the plan, neither at the worst nor at the best end.
    """
    row = {**measure_row(before, measure), **IN_PLACE}
    after = judged(of, with_measure(before, measure, row, of))
    for code, stage, end, old, new in pairs(judged(of, before), after):
        if stage in {"today", "target"}:
            assert no_worse(new, old), (code, stage, end)


@law(answers)
def test_stages_only_go_down(of: str, given_answers: Answers) -> None:
    """Law (rule 7 of the algorithm): per axis and at both ends, target <= inherent <= raw and
    target <= today <= raw. Nothing is said about today and inherent: a baseline measure may be unfinished.
    """
    for risk in (risk for risk in judged(of, given_answers).risks if risk.scores):
        for end in ("worst", "best"):
            raw, inherent, today, target = (
                getattr(risk.scores[stage], end) for stage in ("raw", "inherent", "today", "target")
            )
            assert no_worse(inherent, raw)
            assert no_worse(today, raw)
            assert no_worse(target, inherent)
            assert no_worse(target, today)


@law(answers)
def test_the_best_end_is_never_worse_and_what_is_proposed_lies_between(
    of: str, given_answers: Answers
) -> None:
    """Law: best <= worst for every level, gate, decision and headline; a proposal that is made at all lies
    between the best and the worst decision.
    """
    found = judged(of, given_answers)
    for risk in found.risks:
        assert all(no_worse(score.best, score.worst) for score in risk.scores.values())
    assert all(best <= worst for best, worst in gate_ranges(of, given_answers).values())
    decision, headline = found.decision, found.headline
    best, worst = WORSE.index(decision.best), WORSE.index(decision.worst)
    assert best <= worst
    if decision.proposed != "undetermined":
        assert best <= WORSE.index(decision.proposed) <= worst
    assert rank(headline.highest_today_best) <= rank(headline.highest_today)
    assert rank(headline.highest_target_best) <= rank(headline.highest_target)


@st.composite
def narrowed(draw: st.DrawFn, of: str) -> tuple[str, Answers, Answers]:
    """Answers, and the same with one item answered that the assessment lists as open."""
    before = draw(answers(of))
    opened = [item.ref for item in judged(of, before).open if item.ref not in decision_ids(of)]
    assume(opened)
    ref = draw(st.sampled_from(opened))
    if ref.startswith("measure:"):
        measure = ref.removeprefix("measure:")
        known = {k: v for k, v in measure_row(before, measure).items() if v != UNCLEAR}
        drawn = {k: v for k, v in draw(MEASURE_ROWS).items() if k != "set"}
        row = {**drawn, **known, "status": draw(st.sampled_from(STATUSES))}
        return ref, before, with_measure(before, measure, row, of)
    if ref.startswith("table:"):
        return ref, before, _filled(of, draw, before, ref.removeprefix("table:"))
    return ref, before, with_value(before, ref, draw(definite_for(ref, of)), of)


def _filled(of: str, draw: st.DrawFn, before: Answers, name: str) -> Answers:
    """The open cells of the rows filled; a table without rows gets some."""
    columns = [column for column in tables(of)[name].columns if column.kind != "label"]
    rows = before.tables.get(name) or tuple(
        Row(f"+{n}", {}) for n in range(1, draw(st.integers(1, 3)) + 1)
    )
    filled = []
    for row in rows:
        values = dict(row.values)
        for column in columns:
            if values.get(column.id, UNCLEAR) == UNCLEAR:
                values[column.id] = draw(definite(column))
        filled.append(replace(row, values=values))
    return applied(replace(before, tables={**before.tables, name: tuple(filled)}), of)


@law(narrowed)
def test_an_open_answer_once_given_only_narrows(
    of: str, drawn: tuple[str, Answers, Answers]
) -> None:
    """Law: answering what the assessment lists as open never makes a best end better nor a worst end worse,
    for levels, gates, decision and headline.

    It speaks of what is listed as open. An optional text that is empty counts as "nothing is written", which
    is known and not open, so writing it may help. Nor is the set of a measure open: without one it is the
    catalogue's. What the controller decides (abandon or keep, the reason
    for accepting what remains, the decision) is no fact that could be open.
    """
    ref, before, after = drawn
    old, new = judged(of, before), judged(of, after)
    for code, stage, end, was, now in pairs(old, new):
        assert no_worse(*((now, was) if end == "worst" else (was, now))), (ref, code, stage, end)
    old_gates, new_gates = gate_ranges(of, before), gate_ranges(of, after)
    for code, (best, worst) in old_gates.items():
        assert best <= new_gates[code][0] <= new_gates[code][1] <= worst, (ref, code)
    decisions = [
        WORSE.index(d)
        for d in (old.decision.best, new.decision.best, new.decision.worst, old.decision.worst)
    ]
    assert decisions == sorted(decisions), ref
    for stage in ("today", "target"):
        ranks = [
            rank(getattr(found.headline, name))
            for found, name in (
                (old, f"highest_{stage}_best"),
                (new, f"highest_{stage}_best"),
                (new, f"highest_{stage}"),
                (old, f"highest_{stage}"),
            )
        ]
        assert ranks == sorted(ranks), ref


def definite_facts(of: str) -> st.SearchStrategy[tuple[str, Value]]:
    return facts(of).flatmap(lambda key: st.tuples(st.just(key), definite_for(key, of)))


@law(answers, definite_facts)
def test_unclear_is_never_better_than_an_answer(
    of: str, before: Answers, chosen: tuple[str, Value]
) -> None:
    """Law: with "unclear", every worst level, the worst gate status and the worst decision are at least as
    bad as with any definite answer to the same question (of fact, see the law above on decisions).
    """
    key, value = chosen
    unclear, definite_one = with_value(before, key, UNCLEAR, of), with_value(before, key, value, of)
    old, new = judged(of, definite_one), judged(of, unclear)
    for code, stage, end, was, now in pairs(old, new):
        if end == "worst":
            assert no_worse(was, now), (key, code, stage)
    was_gates, now_gates = gate_ranges(of, definite_one), gate_ranges(of, unclear)
    for code, (_, worst) in was_gates.items():
        assert worst <= now_gates[code][1], (key, code)
    assert WORSE.index(old.decision.worst) <= WORSE.index(new.decision.worst), key


def _meets_a_criterion_besides(of: str, key: str) -> bool:
    """Whether the answer belongs to another sheet and counts for the threshold analysis only where given.

    There "unclear" leaves the criterion open; a sheet that nobody has filled in yet does not hold it up.
    """
    entered = [
        part
        for criterion in load_questionnaire(of).criteria.values()
        if isinstance(criterion.met, AnyOf)
        for part in criterion.met.parts
        if isinstance(part, WhereEntered)
    ]
    return any(key in references(part) for part in entered)


@law(answers, lambda of: st.sampled_from(sorted(questions(of))))
def test_unclear_counts_as_missing(of: str, before: Answers, key: str) -> None:
    """Law: "unclear" and no answer give the same assessment; only the list of open items tells which it was."""
    unclear = judged(of, with_value(before, key, UNCLEAR, of))
    missing = judged(of, with_value(before, key, None, of))
    if _meets_a_criterion_besides(of, key):
        assert replace(unclear, threshold=missing.threshold, open=missing.open) == missing
        return
    neutral = tuple(replace(item, given_unclear=False) for item in unclear.open)
    assert replace(unclear, open=neutral) == replace(
        missing, open=tuple(replace(item, given_unclear=False) for item in missing.open)
    )


@law(answers, lambda _: st.sampled_from(["best", "worst", "proposed"]))
def test_a_failed_stop_gate_means_rejection(of: str, given_answers: Answers, case: str) -> None:
    """Law: with a stop gate that is not met, everything says "rejected", however low the levels are."""
    found = judged(of, given_answers)
    failed = [gate.code for gate in found.gates if gate.stop and gate.status == "not_met"]
    assert found.headline.stops_not_met == len(failed)
    if failed:
        assert getattr(found.decision, case) == "rejected"
        assert found.decision.reasons[0].key == "stop-not-met"
        assert set(failed) <= set(found.decision.reasons[0].codes)


def _rests_on_answers_alone(gate: Gate, requirement: str) -> bool:
    [found] = [entry for entry in gate.requires if entry.id == requirement]
    asked = (*references(found.met), *(references(found.planned) if found.planned else ()))
    return not any(ref.startswith("measure:") for ref in asked)


@law(answers, measure_rows)
def test_no_measure_buys_off_a_gate(
    of: str, before: Answers, rows: dict[str, dict[str, Value]]
) -> None:
    """Law: a gate fails as long as one of its requirements fails that rests on answers alone, whatever
    measures are entered, even with all of them in place; and when it is a stop gate, the proposal stays
    "rejected". (A requirement that names a measure can be planned through that measure, and no other.)

    Where it is still open whether the gate applies at all, it stays open instead.
    """
    after = before
    for measure in load_questionnaire(of).measures:
        after = with_measure(after, measure, {**IN_PLACE, "due": DUE, **rows.get(measure, {})}, of)
    statuses = {gate.id: gate.status for gate in judged(of, after).gates}
    for gate in judged(of, before).gates:
        failed = [r.id for r in gate.requirements if r.status == "not_met"]
        if any(
            _rests_on_answers_alone(load_questionnaire(of).gates[gate.id], name) for name in failed
        ):
            assert gate.status in {"not_met", "open"}
            assert statuses[gate.id] == gate.status
            if gate.stop and gate.status == "not_met":
                assert judged(of, after).decision.proposed == "rejected"


@law(answers, lambda _: st.randoms(use_true_random=False))
def test_the_order_of_answers_and_rows_does_not_matter(
    of: str,
    given_answers: Answers,
    shuffle: st.random.Random,  # type: ignore[name-defined]
) -> None:
    """Law: answers, rows and tables in any order give the same assessment."""
    values, listed = list(given_answers.values.items()), list(given_answers.tables.items())
    shuffle.shuffle(values)
    shuffle.shuffle(listed)
    mixed = {name: tuple(shuffle.sample(rows, len(rows))) for name, rows in listed}
    other = replace(given_answers, values=dict(values), tables=mixed)
    assert judged(of, other) == judged(of, given_answers)


@law(answers, lambda of: st.dictionaries(facts(of), st.text(min_size=1), max_size=3))
def test_plain_answers_come_back_as_they_were(
    of: str, given_answers: Answers, notes: dict[str, str]
) -> None:
    """Law: from_plain(to_plain(x)) == x, also by way of JSON, for answers that went through the check."""
    full = replace(
        given_answers, notes=notes, signed={"master": ("A. Beispiel", DUE), "data": ("", None)}
    )
    assert from_plain(json.loads(json.dumps(to_plain(full))), load_questionnaire(of)) == full


def _looks_at_the_date(gate: Gate) -> bool:
    return any("OlderThan" in repr((entry.met, entry.planned)) for entry in gate.requires)


@law(answers, lambda _: st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_another_day_changes_only_what_asks_for_the_day(
    of: str, given_answers: Answers, day: date
) -> None:
    """Law: with the same answers on another day, no level changes, and a gate only when one of its
    requirements asks how long ago something was.
    """
    then = assess(load_questionnaire(of), given_answers, day, reach=False)
    now = judged(of, given_answers)
    assert all(was == level for *_, was, level in pairs(now, then))
    for old, new in zip(now.gates, then.gates, strict=True):
        if not _looks_at_the_date(load_questionnaire(of).gates[old.id]):
            assert old.status == new.status, old.code
