"""Hostile files against the program: what happened, how long it took and how much memory, beside a good file of the kind.

Each file is made and read in a process of its own, forked from one that has everything loaded, so that time and memory
are those of this file. The ratio is to a good file read through the same entry point; refusing should not cost more.

Usage: python -m benchmarks.hostile [--json FILE]
"""

import argparse
import json
import os
import pickle
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.hostile_files import SUFFIX, Hostile, Kind, good, hostile_files
from benchmarks.machine import machine

REPEATS = 3
Read = Callable[[Path], None]


@dataclass(frozen=True)
class Row:
    """One line of the table. said: the key of the refusal; "read" where the file was read."""

    kind: str
    name: str
    kilobytes: float
    said: str
    message: str
    milliseconds: float
    megabytes: float
    time_ratio: float
    memory_ratio: float
    as_promised: bool


def read_workbook(path: Path) -> None:
    """What check, assess, threshold and upgrade begin with; a checked copy opens the file once more."""
    from dpia import pipeline
    from dpia.workbook.guard import read_for_writing

    read_for_writing(path)
    pipeline.read_workbook(path)


def read_template(path: Path) -> None:
    """What assess --template begins with: look at the file, then open it."""
    from io import BytesIO

    from docxtpl import DocxTemplate

    from dpia.guard.template import guarded_template

    DocxTemplate(BytesIO(guarded_template(path))).init_docx()


def read_terms(path: Path) -> None:
    """What terms check does."""
    from dpia.reading_terms import check_terms

    check_terms(path)


def read_data(path: Path) -> None:
    """What reading JSON back does."""
    from dpia.guard.json_ import read_json

    read_json(path)


READERS: dict[Kind, Read] = {
    "workbook": read_workbook,
    "template": read_template,
    "docx terms": read_terms,
    "page": read_terms,
    "web archive": read_terms,
    "pdf": read_terms,
    "json": read_data,
}


def apart(work: Callable[[], object]) -> object:
    """Run something in a forked process and return its result."""
    receiver, sender = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(receiver)
        with os.fdopen(sender, "wb") as pipe:
            try:
                pickle.dump(work(), pipe)
            except BaseException as error:  # noqa: BLE001  # the parent is told
                pickle.dump(error, pipe)
        os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        result = pipe.read()
    os.waitpid(process, 0)
    found = pickle.loads(result) if result else MemoryError("the process was killed")  # noqa: S301  # our own
    if isinstance(found, BaseException):
        raise found
    return found


def resident() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cost(read: Read, path: Path) -> tuple[str, str, float, float]:
    """Read one file here: key and sentence of the refusal, milliseconds of CPU, megabytes more at the highest."""
    from dpia.errors import DpiaError

    before, begun = resident(), time.process_time()
    said, message = "read", ""
    try:
        read(path)
    except DpiaError as error:
        said, message = error.key, error.message("en").replace(str(path), path.name)
    took = (time.process_time() - begun) * 1000
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return said, message, took, max(highest - before, 0.1)


def measured(read: Read, path: Path) -> tuple[str, str, float, float]:
    """The medians of some processes."""
    runs = [apart(lambda: cost(read, path)) for _ in range(REPEATS)]
    told = [run for run in runs if isinstance(run, tuple)]
    said, message = told[0][:2]
    return (
        said,
        message,
        statistics.median(r[2] for r in told),
        statistics.median(r[3] for r in told),
    )


def good_file(folder: Path, kind: Kind) -> Path:
    """Where the good file of a kind lies."""
    return folder / f"{kind.replace(' ', '-')}{SUFFIX[kind]}"


def warm(folder: Path) -> None:
    """Load everything that reading needs, so that no file pays for it."""
    for kind, read in READERS.items():
        path = good_file(folder, kind)
        path.write_bytes(good(kind))
        read(path)


def rows() -> list[Row]:
    """Measure all: a good file of each kind, then the hostile ones."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        warm(folder)
        base: dict[Kind, tuple[float, float]] = {}
        made: list[Row] = []
        for kind, read in READERS.items():
            path = good_file(folder, kind)
            said, message, took, more = measured(read, path)
            base[kind] = took, more
            size = path.stat().st_size / 1000
            made.append(
                Row(kind, "a good file", size, said, message, took, more, 1.0, 1.0, said == "read")
            )
        return made + [row(folder, one, base[one.kind]) for one in hostile_files()]


def row(folder: Path, hostile: Hostile, base: tuple[float, float]) -> Row:
    """Measure one hostile file."""
    path = folder / f"given{SUFFIX[hostile.kind]}"
    apart(lambda: path.write_bytes(hostile.make()))
    said, message, took, more = measured(READERS[hostile.kind], path)
    size = path.stat().st_size / 1000
    ratios = took / base[0], more / base[1]
    return Row(
        hostile.kind, hostile.name, size, said, message, took, more, *ratios, said == hostile.reason
    )


def table(found: list[Row]) -> list[str]:
    """The rows as lines."""
    lines = [
        f"{'kind':12} {'file':36} {'size KB':>9} {'what happened':20} {'ms':>8} {'MB':>7} {'time x':>7} {'memory x':>9}"
    ]
    for one in found:
        mark = "" if one.as_promised else "  NOT AS PROMISED"
        lines.append(
            f"{one.kind:12} {one.name:36} {one.kilobytes:9.0f} {one.said:20} {one.milliseconds:8.1f} "
            f"{one.megabytes:7.1f} {one.time_ratio:7.2f} {one.memory_ratio:9.2f}{mark}"
        )
    return lines


def measure() -> dict[str, object]:
    """Everything as plain data, for whoever writes a report of it."""
    found = rows()
    return {
        "machine": machine(),
        "rows": [asdict(one) for one in found],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    data = measure()
    found = [Row(**one) for one in data["rows"]]  # type: ignore[attr-defined]  # plain data
    print(*table(found), sep="\n")
    if options.json is not None:
        options.json.write_text(
            json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    sys.exit(0 if all(one.as_promised for one in found) else 1)


if __name__ == "__main__":
    main()
