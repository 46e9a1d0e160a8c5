"""Measure dpia against a bare interpreter and against the plain script, side by side in one run.

The speed of a machine drifts, so only ratios are worth reading: the two sides of a ratio take turns, and the
medians are compared. The first run of each is thrown away (it writes bytecode).

Usage: python -m benchmarks.bench [ANSWERS.xlsx] [--repeats N] [--documents N] [--json FILE]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.batches import Faster, growth
from benchmarks.batches import compare as compare_batches
from benchmarks.sizes import SIZES, Size, measure
from benchmarks.stages import Inputs, prepare, run_stages
from benchmarks.workbooks import multiplied

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "baustoffhandel" / "answers.xlsx"
ON = "2026-11-24"
DPIA = [sys.executable, "-c", "from dpia.cli.main import main; main()"]
BASELINE_VERSIONS = {"docxtpl": "0.20.2", "openpyxl": "3.1.5"}
HELP_TARGET = 5.0
PAIRED = 36
"""Documents of one turn of a batch."""

Command = Callable[[Path], list[str]]
"""Makes the command line for one run, given a fresh folder."""


@dataclass(frozen=True)
class Ratio:
    """How many times as long one thing took as another, over all turns."""

    name: str
    against: str
    milliseconds: float
    against_milliseconds: float
    ratio: float
    lowest: float
    highest: float
    target: float | None = None

    def line(self) -> str:
        target = ""
        if self.target is not None:
            target = (
                f"  target {self.target:g}: {'kept' if self.ratio <= self.target else 'MISSED'}"
            )
        return (
            f"{self.name:34} {self.milliseconds:8.1f} ms   {self.against:28} "
            f"{self.against_milliseconds:8.1f} ms   {self.ratio:6.2f} x "
            f"({self.lowest:.2f}-{self.highest:.2f}){target}"
        )


@dataclass(frozen=True)
class Share:
    """What one stage takes of a warm assessment."""

    stage: str
    milliseconds: float
    share: float

    def line(self) -> str:
        return f"{self.stage:34} {self.milliseconds:8.1f} ms   {self.share:6.1%}"


def seconds(command: Command) -> float:
    """Run it once in a folder of its own and return how long it took."""
    with TemporaryDirectory() as folder:
        line = command(Path(folder))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DPIA_")}
        environment["PYTHONPATH"] = str(ROOT)
        begun = time.perf_counter()
        subprocess.run(line, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begun


def compare(
    sides: tuple[tuple[str, Command], tuple[str, Command]],
    repeats: int,
    target: float | None = None,
) -> Ratio:
    """Let both sides take turns."""
    (name, measured), (against, yardstick) = sides
    pairs = [(seconds(measured), seconds(yardstick)) for _ in range(repeats + 1)][1:]
    ours, theirs = (median(side) for side in zip(*pairs, strict=True))
    quotients = [one / other for one, other in pairs]
    return Ratio(
        name,
        against,
        ours * 1000,
        theirs * 1000,
        ours / theirs,
        min(quotients),
        max(quotients),
        target,
    )


def cold(inputs: Inputs, view: Path, repeats: int) -> list[Ratio]:
    """Whole processes, from start to exit."""
    baseline = [sys.executable, str(ROOT / "benchmarks" / "baseline.py")]

    def nothing(_: Path) -> list[str]:
        return [sys.executable, "-c", "pass"]

    def asking_for_help(_: Path) -> list[str]:
        return [*DPIA, "--help"]

    def assessing(folder: Path) -> list[str]:
        options = ["--output", str(folder), "--register", str(folder / "register.db")]
        return [*DPIA, "assess", str(inputs.workbook), *options, "--date", ON]

    def by_hand(folder: Path) -> list[str]:
        outputs = [str(folder / "report.docx"), str(folder / "register.xlsx")]
        return [*baseline, str(inputs.workbook), str(inputs.template), str(view), *outputs]

    return [
        compare(
            (("dpia --help", asking_for_help), ("python -c pass", nothing)),
            repeats * 2,
            HELP_TARGET,
        ),
        compare((("dpia assess, cold", assessing), ("baseline.py, cold", by_hand)), repeats),
    ]


def warm(inputs: Inputs, repeats: int) -> list[Share]:
    """The stages of one assessment in a running process, the questionnaire loaded already."""
    passes = [run_stages(inputs) for _ in range(repeats + 1)][1:]
    medians = {stage: median(one[stage] for one in passes) for stage in passes[0]}
    whole = sum(medians.values())
    return [Share(stage, took * 1000, took / whole) for stage, took in medians.items()]


def batches(
    inputs: Inputs, view: str, documents: int, rounds: int
) -> tuple[list[Faster], list[dict[str, Any]]]:
    """Many documents: against the plain script, and from ten up to as many as asked for."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        multiplied(inputs.workbook, folder, documents)
        (folder / "template.docx").write_bytes(inputs.template.read_bytes())
        (folder / "view.json").write_text(view, encoding="utf-8")
        faster = compare_batches(folder, min(documents, PAIRED), rounds)
        counts = [count for count in (10, 100, 1000) if count <= documents]
        return faster, growth(folder, counts)


