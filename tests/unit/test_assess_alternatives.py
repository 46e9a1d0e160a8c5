"""Field 3.2: the means compared by the rule of the fact sheet, and the assessment made again with one of them (M01)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dpia.assess import assess, assess_alternative
from dpia.assess.facts import gather
from dpia.assess.means import product_in_use
from dpia.assess.reasons import pseudo_reasons
from dpia.assess.rerun import run_alternative
from dpia.assess.sidebyside import compare_risks, is_better
from dpia.conditions import In
from dpia.model import UNCLEAR, Answers, Factor, Row
from dpia.providers import OTHER
from tests.unit.assess_samples import DAY, answered, by_risk, messenger, set_up, shown
from tests.unit.law_strategies import IN_PLACE, answers, with_measure, with_value

if TYPE_CHECKING:
    from dpia.assess.compared import AlternativeRun, Alternatives, MeansFinding
    from dpia.assess.result import Assessment
    from dpia.model import Questionnaire, Value
    from dpia.providers import Comparison

OTHERS = [p.id for p in messenger().providers.values() if p.product == OTHER]


def comparison() -> Comparison:
    found = messenger().comparison
    assert found is not None
    return found


def judged(given_answers: Answers, questionnaire: Questionnaire | None = None) -> Assessment:
    return assess(questionnaire or messenger(), given_answers, DAY, reach=False)


def compared(given_answers: Answers) -> Alternatives:
    found = judged(given_answers).alternatives
    assert found is not None
    return found


def means(*rows: dict[str, Any], **values: Any) -> tuple[MeansFinding, ...]:
    return compared(answered(values, tables={"alternatives": list(rows)})).rows


def ran(given_answers: Answers, chosen: str) -> AlternativeRun:
    run = compared(with_value(given_answers, "alternative-chosen", chosen)).run
    assert run is not None
    return run


def verdicts(run: AlternativeRun) -> dict[str, str]:
    return {one.code: one.verdict for one in run.risks}


def gates(run: AlternativeRun) -> dict[str, tuple[str, str]]:
    return {one.code: (one.now, one.then) for one in run.gates}


# Compared


def test_a_known_means_needs_no_more_than_its_name_to_be_compared() -> None:
    [signal] = means({"id": "signal"})
    assert signal.provider == "signal"
    assert signal.milder is True
    assert signal.better == ("contacts-access", "licence", "metadata")
    assert set(signal.not_better) == {"number-needed", "admin", "retention", "hosting"}
    assert not signal.weaker


def test_what_a_person_enters_counts_before_the_profile() -> None:
    """With an address book that it does need, Signal is better in two attributes only."""
    [signal] = means({"id": "signal", "contacts-access": "yes"})
    assert signal.milder is False
    assert "contacts-access" in signal.not_better


def test_an_unclear_attribute_is_not_known_and_may_leave_it_open() -> None:
    [signal] = means({"id": "signal", "contacts-access": UNCLEAR})
    assert signal.milder is None
    assert signal.unknown == ("contacts-access",)


def test_an_uncertain_statement_of_the_profile_counts_only_when_the_row_is_confirmed() -> None:
    [plain] = means({"id": "threema-work", "retention": "partly"})
    assert plain.values["retention"] is None
    assert plain.unknown == ("retention",)
    [confirmed] = means({"id": "threema-work", "retention": "partly", "confirmed": "yes"})
    assert confirmed.values["retention"] == "partly"
    [otherwise] = means({"id": "threema-work", "retention": "yes"})
    assert otherwise.values["retention"] == "yes"


def test_a_product_of_ones_own_is_compared_by_what_was_entered() -> None:
    [empty] = means({"product": "Hausdienst"})
    assert (empty.provider, empty.name, empty.milder) == ("", "Hausdienst", None)
    assert set(empty.unknown) == set(comparison().milder_of)
    [own] = means({"product": "Hausdienst", "licence": "no", "admin": "yes", "hosting": "own"})
    assert own.milder is True
    assert own.suitable is None


def test_weaker_encryption_is_a_counter_argument_and_counts_in_no_direction() -> None:
    found = {row.row: row for row in means({"id": "slack"}, {"id": "phone-notice-board"})}
    assert found["slack"].weaker
    assert found["slack"].milder
    assert not found["phone-notice-board"].weaker


def test_equally_suitable_is_what_has_every_function_at_a_reasonable_cost() -> None:
    for cost, expected in (("yes", True), ("no", False), (None, None), (UNCLEAR, None)):
        row = {"id": "wire"} | ({"affordable": cost} if cost else {})
        [wire] = means(row)
        assert wire.suitable is expected
    [sms] = means({"id": "sms", "affordable": "yes"})
    assert sms.suitable is False
    assert sms.missing == ("groups", "pictures")
    [mail] = means({"id": "company-email", "affordable": "yes"})
    assert mail.suitable is None
    assert mail.unsure == ("mobile", "push")


def test_a_difference_between_our_result_and_the_answer_becomes_a_note() -> None:
    rows = [{"id": "wire", "milder": "no", "suitable": "no", "affordable": "yes"}]
    given_answers = answered(tables={"alternatives": rows})
    [wire] = compared(given_answers).rows
    assert wire.differs == ("milder", "suitable")
    assert "K40" in {rule.code for rule in judged(given_answers).rules}
    agreeing = answered(tables={"alternatives": [{"id": "wire", "milder": "yes"}]})
    assert "K40" not in {rule.code for rule in judged(agreeing).rules}
    undecided = answered(tables={"alternatives": [{"id": "wire", "suitable": "yes"}]})
    assert compared(undecided).rows[0].differs == ()


def test_the_yardstick_is_the_product_in_use() -> None:
    """Against the platform, which asks for no address book, Signal is better in two attributes only."""
    assert compared(answered()).in_use == "whatsapp-business-app"
    assert compared(answered({"product": "other"})).in_use == "whatsapp-business-app"
    platform = {"product": "whatsapp-business-platform"}
    assert compared(answered(platform)).in_use == "whatsapp-business-platform"
    [signal] = means({"id": "signal"}, **platform)
    assert signal.milder is False


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alle haben es schon.", ("widespread",)),
        ("„Alle  HABEN\nes schon, und es kostet nichts.“", ("widespread", "free-of-charge")),
        ("Das machen wir immer so", ("habit",)),
        ("It’s free, and everybody has it already", ("widespread", "free-of-charge")),
        ("We have always done it this way.", ("habit",)),
        ("Die Fahrer haben keinen Arbeitsplatz-PC.", ()),
        ("Kostenlosigkeit", ()),
        ("", ()),
    ],
)
def test_reasons_that_are_none_are_found_in_any_case_spacing_and_language(
    text: str, found: tuple[str, ...]
) -> None:
    assert pseudo_reasons(text, comparison().pseudo_reasons) == found


def test_reasons_that_are_none_are_flagged_wherever_they_stand() -> None:
    in_row = answered(tables={"alternatives": [{"id": "wire", "reason": "WhatsApp ist gratis."}]})
    assert compared(in_row).rows[0].pseudo_reasons == ("free-of-charge",)
    in_text = answered({"alternatives-reason": "Das war schon immer so."})
    assert compared(in_text).pseudo_reasons == ("habit",)
    for given_answers in (in_row, in_text):
        assert "K41" in {rule.code for rule in judged(given_answers).rules}
    assert "K41" not in {rule.code for rule in judged(answered()).rules}


REASON = "x" * 60
STANDING = {"id": "wire", "checked": "yes", "milder": "yes", "suitable": "yes"}
WEAKER = {"id": "sms", "checked": "yes", "milder": "yes", "suitable": "no"}


@pytest.mark.parametrize(
    ("rows", "reason", "expected", "gate"),
    [
        ([STANDING, WEAKER], REASON, "not-necessary", "not_met"),
        ([STANDING, WEAKER], "x" * 200, "reasoned", "met"),
        ([STANDING, WEAKER], "x" * 199, "not-necessary", "not_met"),
        ([WEAKER, {**WEAKER, "id": "slack"}], REASON, "none-milder", "met"),
        ([WEAKER, {**WEAKER, "id": "slack"}], "zu kurz", "unreasoned", "not_met"),
        ([WEAKER, {**WEAKER, "id": "slack"}], None, "open", "open"),
        ([{**STANDING, "checked": "no"}, WEAKER, {**WEAKER, "id": "slack"}], REASON, "none-milder", "met"),
    ],
)  # fmt: skip
def test_a_milder_and_equally_suitable_means_makes_the_use_not_necessary_unless_reasoned_at_length(
    rows: list[dict[str, Any]], reason: str | None, expected: str, gate: str
) -> None:
    """Section 7: unless the user gives a reason of at least 200 characters; that is what gate G03 does."""
    values = {"alternatives-reason": reason} if reason else {}
    given_answers = answered(values, tables={"alternatives": rows})
    found = compared(given_answers)
    assert found.necessity == expected
    stands = expected in {"not-necessary", "reasoned"}
    assert [row.row for row in found.standing] == (["wire"] if stands else [])
    [necessity] = [g for g in judged(given_answers).gates if g.code == "G03"]
    assert necessity.status == gate


def test_answers_on_the_terms_that_differ_from_what_is_known_are_told() -> None:
    values = {"product": "whatsapp-business-app", "licence-licensees": "group", "licence-exclusive": "yes", "transfer": UNCLEAR}  # fmt: skip
    given_answers = answered(values)
    [one] = compared(given_answers).terms
    assert (one.ref, one.entered, one.known) == ("licence-exclusive", "yes", "no")
    assert one.version.isoformat() == "2024-02-16"
    assert "K42" in {rule.code for rule in judged(given_answers).rules}
    assert compared(answered({**values, "product": "other"})).terms == ()
    assert compared(answered({"licence-exclusive": "yes"})).terms == ()


def test_a_questionnaire_that_compares_nothing_has_no_alternatives() -> None:
    q = replace(messenger(), comparison=None)
    found = judged(set_up("careful"), q)
    assert found.alternatives is None
    assert run_alternative(q, set_up("careful"), DAY, found) is None
    with pytest.raises(ValueError, match="messenger"):
        assess_alternative(q, set_up("careful"), messenger().providers["wire"], DAY)


def test_without_the_gate_on_necessity_the_field_stays_open() -> None:
    q = messenger()
    bare = replace(q, gates={key: gate for key, gate in q.gates.items() if gate.code != "G03"})
    found = judged(set_up("careful"), bare).alternatives
    assert found is not None
    assert found.necessity == "open"


# Assessed again


def test_nothing_is_assessed_again_unless_an_alternative_is_chosen() -> None:
    assert compared(set_up("article")).run is None
    assert compared(with_value(set_up("article"), "alternative-chosen", UNCLEAR)).run is None
    assert (
        compared(with_value(set_up("article"), "alternative-chosen", "own-product")).run is not None
    )
    assert compared(answered({"alternative-chosen": "own-product"})).run is None


def test_with_threema_the_risks_of_the_product_fall_away_or_fall_each_for_its_reason() -> None:
    run = ran(set_up("article"), "threema-work")
    found = verdicts(run)
    assert {code for code, verdict in found.items() if verdict == "gone"} == {
        "R01",
        "R03",
        "R29",
        "R32",
    }
    assert {"R02", "R05", "R12", "R13", "R16", "R18", "R25", "R26"} == {
        code for code, verdict in found.items() if verdict == "lower"
    }
    assert "R33" not in found
    after = by_risk(run.assessment)
    assert shown(after["R02"].scores["raw"].worst) == "2/2 R"
    assert [s.key for s in after["R02"].scores["raw"].steps if s.kind == "product"] == [
        "metadata-little"
    ] * 2
    by_code = {one.code: one for one in run.risks}
    assert by_code["R02"].changes[0] == "metadata-little"
    assert by_code["R01"].changes == ("no-address-book",)
    assert run.better


def test_gates_fall_away_or_have_to_be_met_anew() -> None:
    """What was done for WhatsApp does not count for another product; the use that its terms exclude does not arise."""
    found = gates(ran(set_up("careful"), "threema-work"))
    assert found["G03"] == ("met", "not_applicable")
    assert found["G04"] == ("met", "not_applicable")
    assert found["G05"] == ("met", "open")
    assert found["G06"] == ("met", "not_applicable")
    assert found["G17"] == ("met", "not_applicable")
    assert found["G08"] == ("met", "open")
    assert found["G01"] == ("met", "met")
    run = ran(set_up("careful"), "threema-work")
    decision = run.assessment.decision
    assert (decision.proposed, decision.best) == ("undetermined", "conditionally_approved")


def test_without_a_processing_contract_the_alternative_fails_the_gate() -> None:
    run = ran(set_up("careful"), "signal")
    assert gates(run)["G05"] == ("met", "not_met")
    assert run.assessment.decision.proposed == "rejected"
    assert not run.better
    assert gates(ran(set_up("article"), "self-hosted-chat"))["G05"][1] == "not_applicable"


def test_readable_content_is_shown_as_worse_never_left_out() -> None:
    for name in ("slack", "google-chat", "microsoft-teams", "company-email", "sms", "employee-app"):
        assert verdicts(ran(set_up("article"), name))["R33"] == "new", name
    readable = by_risk(ran(set_up("article"), "slack").assessment)["R33"]
    assert shown(readable.scores["raw"].worst) == "3/3 H"
    assert (
        shown(
            by_risk(ran(set_up("article"), "company-email").assessment)["R33"].scores["raw"].worst
        )
        == "3/2 R"
    )
    assert verdicts(ran(set_up("article"), "teamwire"))["R33"] == "open"
    assert "R33" not in by_risk(judged(set_up("article")))


def test_measures_act_on_the_risk_that_the_alternative_brings() -> None:
    before = by_risk(ran(set_up("article"), "slack").assessment)["R33"].scores["target"]
    planned = with_measure(set_up("article"), "content-rule", {"status": "planned"})
    after = by_risk(ran(planned, "slack").assessment)["R33"].scores["target"]
    assert (before.worst.severity, after.worst.severity) == (3, 2)


def test_an_uncertain_attribute_leaves_a_range_between_what_is_said_and_no_change() -> None:
    """What becomes of the metadata at Teams is disputed: at best as stated, at worst as with WhatsApp."""
    teams = by_risk(ran(set_up("article"), "microsoft-teams").assessment)["R02"].scores["raw"]
    assert (shown(teams.best), shown(teams.worst)) == ("2/4 R", "3/4 H")
    assert teams.steps[0].kind == "start"
    changes = {one.id: one.certain for one in ran(set_up("article"), "microsoft-teams").changes}
    assert changes["metadata-of-the-service"] is False
    assert "metadata-little" not in changes


def test_attributes_that_nobody_knows_leave_every_change_open_but_no_more_than_one_of_them_counts() -> (
    None
):
    """A product of one's own without attributes: metadata cannot be minimal and limited at once."""
    own = replace(
        set_up("article"),
        tables={**set_up("article").tables, "alternatives": (Row("+1", {"product": "Haus"}),)},
    )
    run = ran(own, "own-product")
    score = by_risk(run.assessment)["R02"].scores["raw"]
    assert (shown(score.best), shown(score.worst)) == ("2/2 R", "3/4 H")
    assert by_risk(run.assessment)["R01"].applies is None
    assert verdicts(run)["R01"] == "open"
    assert run.name == "Haus"
    assert run.provider == ""
    assert run.better is None


