"""docs/performance.md is what its generator makes of the figures beside it, and says what the figures say."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from benchmarks.batches import TARGETS
from docs.tools.make_performance import FIGURES, PAGE, page, written

KEPT, MISSED = "| kept |", "| **missed** |"


@pytest.fixture
def figures() -> Any:
    return json.loads(FIGURES.read_text(encoding="utf-8"))


def test_the_page_belongs_to_the_figures() -> None:
    assert PAGE.read_text(encoding="utf-8") == written()


def test_the_figures_are_those_that_were_asked_for(figures: Any) -> None:
    assert {one["jobs"]: one["target"] for one in figures["batches"]} == TARGETS
    assert [run["documents"] for run in figures["documents"]] == [10, 100, 1000]
    assert [one["questions"] for one in figures["questions"]] == [40, 120, 400]
    assert all(len(run["memory"]) == 10 for run in figures["documents"])


def test_the_machine_is_named_and_no_computer(figures: Any) -> None:
    machine = figures["machine"]
    text = page(figures)
    assert all(machine[name] in text for name in machine)
    named = {"processor", "cores", "memory", "system", "python", "load before", "load after"}
    assert set(machine) == named
    assert not re.search(r"(?<![\w`.])/(?:home|tmp|work|root|usr)\b", text)


def test_a_missed_number_is_said_with_what_dominates(figures: Any) -> None:
    for one in figures["batches"]:
        one["times"] = one["target"] + 0.5
    good = page(figures)
    assert (good.count(KEPT), good.count(MISSED), "dominates" in good) == (2, 0, False)
    bad = copy.deepcopy(figures)
    for one in bad["batches"]:
        one["times"] = one["target"] - 0.5
    text = page(bad)
    assert (text.count(KEPT), text.count(MISSED), text.count("What dominates")) == (0, 2, 2)
    largest = max(bad["stages"], key=lambda one: one["share"])
    assert f"{largest['stage']} ({largest['share']:.0%})" in text


def test_a_run_whose_memory_grows_is_not_called_flat(figures: Any) -> None:
    figures["documents"][-1]["memory"] = [100.0] * 9 + [150.0]
    assert "from 100 MiB after the first tenth to 150 MiB at the end (+50 %)" in page(figures)


def test_large_registers_have_their_place(figures: Any) -> None:
    rows = [{"assessments": 100000, "list": 0.51234}, {"assessments": 10, "list": "under 1"}]
    text = page(figures, {"rows": rows, "note": "Measured by hand."})
    assert text.startswith(page(figures).rstrip("\n"))
    assert "| assessments | list |\n| --- | ---: |\n| 100,000 | 0.5123 |\n| 10 | under 1 |" in text
    assert text.endswith("Measured by hand.\n")
