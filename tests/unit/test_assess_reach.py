"""How far each open answer can still move the result, and that what is foretold is what happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from dpia.assess import assess
from dpia.assess.dependents import find_dependents
from dpia.assess.evaluation import evaluate
from dpia.assess.facts import gather
from dpia.assess.reach import order_by_reach
from dpia.assess.result import OpenItem, Reach
from dpia.conditions import (
    All,
    Always,
    Answered,
    Between,
    EveryRow,
    In,
    Known,
    LaterThan,
    MeasureIs,
    Not,
    OlderThan,
    RowsAtLeast,
    settled,
)
from dpia.conditions import (
    Any as AnyOf,
)
from dpia.model import UNCLEAR, Answers, Question, Row
from tests.unit import render_samples as sample
from tests.unit.assess_samples import DAY, answered, messenger, set_up
from tests.unit.law_strategies import (
    IN_PLACE,
    answers,
    decision_ids,
    definite_for,
    questions,
    with_measure,
    with_value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.result import Assessment, Span
    from dpia.conditions import Condition
    from dpia.model import Gate, Questionnaire, Value

stable = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
WORSE: Final = ("approved", "conditionally_approved", "consultation", "rejected")


def reach_of(found: Assessment) -> dict[str, Reach]:
    return {item.ref: item.reach for item in found.open}


def gate(*needs: Condition, stop: bool = True, **more: Any) -> Gate:
    """A gate of the sample questionnaire with other requirements."""
    [one] = sample.questionnaire().gates.values()
    requires = tuple(replace(one.requires[0], id=f"need-{n}", met=n_) for n, n_ in enumerate(needs))
    return replace(one, requires=requires, stop=Always(stop), **more)


def small(*gates: Gate, **more: Any) -> Questionnaire:
    """The sample questionnaire with these gates and no risks, criteria and rules."""
    named = {f"gate-{n}": replace(one, id=f"gate-{n}", code=f"G{n}") for n, one in enumerate(gates)}
    empty: dict[str, Any] = {
        "gates": named,
        "risks": {},
        "criteria": {},
        "rules": {},
        "measures": {},
    }
    return replace(sample.questionnaire(), **{**empty, **more})


def explored(
    questionnaire: Questionnaire, ref: str, values: Mapping[str, Value] | None = None, **tables: Any
) -> Reach:
    given_answers = Answers(dict(values or {}), tables)
    found = evaluate(questionnaire, gather(questionnaire, given_answers, DAY))
    [item] = order_by_reach(questionnaire, found, [OpenItem(ref, False, False, ())])
    return item.reach


def outcomes(reach: Reach) -> dict[str, tuple[str, ...]]:
    return {move.code: move.outcomes for move in (*reach.stops, *reach.gates)}


def test_an_answer_that_alone_decides_a_stop_gate_decides_the_proposal() -> None:
    reach = explored(small(gate(In("backup", ("off",)))), "backup")
    assert outcomes(reach) == {"G0": ("met", "not_met")}
    assert reach.decision == (("conditionally_approved",) * 2, ("rejected", "rejected"))
    assert reach.decides
    assert reach.weight == (4, 1, 0, 0, 0, 0)


def test_a_gate_that_other_answers_hold_open_moves_only_where_one_answer_ends_it() -> None:
    """Two answers are open: a yes to one leaves the gate open, a no ends it."""
    reach = explored(
        small(gate(In("status-as-protection", ("yes",)), In("backup", ("off",)))), "backup"
    )
    assert outcomes(reach) == {"G0": ("open", "not_met")}
    assert (reach.stops[0].now, reach.stops[0].stops) == ("open", False)


def test_a_condition_gate_weighs_less_than_a_stop_gate() -> None:
    q = small(gate(In("backup", ("off",)), stop=False), gate(In("status-as-protection", ("yes",))))
    found = assess(q, Answers({}, {}), DAY)
    assert [item.ref for item in found.open] == ["status-as-protection", "backup"]
    assert not reach_of(found)["backup"].stops
    assert [move.code for move in reach_of(found)["backup"].gates] == ["G0"]


def test_whether_a_gate_stops_at_all_is_told_apart_from_its_status() -> None:
    one = replace(gate(In("status-as-protection", ("yes",))), stop=In("backup", ("on",)))
    [move] = explored(small(one), "backup").stops
    assert (move.now, move.outcomes, move.stops) == ("open", ("open",), True)


def test_what_nothing_looks_at_reaches_nothing() -> None:
    reach = explored(small(gate(In("backup", ("off",)))), "planned-start")
    assert reach == Reach()
    assert not reach.decides


def test_numbers_are_tried_on_either_side_of_every_bound() -> None:
    q = small(gate(Between("persons-count", 20, 50)))
    assert outcomes(explored(q, "persons-count")) == {"G0": ("met", "not_met")}
    only_at_least = small(gate(Between("persons-count", 20, None)))
    assert outcomes(explored(only_at_least, "persons-count")) == {"G0": ("met", "not_met")}
    known = small(gate(Answered("persons-count")))
    assert outcomes(explored(known, "persons-count")) == {"G0": ("met",)}


def test_only_numbers_that_the_question_admits_are_tried() -> None:
    q = small(gate(Between("persons-count", 1, None)))
    sheets = tuple(
        replace(
            sheet,
            items=tuple(
                replace(item, minimum=1, maximum=5)
                if isinstance(item, Question) and item.id == "persons-count"
                else item
                for item in sheet.items
            ),
        )
        for sheet in q.sheets
    )
    assert outcomes(explored(replace(q, sheets=sheets), "persons-count")) == {"G0": ("met",)}


def test_texts_are_tried_long_enough_and_too_short() -> None:
    q = small(gate(Answered("controller-name", 50)))
    assert outcomes(explored(q, "controller-name")) == {"G0": ("met", "not_met")}


def test_dates_are_tried_before_and_after_what_they_are_compared_with() -> None:
    later = small(gate(LaterThan("planned-start", "other-day")))
    assert outcomes(explored(later, "planned-start", {"other-day": DAY})) == {
        "G0": ("met", "not_met")
    }
    turned = small(gate(LaterThan("other-day", "planned-start")))
    assert outcomes(explored(turned, "planned-start", {"other-day": date(2026, 1, 1)})) == {
        "G0": ("met", "not_met")
    }
    older = small(gate(OlderThan("planned-start", 12)))
    assert outcomes(explored(older, "planned-start")) == {"G0": ("met", "not_met")}
    assert explored(later, "planned-start") == Reach(weight=(0, 0, 0, 0, 0, 0))


def test_a_table_is_settled_for_the_better_and_for_the_worse_whichever_way_it_is_asked() -> None:
    """Rows that a gate wishes for and rows that it does not want, in one table: best is both at once."""
    wanted = RowsAtLeast("data-items", 1, In("special", ("none",)))
    unwanted = Not(RowsAtLeast("data-items", 1, In("special", ("health",))))
    q = small(gate(All((wanted, unwanted))), gate(Known(wanted)))
    assert outcomes(explored(q, "table:data-items")) == {
        "G0": ("met", "not_met"),
        "G1": ("met", "not_met"),
    }
    rows = (Row("+1", {"special": "none"}), Row("+2", {"special": UNCLEAR}))
    settled_part = explored(q, "table:data-items", None, **{"data-items": rows})
    assert outcomes(settled_part) == {"G0": ("met", "not_met")}


def test_a_table_moves_everything_that_waits_for_it() -> None:
    """Also whether a gate, a risk, a measure applies, a plan, a criterion, a factor, an adjustment."""
    rows = RowsAtLeast("data-items", 1, None)
    base = sample.questionnaire()
    risk, [criterion] = base.risks["upload"], base.criteria.values()
    factor = replace(risk.factors[0], when=rows)
    lock = replace(
        base.measures["lock"], when=EveryRow("data-items", In("special", ("none",)), None)
    )
    q = small(
        gate(In("backup", ("off",)), not_applicable=rows),
        replace(
            gate(In("backup", ("off",))),
            requires=(replace(gate(Always(False)).requires[0], planned=rows),),
        ),
        risks={"upload": replace(risk, applies=rows, factors=(factor,))},
        measures={"lock": lock},
        criteria={criterion.id: replace(criterion, met=rows)},
    )
    reach = explored(q, "table:data-items")
    assert outcomes(reach) == {"G0": ("not_applicable", "open"), "G1": ("planned", "not_met")}
    assert [(move.code, move.target) for move in reach.risks] == [
        ("R01", (("", ""), ("high", "high")))
    ]
    assert reach.highest_target == (("low", "low"), ("high", "high"))
    assert set(reach.threshold) == {"CASE_DECISION", "NO_DPIA"}


def test_a_table_also_settles_how_far_a_measure_counts() -> None:
    from dpia.model import Adjustment

    base = sample.questionnaire()
    weaker = Adjustment(
        "K", RowsAtLeast("data-items", 1, None), sample.both("weniger"), likelihood=0
    )
    lock = replace(base.measures["lock"], adjust=(weaker,))
    risk = replace(base.risks["upload"], factors=())
    q = small(risks={"upload": risk}, measures={"lock": lock})
    done = Row("lock", {"status": "implemented", "evidence": "x", "owner": "IT"})
    reach = explored(q, "table:data-items", None, measures=(done,))
    assert [(move.code, move.today) for move in reach.risks] == [
        ("R01", (("risk", "risk"), ("high", "high")))
    ]


def test_a_measure_is_tried_in_place_and_not_planned() -> None:
    base = sample.questionnaire()
    q = small(
        gate(MeasureIs("lock", "in_place")),
        risks={"upload": base.risks["upload"]},
        measures={"lock": base.measures["lock"]},
    )
    reach = explored(q, "measure:lock")
    assert outcomes(reach) == {"G0": ("met", "not_met")}


def test_an_answer_that_lets_a_measure_apply_moves_the_risks_it_acts_on() -> None:
    """Without a works council there is no works agreement to count."""
    opened = with_value(set_up("careful"), "works-council", None)
    reach = reach_of(assess(messenger(), opened, DAY))["works-council"]
    assert "G08" in outcomes(reach)
    found = find_dependents(messenger())["works-council"]
    assert {"private-number-pressure", "performance-monitoring"} <= set(found.risks)


def test_an_answer_that_asks_for_details_is_also_tried_with_them() -> None:
    """A contract that covers internal use without naming the clause is not enough; with it, it may be."""
    opened = with_value(set_up("careful"), "dpt-covers-internal", None)
    reach = reach_of(assess(messenger(), opened, DAY))["dpt-covers-internal"]
    assert outcomes(reach)["G05"] == ("met", "not_met")


def test_an_answer_takes_away_what_is_then_not_asked() -> None:
    """With "no transfer" the check of the recipients' list that was entered does not work on in secret."""
    opened = answered({"dpf-checked": "2026-01-15"})
    assert opened.values["dpf-checked"]
    reach = reach_of(assess(messenger(), opened, DAY))["transfer"]
    assert "G06" in outcomes(reach)