def test_the_first_product_of_ones_own_is_the_one_with_the_lowest_number() -> None:
    rows = (Row("+10", {"product": "B"}), Row("+2", {"product": "A"}), Row("wire", {}))
    given_answers = replace(
        set_up("article"), tables={**set_up("article").tables, "alternatives": rows}
    )
    assert ran(given_answers, "own-product").name == "A"


def test_a_known_means_can_be_chosen_even_if_its_row_was_dropped() -> None:
    run = ran(answered(), "wire")
    assert (run.provider, run.row, run.name) == ("wire", "", "")


def test_an_attribute_that_was_entered_otherwise_changes_the_second_assessment() -> None:
    rows = (Row("signal", {"product": "Signal", "admin": "yes"}),)
    given_answers = replace(
        set_up("article"), tables={**set_up("article").tables, "alternatives": rows}
    )
    assert verdicts(ran(given_answers, "signal"))["R16"] == "lower"
    assert verdicts(ran(set_up("article"), "signal"))["R16"] == "same"


def test_settings_of_the_product_count_for_the_alternative_in_the_best_case_only() -> None:
    """M27 is a setting of WhatsApp: whether the alternative has it is not known."""
    score = by_risk(ran(set_up("careful"), "wire").assessment)["R14"].scores["target"]
    assert (shown(score.best), shown(score.worst)) == ("2/2 R", "2/3 R")
    assert verdicts(ran(set_up("careful"), "wire"))["R14"] == "open"
    assert verdicts(ran(set_up("article"), "wire"))["R14"] == "same"


