"""What every back end of the register must do. A new back end is one more entry in FACTORIES."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Protocol

import pytest

from dpia.register import open_register
from dpia.register.store import NewVersion, ProcessingKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dpia.register.store import Store


class Opener(Protocol):
    def __call__(self) -> Store: ...


def sqlite(folder: Path) -> Opener:
    return lambda: open_register(folder / "register.db")


FACTORIES: dict[str, Callable[[Path], Opener]] = {"sqlite": sqlite}
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


@pytest.fixture(params=sorted(FACTORIES))
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    return FACTORIES[request.param](tmp_path)


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