def growth_line(run: dict[str, Any]) -> str:
    memory = " / ".join(f"{one:.0f}" for one in run["memory"])
    return (
        f"{run['documents']:5} documents: {run['early']:6.0f} ms each in the first tenth, {run['late']:6.0f} in the last; "
        f"{memory} MiB after a tenth, half, all; register workbook {run['finishing']:.1f} s, once"
    )


def size_line(size: Size) -> str:
    stages = ", ".join(f"{name} {took:.0f}" for name, took in size.stages.items())
    return f"{size.questions:5} questions: {sum(size.stages.values()):6.0f} ms ({stages})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workbook", type=Path, nargs="?", default=EXAMPLE)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--documents", type=int, default=100, help="largest batch (default 100)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of the batches")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args()

    versions = {name: version(name) for name in BASELINE_VERSIONS}
    if versions != BASELINE_VERSIONS:
        print(f"NOTE: the baseline stands for {BASELINE_VERSIONS}, here are {versions}.")
    inputs = prepare(options.workbook.resolve(), ON)
    with TemporaryDirectory() as folder:
        view = Path(folder) / "view.json"
        view.write_text(json.dumps(inputs.view), encoding="utf-8")
        ratios = cold(inputs, view, options.repeats)
    shares = warm(inputs, options.repeats)
    faster, runs = batches(inputs, json.dumps(inputs.view), options.documents, options.rounds)
    sizes = [measure(count, options.repeats // 2) for count in SIZES]
    whole = sum(share.milliseconds for share in shares)

    print(f"Medians of {options.repeats} turns (start-up: twice as many); lowest and highest in ()")
    print("\n".join(ratio.line() for ratio in ratios))
    loading = inputs.loading * 1000
    print(f"\nLoading the questionnaire, once in a process: {loading:.1f} ms")
    print(f"One warm assessment after that: {whole:.1f} ms, of which")
    print("\n".join(share.line() for share in shares))
    print("\nMany documents in a running process, each of a processing of its own:")
    print("\n".join(one.line() for one in faster))
    print("\n".join(map(growth_line, runs)))
    print("\nThe same questionnaire with fewer and more questions:")
    print("\n".join(map(size_line, sizes)))
    if options.json:
        figures = {
            "machine": {
                "python": platform.python_version(),
                "system": platform.system(),
                "cores": os.cpu_count(),
            },
            "versions": versions,
            "workbook": options.workbook.name,
            "repeats": options.repeats,
            "ratios": [asdict(ratio) for ratio in ratios],
            "loading_milliseconds": loading,
            "warm": {"milliseconds": whole, "stages": [asdict(share) for share in shares]},
            "batches": [asdict(one) for one in faster],
            "documents": runs,
            "questions": [asdict(one) for one in sizes],
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