def test_planning_the_measure_lowers_nothing_carrying_it_out_does_and_neither_touches_the_second_assessment() -> (
    None
):
    """M01 is run again instead of lowering levels; its effect of the fact sheet stays once it is carried out."""
    plain = with_value(set_up("article"), "alternative-chosen", "wire")
    planned = with_measure(
        plain, "privacy-friendly-messenger", {"status": "planned", "owner": "IT"}
    )
    done = with_measure(plain, "privacy-friendly-messenger", IN_PLACE)
    levels = [
        shown(by_risk(judged(a))["R02"].scores["target"].worst) for a in (plain, planned, done)
    ]
    assert levels == ["3/4 H", "3/4 H", "2/2 R"]
    runs = [ran(a, "wire").assessment for a in (plain, planned, done)]
    assert runs[0].risks == runs[1].risks == runs[2].risks


def test_the_second_assessment_changes_nothing_in_the_first() -> None:
    plain = judged(set_up("careful"))
    chosen = judged(with_value(set_up("careful"), "alternative-chosen", "signal"))
    assert chosen.alternatives is not None
    assert plain.alternatives is not None
    assert replace(chosen, alternatives=replace(chosen.alternatives, run=None)) == plain


def test_what_was_set_of_a_risk_counts_again_only_where_the_alternative_does_not_change_it() -> (
    None
):
    """R12 was set for shared accounts on WhatsApp, R22 for conflicts in groups, which the product does not change."""
    reason = "x" * 60
    base = set_up("article")
    rows = tuple(
        Row(risk, {"target-likelihood": "4", "reason": reason})
        for risk in ("shared-account", "conflict-in-groups")
    )
    start = tuple(
        Row(risk, {"severity": "3", "reason": reason})
        for risk in ("shared-account", "falsification")
    )
    gone = (Row("location-sharing", {"applies": "no", "reason": reason}),)
    given_answers = replace(
        base, tables={**base.tables, "risk-levels": rows, "risk-start": (*start, *gone)}
    )
    first = by_risk(judged(given_answers))
    again = by_risk(ran(given_answers, "wire").assessment)
    assert first["R12"].scores["target"].worst.likelihood == 4
    assert shown(again["R12"].scores["target"].worst) == "2/1 R"
    assert again["R22"].scores["target"].worst == first["R22"].scores["target"].worst
    assert again["R21"].scores["raw"].worst.severity == 3
    assert again["R30"].applies is False


