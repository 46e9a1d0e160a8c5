"""Measure what grows with the register: list, due, show, history, an entry, and the workbook there and back.

Each step runs in a process of its own, from its start to its end, so that its peak of memory can be told. Seconds of
CPU are worth more than those of the clock, where others share the machine.

Usage: python -m benchmarks.register_size [1000 10000 100000] [--each N] [--json FILE] [--folder DIR]
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.machine import machine

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "careful-setup" / "answers.xlsx"
SIZES = (1_000, 10_000, 100_000)
EACH = 10
BASE = 20
"""Processings of the smallest register; see register_records."""
DAY = "2026-12-01"
_CLI = "from dpia.cli.main import main; main()"
_PIECE = 1_000_000


@dataclass(frozen=True)
class Row:
    """What one step took at one size. growth: of the CPU against the size before; None for the first one."""

    step: str
    versions: int
    processings: int
    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    growth: float | None = None
    note: str = ""

    def line(self) -> str:
        growth = "" if self.growth is None else f"{self.growth:6.1f} x"
        return (
            f"{self.versions:8,} {self.step:22} {self.seconds:9.2f} s {self.cpu_seconds:9.2f} s CPU "
            f"{self.peak_megabytes:8.0f} MB {growth:9} {self.note}"
        )


def measure(
    sizes: Sequence[int] = SIZES, each: int = EACH, *, folder: Path | None = None
) -> list[Row]:
    """Return what every step takes at every size; arguments as for measured."""
    return list(measured(sizes, each, folder=folder))


def measured(
    sizes: Sequence[int] = SIZES,
    each: int = EACH,
    *,
    example: Path = EXAMPLE,
    folder: Path | None = None,
) -> Iterator[Row]:
    """Build the register in these sizes and yield what each step takes, size by size.

    Args:
        sizes: Versions, ascending.
        each: Final versions of a processing; the workbook shows the last one.
        example: The filled workbook of which the records are varied.
        folder: Where the register is made, which for 100,000 versions takes 5 GB; None: where temporary files lie.
    """
    unit = BASE * each
    if list(sizes) != sorted(sizes) or any(size % unit for size in sizes):
        raise SystemExit(f"Sizes are multiples of {unit}, ascending.")
    before: dict[str, Row] = {}
    with TemporaryDirectory(dir=folder) as place:
        path, made = Path(place) / "register.db", 0
        for size in sizes:
            # In a process of its own: what this one takes of memory counts for all that it starts.
            _timed(
                ["-m", "benchmarks.register_records", *map(str, (path, each, made, size, example))],
                path.parent,
            )
            made = size
            for row in _steps(path, size, each):
                known = before.get(row.step)
                growth = row.cpu_seconds / known.cpu_seconds if known else None
                before[row.step] = row
                yield replace(row, growth=growth)


def _steps(path: Path, size: int, each: int) -> Iterator[Row]:
    def row(step: str, *arguments: str, note: str = "") -> Row:
        took = _timed(list(arguments), path.parent)
        return Row(step, size, size // each, *took, note=note)

    def asking(*words: str) -> tuple[str, ...]:
        return ("-c", _CLI, "register", *words, "--register", str(path), "--lang", "de")

    view = path.with_suffix(".xlsx")
    view.unlink(missing_ok=True)
    middle = str(size // each // 2)
    yield row("start of the program", "-c", _CLI, "register", "list", "--help")
    yield row("list", *asking("list", "--date", DAY))
    yield row("due", *asking("due", "--date", DAY))
    yield row("show", *asking("show", middle, "--date", DAY))
    yield row("history", *asking("history", middle))
    yield row("20 entries", "-m", "benchmarks.register_step", "add", str(path))
    yield row("workbook written", *asking("sync", "--date", DAY), note="with the start")
    megabytes = view.stat().st_size / 1e6
    _enter_something(view)
    note = f"{megabytes:.0f} MB file"
    yield row("workbook there and back", *asking("sync", "--date", DAY), note=note)


def _timed(arguments: list[str], folder: Path) -> tuple[float, float, float]:
    """Run Python with these arguments; seconds, seconds of CPU, and the peak of its memory in megabytes."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DPIA_")}
    environment |= {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{arguments}: exit code {os.waitstatus_to_exitcode(status)}")
    return seconds, used.ru_utime + used.ru_stime, _megabytes(used)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _enter_something(view: Path) -> None:
    """Write an owner into the first measure, as a spreadsheet program would, but without opening the whole."""
    changed = view.with_name("changed.xlsx")
    cell = re.compile(rb'(<c r="J2" s="\d+")(?: t="s"><v>\d+</v></c>|/>)')
    with zipfile.ZipFile(view) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with old.open(name) as source, new.open(name, "w") as target:
                piece = source.read(_PIECE)
                if name == "xl/worksheets/sheet4.xml":
                    piece = cell.sub(rb'\1 t="inlineStr"><is><t>Frau Neu</t></is></c>', piece, 1)
                while piece:
                    target.write(piece)
                    piece = source.read(_PIECE)
    shutil.move(changed, view)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--each", type=int, default=EACH, help="versions of a processing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--folder", type=Path, help="where the registers are made")
    options = parser.parse_args()

    on, rows = machine(), []
    print(f"{options.each} versions of each processing; the workbook shows the last one of each")
    for row in measured(options.sizes, options.each, folder=options.folder):
        rows.append(row)
        print(row.line(), flush=True)
    if options.json:
        figures = {
            "machine": on,
            "each": options.each,
            "rows": [asdict(row) for row in rows],
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
