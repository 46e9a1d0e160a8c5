"""A batch leaves the garbage collector of its process as it found it."""

from __future__ import annotations

import gc

from dpia.batch.settled import Settled


def test_it_is_left_as_it_was_found() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with Settled() as settled:
        settled.after_one()
        assert gc.get_threshold() != before[0]
        assert gc.get_freeze_count() > before[1] + 1000
        frozen = gc.get_freeze_count()
        kept = [[] for _ in range(1000)]  # type: ignore[var-annotated]
        settled.after_one()
        assert gc.get_freeze_count() <= frozen
        assert kept
    assert gc.get_threshold() == before[0]
    assert gc.get_freeze_count() == 0


def test_nothing_happens_where_nothing_was_done() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    with Settled():
        pass
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
