"""Words are weighed: what counts as a sign, what the points of a sentence are, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.terms_eval import ROOT, lines
from dpia.terms.find import clauses, hits
from dpia.terms.lines import paragraphs
from dpia.terms.load import ORDER, shipped_library
from dpia.terms.signs import NEAR, signs
from dpia.terms.thesaurus import Thesaurus, words_of, wrong_items
from dpia.terms.units import Place, Unit, units
from dpia.terms.weights import EVERY, FOUND, MATCHED, OPEN, Weights, letter_of, shared

if TYPE_CHECKING:
    from dpia.terms.find import Clause
    from dpia.terms.patterns import Library
    from dpia.terms.reading import Hit

LINES = ROOT / "development" / "lines" / "hand-04"

CONCEPTS = {
    "provider": "we, provider, the service operator",
    "delete": "delet*, wip* out, *purge",
    "end": "end of the contract, terminat*, art 28",
}
WORDS = Thesaurus(CONCEPTS)
BY_PATTERN = 45


def test_a_word_has_the_concepts_of_its_beginning_its_ending_and_its_phrases() -> None:
    said = words_of(
        "the service-operator deletes, wipes out or autopurge at the end of the contract"
    )
    assert WORDS.concepts(said) == [
        (0, "provider"),
        (3, "delete"),
        (4, "delete"),
        (7, "delete"),
        (10, "end"),
    ]
    assert WORDS.concepts(words_of("undelete, wipe it out")) == []


def test_every_number_is_the_same_word() -> None:
    assert words_of("within 30 days, 15 %") == ["within", "0", "days", "0", "%"]
    assert WORDS.concepts(words_of("see art 32")) == [(1, "end")]


def test_signs_are_words_neighbours_concepts_and_pairs_in_their_order() -> None:
    found = signs("we terminate and delete", WORDS)
    assert {"we", "terminat", "< we", "we terminat", "=provider", "=end", "=delete"} <= set(found)
    assert found["=end>delete"] == (1, 3)
    assert "=delete>end" not in found


def test_concepts_far_apart_are_no_pair() -> None:
    near, far = ("x " * (NEAR - 1)), ("x " * NEAR)
    assert "=provider>delete" in signs(f"we {near}delete", WORDS)
    assert "=provider>delete" not in signs(f"we {far}delete", WORDS)


@pytest.mark.parametrize("item", ["de*lete", "*", "", "*ing up", "wip* *"])
def test_an_item_that_can_match_no_word_is_named(item: str) -> None:
    assert list(wrong_items(f"delete, {item}, wip* out")) == [item]


def test_points_are_those_of_every_sentence_and_of_its_signs() -> None:
    rows = {EVERY: "a40 b-5", "=end>delete": "a30", "delete": "a25 b7", "we": "a-10"}
    weighed = Weights(lambda: rows, ("retention", "other"), CONCEPTS).weigh(
        "after termination we delete"
    )
    assert weighed.points("retention") == 40 + 30 + 25 - 10
    assert weighed.points("other") == -5 + 7
    assert weighed.points("unknown") == 0
    said = weighed.evidence("retention")
    assert said.points == weighed.points("retention")
    assert said.shown == (("termination … delete", 30), ("delete", 25))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_weighed(text: str) -> None:
    weights = shipped_library().weights["de"]
    weighed = weights.weigh(text.lower())
    for category in ORDER:
        said = weighed.evidence(category)
        assert said.points == weighed.points(category)
        assert all(points > 0 for _, points in said.shown)
        assert sum(points for _, points in said.shown) >= 0


def clauses_of(text: str, language: str = "en") -> list[Clause]:
    cut = units(paragraphs(text), language)
    return clauses(hits(cut, shipped_library(), language), cut, shipped_library(), language)


def test_words_find_what_no_pattern_has() -> None:
    """Over clauses of the corpus: where only words decided, their points are named and suffice."""
    found = [clauses_of(entry.text) for entry in lines(LINES / "retention-after-end.en.txt")]
    alone = [
        clause.hits[0]
        for several in found
        for clause in several
        if clause.status == "found" and clause.hits[0].pattern is None
    ]
    assert len(alone) > len(found) / 10
    for hit in alone:
        assert hit.evidence is not None
        assert hit.evidence.points >= FOUND
        assert hit.evidence.shown


def with_points(points: int) -> Library:
    """The shipped patterns, where the words of every English sentence say so much for a law that is named."""
    letter = letter_of(ORDER.index("governing-law"))
    rows = {EVERY: f"{letter}{points}", MATCHED: f"{letter}{BY_PATTERN}"}
    weights = Weights(lambda: rows, ORDER, CONCEPTS)
    return replace(shipped_library(), weights={"en": weights})


def test_a_pattern_that_the_words_speak_against_leaves_the_clause_open_or_finds_none() -> None:
    text = "This agreement is governed by the laws of Austria."
    (sure,) = (one for one in clauses_of(text) if one.category == "governing-law")
    assert sure.status == "found"
    assert sure.hits[0].pattern is not None
    assert sure.hits[0].evidence is None
    cut = units(paragraphs(text), "en")
    least = FOUND - BY_PATTERN - OPEN
    (doubtful,) = hits(cut, with_points(least), "en")
    assert doubtful.status == "unclear"
    assert doubtful.evidence is not None
    assert doubtful.evidence.points == least + BY_PATTERN
    assert hits(cut, with_points(least - 1), "en") == []


def test_what_goes_on_with_a_clause_has_a_share_of_its_points() -> None:
    letter = letter_of(ORDER.index("termination"))
    rows = {EVERY: f"{letter}60", "alpha": f"{letter}90"}
    library = replace(shipped_library(), weights={"en": Weights(lambda: rows, ORDER, CONCEPTS)})

    def found_in_second(section: str) -> list[Hit]:
        said = (("Alpha is said.", "1"), ("It goes on from there.", section))
        cut = [Unit(text, Place(place), 1) for text, place in said]
        return [hit for hit in hits(cut, library, "en") if hit.index == 1]

    (goes_on,) = found_in_second("1")
    assert goes_on.category == "termination"
    assert goes_on.evidence is not None
    assert goes_on.evidence.before == shared(150) == 42
    assert goes_on.evidence.points == 60 + 42
    assert found_in_second("2") == []


@given(st.integers(-500, 500), st.integers(0, 50))
def test_the_share_never_falls_with_the_points_and_is_bounded(points: int, more: int) -> None:
    assert 0 <= shared(points) <= shared(points + more) < FOUND / 2
