"""docs/reliability.md says what its figures say, and the figures say that every promise held."""

from __future__ import annotations

import json
from typing import Any

import pytest

from docs.tools.make_reliability import FIGURES, PAGE, page
from docs.tools.reliability_runs import MUTATED

Runs = dict[str, Any]


@pytest.fixture(scope="module")
def runs() -> Runs:
    found: Runs = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def test_the_page_is_written_from_its_figures(runs: Runs) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(runs)


def test_every_hostile_file_went_as_promised(runs: Runs) -> None:
    assert len(runs["hostile"]) > 60
    assert [one["name"] for one in runs["hostile"] if not one["as_promised"]] == []


def test_every_fault_was_survived(runs: Runs) -> None:
    assert len(runs["faults"]) > 40
    assert [one["fault"] for one in runs["faults"] if set(one["ended"]) != {"survived"}] == []


def test_no_mutated_file_broke_a_promise(runs: Runs) -> None:
    rows = runs["fuzz"]["rows"]
    assert sum(one["inputs"] for one in rows) == MUTATED
    assert [one["target"] for one in rows if one["findings"]] == []


def test_every_document_passed_every_judge(runs: Runs) -> None:
    assert len(runs["documents"]) > 80
    assert {one["said"] for one in runs["documents"]} == {"passed"}
