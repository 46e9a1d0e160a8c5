"""dpia rules list and show: the catalogue for a lawyer at the screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Dpia

pytestmark = pytest.mark.traced


def test_the_list_names_every_entry_of_both_questionnaires(dpia: Dpia) -> None:
    result = dpia("rules", "list")

    assert result.code == 0
    for code in ("G17", "R32", "M55", "K28", "D17", "R116", "M131"):
        assert f"  {code}" in result.out, code


def test_one_kind_of_one_questionnaire_can_be_asked_for(dpia: Dpia) -> None:
    result = dpia("rules", "list", "-q", "general", "--kind", "risks", "--lang", "en")

    assert "R101" in result.out
    assert "R01 " not in result.out
    assert "G01" not in result.out


def test_an_entry_is_shown_with_values_conditions_in_words_links_and_sources(dpia: Dpia) -> None:
    said = " ".join(dpia("rules", "show", "R02", "--lang", "de").out.split())

    assert "Schwere 3, Eintrittswahrscheinlichkeit 4" in said
    assert "Wenn Q78" in said
    assert "Maßnahmen: M01" in said
    assert "Quellen:" in said
    assert "Vorschlag dieses Projekts" in said


@pytest.mark.parametrize("code", ["M45", "G04", "K12", "C6", "Q42", "gdpr-28"])
def test_every_kind_of_entry_can_be_shown_as_text_markdown_and_json(dpia: Dpia, code: str) -> None:
    assert code in dpia("rules", "show", code).out
    assert f"### {code} " in dpia("rules", "show", code, "--format", "md").out
    assert json.loads(dpia("rules", "show", code, "-q", "messenger", "--format", "json").out)


def test_an_entry_that_does_not_exist_is_said_so(dpia: Dpia) -> None:
    result = dpia("rules", "show", "R999")

    assert result.code == 4
    assert "R999" in result.err


def test_the_whole_catalogue_comes_as_markdown(dpia: Dpia) -> None:
    result = dpia("rules", "list", "-q", "general", "--format", "md", "--lang", "en")

    assert result.out.startswith("# Data protection impact assessment")
    assert "## Measures" in result.out
