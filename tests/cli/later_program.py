"""A program of next year: a copy of this one whose questionnaires have moved on, started as one of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.cli.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MOVED_ON = (
    ("messenger/questionnaire.yaml", 'version: "2.0"', 'version: "2.1"'),
    ("messenger/risks/unencrypted-backups.yaml", "severity: 3", "severity: 4"),
    ("messenger/providers/whatsapp-business-app.yaml", '"2024-02-16"', '"2026-12-15"'),
    ("common/threshold.yaml", "{question: art35-3.evaluation, ", "{question: works-council, "),
)
"""File, what stands there, what will: a new version, one risk more severe, newer terms, and a criterion that a works
council meets."""


def later_program(folder: Path) -> Path:
    """Make the program in a folder and return it."""
    unwanted = shutil.ignore_patterns("*.pyc.*")  # being written by another process
    for part in ("dpia", "questionnaires", "templates"):
        shutil.copytree(ROOT / part, folder / part, ignore=unwanted)
    for name, was, now in MOVED_ON:
        change(folder, name, was, now)
    return folder


def change(program: Path, name: str, was: str, now: str) -> None:
    """Change one definition of a program."""
    file = program / "questionnaires" / name
    text = file.read_text(encoding="utf-8")
    assert was in text, name
    file.write_text(text.replace(was, now, 1), encoding="utf-8")


def run(program: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `dpia ARGS` of that program in a folder, in English."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DPIA_")}
    return subprocess.run(
        [sys.executable, "-m", "dpia", *map(str, arguments)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(program), "PYTHONUTF8": "1", "DPIA_LANG": "en"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
