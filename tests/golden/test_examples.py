"""The shipped examples are what the program makes of them today, and read as they were last approved.

After a change that is meant: `make examples`, then `pytest tests/golden --snapshot-update`, then read the diff.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from dpia import yamlfile
from dpia.answers.plain import from_plain
from dpia.definitions import load_questionnaire
from dpia.order import Order
from dpia.pipeline import assess_workbook
from dpia.workbook.write import write_workbook
from examples.regenerate import KEPT, filled
from tests.cli.documents import sheet_rows, word_lines

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/answers.yaml"))


class _Text(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(_Text)


def parts(path: Path) -> dict[str, bytes]:
    """The members of an Office file, inflated: deflate itself differs between zlib builds."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def make(name: str, folder: Path) -> None:
    source: Any = yamlfile.load(EXAMPLES / name / "answers.yaml")
    questionnaire = load_questionnaire(source["questionnaire"])
    on = date.fromisoformat(source["date"])
    workbook = folder / "answers.xlsx"
    answers = from_plain(filled(source), questionnaire)
    write_workbook(questionnaire, source["language"], workbook, answers=answers, on=on)
    assess_workbook(Order(workbook, on, final=source.get("final", False)))


def test_there_are_three_examples() -> None:
    assert NAMES == ["baustoffhandel", "careful-setup", "zeiterfassung"]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", NAMES)
def test_the_committed_files_are_up_to_date(name: str, tmp_path: Path) -> None:
    make(name, tmp_path)
    for file in ("answers.xlsx", *KEPT):
        made, shipped = tmp_path / file, EXAMPLES / name / file
        if file.endswith(".json"):
            ours, theirs = (json.loads(p.read_text(encoding="utf-8")) for p in (made, shipped))
            for document in (ours, theirs):
                document["input"]["sha256"] = ""
            assert ours == theirs, file
        else:
            assert list(parts(made)) == list(parts(shipped)), file


@pytest.mark.parametrize("name", NAMES)
def test_the_json_fits_the_shipped_schema(name: str) -> None:
    schema = json.loads((files("dpia.render") / "assessment.schema.json").read_text("utf-8"))
    document = json.loads((EXAMPLES / name / "answers.dpia.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)


@pytest.mark.no_cover
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_report_reads_as_approved(
    name: str, language: str, tmp_path: Path, golden: SnapshotAssertion
) -> None:
    shutil.copyfile(EXAMPLES / name / "answers.xlsx", tmp_path / "answers.xlsx")
    source: Any = yamlfile.load(EXAMPLES / name / "answers.yaml")
    on = date.fromisoformat(source["date"])
    assess_workbook(Order(tmp_path / "answers.xlsx", on, language=language))
    assert "\n".join(word_lines(tmp_path / "answers.dpia.docx")) + "\n" == golden


@pytest.mark.parametrize("name", NAMES)
def test_the_register_reads_as_approved(name: str, golden: SnapshotAssertion) -> None:
    sheets = sheet_rows(EXAMPLES / name / "register.xlsx")
    lines = [
        f"[{sheet}] " + " | ".join("" if v is None else str(v) for v in row)
        for sheet, rows in sheets.items()
        for row in rows
    ]
    assert "\n".join(lines) + "\n" == golden
