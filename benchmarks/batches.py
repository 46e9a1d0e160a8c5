"""Many documents, warm, side by side with the plain script: each side in a process of its own, taking turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.workbooks import multiplied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.stages import Inputs

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {1: 2.0, 2: 3.5}
"""How many times as quick as the plain script a document is to be, by number of processes."""
PAIRED = 48
"""Documents of one turn of the program; the plain script, which has nothing to warm up, gets a quarter of them."""


@dataclass(frozen=True)
class Faster:
    """Milliseconds a document by so many processes, and how many times as quick as the plain script that is.

    milliseconds, against_milliseconds, times: medians of the turns; lowest, highest: of times. processor, recording,
    against_processor: milliseconds of processor time, as in benchmarks.warm.
    """

    jobs: int
    milliseconds: float
    against_milliseconds: float
    times: float
    lowest: float
    highest: float
    target: float
    processor: float
    recording: float
    against_processor: float

    def line(self) -> str:
        kept = "kept" if self.times >= self.target else "MISSED"
        name = f"batch, {self.jobs} process{'es' if self.jobs > 1 else ''}"
        return (
            f"{name:34} {self.milliseconds:8.1f} ms   {'baseline.py, warm':28} "
            f"{self.against_milliseconds:8.1f} ms   {self.times:6.2f} x as quick "
            f"({self.lowest:.2f}-{self.highest:.2f})  target {self.target:g}: {kept}\n"
            f"{'  of processor time':34} {self.processor:8.1f} ms   {'':28} {self.against_processor:8.1f} ms"
        )


@contextmanager
def workbooks(inputs: Inputs, view: str, documents: int) -> Iterator[Path]:
    """A folder with so many workbooks, and with what the plain script takes besides."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        multiplied(inputs.workbook, folder, max(documents, PAIRED))
        (folder / "template.docx").write_bytes(inputs.template.read_bytes())
        (folder / "view.json").write_text(view, encoding="utf-8")
        yield folder


def growth(folder: Path, documents: int) -> Iterator[dict[str, Any]]:
    """From ten documents up to as many as asked for, by one process, so that its memory is all there is."""
    for count in sorted({count for count in (10, 100, 1000) if count < documents} | {documents}):
        yield side("dpia", folder, count, 1)


def compare(folder: Path, documents: int, rounds: int) -> list[Faster]:
    """Let the plain script, one process and two take turns."""
    turns = []
    for _ in range(rounds):
        plain = side("baseline", folder, documents // 4)
        turns.append((plain, {jobs: side("dpia", folder, documents, jobs) for jobs in TARGETS}))
    return [_faster(jobs, turns) for jobs in TARGETS]


def side(*arguments: object) -> dict[str, Any]:
    """One run of one side."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DPIA_")}
    environment["PYTHONPATH"] = str(ROOT)
    line = [sys.executable, "-m", "benchmarks.warm", *map(str, arguments)]
    ran = subprocess.run(line, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def growth_line(run: dict[str, Any]) -> str:
    memory = " / ".join(f"{one:.0f}" for one in run["memory"])
    return (
        f"{run['documents']:5} documents: {run['milliseconds']:6.0f} ms each ({run['early']:.0f} in the first tenth, "
        f"{run['late']:.0f} in the last); register workbook {run['finishing']:.1f} s, once\n"
        f"{'':16} memory after each tenth: {memory} MiB"
    )


def _faster(jobs: int, turns: Sequence[tuple[dict[str, Any], dict[int, dict[str, Any]]]]) -> Faster:
    plain, ours = [one for one, _ in turns], [runs[jobs] for _, runs in turns]
    quotients = [
        one["milliseconds"] / other["milliseconds"] for one, other in zip(plain, ours, strict=True)
    ]
    return Faster(
        jobs,
        median(one["milliseconds"] for one in ours),
        median(one["milliseconds"] for one in plain),
        median(quotients),
        min(quotients),
        max(quotients),
        TARGETS[jobs],
        median(one["processor"] for one in ours),
        median(one["recording"] for one in ours),
        median(one["processor"] for one in plain),
    )
