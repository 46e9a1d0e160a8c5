"""One side of the warm comparison, in a process of its own: many documents one after the other, each timed.

Usage: python -m benchmarks.warm SIDE FOLDER COUNT [JOBS]; SIDE is "baseline" or "dpia". Prints JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import baseline
from dpia.batch.running import Batch
from dpia.order import Order

ON = date(2026, 11, 24)


@dataclass(frozen=True)
class Run:
    """Many documents.

    milliseconds: of wall time a document, the first ones left out (they load what later ones find loaded). early, late:
    the same for the first and the last tenth. memory: of this process in MiB after a tenth, half and all of the
    documents. whole: seconds from beginning to end. finishing: those of them for the workbook of the register, once.
    """

    documents: int
    milliseconds: float
    early: float
    late: float
    memory: tuple[float, float, float]
    whole: float
    finishing: float = 0.0


def plain_script(folder: Path, count: int) -> Run:
    """The frozen baseline, called again and again by an interpreter that has imported everything."""
    files = sorted(folder.glob("*.xlsx"))
    begun = time.perf_counter()
    ended, memory = [begun], []
    with TemporaryDirectory() as made:
        for number in range(count):
            workbook = files[number % len(files)]
            outputs = (f"{made}/{number}.docx", f"{made}/{number}.xlsx")
            fixed = (str(folder / "template.docx"), str(folder / "view.json"))
            sys.argv = ["baseline.py", str(workbook), *fixed, *outputs]
            baseline.main()
            ended.append(time.perf_counter())
            memory.append(_memory())
    return _run(ended[1:], memory, warm=1, begun=begun)


def program(folder: Path, count: int, jobs: int) -> Run:
    """The program: read, check, assess, report, data, register; the register's workbook at the end."""
    files = sorted(folder.glob("*.xlsx"))[:count]
    ended, memory = [], []
    with TemporaryDirectory() as made:
        begun = time.perf_counter()
        batch = Batch([Order(one, ON, output=Path(made)) for one in files], jobs)
        for done in batch.run():
            if done.error is not None:
                raise done.error
            ended.append(time.perf_counter())
            memory.append(_memory())
        last = time.perf_counter()
        shown = list(batch.show())
        finishing = time.perf_counter() - last
        if not all(one.workbook for one in shown):
            raise RuntimeError(shown)
    warm = 1 if jobs == 1 else min(6 * jobs, count // 2)
    return _run(ended, memory, warm=warm, begun=begun, finishing=finishing)


def _run(
    ended: list[float], memory: list[float], *, warm: int, begun: float, finishing: float = 0.0
) -> Run:
    count = len(ended)
    tenth = max(count // 10, 3)
    points = (max(count // 10, warm), count // 2, count)
    return Run(
        documents=count,
        milliseconds=_between(ended, warm, count),
        early=_between(ended, warm, warm + tenth),
        late=_between(ended, count - tenth, count),
        memory=tuple(memory[point - 1] for point in points),  # type: ignore[arg-type]  # three
        whole=ended[-1] - begun + finishing,
        finishing=finishing,
    )


def _between(ended: list[float], first: int, last: int) -> float:
    return (ended[last - 1] - ended[first - 1]) / (last - first) * 1000


def _memory() -> float:
    """MiB, now and not ever: what has been given back does not count."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    side, folder, count, *rest = sys.argv[1:]
    if side == "baseline":
        run = plain_script(Path(folder), int(count))
    else:
        run = program(Path(folder), int(count), int(rest[0]))
    print(json.dumps(asdict(run)))


if __name__ == "__main__":
    main()
