"""Ruling a pattern out by its pieces is only allowed where it could not have matched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dpia import yamlfile
from dpia.i18n import LANGUAGES
from dpia.resources import shipped
from dpia.terms import trees
from dpia.terms.find import hits
from dpia.terms.index import Index
from dpia.terms.lines import paragraphs
from dpia.terms.literals import needed
from dpia.terms.load import load_library, shipped_library
from dpia.terms.patterns import Expander
from dpia.terms.trees import alternatives, parsed
from dpia.terms.units import Unit, units

CORPUS = Path(__file__).resolve().parents[1] / "terms" / "development" / "sentences"


def _lows(language: str, step: int) -> list[str]:
    """Sentences of the development corpus as patterns read them, one entry out of so many."""
    cut: list[Unit] = []
    for file in sorted(CORPUS.glob(f"*.{language}.yaml")):
        entries = yamlfile.load(file)
        assert isinstance(entries, list)
        for entry in entries[::step]:
            cut += units(paragraphs(entry["text"]), language)
    return [unit.low for unit in cut]


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
    assert sorted(map(sorted, needed(parsed(source), {}))) == sorted(map(sorted, pieces))


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("a|b", ["a", "b"]),
        (r"{x}|(?:b|c)d|[|(]|\||\(", ["{x}", "(?:b|c)d", "[|(]", r"\|", r"\("]),
        (r"[]|]|[^]|]|a", ["[]|]", "[^]|]", "a"]),
        ("a(?=b|c)", ["a(?=b|c)"]),
        ("", [""]),
    ],
)
def test_the_alternatives_of_an_expression(source: str, parts: list[str]) -> None:
    assert alternatives(source) == parts


def test_word_lists_may_stand_anywhere_in_an_expression() -> None:
    words = Expander({"a": "ab|abc", "b": "{a}s?|x", "c": "(y)z", "own": "q|{own}"})
    for written in (
        "{a}|{b}",
        "{a}d|{a}e",
        "(?:{b} )+(?:{a})?",
        "(?<!{c} ){b}",
        "(?!{a}~{b}).",
        "{c}",
        "{own}",
    ):
        made = words.expression(written)
        for text in ("abc abs", "x ab abd abe", "yz x", "ab x abc ab q"):
            plain = [found.span() for found in re.finditer(made.source, text)]
            assert [found.span() for found in made.finditer(text)] == plain, written


@pytest.mark.no_cover
@pytest.mark.parametrize("language", LANGUAGES)
def test_grafted_word_lists_match_as_their_source_does(language: str) -> None:
    """Every pattern over some of the corpus: the same passages, and every shortcut taken only where none is lost."""
    library, lows = shipped_library(), _lows(language, 25)
    for category in library.categories.values():
        for pattern in category.patterns[language]:
            for one in (pattern.find, *pattern.beside, *filter(None, [pattern.unless])):
                plain = re.compile(one.source)
                for low in lows:
                    found = [match.span() for match in plain.finditer(low)]
                    assert [match.span() for match in one.finditer(low)] == found, pattern.id
                    if found:
                        assert all(any(w.search(low) for w in either) for either in one.lists)
                        firsts = [match.start() for w in one.begins if (match := w.search(low))]
                        assert min(firsts, default=0) <= found[0][0], pattern.id
                    if one.either:
                        assert bool(found) == any(part.search(low) for part in one.either)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_that_matches_has_its_pieces(language: str) -> None:
    """Over a good part of the development corpus: what the pieces rule out does not match."""
    library, lows = shipped_library(), _lows(language, 5)
    index = Index(lows)
    for category in library.categories.values():
        for pattern in category.patterns[language]:
            possible = {*index.candidates(pattern.find)}
            really = {at for at, low in enumerate(lows) if pattern.find.search(low)}
            assert really <= possible, pattern.id


def test_a_python_without_the_parser_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (CORPUS.parents[2] / "fixtures" / "terms" / "kurierbox-2023.en.md").read_text("utf-8")
    cut = units(paragraphs(text, markdown=True), "en")
    usual = [(h.category, h.index, h.words) for h in hits(cut, shipped_library(), "en")]
    monkeypatch.setattr(trees, "parser", None)
    without = load_library(shipped("questionnaires") / "terms")
    assert [(h.category, h.index, h.words) for h in hits(cut, without, "en")] == usual


def test_only_patterns_that_may_match_are_compiled() -> None:
    library = load_library(shipped("questionnaires") / "terms")
    cut = units(paragraphs("You must be at least 16 years old to use our services."), "en")
    assert [hit.category for hit in hits(cut, library, "en")] == ["intended-use"]
    made = [
        pattern.id
        for category in library.categories.values()
        for language in LANGUAGES
        for pattern in category.patterns[language]
        if "compiled" in vars(pattern.find)
    ]
    assert 0 < len(made) < 30, made
