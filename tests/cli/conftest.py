"""The user's path: run the command line as a user does, on workbooks filled as a user fills them."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dpia import yamlfile
from dpia.answers.plain import from_plain
from dpia.cli.base import run
from dpia.definitions import load_questionnaire
from dpia.order import Order
from dpia.pipeline import assess_workbook
from dpia.workbook.write import write_workbook
from examples.regenerate import filled

ROOT = Path(__file__).resolve().parents[2]
ON = "2026-11-24"


Dpia = Callable[..., "Result"]
Fill = Callable[..., Path]


@dataclass(frozen=True)
class Result:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def dpia(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Dpia:
    """Run `dpia ARGS` inside tmp_path, in German unless said otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DPIA_LANG", "de")
    monkeypatch.setenv("DPIA_DEBUG", "1")
    monkeypatch.delenv("DPIA_REGISTER", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def call(*arguments: object) -> Result:
        from dpia.cli.main import command

        monkeypatch.setattr(sys, "argv", ["dpia", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run(command)
        said = capsys.readouterr()
        return Result(int(ended.value.code or 0), said.out, said.err)

    return call


def example_answers(name: str) -> dict[str, Any]:
    """The answers that an example's data protection officer typed, over the proposals."""
    source: Any = yamlfile.load(ROOT / "examples" / name / "answers.yaml")
    return filled(source)


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Write a filled workbook: an example's answers with some values changed or taken out (None)."""

    def write(name: str = "answers.xlsx", example: str = "baustoffhandel", **values: Any) -> Path:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(workbook_of(example, json.dumps(values, default=date.isoformat)))
        return target

    return write


@cache
def workbook_of(example: str, values: str) -> bytes:
    """The bytes of a filled workbook; most tests begin with one of a few."""
    data = example_answers(example)
    for key, value in json.loads(values).items():
        answer = key.replace("__", ".").replace("_", "-")
        if value is None:
            data["values"].pop(answer, None)
        else:
            data["values"][answer] = value
    questionnaire, written = load_questionnaire("messenger"), BytesIO()
    answers, on = from_plain(data, questionnaire), date.fromisoformat(ON)
    write_workbook(questionnaire, data["language"], written, answers=answers, on=on)
    return written.getvalue()


def assessed_once(
    workbook: Path,
    example: str,
    on: str = ON,
    values: Mapping[str, str] | None = None,
    **options: Any,
) -> Path:
    """Fill a workbook and assess it beside its register, without the command line; for what tests get as a copy."""
    workbook.write_bytes(workbook_of(example, json.dumps(values or {})))
    assess_workbook(Order(workbook, date.fromisoformat(on), **options))
    return workbook.parent


@pytest.fixture
def final_ready(fill: Fill) -> Fill:
    """A workbook that is complete and consistent enough for a final version."""

    def write(name: str = "answers.xlsx", **values: Any) -> Path:
        return fill(name, "careful-setup", **values)

    return write


FIRST, SECOND = "2026-11-24", "2026-12-01"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register: a final, and a second one with other answers. Made once, never touched."""
    folder = tmp_path_factory.mktemp("prepared")
    questionnaire, workbook = load_questionnaire("messenger"), folder / "answers.xlsx"
    later = {"contacts-enforced": "no", "next-review": "2027-03-01"}
    for day, changed in ((FIRST, {}), (SECOND, later)):
        plain = example_answers("careful-setup")
        plain["values"] |= changed
        answers, on = from_plain(plain, questionnaire), date.fromisoformat(day)
        write_workbook(questionnaire, plain["language"], workbook, answers=answers, on=on)
        assess_workbook(Order(workbook, on, final=True, user="dsb"))
    return folder


@pytest.fixture
def two_versions(prepared: Path, tmp_path: Path) -> Path:
    """That register in the current folder."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return tmp_path / "register.db"


HOSTILE = "../../CON: Ä\u200b" + "Ü" * 200 + ' <"|?*>\\..'
"""A name of a processing that no file may have."""


@pytest.fixture(scope="session")
def prepared_with_drafts(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a draft begun since, and another processing that has had two drafts. Made once, never touched."""
    folder = tmp_path_factory.mktemp("with-drafts")
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    for name, changed in (
        ("answers.xlsx", {"next-review": "2027-05-01"}),
        ("other.xlsx", {"next-review": "2027-06-01", "processing-name": HOSTILE}),
        ("other.xlsx", {"next-review": "2027-07-01", "processing-name": HOSTILE}),
    ):
        data = workbook_of("careful-setup", json.dumps(changed))
        (folder / name).write_bytes(data)
        assess_workbook(Order(folder / name, date(2026, 12, 2), user="dsb"))
    return folder


@pytest.fixture
def with_drafts(prepared_with_drafts: Path, tmp_path: Path) -> Path:
    """That register in the current folder."""
    shutil.copytree(prepared_with_drafts, tmp_path, dirs_exist_ok=True)
    return tmp_path / "register.db"