def test_one_alternative_can_be_assessed_by_itself() -> None:
    found = assess_alternative(messenger(), set_up("article"), messenger().providers["wire"], DAY)
    assert found == ran(set_up("article"), "wire").assessment
    assert found.alternatives is None


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("base", ["article", "careful"])
def test_every_alternative_can_be_assessed_and_never_raises_a_risk_of_the_product(
    name: str, base: str
) -> None:
    """Only what the alternative brings itself (R33) is worse; every other change lowers or leaves open."""
    run = ran(set_up(base), name)
    assert {one.code for one in run.risks if one.verdict in {"higher", "new"}} <= {"R33"}
    assert all(change.sources or change.id for change in run.changes)


def test_a_consumer_product_is_better_or_worse_only_in_its_worst_case() -> None:
    """Phone and notice board fail no more gates and reach no higher class; text messages do, backed up openly."""
    assert ran(set_up("careful"), "phone-notice-board").better
    assert not ran(set_up("careful"), "sms").better


def test_two_equal_assessments_are_not_better_than_each_other() -> None:
    found = judged(set_up("careful"))
    assert not is_better(messenger().scale, found, found)


def test_a_risk_is_lower_or_higher_only_where_every_open_answer_leaves_it_so() -> None:
    found = judged(set_up("article"))
    scale = messenger().scale
    changed = replace(found, risks=tuple(_other(risk) for risk in found.risks))
    seen = {one.code: one.verdict for one in compare_risks(scale, found, changed, ())}
    assert (seen["R01"], seen["R02"], seen["R03"]) == ("higher", "gone", "open")
    back = {one.code: one.verdict for one in compare_risks(scale, changed, found, ())}
    assert (back["R01"], back["R02"], back["R03"]) == ("lower", "new", "open")
    twice = {one.code: one.verdict for one in compare_risks(scale, changed, changed, ())}
    assert (twice["R02"], twice["R03"]) == ("same", "same")


