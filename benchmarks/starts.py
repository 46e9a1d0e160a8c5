"""Whole processes, from start to exit: the two sides of a ratio take turns, and the medians are compared."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.stages import Inputs

ROOT = Path(__file__).resolve().parent.parent
DPIA = [sys.executable, "-c", "from dpia.cli.main import main; main()"]
HELP_TARGET = 5.0

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
            kept = "kept" if self.ratio <= self.target else "MISSED"
            target = f"  target {self.target:g}: {kept}"
        return (
            f"{self.name:34} {self.milliseconds:8.1f} ms   {self.against:28} "
            f"{self.against_milliseconds:8.1f} ms   {self.ratio:6.2f} x "
            f"({self.lowest:.2f}-{self.highest:.2f}){target}"
        )


def starts(inputs: Inputs, view: Path, repeats: int) -> list[Ratio]:
    """Asking for help against a bare interpreter, and one assessment against the plain script."""
    baseline = [sys.executable, str(ROOT / "benchmarks" / "baseline.py")]

    def nothing(_: Path) -> list[str]:
        return [sys.executable, "-c", "pass"]

    def asking_for_help(_: Path) -> list[str]:
        return [*DPIA, "--help"]

    def assessing(folder: Path) -> list[str]:
        options = ["--output", str(folder), "--register", str(folder / "register.db")]
        return [*DPIA, "assess", str(inputs.workbook), *options, "--date", f"{inputs.on}"]

    def by_hand(folder: Path) -> list[str]:
        outputs = [str(folder / "report.docx"), str(folder / "register.xlsx")]
        return [*baseline, str(inputs.workbook), str(inputs.template), str(view), *outputs]

    asked = (("dpia --help", asking_for_help), ("python -c pass", nothing))
    assessed = (("dpia assess, cold", assessing), ("baseline.py, cold", by_hand))
    return [compare(asked, repeats * 2, HELP_TARGET), compare(assessed, repeats)]


def compare(
    sides: tuple[tuple[str, Command], tuple[str, Command]],
    repeats: int,
    target: float | None = None,
) -> Ratio:
    """Let both sides take turns; the first turn is thrown away (it writes bytecode)."""
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


def seconds(command: Command) -> float:
    """Run it once in a folder of its own and return how long it took."""
    with TemporaryDirectory() as folder:
        line = command(Path(folder))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DPIA_")}
        environment.pop(
            "PYTHONDONTWRITEBYTECODE", None
        )  # nobody compiles the program at every start
        environment["PYTHONPATH"] = str(ROOT)
        begun = time.perf_counter()
        subprocess.run(line, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begun