def test_a_criterion_that_makes_the_dpia_due_moves_the_gate_of_the_officer() -> None:
    """One criterion is met; the second makes a DPIA due as a rule, and with it a data protection officer."""
    careful = set_up("careful", {"dpo-designated": "no", "persons-processing": 5})
    cleared = {
        key: "no"
        for key in questions()
        if key.startswith(
            (
                "c1-",
                "c2-",
                "c3-",
                "c4-",
                "c6-",
                "c8-",
                "c9-",
                "c5-large",
                "dsk-list",
                "art35-3",
                "national-law",
                "voluntary",
                "existing",
                "features.ai",
            )
        )
    }
    for key, value in {**cleared, "c7-vulnerable.employees": "yes"}.items():
        careful = with_value(careful, key, value)
    reach = reach_of(assess(messenger(), with_value(careful, "c1-scoring", None), DAY))[
        "c1-scoring"
    ]
    assert "DPIA_REQUIRED_AS_A_RULE" in reach.threshold
    assert "not_met" in outcomes(reach)["G09"]


def test_without_reach_the_order_is_that_of_the_questionnaire_and_the_findings_are_the_same() -> (
    None
):
    full, plain = (assess(messenger(), Answers({}, {}), DAY, reach=r) for r in (True, False))
    assert {i.ref for i in full.open} == {i.ref for i in plain.open}
    assert all(item.reach == Reach() for item in plain.open)
    assert replace(full, open=()) == replace(plain, open=())