def _other(risk: Any) -> Any:
    """R01 at the highest level, R02 not applicable, R03 perhaps not applicable."""
    if risk.code == "R02":
        return replace(risk, applies=False, scores={})
    if risk.code == "R03":
        return replace(risk, applies=None)
    if risk.code != "R01":
        return risk
    top = replace(risk.scores["target"].worst, severity=4, likelihood=4, level="high")
    score = replace(risk.scores["target"], worst=top, best=top)
    return replace(risk, scores={**risk.scores, "target": score})


def test_a_shift_that_harms_counts_at_the_worst_end_while_it_is_open() -> None:
    q = messenger()
    upload = q.risks["contact-upload"]
    grounds = upload.grounds
    assert grounds.why is not None
    up = Factor("up", "severity", 1, In("backup", ("off",)), grounds.why, grounds)
    far = replace(up, id="far", step=3)
    for shifts, worst in (((up,), "3/4 H"), ((up, far), "4/4 H"), ((far, up), "4/4 H")):
        risk = replace(upload, shifts=shifts)
        other = replace(q, risks={**q.risks, "contact-upload": risk})
        score = by_risk(judged(answered({"professional-secrets": "no"}), other))["R01"].scores[
            "raw"
        ]
        assert (shown(score.best), shown(score.worst)) == ("2/4 R", worst)


