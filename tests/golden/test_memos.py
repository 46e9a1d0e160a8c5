"""The threshold memo as a whole, in both languages: once where a DPIA is due, once where it stands alone as the record.

After a change that is meant: `pytest tests/golden/test_memos.py --snapshot-update`, then read the diff.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from dpia import yamlfile
from dpia.answers.plain import from_plain
from dpia.definitions import load_questionnaire
from dpia.order import Order
from dpia.pipeline import write_memo
from dpia.workbook.write import write_workbook
from examples.regenerate import filled
from tests.cli.documents import word_lines

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from dpia.assess.memo import Memo

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "zeiterfassung" / "answers.yaml"
# The same made-up company, a harmless processing: everything beside sheets 01 and 03 stays blank.
SUPPLIERS = {
    "processing-name": "Verzeichnis der Ansprechpartner bei Lieferanten",
    "processing-version": None,
    "dpia-changes": None,
    "scope-included": "Name, Funktion, dienstliche Rufnummer und E-Mail-Adresse der Ansprechpartner bei Lieferanten",
    "scope-excluded": "Bestellungen und Rechnungen: eigene Verarbeitungen mit eigenem Eintrag im Verzeichnis",
    "c3-monitoring": "no",
    "c4-sensitive": "no",
    "c5-users": 140,
    "c5-share": None,
    "c7-vulnerable.employees": "no",
    "c7-vulnerable.trainees": "no",
    "voluntary-reasons.dpo": "no",
    "existing-changed.processing": "no",
    "existing-changed.context": "no",
    "dpia-decision": "none",
    "dpia-decided-by": "Geschäftsführung",
    "dpia-decided-on": "2026-11-23",
}

DIGESTS = re.compile(r"\b[0-9a-f]{12}\b")
"""Of the questionnaire, which any rule changes, and of the workbook, whose packed bytes differ between zlib builds."""


def time_recording() -> dict[str, Any]:
    """The example as it is shipped: several criteria met, the decision not yet taken."""
    source: Any = yamlfile.load(EXAMPLE)
    return dict(source)


def suppliers() -> dict[str, Any]:
    source = time_recording()
    general = load_questionnaire(source["questionnaire"])
    asked = {"master", "threshold"}
    kept = {item.id for sheet in general.sheets if sheet.id in asked for item in sheet.items}
    values = {k: v for k, v in source["values"].items() if k.partition(".")[0] in kept}
    values = {k: v for k, v in {**values, **SUPPLIERS}.items() if v is not None}
    signed = {sheet: entry for sheet, entry in source["signed"].items() if sheet in asked}
    return {**source, "values": values, "tables": {}, "signed": signed, "notes": {}}


def memo(source: dict[str, Any], language: str, folder: Path) -> tuple[Memo, str]:
    """Fill a workbook as a user does; return what was found and the document as read."""
    questionnaire = load_questionnaire(source["questionnaire"])
    on = date.fromisoformat(source["date"])
    workbook = folder / "answers.xlsx"
    answers = from_plain(filled(source), questionnaire)
    write_workbook(questionnaire, source["language"], workbook, answers=answers, on=on)
    outcome = write_memo(Order(workbook, on, language=language))
    lines = "\n".join(word_lines(folder / "answers.threshold.docx")) + "\n"
    return outcome.memo, DIGESTS.sub("…", lines)


class _Text(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(_Text)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_memo_where_a_dpia_is_due_reads_as_approved(
    language: str, tmp_path: Path, golden: SnapshotAssertion
) -> None:
    found, text = memo(time_recording(), language, tmp_path)
    assert found.threshold.result == "DPIA_REQUIRED_AS_A_RULE"
    assert text == golden


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_memo_where_none_is_due_reads_as_approved(
    language: str, tmp_path: Path, golden: SnapshotAssertion
) -> None:
    found, text = memo(suppliers(), language, tmp_path)
    assert found.threshold.result == "NO_DPIA"
    assert found.complete
    assert text == golden
