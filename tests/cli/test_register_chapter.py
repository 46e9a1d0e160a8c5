"""The chapter of a report on what changed since the last version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.asking import assessed
from tests.cli.conftest import FIRST, SECOND
from tests.cli.documents import word_lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill


def chapter(report: Path) -> list[str]:
    """The lines of the chapter on changes; empty where there is none."""
    lines = word_lines(report)
    titles = [
        place
        for place, line in enumerate(lines)
        if line.startswith(("Änderungen seit Version", "Changes since version"))
    ]
    if not titles:
        return []
    assert len(titles) == 2, "once among the contents, once as a heading"
    end = next(p for p, line in enumerate(lines) if p > titles[1] and line.startswith("0 "))
    return lines[titles[1] : end]


def test_the_next_report_says_what_changed_since_the_last_version(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    report = tmp_path / "answers.dpia.docx"
    assessed(dpia, final_ready(), FIRST)
    assert chapter(report) == [], "a draft before any version"
    assessed(dpia, final_ready(), FIRST, "--final")
    assert chapter(report) == [], "the first version"
    assessed(dpia, final_ready(contacts_enforced="no"), SECOND)
    found = chapter(report)
    assert found[0] == "Changes since version 1"
    assert "Proposed decision | conditionally approved | rejected |" in "\n".join(found)
    assert "Q42" in "\n".join(found)
    record = json.loads((tmp_path / "answers.dpia.json").read_text("utf-8"))
    assert record["changes"]["old"]["version"] == 1
    assert record["changes"]["new"]["version"] is None


@pytest.mark.usefixtures("two_versions")
def test_the_chapter_compares_with_the_version_before_its_own(dpia: Dpia, tmp_path: Path) -> None:
    report = tmp_path / "answers.dpia.docx"
    before = report.read_bytes()
    assert chapter(report)[0] == "Changes since version 1"
    assessed(dpia, tmp_path / "answers.xlsx", SECOND, "--final")
    assert report.read_bytes() == before, "same workbook, same register state, same bytes"
    assessed(dpia, tmp_path / "answers.xlsx", SECOND, "--lang", "de")
    assert chapter(report)[0] == "Änderungen seit Version 2"
    assert any("Am Ergebnis hat sich nichts geändert" in line for line in chapter(report))
