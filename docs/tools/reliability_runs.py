"""The runs that docs/reliability.md tells of: hostile files, faults, mutated files, validators."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks.machine import machine

ROOT: Final = Path(__file__).resolve().parents[2]
MUTATED: Final = 2000
SEED: Final = 1


def all_runs() -> dict[str, Any]:
    """Everything as plain data; takes some minutes."""
    where = machine()
    return {
        "machine": where,
        "hostile": hostile(),
        "faults": faults(),
        "fuzz": {"seed": SEED, "rows": fuzzed()},
        "documents": documents(),
    }


def hostile() -> list[dict[str, Any]]:
    """A good file of each kind, then the hostile ones."""
    from benchmarks.hostile import rows

    return [asdict(one) for one in rows()]


def fuzzed() -> list[dict[str, Any]]:
    """Mutated files by entry point, with what broke."""
    from benchmarks.fuzzing.run import plan, run_all

    return [one.row() for one in run_all(plan(MUTATED, SEED))]


def documents() -> list[dict[str, str]]:
    """Each document before each judge."""
    from tests.judges import all_verdicts

    with tempfile.TemporaryDirectory() as folder:
        return [
            {"document": one.kind, "judge": one.judge, "said": one.said}
            for one in all_verdicts(Path(folder))
        ]


def faults() -> list[dict[str, Any]]:
    """What was really done to the program (tests marked "fault"), how often, and how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-m", "fault", f"--junitxml={told}", "-o", "junit_family=xunit1"],
            cwd=ROOT, check=False, stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        cases = list(ET.parse(told).iter("testcase"))  # noqa: S314  # our own file
    rows: dict[str, dict[str, Any]] = {}
    for case in cases:
        words = next(
            one.get("value", "") for one in case.iter("property") if one.get("name") == "fault"
        )
        row = rows.setdefault(words, {"fault": words, "test": place(case), "ended": Counter()})
        row["ended"][ended(case)] += 1
    return list(rows.values())


def place(case: ET.Element) -> str:
    """The file and the function, without the case."""
    return f"{case.get('file')}::{str(case.get('name')).partition('[')[0]}"


def ended(case: ET.Element) -> str:
    """Whether a case held."""
    if case.find("skipped") is not None:
        return "skipped"
    failed = case.find("failure") is not None or case.find("error") is not None
    return "failed" if failed else "survived"
