"""What is due across a whole register: each thing once, and a bound on what is worked out anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from dpia.definitions import load_questionnaire
from dpia.recording import following
from dpia.recording.following import follow
from dpia.register import open_register
from dpia.register.store import NewVersion, ProcessingKey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dpia.register.store import RecordKind, Store

DAY = date(2026, 11, 24)


def version(
    name: str, *, kind: RecordKind = "dpia", digest: str = "", **document: Any
) -> NewVersion:
    questionnaire = load_questionnaire("messenger")
    return NewVersion(
        key=ProcessingKey("Muster GmbH", name, "messenger", kind),
        final=True,
        source=name,
        on=DAY,
        language="de",
        tool_version="1.0",
        questionnaire_version=questionnaire.version,
        questionnaire_digest=digest or questionnaire.digest,
        input_name=f"{name}.xlsx",
        input_sha256=name,
        options_digest="o",
        answers={"values": {"next-review": "2027-01-01"}},
        assessment={"threshold": {"result": "NO_DPIA"}, **document},
        files={},
        at=datetime(2026, 11, 24, tzinfo=UTC),
        user="dsb",
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_register(tmp_path / "register.db") as opened:
        yield opened


def due(store: Store, until: date | None = None) -> list[tuple[int, str, str]]:
    return [(d.number, d.deadline.trigger, d.deadline.ref) for d in follow(store, DAY, until).due]


def test_everything_is_told_once_in_the_order_of_days(store: Store) -> None:
    measures = [
        {"id": "a", "code": "M1", "status": "planned", "owner": "IT", "due": "2027-03-01"},
        {"id": "b", "code": "M2", "status": "implemented", "owner": "IT", "due": "2026-01-01"},
        {"id": "c", "code": "M3", "status": "partial", "owner": "", "due": "2026-01-01"},
        {"id": "d", "code": "M4", "status": "planned", "owner": "", "due": None},
    ]
    review = [
        {"id": "date-reached", "due": False, "due_on": "2027-01-02", "because": ["next-review"]},
        {"id": "transfer-check-old", "due": False, "due_on": "2027-02-01", "because": ["q"]},
        {"id": "incident", "due": None, "due_on": None, "because": []},
    ]
    store.add(version("A", measures=measures, review=review))
    assert due(store) == [
        (1, "measure", "c"),
        (1, "date", "next-review"),
        (1, "rule", "transfer-check-old"),
        (1, "measure", "a"),
    ]
    assert due(store, date(2027, 1, 1)) == [(1, "measure", "c"), (1, "date", "next-review")]


def test_a_newer_version_takes_the_place_of_what_was_due(store: Store) -> None:
    measure = {"id": "a", "code": "M1", "status": "planned", "owner": "IT", "due": "2027-03-01"}
    first = version("A", measures=[measure])
    store.add(first)
    done = {**measure, "status": "implemented"}
    later = {**first.assessment, "measures": [done]}
    store.add(replace(first, input_sha256="later", assessment=later))
    assert due(store) == [(1, "date", "next-review")]


def test_a_version_of_an_older_program_says_what_was_due_on_its_own_day(store: Store) -> None:
    review = [{"id": "transfer-check-old", "due": True, "because": ["dpf-checked"]}]
    store.add(version("A", review=review))
    (first, _) = follow(store, DAY, None).due
    assert (first.deadline.ref, first.deadline.on) == ("transfer-check-old", DAY)


def test_a_copy_that_one_department_archived_is_news_for_the_others(store: Store) -> None:
    def resting(name: str, on: str) -> NewVersion:
        terms = {"profile": {"id": "whatsapp-business-app"}, "document": {"version_date": on}}
        return version(name, terms=terms)

    store.add(resting("A", "2026-06-01"))
    assert due(store) == [(1, "date", "next-review")], "newer than what the program knows"
    store.add(resting("B", "2026-11-01"))
    (first, *_) = follow(store, DAY, DAY).due
    assert (first.number, first.deadline.trigger) == (1, "terms")
    assert (first.deadline.old, first.deadline.new) == ("2026-06-01", "2026-11-01")
    assert first.deadline.on == date(2026, 11, 1)


def test_a_memo_is_due_only_when_it_would_come_to_another_result(store: Store) -> None:
    store.add(version("A", kind="threshold"))
    assert due(store) == [], "same rules, and a memo has no review of its own"
    store.add(version("B", kind="threshold", digest="older"))
    (one,) = follow(store, DAY, None).due
    assert (one.number, one.key.kind, one.deadline.trigger) == (2, "threshold", "threshold")
    assert one.deadline.old == "NO_DPIA"


def test_thresholds_are_made_again_up_to_a_bound_that_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("A", "B", "C"):
        store.add(version(name, digest="older"))
    whole = follow(store, DAY, DAY)
    assert [d.deadline.trigger for d in whole.due].count("threshold") == 3
    assert whole.unseen == 0
    monkeypatch.setattr(following, "MOST_THRESHOLDS", 2)
    bounded = follow(store, DAY, DAY)
    assert [d.deadline.trigger for d in bounded.due].count("threshold") == 2
    assert bounded.unseen == 1
    assert [d.deadline.trigger for d in bounded.due].count("rules") == 3
