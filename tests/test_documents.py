"""Every kind of document that dpia writes, before every judge; what tests make besides is heard in conftest.py."""

from __future__ import annotations

import pytest

from tests.judges import Court, Family
from tests.judging.listening import LISTENER

pytestmark = pytest.mark.no_cover
COMMON = ("own: structure", "own: accessibility", "openxml-audit", "Open XML SDK", "LibreOffice")


def court(family: Family, folders: pytest.TempPathFactory) -> Court:
    held = Court(family, folders.mktemp("documents") / family)
    LISTENER.leave_to_the_court()
    return held


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Court:
    return court("word", tmp_path_factory)


@pytest.fixture(scope="module")
def excel(tmp_path_factory: pytest.TempPathFactory) -> Court:
    return court("excel", tmp_path_factory)


@pytest.mark.xdist_group("word-documents")
@pytest.mark.parametrize("judge", [*COMMON, "PDF/UA"])
def test_word_files_pass(word: Court, judge: str) -> None:
    passes(word, judge)


@pytest.mark.xdist_group("workbooks")
@pytest.mark.parametrize("judge", COMMON)
def test_workbooks_pass(excel: Court, judge: str) -> None:
    passes(excel, judge)


def passes(court: Court, judge: str) -> None:
    """Fail with all faults of all documents; skip where the judge is not on this machine."""
    verdicts = list(court.verdicts(judge))
    assert len(verdicts) >= 8
    if verdicts[0].absent:
        pytest.skip(verdicts[0].absent)
    assert [f"{one.kind}: {one.said}" for one in verdicts if one.faults] == []