def test_the_order_is_decision_stop_gates_gates_highest_levels_risks_threshold() -> None:
    weights = [item.reach.weight for item in assess(messenger(), Answers({}, {}), DAY).open]
    assert weights == sorted(weights, reverse=True)


def test_a_condition_is_settled_leaf_by_leaf_in_the_direction_asked_for() -> None:
    leaf, other = In("a", ("x",)), In("b", ("x",))
    whole = AnyOf((Not(leaf), All((Known(leaf), other))))
    for holds in (True, False):
        found = settled(whole, lambda one: one == leaf, holds)
        assert found == AnyOf((Not(Always(not holds)), All((Known(Always(holds)), other))))


def spans(found: Assessment) -> dict[str, Span]:
    """What the reach speaks of, in one assessment."""
    decision, headline = found.decision, found.headline
    return {
        "decision": (decision.best, decision.worst),
        "highest_today": (headline.highest_today_best, headline.highest_today),
        "highest_target": (headline.highest_target_best, headline.highest_target),
    }


@st.composite
def one_more(draw: st.DrawFn, before: Answers, ref: str) -> Answers:
    """The answers with one of them given."""
    if ref.startswith("measure:"):
        done = draw(st.booleans())
        row = IN_PLACE if done else {"status": "not-planned"}
        return with_measure(before, ref.removeprefix("measure:"), row)
    return with_value(before, ref, draw(definite_for(ref)))


