"""Many documents, warm, side by side with the plain script: each side in a process of its own, taking turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {1: 2.0, 2: 3.5}
"""How many times as quick as the plain script a document is to be, by number of processes."""


@dataclass(frozen=True)
class Faster:
    """Milliseconds a document by so many processes, and how many times as quick as the plain script that is."""

    jobs: int
    milliseconds: float
    against_milliseconds: float
    times: float
    lowest: float
    highest: float
    target: float

    def line(self) -> str:
        kept = "kept" if self.times >= self.target else "MISSED"
        name = f"batch, {self.jobs} process{'es' if self.jobs > 1 else ''}"
        return (
            f"{name:34} {self.milliseconds:8.1f} ms   {'baseline.py, warm':28} "
            f"{self.against_milliseconds:8.1f} ms   {self.times:6.2f} x as quick "
            f"({self.lowest:.2f}-{self.highest:.2f})  target {self.target:g}: {kept}"
        )


def side(*arguments: object) -> dict[str, Any]:
    """One run of one side."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DPIA_")}
    environment["PYTHONPATH"] = str(ROOT)
    line = [sys.executable, "-m", "benchmarks.warm", *map(str, arguments)]
    ran = subprocess.run(line, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def compare(folder: Path, documents: int, rounds: int) -> list[Faster]:
    """Let the plain script, one process and two take turns; medians of the turns, and the quotients of each turn."""
    turns = []
    for _ in range(rounds):
        plain = side("baseline", folder, max(documents // 3, 4))["milliseconds"]
        ours = {jobs: side("dpia", folder, documents, jobs)["milliseconds"] for jobs in TARGETS}
        turns.append((plain, ours))
    return [_faster(jobs, turns) for jobs in TARGETS]


def _faster(jobs: int, turns: Sequence[tuple[float, dict[int, float]]]) -> Faster:
    quotients = [plain / ours[jobs] for plain, ours in turns]
    return Faster(
        jobs,
        median(ours[jobs] for _, ours in turns),
        median(plain for plain, _ in turns),
        median(quotients),
        min(quotients),
        max(quotients),
        TARGETS[jobs],
    )


def growth(folder: Path, counts: Sequence[int]) -> list[dict[str, Any]]:
    """The same run with more and more documents, by one process, so that its memory is all there is."""
    return [side("dpia", folder, count, 1) for count in counts]
