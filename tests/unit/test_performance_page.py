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
    assert (good.count(KEPT), good.count(MISSED), "Missed by" in good) == (2, 0, False)
    bad = copy.deepcopy(figures)
    for one in bad["batches"]:
        one["times"] = one["target"] - 0.5
    text = page(bad)
    assert (text.count(KEPT), text.count(MISSED), text.count("What dominates of")) == (0, 2, 2)
    each = {one["stage"]: one["milliseconds"] for one in bad["stages"]}
    del each["register workbook"]  # a batch has it once
    largest = max(each, key=lambda stage: each[stage])
    assert f"{largest} ({each[largest] / sum(each.values()):.0%})" in text


def test_a_missed_start_is_said_with_what_dominates(figures: Any) -> None:
    help_of = figures["starts"][0]
    help_of["ratio"] = help_of["target"] + 1
    assert "**missed**" in page(figures)
    assert "What dominates where help is missed" in page(figures)
    help_of["ratio"] = help_of["target"] - 1
    assert "What dominates where help is missed" not in page(figures)


def test_a_run_whose_memory_grows_is_not_called_flat(figures: Any) -> None:
    figures["documents"][-1]["memory"] = [100.0] * 9 + [150.0]
    assert "from 100 MiB after the first tenth to 150 MiB at the end (+50 %)" in page(figures)


def test_large_registers_have_their_place(figures: Any) -> None:
    steps = [
        {"step": step, "versions": size, "processings": size // 10, "seconds": 9.9, "note": note}
        | {"cpu_seconds": seconds, "peak_megabytes": 61.5, "growth": growth}
        for step, size, seconds, growth, note in [
            ("list", 1000, 0.933, None, ""),
            ("list", 100_000, 1234.5, 9.96, "page by page"),
            ("sync", 1000, 2.0, None, ""),
        ]
    ]
    text = page(figures, {"each": 10, "rows": steps})
    assert text.startswith(page(figures).rstrip("\n"))
    assert "with 10 versions of each processing" in text
    assert "| step | 1,000 versions | 100,000 versions |\n| --- | ---: | ---: |" in text
    assert "| list | 0.93 s, 62 MB | 1,234.50 s, 62 MB, 10.0 x |" in text
    assert "| sync | 2.00 s, 62 MB | – |" in text
    assert text.endswith("- list: page by page\n")