def test_a_risk_that_has_its_own_condition_keeps_it() -> None:
    q = messenger()
    upload = replace(q.risks["contact-upload"], applies=In("codes-of-conduct", ("x",)))
    other = replace(q, risks={**q.risks, "contact-upload": upload})
    given_answers = with_value(set_up("article"), "alternative-chosen", "ginlo-business")
    found = judged(given_answers, other).alternatives
    assert found is not None
    assert found.run is not None
    assert by_risk(found.run.assessment)["R01"].applies is None
    gone = judged(with_value(given_answers, "alternative-chosen", "wire"), other).alternatives
    assert gone is not None
    assert gone.run is not None
    assert by_risk(gone.run.assessment)["R01"].applies is False


def test_an_open_answer_of_the_profile_makes_a_differing_answer_unclear() -> None:
    """Whether Teamwire needs no address book is made uncertain: the permission is then neither given nor refused."""
    rows = (Row("teamwire", {"product": "Teamwire", "contacts-access": UNCLEAR}),)
    base = set_up("article")
    given_answers = replace(base, tables={**base.tables, "alternatives": rows})
    run = ran(given_answers, "teamwire")
    assert gates(run)["G04"] == ("not_met", "open")
    assert {one.id: one.certain for one in run.changes}["no-address-book"] is False


def test_product_in_use_looks_at_the_answer() -> None:
    for value, expected in (
        ("whatsapp-consumer", "whatsapp-consumer"),
        ("other", "whatsapp-business-app"),
    ):
        facts = gather(messenger(), answered({"product": value}), DAY)
        assert product_in_use(messenger(), comparison(), facts).id == expected


stable = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@pytest.mark.no_cover
@stable
@given(answers(), st.sampled_from(OTHERS))
def test_the_second_assessment_obeys_the_laws_of_the_first(before: Answers, name: str) -> None:
    """Law: whatever was answered, no alternative is assessed without its best end at or below its worst, and
    what is gone has no score.
    """
    run = ran(before, name)
    rank = messenger().scale.class_rank
    for risk in run.assessment.risks:
        for score in risk.scores.values():
            assert rank[score.best.level] <= rank[score.worst.level]
    for one in run.risks:
        [after] = [risk for risk in run.assessment.risks if risk.id == one.id]
        if one.verdict == "gone":
            assert after.applies is False
            assert not after.scores


VALUES: dict[str, Value] = {"licence": "no", "admin": "yes"}


def test_a_change_whose_parts_are_partly_known_is_open() -> None:
    """Both encryption and licence must be known for the change on AI functions."""
    rows = (Row("+1", {"product": "Haus", **VALUES}),)
    base = set_up("article")
    run = ran(replace(base, tables={**base.tables, "alternatives": rows}), "own-product")
    certain = {one.id: one.certain for one in run.changes}
    assert certain["no-licence"] is True
    assert certain["content-beyond-reach"] is False
