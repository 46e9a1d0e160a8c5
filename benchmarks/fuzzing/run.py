"""Run mutated files against the entry points: never a traceback, a hang, a changed file or an unknown exit code.

Usage: python -m benchmarks.fuzzing.run [--inputs N | --hours H] [--only TARGET] [--seed N] [--json FILE] [--keep FOLDER]

Input n of a seed is the same on every machine; a finding is written to the folder under the number that makes it.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import re
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fuzzing.targets import TARGETS, Input, Target

PROMISED = frozenset({0, 1, 3, 4})
SECONDS = 20.0
"""After so long an input counts as a hang; the slowest good file takes a tenth of it."""
KEEP = Path("fuzz-findings")


class Hang(BaseException):
    """An input took too long; no Exception, so that nothing swallows it."""


@dataclass
class Finding:
    """An input that broke a promise."""

    target: str
    seed: str
    what: str


@dataclass
class Counts:
    """What was run of one entry point: how it ended, by exit code, and how long the slowest took."""

    target: str
    inputs: int = 0
    codes: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_seed: str = ""
    findings: list[Finding] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        """As plain data."""
        return {**asdict(self), "codes": {str(code): n for code, n in sorted(self.codes.items())}}


def plan(inputs: int, seed: int, only: str = "") -> Iterator[tuple[Target, str]]:
    """Each target with its share of the inputs, in turns; only: one target with all of them."""
    if only:
        chosen = next(target for target in TARGETS if target.name == only)
        yield from ((chosen, f"{seed}/{only}/{number}") for number in range(inputs))
        return
    left = {target.name: inputs * target.share // 1000 for target in TARGETS}
    left[TARGETS[0].name] += inputs - sum(left.values())
    for number in range(inputs):
        for target in TARGETS:
            if number < left[target.name]:
                yield target, f"{seed}/{target.name}/{number}"


def one(target: Target, given: Input, counts: Counts, seed: str) -> None:
    """Run one input in a folder of its own and note how it ended."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / f"given{given.suffix}"
        path.write_bytes(given.data)
        begun = time.perf_counter()
        code, broken = ended(target, path)
        took = time.perf_counter() - begun
        broken += left_behind(folder, path, given, code)
    counts.inputs += 1
    counts.codes[code] += 1
    counts.seconds += took
    if took > counts.slowest:
        counts.slowest, counts.slowest_seed = took, seed
    counts.findings += [Finding(target.name, seed, what) for what in broken]


def ended(target: Target, path: Path) -> tuple[int, list[str]]:
    """Run it; the exit code, and what it should not have done."""
    from dpia.errors import DpiaError

    said = io.StringIO()
    try:
        with bounded(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = called(target, path)
    except DpiaError as error:  # of a target that is no command
        error.message("de"), error.message("en")
        code = error.exit_code
    except Hang:
        return -1, [f"hangs: more than {SECONDS:g} s"]
    except BaseException as error:  # noqa: BLE001  # whatever a parser raises is what is looked for
        return -1, [f"{type(error).__name__}: {error}"[:300]]
    broken = [] if code in PROMISED else [f"exit code {code}"]
    if "Traceback" in said.getvalue():
        broken.append("traceback printed")
    return code, broken


def called(target: Target, path: Path) -> int:
    """The command line in this process, as its last line of defence sees it: with DPIA_DEBUG nothing is swallowed."""
    from dpia.cli.base import run
    from dpia.cli.main import command

    if target.call is not None:
        target.call(path)
        return 0
    if target.arguments is None:
        raise LookupError(target.name)
    before, sys.argv = sys.argv, ["dpia", *map(str, target.arguments(path))]
    try:
        run(command)
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.argv = before


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Raise Hang after a while; only the main thread of a system with alarms can."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(*_: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def left_behind(folder: Path, path: Path, given: Input, code: int) -> list[str]:
    """What a run changed or left that it must not."""
    broken = []
    if hashlib.sha256(path.read_bytes()).digest() != hashlib.sha256(given.data).digest():
        broken.append("the user's file was changed")
    names = [one.name for one in folder.rglob("*") if one.is_file()]
    if any(name.startswith(".~dpia") for name in names):
        broken.append("left a half-written file")
    if code and any(name.endswith((".dpia.docx", ".dpia.json")) for name in names):
        broken.append("failed and left a report")
    return broken


def run_all(
    chosen: Iterable[tuple[Target, str]], keep: Path | None = None, until: float | None = None
) -> list[Counts]:
    """Run inputs of a plan; counts by target.

    Args:
        chosen: targets and the numbers of their inputs.
        keep: where findings are written.
        until: stop at this time (monotonic, in seconds).
    """
    os.environ.update({"DPIA_DEBUG": "1", "DPIA_LANG": "de"})
    counts = {target.name: Counts(target.name) for target in TARGETS}
    for target, number in chosen:
        if until is not None and time.monotonic() > until:
            break
        given = target.input(number)
        before = len(counts[target.name].findings)
        one(target, given, counts[target.name], number)
        if keep is not None and len(counts[target.name].findings) > before:
            keep.mkdir(parents=True, exist_ok=True)
            name = re.sub("[^a-z0-9]+", "-", number)
            (keep / f"{name}{given.suffix}").write_bytes(given.data)
    return list(counts.values())


def table(counts: list[Counts]) -> list[str]:
    """The counts as lines."""
    lines = [
        f"{'entry point':20} {'inputs':>7} {'exit codes':34} {'mean ms':>8} {'slowest ms':>11} {'broken':>7}"
    ]
    for one_of in counts:
        codes = ", ".join(f"{code}: {n}" for code, n in sorted(one_of.codes.items()))
        mean = one_of.seconds / max(one_of.inputs, 1) * 1000
        lines.append(
            f"{one_of.target:20} {one_of.inputs:7} {codes:34} {mean:8.1f} {one_of.slowest * 1000:11.0f} {len(one_of.findings):7}"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--hours", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="one entry point")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, default=KEEP)
    options = parser.parse_args()
    end = None if options.hours is None else time.monotonic() + options.hours * 3600
    seed, total = options.seed, []
    while True:
        counts = run_all(plan(options.inputs, seed, options.only), options.keep, end)
        total += counts
        print(f"seed {seed}", *table(counts), sep="\n", flush=True)
        for found in (finding for one_of in counts for finding in one_of.findings):
            print(f"  {found.seed}: {found.what}", flush=True)
        seed += 1
        if end is None or time.monotonic() > end:
            break
    if options.json is not None:
        options.json.write_text(json.dumps([one_of.row() for one_of in total], indent=2) + "\n")
    sys.exit(1 if any(one_of.findings for one_of in total) else 0)


if __name__ == "__main__":
    main()
