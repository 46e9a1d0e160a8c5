"""Problems and open answers in words."""

from __future__ import annotations

import pytest

from dpia.assess import assess
from dpia.i18n import LANGUAGES
from dpia.model import Problem
from dpia.problems import incomplete_lines, problem_lines, subject_of, worded_problem
from tests.unit.assess_samples import DAY, answered, assessed, messenger, set_up


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reference_is_named_by_what_it_stands_for(language: str) -> None:
    q = messenger()
    training = q.measures["training"]
    assert subject_of(q, "measure:training", language) == f"M33 {training.title[language]}"
    [purposes] = [table for table in q.tables() if table.id == "purposes"]
    assert (
        subject_of(q, "table:purposes", language) == f"{purposes.code} {purposes.title[language]}"
    )
    [features] = [question for question in q.questions() if question.id == "features"]
    named = subject_of(q, "features.ai", language)
    assert named.startswith(features.code)
    assert len(named) <= 90
    [master] = [sheet for sheet in q.sheets if sheet.id == "master"]
    assert subject_of(q, "master@on", language) == f"01 {master.title[language]}"


def test_what_nobody_knows_keeps_its_name() -> None:
    assert subject_of(messenger(), "gone", "de") == "gone"
    assert subject_of(messenger(), "gone@on", "de") == "gone@on"
    lines = problem_lines(
        [Problem("unknown-question", None, "gone#+1.x", "gone")], messenger(), "en"
    )
    assert lines[0].startswith("– – gone#+1.x: ")
    assert "gone" in worded_problem(
        Problem("not-a-choice", None, "purposes#+1.gone", "gone"), messenger(), "en"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_keeps_a_version_from_being_final(language: str) -> None:
    answers = set_up("article", {"product": "whatsapp-consumer"})
    found = assess(messenger(), answers, DAY)
    lines = incomplete_lines(found, messenger(), answers, language)
    assert "K01" in [finding.code for finding in found.blocking]
    for finding, line in zip(found.blocking, lines, strict=False):
        assert line.startswith(f"{finding.code}: {messenger().rules[finding.id].text[language]}")
    required = [item for item in found.open if item.required]
    assert len(lines) == len(found.blocking) + len(required)


def test_of_an_empty_workbook_everything_required_is_named() -> None:
    found = assessed()
    lines = incomplete_lines(found, messenger(), answered(), "de")
    assert not found.complete
    assert any(line.startswith("Q01 ") for line in lines)
    assert any(line.startswith("M33 ") for line in lines)
