"""Laws of the assessment that hold for every set of answers, not only for the examples.

Hypothesis draws whole set-ups over the shipped questionnaire; the draws are fixed, so that a run is repeatable.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from dpia.answers import from_plain, to_plain
from dpia.assess import assess
from dpia.assess.facts import gather
from dpia.assess.gates import gate_range
from dpia.conditions import Any as AnyOf
from dpia.conditions import WhereEntered, references
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.assess.result import Assessment, Level
    from dpia.model import Gate, Value

stable = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # shrinking whole workbooks takes minutes
)
WORSE: Final = ("approved", "conditionally_approved", "consultation", "rejected")
GATE_WORSE: Final = ("not_applicable", "met", "planned", "not_met")


def judged(given_answers: Answers) -> Assessment:
    return assess(messenger(), given_answers, DAY, reach=False)


def rank(level: str) -> int:
    return messenger().scale.class_rank[level]


def no_worse(level: Level, than: Level) -> bool:
    """On both axes and in its class."""
    return (
        level.severity <= than.severity
        and level.likelihood <= than.likelihood
        and rank(level.level) <= rank(than.level)
    )


def pairs(first: Assessment, second: Assessment) -> Iterator[tuple[str, str, str, Level, Level]]:
    """The levels of two assessments side by side: risk, stage, end, first, second."""
    for one, other in zip(first.risks, second.risks, strict=True):
        for stage in one.scores:
            for end in ("worst", "best"):
                levels = getattr(one.scores[stage], end), getattr(other.scores[stage], end)
                yield one.code, stage, end, *levels


def gate_ranges(given_answers: Answers) -> dict[str, tuple[int, int]]:
    facts = gather(messenger(), given_answers, DAY)
    ranges = {}
    for gate in messenger().gates.values():
        best, worst = gate_range(gate, facts)
        ranges[gate.code] = GATE_WORSE.index(best), GATE_WORSE.index(worst)
    return ranges


@stable
@given(answers(), st.sampled_from(sorted(messenger().measures)))
def test_a_measure_in_place_raises_no_level(before: Answers, measure: str) -> None:
    """Law: whatever a measure was, once it is implemented with evidence and owner, no level of any risk
    is higher today or after the plan, neither at the worst nor at the best end.
    """
    row = {**measure_row(before, measure), **IN_PLACE}
    after = judged(with_measure(before, measure, row))
    for code, stage, end, old, new in pairs(judged(before), after):
        if stage in {"today", "target"}:
            assert no_worse(new, old), (code, stage, end)


@stable
@given(answers())
def test_stages_only_go_down(given_answers: Answers) -> None:
    """Law (rule 7 of the algorithm): per axis and at both ends, target <= inherent <= raw and
    target <= today <= raw. Nothing is said about today and inherent: a baseline measure may be unfinished.
    """
    for risk in judged(given_answers).risks:
        for end in ("worst", "best"):
            raw, inherent, today, target = (
                getattr(risk.scores[stage], end) for stage in ("raw", "inherent", "today", "target")
            )
            assert no_worse(inherent, raw)
            assert no_worse(today, raw)
            assert no_worse(target, inherent)
            assert no_worse(target, today)


@stable
@given(answers())
def test_the_best_end_is_never_worse_and_what_is_proposed_lies_between(
    given_answers: Answers,
) -> None:
    """Law: best <= worst for every level, gate, decision and headline; a proposal that is made at all lies
    between the best and the worst decision.
    """
    found = judged(given_answers)
    for risk in found.risks:
        assert all(no_worse(score.best, score.worst) for score in risk.scores.values())
    assert all(best <= worst for best, worst in gate_ranges(given_answers).values())
    decision, headline = found.decision, found.headline
    best, worst = WORSE.index(decision.best), WORSE.index(decision.worst)
    assert best <= worst
    if decision.proposed != "undetermined":
        assert best <= WORSE.index(decision.proposed) <= worst
    assert rank(headline.highest_today_best) <= rank(headline.highest_today)
    assert rank(headline.highest_target_best) <= rank(headline.highest_target)


@st.composite
def narrowed(draw: st.DrawFn) -> tuple[str, Answers, Answers]:
    """Answers, and the same with one item answered that the assessment lists as open."""
    before = draw(answers())
    opened = [item.ref for item in judged(before).open if item.ref not in decision_ids()]
    assume(opened)
    ref = draw(st.sampled_from(opened))
    if ref.startswith("measure:"):
        measure = ref.removeprefix("measure:")
        known = {k: v for k, v in measure_row(before, measure).items() if v != UNCLEAR}
        drawn = {k: v for k, v in draw(MEASURE_ROWS).items() if k != "set"}
        row = {**drawn, **known, "status": draw(st.sampled_from(STATUSES))}
        return ref, before, with_measure(before, measure, row)
    if ref.startswith("table:"):
        return ref, before, _filled(draw, before, ref.removeprefix("table:"))
    return ref, before, with_value(before, ref, draw(definite_for(ref)))


def _filled(draw: st.DrawFn, before: Answers, name: str) -> Answers:
    """The open cells of the rows filled; a table without rows gets some."""
    columns = [column for column in tables()[name].columns if column.kind != "label"]
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
    return applied(replace(before, tables={**before.tables, name: tuple(filled)}))


@stable
@given(narrowed())
def test_an_open_answer_once_given_only_narrows(drawn: tuple[str, Answers, Answers]) -> None:
    """Law: answering what the assessment lists as open never makes a best end better nor a worst end worse,
    for levels, gates, decision and headline.

    It speaks of what is listed as open. An optional text that is empty counts as "nothing is written", which
    is known and not open, so writing it may help. Nor is the set of a measure open: without one it is the
    catalogue's. What the controller decides (abandon or keep, the reason
    for accepting what remains, the decision) is no fact that could be open.
    """
    ref, before, after = drawn
    old, new = judged(before), judged(after)
    for code, stage, end, was, now in pairs(old, new):
        assert no_worse(*((now, was) if end == "worst" else (was, now))), (ref, code, stage, end)
    old_gates, new_gates = gate_ranges(before), gate_ranges(after)
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


FACTS: Final = sorted(key for key in questions() if key not in decision_ids())


@stable
@given(
    answers(),
    st.sampled_from(FACTS).flatmap(lambda key: st.tuples(st.just(key), definite_for(key))),
)
def test_unclear_is_never_better_than_an_answer(before: Answers, chosen: tuple[str, Value]) -> None:
    """Law: with "unclear", every worst level, the worst gate status and the worst decision are at least as
    bad as with any definite answer to the same question (of fact, see the law above on decisions).
    """
    key, value = chosen
    unclear, definite_one = with_value(before, key, UNCLEAR), with_value(before, key, value)
    old, new = judged(definite_one), judged(unclear)
    for code, stage, end, was, now in pairs(old, new):
        if end == "worst":
            assert no_worse(was, now), (key, code, stage)
    was_gates, now_gates = gate_ranges(definite_one), gate_ranges(unclear)
    for code, (_, worst) in was_gates.items():
        assert worst <= now_gates[code][1], (key, code)
    assert WORSE.index(old.decision.worst) <= WORSE.index(new.decision.worst), key


def _meets_a_criterion_besides(key: str) -> bool:
    """Whether the answer belongs to another sheet and counts for the threshold analysis only where given.

    There "unclear" leaves the criterion open; a sheet that nobody has filled in yet does not hold it up.
    """
    entered = [
        part
        for criterion in messenger().criteria.values()
        if isinstance(criterion.met, AnyOf)
        for part in criterion.met.parts
        if isinstance(part, WhereEntered)
    ]
    return any(key in references(part) for part in entered)


@stable
@given(answers(), st.sampled_from(sorted(questions())))
def test_unclear_counts_as_missing(before: Answers, key: str) -> None:
    """Law: "unclear" and no answer give the same assessment; only the list of open items tells which it was."""
    unclear = judged(with_value(before, key, UNCLEAR))
    missing = judged(with_value(before, key, None))
    if _meets_a_criterion_besides(key):
        assert replace(unclear, threshold=missing.threshold, open=missing.open) == missing
        return
    neutral = tuple(replace(item, given_unclear=False) for item in unclear.open)
    assert replace(unclear, open=neutral) == replace(
        missing, open=tuple(replace(item, given_unclear=False) for item in missing.open)
    )


@stable
@given(answers(), st.sampled_from(["best", "worst", "proposed"]))
def test_a_failed_stop_gate_means_rejection(given_answers: Answers, case: str) -> None:
    """Law: with a stop gate that is not met, everything says "rejected", however low the levels are."""
    found = judged(given_answers)
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


@stable
@given(answers(), st.dictionaries(st.sampled_from(sorted(messenger().measures)), MEASURE_ROWS))
def test_no_measure_buys_off_a_gate(before: Answers, rows: dict[str, dict[str, Value]]) -> None:
    """Law: a gate fails as long as one of its requirements fails that rests on answers alone, whatever
    measures are entered, even with all of them in place; and when it is a stop gate, the proposal stays
    "rejected". (A requirement that names a measure can be planned through that measure, and no other.)
    """
    after = before
    for measure in messenger().measures:
        after = with_measure(after, measure, {**IN_PLACE, "due": DUE, **rows.get(measure, {})})
    statuses = {gate.id: gate.status for gate in judged(after).gates}
    for gate in judged(before).gates:
        failed = [r.id for r in gate.requirements if r.status == "not_met"]
        if any(_rests_on_answers_alone(messenger().gates[gate.id], name) for name in failed):
            assert statuses[gate.id] == "not_met"
            if gate.stop:
                assert judged(after).decision.proposed == "rejected"


@stable
@given(answers(), st.randoms(use_true_random=False))
def test_the_order_of_answers_and_rows_does_not_matter(
    given_answers: Answers,
    shuffle: st.random.Random,  # type: ignore[name-defined]
) -> None:
    """Law: answers, rows and tables in any order give the same assessment."""
    values, listed = list(given_answers.values.items()), list(given_answers.tables.items())
    shuffle.shuffle(values)
    shuffle.shuffle(listed)
    mixed = {name: tuple(shuffle.sample(rows, len(rows))) for name, rows in listed}
    other = replace(given_answers, values=dict(values), tables=mixed)
    assert judged(other) == judged(given_answers)


@stable
@given(answers(), st.dictionaries(st.sampled_from(FACTS), st.text(min_size=1), max_size=3))
def test_plain_answers_come_back_as_they_were(
    given_answers: Answers, notes: dict[str, str]
) -> None:
    """Law: from_plain(to_plain(x)) == x, also by way of JSON, for answers that went through the check."""
    full = replace(
        given_answers, notes=notes, signed={"master": ("A. Beispiel", DUE), "data": ("", None)}
    )
    assert from_plain(json.loads(json.dumps(to_plain(full))), messenger()) == full


def _looks_at_the_date(gate: Gate) -> bool:
    return any("OlderThan" in repr((entry.met, entry.planned)) for entry in gate.requires)


@stable
@given(answers(), st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_another_day_changes_only_what_asks_for_the_day(given_answers: Answers, day: date) -> None:
    """Law: with the same answers on another day, no level changes, and a gate only when one of its
    requirements asks how long ago something was.
    """
    then = assess(messenger(), given_answers, day, reach=False)
    now = judged(given_answers)
    assert all(was == level for *_, was, level in pairs(now, then))
    for old, new in zip(now.gates, then.gates, strict=True):
        if not _looks_at_the_date(messenger().gates[old.id]):
            assert old.status == new.status, old.code
