"""docs/reliability.md says what its figures say, and the figures say that every promise held."""

from __future__ import annotations

import json

from docs.tools.make_reliability import FIGURES, PAGE, page
from docs.tools.reliability_runs import MUTATED

RUNS = json.loads(FIGURES.read_text(encoding="utf-8"))


def test_the_page_is_written_from_its_figures() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(RUNS)


def test_every_hostile_file_went_as_promised() -> None:
    assert len(RUNS["hostile"]) > 60
    assert [one["name"] for one in RUNS["hostile"] if not one["as_promised"]] == []


def test_every_fault_was_survived() -> None:
    assert len(RUNS["faults"]) > 40
    assert [one["fault"] for one in RUNS["faults"] if set(one["ended"]) != {"survived"}] == []


def test_no_mutated_file_broke_a_promise() -> None:
    rows = RUNS["fuzz"]["rows"]
    assert sum(one["inputs"] for one in rows) == MUTATED
    assert [one["target"] for one in rows if one["findings"]] == []


def test_every_document_passed_every_judge() -> None:
    assert len(RUNS["documents"]) > 80
    assert {one["said"] for one in RUNS["documents"]} == {"passed"}
