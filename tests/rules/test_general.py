"""The questionnaire for any processing speaks of no product, in neither language."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dpia import yamlfile
from dpia.answers.plain import from_plain, starter_answers
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.i18n import LANGUAGES
from dpia.order import Order
from dpia.pipeline import assess_workbook
from dpia.workbook.write import write_workbook
from examples.regenerate import filled
from tests.cli.documents import word_lines

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "zeiterfassung" / "answers.yaml"
PRODUCT = re.compile(
    r"whats\s?app|messenger|\bmeta\b(?! platforms)|facebook|\bchats?\b|adressbuch|address book|baylda.*hält",
    re.IGNORECASE,
)
ON = date(2026, 11, 24)


def test_the_messenger_stays_the_default() -> None:
    assert shipped_questionnaires() == ("messenger", "general")


def test_every_protection_goal_has_a_risk() -> None:
    questionnaire = load_questionnaire("general")
    goals = {goal for risk in questionnaire.risks.values() for goal in risk.goals}

    assert goals == set(questionnaire.terms["goals"])


def test_every_risk_is_our_own_with_a_reason_and_can_be_treated() -> None:
    questionnaire = load_questionnaire("general")
    for risk in questionnaire.risks.values():
        acting = [
            m
            for m in questionnaire.measures.values()
            if risk.id in m.risks and (m.likelihood or m.severity)
        ]
        assert risk.grounds.sources == (), risk.code
        assert risk.grounds.confidence == "P", risk.code
        assert risk.grounds.why is not None, risk.code
        assert acting, risk.code


@pytest.mark.no_cover
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_blank_workbook_names_no_product(language: str, tmp_path: Path) -> None:
    questionnaire = load_questionnaire("general")
    target = tmp_path / "general.xlsx"
    write_workbook(
        questionnaire, language, target, answers=starter_answers(questionnaire, language), on=ON
    )
    book = openpyxl.load_workbook(target)
    found = [
        f"{sheet.title}!{cell.coordinate}: {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
        and not cell.value.startswith("#dpia")
        and PRODUCT.search(cell.value)
    ]

    assert found == []


@pytest.mark.no_cover
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_names_no_product(language: str, tmp_path: Path) -> None:
    source: Any = yamlfile.load(EXAMPLE)
    questionnaire = load_questionnaire("general")
    workbook = tmp_path / "answers.xlsx"
    answers = from_plain(filled(source), questionnaire)
    write_workbook(questionnaire, "de", workbook, answers=answers, on=ON)
    assess_workbook(Order(workbook, ON, language=language))

    lines = word_lines(tmp_path / "answers.dpia.docx")

    assert [line for line in lines if PRODUCT.search(line)] == []
    assert len(lines) > 200
