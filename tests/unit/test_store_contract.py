"""What every back end of the register must do. A new back end is one more entry in FACTORIES."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any, Protocol, cast

import pytest

from dpia.register import open_register
from dpia.register.store import NewVersion, ProcessingKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dpia.register.store import RecordKind, Store
    from tests.postgres import Server


class Opener(Protocol):
    def __call__(self) -> Store: ...


def sqlite(request: pytest.FixtureRequest) -> Opener:
    folder: Path = request.getfixturevalue("tmp_path")
    return lambda: open_register(folder / "register.db")


def postgresql(request: pytest.FixtureRequest) -> Opener:
    server: Server = request.getfixturevalue("postgres")
    address = server.address(server.database())
    return lambda: open_register(address)


FACTORIES: dict[str, Callable[[pytest.FixtureRequest], Opener]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
BACK_ENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
KEY = ProcessingKey("Muster GmbH", "Interne Kommunikation", "messenger")


def version(*, final: bool = False, sha256: str = "a1", key: ProcessingKey = KEY) -> NewVersion:
    return NewVersion(
        key=key,
        final=final,
        source="answers",
        on=date(2026, 11, 24),
        language="de",
        tool_version="1.0",
        questionnaire_version="1.0",
        questionnaire_digest="q1",
        input_name="answers.xlsx",
        input_sha256=sha256,
        options_digest="o1",
        answers={"values": {"controller-name": "Muster GmbH", "c5-users": 40}, "tables": {}},
        assessment={"risks": [{"code": "R01", "because": ["c5-users"], "raw": {"severity": 2}}]},
        files={f"{sha256}.dpia.docx": f"docx-{sha256}"},
        at=datetime(2026, 11, 24, 10, 30, tzinfo=UTC),
        user="dsb",
    )


@pytest.fixture(params=BACK_ENDS)
def opener(request: pytest.FixtureRequest) -> Opener:
    return FACTORIES[request.param](request)


def test_what_is_recorded_is_read_back_as_it_was(opener: Opener) -> None:
    new = version(final=True)
    with opener() as store:
        added = store.add(new)
    with opener() as store:
        (stored,) = store.versions(KEY)
    assert stored == added
    assert {name: getattr(stored, name) for name in new.__dataclass_fields__} == {
        name: getattr(new, name) for name in new.__dataclass_fields__
    }


def test_a_new_draft_takes_the_place_of_the_old_one(opener: Opener) -> None:
    with opener() as store:
        store.add(version(sha256="a1"))
        store.add(version(sha256="a2"))
        assert [c.shown.input_sha256 for c in store.current()] == ["a2"]
        assert store.versions(KEY) == ()
        assert store.knows_file("docx-a1"), "its report may still lie in the folder"


def test_finals_are_numbered_and_end_the_draft(opener: Opener) -> None:
    with opener() as store:
        assert store.next_number(KEY) == 1
        store.add(version(sha256="a1"))
        first = store.add(version(final=True, sha256="a1"))
        second = store.add(version(final=True, sha256="a2"))
        assert store.draft(KEY) is None
        assert [stored.version for stored in store.versions(KEY)] == [1, 2]
        assert (first.previous, second.previous) == ("", first.digest)
        assert store.next_number(KEY) == 3


def test_the_same_input_changes_nothing(opener: Opener) -> None:
    later = datetime(2027, 1, 1, tzinfo=UTC)
    with opener() as store:
        first = store.add(version(final=True))
        again = store.add(replace(version(final=True), at=later, user="someone-else"))
        assert again == first
        assert store.next_number(KEY) == 2
        assert store.add(replace(version(final=True), options_digest="o2")).version == 2


def test_a_draft_after_a_final_is_known_beside_it(opener: Opener) -> None:
    with opener() as store:
        final = store.add(version(final=True, sha256="a1"))
        draft = store.add(version(sha256="a2"))
        (current,) = store.current()
        assert (current.shown, current.newer_draft) == (final, draft)
        assert store.latest(KEY) == draft


MEMO = replace(KEY, kind="threshold")


def test_a_memo_and_an_assessment_of_one_processing_stand_beside_each_other(opener: Opener) -> None:
    with opener() as store:
        memo = store.add(version(sha256="m1", key=MEMO))
        draft = store.add(version(sha256="a1"))
        assert memo.number == draft.number
        assert (store.draft(MEMO), store.draft(KEY)) == (memo, draft)
        assert [current.shown for current in store.current()] == [memo, draft]
        newer = store.add(version(sha256="m2", key=MEMO))
        assert [current.shown for current in store.current()] == [newer, draft]


def test_memos_and_assessments_are_numbered_on_their_own_in_one_chain(opener: Opener) -> None:
    with opener() as store:
        memo = store.add(version(final=True, sha256="m1", key=MEMO))
        first = store.add(version(final=True, sha256="a1"))
        again = store.add(version(final=True, sha256="m2", key=MEMO))
        assert (memo.version, first.version, again.version) == (1, 1, 2)
        assert (first.previous, again.previous) == (memo.digest, first.digest)
        assert store.next_number(KEY) == 2
        assert store.verify() == []


def test_the_kind_is_sealed_with_the_version(opener: Opener) -> None:
    with opener() as store:
        memo = store.add(version(final=True, sha256="m1", key=MEMO))
        twin = store.add(version(final=True, sha256="m1"))
        assert memo.key != twin.key
        assert memo.digest != twin.digest
        assert store.owner_of_file("docx-m1") == memo


def test_a_renamed_memo_does_not_end_the_draft_of_the_assessment(opener: Opener) -> None:
    with opener() as store:
        draft = store.add(version(sha256="a1"))
        store.add(version(sha256="m1", key=MEMO))
        renamed = version(sha256="m2", key=replace(MEMO, name="Other name"))
        assert store.renamed(renamed) == (MEMO.name,)
        store.add(renamed)
        assert store.draft(MEMO) is None
        assert store.draft(KEY) == draft


def test_the_key_ignores_case_and_spacing(opener: Opener) -> None:
    other = ProcessingKey("MUSTER  gmbh ", "interne\tKommunikation", "messenger")
    with opener() as store:
        store.add(version(final=True))
        assert store.next_number(other) == 2
        assert store.source_of(other) == "answers"
        assert store.source_of(replace(other, name="Kundendienst")) is None


def test_processings_are_numbered_in_the_order_they_came(opener: Opener) -> None:
    names = ["Zentrale", "Ausfahrt", "Mitte"]
    with opener() as store:
        for name in names:
            store.add(replace(version(key=replace(KEY, name=name)), source=name))
        assert [(c.shown.number, c.shown.key.name) for c in store.current()] == [
            (1, "Zentrale"),
            (2, "Ausfahrt"),
            (3, "Mitte"),
        ]


def _fail_after(store: Store, new: NewVersion) -> None:
    store.add(new)
    raise RuntimeError("report")


def test_a_failed_transaction_leaves_nothing(opener: Opener) -> None:
    with opener() as store:
        store.add(version(sha256="a1"))
        with pytest.raises(RuntimeError, match="report"), store.transaction():
            _fail_after(store, version(final=True, sha256="a2"))
        assert store.versions(KEY) == ()
        assert [c.shown.input_sha256 for c in store.current()] == ["a1"]
        assert not store.knows_file("docx-a2")


def test_two_writers_lose_nothing_and_share_no_number(opener: Opener) -> None:
    barrier, count = Barrier(4), 10
    opener().close()

    def write(writer: int) -> None:
        with opener() as store:
            barrier.wait()
            for turn in range(count):
                with store.transaction():
                    expected = store.next_number(KEY)
                    added = store.add(version(final=True, sha256=f"{writer}-{turn}"))
                    assert added.version == expected

    threads = [Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opener() as store:
        assert [stored.version for stored in store.versions(KEY)] == list(range(1, 41))
        assert list(store.verify()) == []


def test_files_written_later_are_known(opener: Opener) -> None:
    with opener() as store:
        stored = store.add(version(final=True))
        store.record_files(stored.id, {"annex.docx": "annex"})
        store.record_files(None, {"register.xlsx": "book"})
        assert store.knows_file("annex")
        assert store.knows_file("book")
        assert not store.knows_file("signed")
        assert store.versions(KEY)[0].files["annex.docx"] == "annex"
        assert list(store.verify()) == []


def test_the_same_values_never_have_the_same_digest(opener: Opener) -> None:
    with opener() as store:
        one = store.add(version(key=replace(KEY, name="A")))
        two = store.add(version(key=replace(KEY, name="B")))
    assert one.answers == two.answers
    assert one.digest != two.digest


def test_a_renamed_processing_leaves_no_draft_under_its_old_name(opener: Opener) -> None:
    old, new = version(), version(key=replace(KEY, name="Neuer Name"), sha256="a2")
    elsewhere = replace(version(key=replace(KEY, name="Lager")), source="lager/answers")
    with opener() as store:
        store.add(old)
        store.add(elsewhere)
        assert store.renamed(new) == (KEY.name,)
        store.add(new)
        assert store.renamed(new) == ()
        assert sorted(c.shown.key.name for c in store.current()) == ["Lager", "Neuer Name"]
        assert not store.verify()


def test_a_final_keeps_its_old_name(opener: Opener) -> None:
    with opener() as store:
        store.add(version(final=True))
        store.add(version(key=replace(KEY, name="Neuer Name"), sha256="a2"))
        assert [c.shown.key.name for c in store.current()] == [KEY.name, "Neuer Name"]


def test_the_version_of_a_file_is_known_until_it_is_replaced(opener: Opener) -> None:
    with opener() as store:
        store.add(version(sha256="a1"))
        owner = store.owner_of_file("docx-a1")
        assert owner is not None
        assert owner.key == KEY
        store.add(version(sha256="a2"))
        assert store.owner_of_file("docx-a1") is None
        assert store.owner_of_file("") is None


def assessed(**more: object) -> dict[str, object]:
    """An assessment as the JSON record has it, as far as lists and reminders look at it."""
    measures = [
        ("m-late", "M01", "planned", "2027-03-01", True),
        ("m-soon", "M02", "partial", "2026-12-01", True),
        ("m-done", "M03", "implemented", "2026-12-01", True),
        ("m-off", "M04", "planned", "2026-12-01", False),
        ("m-no", "M05", "not-planned", "2026-12-01", True),
        ("m-open", "M06", "planned", "unclear", True),
    ]
    return {
        "decision": {"proposed": "conditionally_approved", "taken": None},
        "headline": {
            "stops_not_met": 1,
            "highest_today": {"best": "risk", "worst": "high"},
            "highest_target": None,
        },
        "open": [{"ref": "c5-users"}, {"ref": "dpo-name"}],
        "measures": [
            {"id": i, "code": c, "status": s, "due": d, "applies": a, "owner": "IT"}
            for i, c, s, d, a in measures
        ],
        **more,
    }


def test_the_overview_says_what_stands_without_its_document(opener: Opener) -> None:
    answers = {"values": {"next-review": "2027-11-24"}, "tables": {}}
    new = replace(version(final=True), answers=answers, assessment=assessed())
    with opener() as store:
        final = store.add(new)
        draft = store.add(replace(version(sha256="a2"), on=date(2026, 12, 1)))
        memo = store.add(version(sha256="m1", key=MEMO))
        first, second = store.overview()
    assert (first.id, first.key, first.proposed, first.taken) == (memo.id, MEMO, "", "")
    assert (first.stops_not_met, first.next_review, first.newer_draft) == (None, None, None)
    assert (second.id, second.number, second.key, second.version) == (final.id, 1, KEY, 1)
    assert (second.on, second.at, second.user) == (final.on, final.at, final.user)
    assert (second.source, second.questionnaire_version) == ("answers", "1.0")
    assert (second.proposed, second.taken) == ("conditionally_approved", "")
    assert second.highest_today == {"best": "risk", "worst": "high"}
    assert (second.highest_target, second.stops_not_met, second.open) == (None, 1, 2)
    assert (second.next_review, second.newer_draft) == (date(2027, 11, 24), draft.on)


def test_the_overview_follows_what_is_recorded(opener: Opener) -> None:
    def told(store: Store) -> list[tuple[int, date | None]]:
        return [(one.id, one.newer_draft) for one in store.overview()]

    with opener() as store:
        draft = store.add(version(sha256="a1"))
        assert told(store) == [(draft.id, None)]
        draft = store.add(version(sha256="a2"))
        assert told(store) == [(draft.id, None)]
        final = store.add(version(final=True, sha256="a2"))
        assert told(store) == [(final.id, None)]
        newer = store.add(version(sha256="a3"))
        assert told(store) == [(final.id, newer.on)]
        other = store.add(version(sha256="a4", key=replace(KEY, name="Neuer Name")))
        assert told(store) == [(final.id, None), (other.id, None)]
        again = store.add(version(final=True, sha256="a5"))
        assert told(store)[0] == (again.id, None)


def test_pending_measures_come_by_their_due_dates(opener: Opener) -> None:
    other = replace(KEY, name="Lager")
    with opener() as store:
        store.add(replace(version(final=True), assessment=assessed()))
        second = replace(version(final=True, key=other), source="lager", assessment=assessed())
        store.add(second)
        found = list(store.pending(date(2027, 3, 1)))
        assert [(one.due.isoformat(), one.number, one.code) for one in found] == [
            ("2026-12-01", 1, "M02"),
            ("2026-12-01", 2, "M02"),
            ("2027-03-01", 1, "M01"),
            ("2027-03-01", 2, "M01"),
        ]
        assert (found[1].key, found[1].measure, found[1].status) == (other, "m-soon", "partial")
        assert found[0].owner == "IT"
        assert {one.code for one in store.pending(date(2027, 2, 28))} == {"M02"}
        store.add(replace(second, input_sha256="a9", assessment=assessed(measures=[])))
        store.add(replace(version(sha256="a8"), assessment=assessed(measures=[])))
        assert [one.number for one in store.pending(date.max)] == [1, 1], "the final stands"


def test_many_are_read_page_by_page_in_order(opener: Opener) -> None:
    """More than any page holds."""
    count = 510
    measure = {"id": "m", "code": "M01", "status": "planned", "due": "2027-01-01", "applies": True}
    with opener() as store:
        with store.transaction():
            for n in range(count):
                new = version(final=n % 2 == 0, key=replace(KEY, name=f"P{n}"))
                store.add(replace(new, source=f"s{n}", assessment={"measures": [measure]}))
        numbers = list(range(1, count + 1))
        assert [one.number for one in store.overview()] == numbers
        assert [one.number for one in store.pending(date.max)] == numbers
        assert [one.shown.number for one in store.current()] == numbers
        assert [one.number for one in store.every()] == numbers
        assert list(store.verify()) == []


def test_how_many_are_recorded_and_which_was_the_last(opener: Opener) -> None:
    with opener() as store:
        assert not store.has_more_than(0)
        assert store.last_recorded() == 0
        draft = store.add(version(sha256="a1"))
        assert store.last_recorded() == draft.id
        again = store.add(version(sha256="a2"))
        assert store.last_recorded() == again.id > draft.id, (
            "a replaced draft leaves no gap to fill"
        )
        final = store.add(
            replace(version(final=True, key=replace(KEY, name="Lager")), source="lager")
        )
        assert store.last_recorded() == final.id
        assert store.has_more_than(1)
        assert not store.has_more_than(2)


def test_a_version_is_found_by_its_numbers(opener: Opener) -> None:
    with opener() as store:
        first = store.add(version(final=True, sha256="a1"))
        second = store.add(version(final=True, sha256="a2"))
        draft = store.add(version(sha256="a3"))
        memo = store.add(version(sha256="m1", key=MEMO))
        assert store.find(1) == second
        assert store.find(1, 1) == first
        assert store.find(1, 3) is None
        assert store.find(1, kind="threshold") == memo
        assert store.find(2) is None
        assert store.number_of(MEMO) == 1
        assert store.number_of(replace(KEY, name="Lager")) is None
        assert list(store.every()) == [first, second, draft, memo]


@pytest.mark.fault("the clock goes backwards")
def test_versions_are_ordered_by_recording_whatever_the_clock_says(opener: Opener) -> None:
    with opener() as store:
        for turn in range(3):
            earlier = datetime(2026, 11, 24 - turn, tzinfo=UTC)
            new = replace(version(final=True, sha256=f"a{turn}"), at=earlier, on=earlier.date())
            store.add(new)
        draft = store.add(
            replace(version(sha256="d"), at=datetime(1999, 1, 1, tzinfo=UTC), on=date(1999, 1, 1))
        )
        assert [one.version for one in store.versions(KEY)] == [1, 2, 3]
        assert [one.on.day for one in store.every()] == [24, 23, 22, 1]
        assert store.latest(KEY) == draft
        assert store.find(1) == store.versions(KEY)[-1]
        assert list(store.verify()) == []


def test_lists_agree_with_the_documents_whatever_is_recorded(opener: Opener) -> None:
    """A long walk: drafts, finals, memos and names that change, drawn from a fixed seed."""
    draw = random.Random(20261124)  # noqa: S311  # the same walk every time
    with opener() as store:
        for turn in range(120):
            kind: RecordKind = "threshold" if draw.random() < 0.2 else "dpia"
            key = replace(KEY, name=f"P{draw.randrange(4)}", kind=kind)
            new = version(final=draw.random() < 0.3, sha256=f"a{turn}", key=key)
            measures = draw.sample(cast("list[object]", assessed()["measures"]), draw.randrange(6))
            source = f"s{draw.randrange(3)}"
            store.add(replace(new, source=source, assessment=assessed(measures=measures)))
        shown = list(store.current())
        assert [(one.id, one.newer_draft) for one in store.overview()] == [
            (one.shown.id, one.newer_draft and one.newer_draft.on) for one in shown
        ]
        assert sorted((one.version_id, one.measure) for one in store.pending(date.max)) == sorted(
            (one.shown.id, measure["id"])
            for one in shown
            for measure in cast("Any", one.shown.assessment)["measures"]
            if measure["id"] in ("m-late", "m-soon")
        )
        for one in shown:
            finals, draft = store.versions(one.shown.key), store.draft(one.shown.key)
            assert one.shown == (finals[-1] if finals else draft)
            assert one.newer_draft == (draft if finals else None)
            assert store.find(one.shown.number, kind=one.shown.key.kind) == one.shown
        everything = list(store.every())
        assert {one.id for one in everything} >= {one.shown.id for one in shown}
        assert list(store.verify()) == []
