"""The threshold memo: two sheets are enough, open answers say what they would decide, a decision needs its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dpia.answers import from_plain
from dpia.assess import assess
from dpia.assess.memo import Memo, OpenAnswer, memo_of
from dpia.model import UNCLEAR
from tests.unit.assess_samples import DAY, messenger, set_up
from tests.unit.test_assess_threshold import ABROAD, REASON, TWO, nothing

if TYPE_CHECKING:
    from collections.abc import Mapping

MASTER = {
    "controller-name": "Muster GmbH",
    "processing-name": "Interne Kommunikation",
    "sector": "company",
    "federal-state": "by",
    "dpo-designated": "yes",
    "persons-processing": 40,
    "other-states": "no",
}


def two_sheets() -> dict[str, Any]:
    """The general details and the threshold sheet, answered; nothing else."""
    sheet = {k: v for k, v in nothing().items() if not k.startswith(("contacts-", "features"))}
    return {**sheet, **MASTER, "c5-users": 40}


def of(values: Mapping[str, Any], *without: str) -> Memo:
    given = {k: v for k, v in {**two_sheets(), **values}.items() if k not in without}
    answers = from_plain({"values": given}, messenger())
    return memo_of(messenger(), answers, assess(messenger(), answers, DAY, reach=False))


def test_two_sheets_are_enough_for_a_complete_memo() -> None:
    memo = of({"dpia-decision": "none"})
    assert memo.threshold.result == "NO_DPIA"
    assert memo.open == ()
    assert memo.complete


def test_the_decision_of_the_controller_is_part_of_a_final_memo() -> None:
    memo = of({})
    assert memo.lacking == ("dpia-decision",)
    assert not memo.complete


@pytest.mark.parametrize("name", MASTER)
def test_the_details_that_the_memo_prints_are_needed(name: str) -> None:
    memo = of({"dpia-decision": "carry-out"}, name)
    assert memo.lacking == (name,)
    [open_answer] = memo.open
    assert open_answer.required


def test_other_sheets_are_not_waited_for() -> None:
    empty = memo_of(
        messenger(),
        from_plain({"values": {}}, messenger()),
        assess(messenger(), from_plain({"values": {}}, messenger()), DAY, reach=False),
    )
    names = {answer.ref.partition(".")[0] for answer in empty.open}
    assert "contacts-permission-ios" not in names
    assert "dpia-team" not in names
    assert {"c1-scoring", "dsk-list", "controller-name", "c5-users"} <= names


def test_an_unclear_answer_of_another_sheet_is_named_with_what_it_decides() -> None:
    memo = of({"c1-scoring": "yes", "contacts-permission-ios": UNCLEAR})
    assert memo.threshold.result == "DPIA_RECOMMENDED"
    [answer] = memo.open
    assert answer == OpenAnswer(
        "contacts-permission-ios",
        given_unclear=True,
        required=False,
        outcomes=(
            ("allowed", "DPIA_REQUIRED_AS_A_RULE"),
            ("selected", "DPIA_REQUIRED_AS_A_RULE"),
            ("denied", "CASE_DECISION"),
            ("not-used", "CASE_DECISION"),
        ),
    )


@pytest.mark.parametrize(
    ("values", "ref", "outcomes"),
    [
        ({"c1-scoring": UNCLEAR}, "c1-scoring", ("CASE_DECISION", "NO_DPIA")),
        (
            {"c1-scoring": UNCLEAR, "c3-monitoring": "yes"},
            "c1-scoring",
            ("DPIA_REQUIRED_AS_A_RULE", "CASE_DECISION"),
        ),
        ({"national-law": UNCLEAR}, "national-law", ("DPIA_REQUIRED", "NO_DPIA")),
        ({**TWO, "dsk-list.d04": UNCLEAR}, "dsk-list.d04", ("DPIA_REQUIRED", "DPIA_REQUIRED_AS_A_RULE")),
        (
            {"c1-scoring": UNCLEAR, "c3-monitoring": UNCLEAR},
            "c1-scoring",
            ("DPIA_RECOMMENDED", "CLARIFY"),
        ),
        ({**TWO, **ABROAD, "exemption-list": UNCLEAR}, "exemption-list", ("NO_DPIA", "DPIA_REQUIRED_AS_A_RULE")),
    ],
)  # fmt: skip
def test_an_open_answer_says_what_yes_and_no_would_decide(
    values: dict[str, Any], ref: str, outcomes: tuple[str, str]
) -> None:
    [answer] = [answer for answer in of(values).open if answer.ref == ref]
    assert [value for value, _ in answer.outcomes] == ["yes", "no"]
    assert tuple(result for _, result in answer.outcomes) == outcomes


def test_a_number_of_users_is_required_but_decides_nothing_by_itself() -> None:
    [answer] = of({}, "c5-users").open
    assert answer == OpenAnswer("c5-users", given_unclear=False, required=True)


def test_the_gate_of_the_data_protection_officer_stands_in_the_memo() -> None:
    due, not_due = (
        of({**TWO, "dpo-designated": "no"}),
        of({"dpo-designated": "no", "persons-processing": 5}),
    )
    assert due.gate is not None
    assert not_due.gate is not None
    assert due.gate.code == "G09"
    assert due.gate.status == "not_met"
    assert not_due.gate.status == "met"
    assert [rule.code for rule in due.rules] == ["K09"]


def test_only_what_the_memo_looks_at_can_be_inconsistent_in_it() -> None:
    memo = of({**TWO, "product": "whatsapp-consumer"})
    assert memo.rules == ()


def test_what_rests_on_no_answer_is_not_the_memos() -> None:
    """K26 speaks of the measures together; the memo has no measures."""
    given = set_up("careful")
    found = assess(messenger(), given, DAY, reach=False)
    assert "K26" in {rule.code for rule in found.rules if not rule.because}
    assert "K26" not in {rule.code for rule in memo_of(messenger(), given, found).rules}


def test_reasons_that_are_missing_keep_the_memo_from_being_final() -> None:
    given = {**TWO, "dpia-decision": "none"}
    assert [rule.code for rule in of(given).errors] == ["T10"]
    assert not of(given).complete
    reasoned = {**given, "no-dpia-reason": REASON, "threshold-dpo-view": "agrees"}
    assert of(reasoned).complete
