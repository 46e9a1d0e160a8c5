"""Ruling a pattern out by its pieces is only allowed where it could not have matched."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpia import yamlfile
from dpia.i18n import LANGUAGES
from dpia.resources import shipped
from dpia.terms import literals
from dpia.terms.find import hits
from dpia.terms.index import Index
from dpia.terms.lines import paragraphs
from dpia.terms.literals import needed
from dpia.terms.load import load_library, shipped_library
from dpia.terms.units import Unit, units

CORPUS = Path(__file__).resolve().parents[1] / "terms" / "development" / "sentences"


@pytest.mark.parametrize(
    ("source", "pieces"),
    [
        (r"\b(?:kündig\w*|gekündigt)\b", [{"kündig", "gekündigt"}]),
        (r"you .{0,120}?\blicen[cs]e", [{"you "}, {"licen"}]),
        (r"(?:we|us)?", []),
        (r"(?:we|\w+) agree", [{" agree"}]),
        (r"(?!not)may", [{"may"}]),
        (r"x{2,}", []),
    ],
)
def test_the_pieces_of_an_expression(source: str, pieces: list[set[str]]) -> None:
    assert sorted(map(sorted, needed(source))) == sorted(map(sorted, pieces))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_that_matches_has_its_pieces(language: str) -> None:
    """Over a good part of the development corpus: what the pieces rule out does not match."""
    library = shipped_library()
    cut: list[Unit] = []
    for file in sorted(CORPUS.glob(f"*.{language}.yaml")):
        entries = yamlfile.load(file)
        assert isinstance(entries, list)
        for entry in entries[::5]:
            cut += units(paragraphs(entry["text"]), language)
    lows = [unit.low for unit in cut]
    index = Index(lows)
    for category in library.categories.values():
        for pattern in category.patterns[language]:
            possible = {*index.candidates(pattern.find)}
            really = {at for at, low in enumerate(lows) if pattern.find.search(low)}
            assert really <= possible, pattern.id


def test_a_python_without_the_parser_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (CORPUS.parents[2] / "fixtures" / "terms" / "kurierbox-2023.en.md").read_text("utf-8")
    cut = units(paragraphs(text, markdown=True), "en")
    usual = [(h.category, h.index, h.pattern.id) for h in hits(cut, shipped_library(), "en")]
    monkeypatch.setattr(literals, "parser", None)
    without = load_library(shipped("questionnaires") / "terms")
    assert [(h.category, h.index, h.pattern.id) for h in hits(cut, without, "en")] == usual
