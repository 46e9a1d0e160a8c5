"""The threshold memo as a Word file: valid, literal, in both languages, whatever was answered."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from docs.tools.make_templates import WRITTEN
from dpia.answers import from_plain
from dpia.assess import assess
from dpia.assess.memo import memo_of
from dpia.i18n import LANGUAGES
from dpia.model import UNCLEAR
from dpia.render.context import EarlierVersion, ReportContext
from dpia.render.view_memo import build_memo_view
from dpia.render.word import render_word
from dpia.resources import shipped
from tests.unit.assess_samples import DAY, messenger
from tests.unit.test_assess_memo import two_sheets
from tests.unit.test_assess_threshold import ABROAD, REASON, TWO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CASES: Mapping[str, dict[str, Any]] = {
    "nothing met": {"dpia-decision": "none"},
    "one criterion": {"c1-scoring": "yes"},
    "one and an open one": {"c1-scoring": "yes", "c3-monitoring": UNCLEAR},
    "only open ones": {"c3-monitoring": UNCLEAR},
    "two criteria": TWO,
    "article 35(3)": {"art35-3.evaluation": "yes"},
    "article 35(3) open": {"art35-3.evaluation": UNCLEAR},
    "list": {"dsk-list.d08": "yes"},
    "list open": {"dsk-list.d08": UNCLEAR},
    "national law": {"national-law": "yes"},
    "national law open": {"national-law": UNCLEAR},
    "exempt": {**TWO, **ABROAD},
    "existing": {"existing-changed.processing": "yes", "existing-how": "A & B <x> {{7*7}}"},
    "voluntary": {"voluntary-reasons.standard": "yes"},
    "officer missing": {**TWO, "dpo-designated": "no"},
    "officer open": {**TWO, "dpo-designated": UNCLEAR},
    "no, with reasons": {
        **TWO,
        "dpia-decision": "none",
        "no-dpia-reason": REASON,
        "threshold-dpo-view": "=1+1 | „so“",
        "dpia-decided-by": UNCLEAR,
    },
    "yes": {**TWO, "dpia-decision": "carry-out", "dpia-decided-by": "Geschäftsführung"},
}


def memo(values: dict[str, Any], language: str, *, draft: bool = True) -> bytes:
    answers = from_plain({"values": values, "language": language}, messenger())
    found = assess(messenger(), answers, DAY, reach=False)
    earlier = () if draft else (EarlierVersion(1, DAY, "none"), EarlierVersion(2, DAY, ""))
    context = ReportContext(
        draft=draft,
        on=DAY,
        tool_version="0.1.0",
        input_name="answers.xlsx",
        input_sha256="f" * 64,
        version_number=None if draft else 3,
        versions=earlier,
    )
    told = memo_of(messenger(), answers, found)
    view = build_memo_view(messenger(), answers, found, told, language, context)
    template = (shipped("templates") / language / "dpia-threshold.docx").read_bytes()
    return render_word(view, template, DAY)


def text_of(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.no_cover
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_every_outcome_gives_a_valid_document(tmp_path: Path, name: str, language: str) -> None:
    data = memo({**two_sheets(), **CASES[name]}, language)
    path = tmp_path / "memo.docx"
    path.write_bytes(data)
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, found.errors
    assert "{{" not in text_of(data).replace("{{7*7}}", "")
    assert memo({**two_sheets(), **CASES[name]}, language) == data


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_workbook_gives_one_too(language: str) -> None:
    text = text_of(memo({}, language))
    assert {"de": "Was die Antwort entscheidet", "en": "What the answer decides"}[language] in text


def test_answers_appear_literally() -> None:
    text = text_of(memo({**two_sheets(), **CASES["existing"]}, "de"))
    assert "A & B <x> {{7*7}}" in text


def test_a_final_memo_names_those_before_it_and_is_no_draft() -> None:
    data = memo({**two_sheets(), **CASES["nothing met"]}, "en", draft=False)
    text = text_of(data)
    assert "final, version 3" in text
    assert "Earlier versions" in text
    assert "No DPIA is carried out." in text
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert "DRAFT" not in archive.read("word/header1.xml").decode()


def test_a_criterion_says_which_answer_elsewhere_met_it() -> None:
    text = text_of(memo({**two_sheets(), "contacts-permission-ios": "allowed"}, "en"))
    assert "Also in view of: Q42" in text


def test_the_figures_of_the_extent_stand_beside_its_criterion() -> None:
    text = text_of(memo({**two_sheets(), "c5-users": 260, "c5-share": 60}, "en"))
    assert "Number of users: 260" in text
    assert "Users as a share of the workforce: 60 %" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WRITTEN)
def test_the_shipped_templates_are_the_generated_ones(language: str, name: str) -> None:
    data = (shipped("templates") / language / name).read_bytes()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(BytesIO(WRITTEN[name](language))) as new,
    ):
        assert {n: old.read(n) for n in old.namelist()} == {n: new.read(n) for n in new.namelist()}
