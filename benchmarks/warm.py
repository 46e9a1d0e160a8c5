"""One side of the warm comparison, in a process of its own: many documents one after the other, each timed.

Usage: python -m benchmarks.warm SIDE FOLDER COUNT [JOBS]; SIDE is "baseline" or "dpia". Prints JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import baseline
from dpia.batch.running import Batch
from dpia.order import Order

ON = date(2026, 11, 24)
SAMPLES = 10


@dataclass(frozen=True)
class Run:
    """Many documents, the first ones left out: they load what later ones find loaded.

    milliseconds: of wall time a document. early, late: the same for the first and the last tenth. processor,
    recording: milliseconds of processor time a document, of all processes with their start, and of the one that
    records. memory: of that one in MiB, after each tenth of the documents. finishing: seconds for the workbook of the
    register, once at the end.
    """

    documents: int
    milliseconds: float
    early: float
    late: float
    processor: float
    recording: float
    memory: tuple[float, ...]
    finishing: float = 0.0


@dataclass
class Clock:
    """What time it was, and how much memory was in use, when each document was finished."""

    ended: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def tick(self) -> None:
        """Another document is finished."""
        self.ended.append(time.perf_counter())
        self.processor.append(time.process_time())
        self.memory.append(_memory())

    def run(self, left_out: int, finishing: float = 0.0) -> Run:
        """What that makes of all of them. left_out: how many of the first do not count."""
        count = len(self.ended)
        tenth = max(count // SAMPLES, 3)
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        recording = _each(self.processor, left_out, count)
        return Run(
            documents=count,
            milliseconds=_each(self.ended, left_out, count),
            early=_each(self.ended, left_out, min(left_out + tenth, count)),
            late=_each(self.ended, max(count - tenth, left_out), count),
            processor=recording + (children.ru_utime + children.ru_stime) / count * 1000,
            recording=recording,
            memory=tuple(
                self.memory[max(count * n // SAMPLES, 1) - 1] for n in range(1, SAMPLES + 1)
            ),
            finishing=finishing,
        )


def plain_script(folder: Path, count: int) -> Run:
    """The frozen baseline, called again and again by an interpreter that has imported everything."""
    files = sorted(folder.glob("*.xlsx"))
    clock = Clock()
    with TemporaryDirectory() as made:
        for number in range(count):
            outputs = (f"{made}/{number}.docx", f"{made}/{number}.xlsx")
            fixed = (str(folder / "template.docx"), str(folder / "view.json"))
            sys.argv = ["baseline.py", str(files[number % len(files)]), *fixed, *outputs]
            baseline.main()
            clock.tick()
    return clock.run(1)


def program(folder: Path, count: int, jobs: int) -> Run:
    """The program: read, check, assess, report, data, register; the register's workbook at the end."""
    files = sorted(folder.glob("*.xlsx"))[:count]
    clock = Clock()
    with TemporaryDirectory() as made:
        batch = Batch([Order(one, ON, output=Path(made)) for one in files], jobs)
        for done in batch.run():
            if done.error is not None:
                raise done.error
            clock.tick()
        last = time.perf_counter()
        shown = list(batch.show())
        finishing = time.perf_counter() - last
        if not all(one.workbook for one in shown):
            raise RuntimeError(shown)
    return clock.run(1 if jobs == 1 else min(6 * jobs, count // 2), finishing)


def _each(moments: list[float], first: int, last: int) -> float:
    return (moments[last - 1] - moments[first - 1]) / max(last - first, 1) * 1000


def _memory() -> float:
    """MiB, now and not ever: what has been given back does not count."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    side, folder, count, *rest = sys.argv[1:]
    if side == "baseline":
        run = plain_script(Path(folder), int(count))
    else:
        run = program(Path(folder), int(count), int(rest[0]))
    print(json.dumps(asdict(run)))


if __name__ == "__main__":
    main()
