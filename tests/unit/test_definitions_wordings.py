"""A questionnaire's own words about the common sheets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dpia import yamlfile
from dpia.definitions import load_questionnaire
from dpia.definitions.load import load_folder
from dpia.errors import DefinitionError
from dpia.resources import shipped

ROOT = Path(str(shipped("questionnaires")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped questionnaires that a test may damage."""
    shutil.copytree(ROOT, tmp_path / "questionnaires")
    return tmp_path / "questionnaires" / "messenger"


def _faults(folder: Path, *changes: tuple[str, str]) -> list[str]:
    file = folder / "wordings.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_folder(folder)
    return list(caught.value.faults["en"])


def test_own_words_replace_the_common_ones_and_the_rest_stays_common() -> None:
    common = yamlfile.load(shipped("questionnaires") / "common" / "questions" / "threshold.yaml")
    assert isinstance(common, dict)
    said = {item["question"]: item for item in common["items"] if "question" in item}
    asked = {question.id: question for question in load_questionnaire("messenger").questions()}

    assert asked["c3-monitoring"].text["en"] != said["c3-monitoring"]["text"]["en"]
    assert (
        asked["c2-automated-decisions"].text["en"] == said["c2-automated-decisions"]["text"]["en"]
    )
    assert asked["c3-monitoring"].kind == said["c3-monitoring"]["kind"]
    assert set(said["c3-monitoring"]["fills"]) < set(asked["c3-monitoring"].fills)


def test_own_rows_stand_in_a_common_table() -> None:
    tables = {table.id: table for table in load_questionnaire("messenger").tables()}

    assert "metadata" in {row.id for row in tables["data-items"].rows}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("  c3-monitoring:", "  c3-monitorin:"), "c3-monitorin"),
        (("    help:", "    hulp:"), "hulp"),
        (("      subjects:\n        help:", "      subject:\n        help:"), "subject"),
        (("    sources: [wa-faq-contacts]", "    sources: [wa-faq-nothing]"), "wa-faq-nothing"),
        (("  C9:", "  C99:"), "C99"),
    ],
)
def test_a_fault_in_own_words_is_named_with_file_and_line(
    folder: Path, change: tuple[str, str], named: str
) -> None:
    faults = _faults(folder, change)

    assert any(named in fault and "messenger/wordings.yaml:" in fault for fault in faults), faults
    assert not any("messenger/wordings.yaml:1:" in fault for fault in faults)


def test_a_proposed_row_with_an_unknown_choice_is_found_in_the_own_file(folder: Path) -> None:
    faults = _faults(folder, ("          special: none", "          special: nothing"))

    assert any("messenger/wordings.yaml:" in fault and "nothing" in fault for fault in faults)


def test_own_words_that_are_no_mapping_are_one_fault(folder: Path) -> None:
    faults = _faults(folder, ("questions:\n", "question:\n"))

    assert any("question" in fault for fault in faults)
