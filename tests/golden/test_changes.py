"""What changed between two versions reads as it was last approved: the report's chapter, and the command line's page.

After a change that is meant: `pytest tests/golden --snapshot-update`, then read the diff.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dpia.answers.plain import from_plain
from dpia.definitions import load_questionnaire
from dpia.order import Order
from dpia.pipeline import assess_workbook
from dpia.register import open_register
from dpia.register.changes import Recorded, compare
from dpia.register.words import Words
from dpia.render.changes_text import changes_lines
from dpia.render.view_changes import changes_view
from dpia.workbook.write import write_workbook
from tests.cli.conftest import example_answers
from tests.cli.documents import word_lines
from tests.golden.test_examples import _Text

if TYPE_CHECKING:
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

VERSIONS = (date(2026, 11, 24), date(2026, 12, 1))


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(_Text)


def later() -> dict[str, Any]:
    """A year of trouble: the device management is gone, an own measure too, and a purpose came."""
    plain = example_answers("careful-setup")
    plain["values"] |= {"contacts-enforced": "no", "dpf-checked": "2025-11-02"}
    plain["notes"] = {**plain.get("notes", {}), "contacts-enforced": "Contract ended."}
    plain["tables"]["own-measures"] = []
    plain["tables"]["purposes"] = [*plain["tables"]["purposes"], {"purpose": "Recruiting"}]
    for row in plain["tables"]["measures"]:
        if row["id"] == "container":
            row |= {"status": "planned", "owner": "IT", "due": "2027-01-10", "evidence": ""}
    return plain


def record(folder: Path, language: str) -> Path:
    """Record a final and then the draft of a later one; return the report."""
    questionnaire = load_questionnaire("messenger")
    for on, plain in zip(VERSIONS, (example_answers("careful-setup"), later()), strict=True):
        workbook = folder / "answers.xlsx"
        answers = from_plain(plain, questionnaire)
        write_workbook(questionnaire, language, workbook, answers=answers, on=on)
        final = on == VERSIONS[0]
        assess_workbook(Order(workbook, on, language=language, final=final, user="dpo"))
    return folder / "answers.dpia.docx"


def told(folder: Path, language: str) -> list[str]:
    """The same on the command line."""
    with open_register(folder / "register.db") as store:
        (current,) = store.current()
        assert current.newer_draft is not None
        old, new = current.shown, current.newer_draft
    words = Words(language, load_questionnaire("messenger"), new.on).knowing_own(new.answers)
    changes = compare(Recorded.of(old), Recorded.of(new), words.questionnaire)
    view = changes_view(changes, words.questionnaire, language)
    named = {"number": 1, "name": new.key.name, "controller": new.key.controller}
    return changes_lines(view, language, 100, named)


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_changed_reads_as_approved(
    language: str, tmp_path: Path, golden: SnapshotAssertion
) -> None:
    lines = word_lines(record(tmp_path, language))
    title = {"de": "Änderungen seit Version 1", "en": "Changes since version 1"}[language]
    begin = len(lines) - 1 - lines[::-1].index(title)
    end = next(at for at, line in enumerate(lines) if at > begin and line.startswith("0 "))
    said = told(tmp_path, language)
    assert "\n".join([*lines[begin:end], "", *said]) + "\n" == golden
