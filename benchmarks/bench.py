"""Measure dpia against a bare interpreter and against the plain script, side by side in one run.

The speed of a machine drifts, and other work runs on it: only ratios are worth reading. The two sides of a ratio take
turns, and how busy the machine was is written down with the figures.

Usage: python -m benchmarks.bench [ANSWERS.xlsx] [--repeats N] [--documents N] [--rounds N] [--json FILE]
"""

import argparse
import json
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.batches import PAIRED, compare, growth, growth_line, workbooks
from benchmarks.machine import busy, machine
from benchmarks.sizes import SIZES, measure
from benchmarks.stages import Inputs, prepare, run_stages
from benchmarks.starts import starts

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "baustoffhandel" / "answers.xlsx"
ON = date(2026, 11, 24)
BASELINE_VERSIONS = {"docxtpl": "0.20.2", "openpyxl": "3.1.5"}


@dataclass(frozen=True)
class Share:
    """What one stage takes of a warm assessment."""

    stage: str
    milliseconds: float
    share: float

    def line(self) -> str:
        return f"{self.stage:34} {self.milliseconds:8.1f} ms   {self.share:6.1%}"


def warm(inputs: Inputs, repeats: int) -> list[Share]:
    """The stages of one assessment in a running process, the questionnaire loaded already."""
    passes = [run_stages(inputs) for _ in range(repeats + 1)][1:]
    medians = {stage: median(one[stage] for one in passes) for stage in passes[0]}
    whole = sum(medians.values())
    return [Share(stage, took * 1000, took / whole) for stage, took in medians.items()]


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
    on = machine()
    inputs = prepare(options.workbook.resolve(), ON.isoformat())
    view = json.dumps(inputs.view)

    print(f"Medians of {options.repeats} turns (start-up: twice as many); lowest and highest in ()")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "view.json"
        file.write_text(view, encoding="utf-8")
        ratios = starts(inputs, file, options.repeats)
    print("\n".join(ratio.line() for ratio in ratios))

    shares = warm(inputs, options.repeats)
    loading, whole = inputs.loading * 1000, sum(share.milliseconds for share in shares)
    print(f"\nLoading the questionnaire, once in a process: {loading:.1f} ms")
    print(f"One warm assessment after that: {whole:.1f} ms, of which")
    print("\n".join(share.line() for share in shares))

    print("\nThe same questionnaire with fewer and more questions, every one answered:")
    sizes = [measure(count, options.repeats) for count in SIZES]
    print("\n".join(size.line() for size in sizes))

    print("\nMany documents in a running process, each of a processing of its own:", flush=True)
    runs = []
    with workbooks(inputs, view, options.documents) as folder:
        faster = compare(folder, PAIRED, options.rounds)
        print("\n".join(one.line() for one in faster), flush=True)
        for run in growth(folder, options.documents):
            runs.append(run)
            print(growth_line(run), flush=True)
    if options.json:
        figures = {
            "machine": on | {"load after": busy()},
            "versions": versions,
            "example": options.workbook.resolve().parent.name,
            "repeats": options.repeats,
            "rounds": options.rounds,
            "starts": [asdict(ratio) for ratio in ratios],
            "loading": loading,
            "stages": [asdict(share) for share in shares],
            "batches": [asdict(one) for one in faster],
            "documents": runs,
            "questions": [asdict(one) for one in sizes],
        }
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(_rounded(figures), indent=2) + "\n", encoding="utf-8")


def _rounded(figures: object) -> object:
    """Four figures say more than the machine keeps from one run to the next."""
    if isinstance(figures, float):
        return float(f"{figures:.4g}")
    if isinstance(figures, dict):
        return {name: _rounded(one) for name, one in figures.items()}
    return [_rounded(one) for one in figures] if isinstance(figures, list | tuple) else figures


if __name__ == "__main__":
    main()
