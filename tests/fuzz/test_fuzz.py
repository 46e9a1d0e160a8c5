"""Two thousand mutated files against every entry point, and every file that ever broke one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.fuzzing.run import Counts, one, plan, run_all
from benchmarks.fuzzing.targets import TARGETS, Input

if TYPE_CHECKING:
    from benchmarks.fuzzing.targets import Target

INPUTS = 2_000
PARTS = 8
MANY = [target for target in TARGETS if target.share > 20]
"""Entry points of many inputs; the others share their reading with these."""
FINDINGS = sorted((Path(__file__).parent / "findings").iterdir())
BY_NAME = {target.name.replace(" ", "-"): target for target in TARGETS}

pytestmark = [
    pytest.mark.no_cover,  # what is measured elsewhere; traced, it would take minutes
    pytest.mark.writes_faulty_documents,  # a mutated template gives what it gives
]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DPIA_DEBUG", "1")
    monkeypatch.setenv("DPIA_LANG", "de")
    monkeypatch.delenv("DPIA_REGISTER", raising=False)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_mutated_file_breaks_an_entry_point(part: int) -> None:
    counts = run_all(list(plan(INPUTS, seed=1))[part::PARTS])
    assert sum(one_of.inputs for one_of in counts) == INPUTS // PARTS
    assert [found for one_of in counts for found in one_of.findings] == []


@pytest.mark.parametrize("target", MANY, ids=lambda target: str(target.name))
def test_mutations_reach_behind_the_first_refusal(target: Target) -> None:
    """A fuzzer whose files are all refused at the door proves little: some of each are read."""
    counts = Counts(target.name)
    for number in range(40):
        one(target, target.input(str(number)), counts, str(number))
    assert counts.codes[0] > 0
    assert len(counts.codes) > 1


def test_an_input_is_the_same_each_time() -> None:
    for target in TARGETS:
        assert target.input("x") == target.input("x")


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: str(path.name))
def test_what_once_broke_is_told(path: Path) -> None:
    target = BY_NAME[path.name.partition(".")[0]]
    counts = Counts(target.name)
    one(target, Input(path.suffix, path.read_bytes()), counts, path.name)
    assert counts.findings == []