@st.composite
def answers_and_one_more(draw: st.DrawFn) -> tuple[str, Answers, Answers]:
    before = draw(answers())
    refs = [
        item.ref
        for item in assess(messenger(), before, DAY, reach=False).open
        if not item.ref.startswith("table:") and item.ref not in decision_ids()
    ]
    assume(refs)
    ref = draw(st.sampled_from(refs))
    return ref, before, draw(one_more(before, ref))


@pytest.mark.no_cover
@stable
@given(answers_and_one_more())
def test_what_an_answer_changes_was_foretold(drawn: tuple[str, Answers, Answers]) -> None:
    """Law: give an open answer in any way; every change of decision, gates, levels and risks was in its reach."""
    ref, before, after = drawn
    old, new = assess(messenger(), before, DAY), assess(messenger(), after, DAY, reach=False)
    reach = reach_of(old)[ref]
    for name, span in spans(new).items():
        assert span in {spans(old)[name], *getattr(reach, name)}, (ref, name)
    foretold = outcomes(reach)
    for was, now in zip(old.gates, new.gates, strict=True):
        assert now.status in {was.status, *foretold.get(was.code, ())}, (ref, was.code)
    moved = {move.code for move in reach.risks}
    for risk, other in zip(old.risks, new.risks, strict=True):
        classes = [
            [
                (r.applies, s.best.level, s.worst.level)
                for k, s in r.scores.items()
                if k in {"today", "target"}
            ]
            for r in (risk, other)
        ]
        assert classes[0] == classes[1] or risk.code in moved, (ref, risk.code)


@pytest.mark.no_cover
@stable
@given(st.data())
def test_answering_the_first_item_never_widens(data: st.DataObject) -> None:
    """Law: whatever the furthest reaching answer turns out to be, best and worst lie within those of now.

    It speaks of this one answer: with the details that it asks for (the clause of a contract, say), which were
    known not to be there, a gate may get better than it was.
    """
    before = data.draw(answers())
    found = assess(messenger(), before, DAY)
    assume(found.open)
    first = found.open[0]
    if first.ref.startswith("table:"):
        after = {name: getattr(first.reach, name) for name in spans(found)}
    else:
        answer = data.draw(one_more(before, first.ref))
        narrowed = spans(assess(messenger(), answer, DAY, reach=False))
        after = {name: (span,) for name, span in narrowed.items()}
    for name, (best, worst) in spans(found).items():
        rank = WORSE.index if name == "decision" else messenger().scale.class_rank.__getitem__
        for span in after[name]:
            assert rank(best) <= rank(span[0]) <= rank(span[1]) <= rank(worst), (first.ref, name)


@pytest.mark.no_cover
@stable
@given(answers())
def test_an_answer_that_nothing_depends_on_has_no_reach(before: Answers) -> None:
    """Law: only what some gate, risk, criterion or measure looks at can move anything."""
    looked_at = find_dependents(messenger())
    for item in assess(messenger(), before, DAY).open:
        if item.ref not in looked_at:
            assert item.reach == Reach()
