"""What two sentences say together: found where the second goes on with the first, and only there."""

from __future__ import annotations

import pytest

from dpia.terms.find import clauses, hits
from dpia.terms.lines import paragraphs
from dpia.terms.load import shipped_library
from dpia.terms.units import units


def _found(text: str, language: str) -> list[str]:
    cut = units(paragraphs(text), language)
    library = shipped_library()
    return [
        f"{one.category}: {one.quote}"
        for one in clauses(hits(cut, library, language), cut, library, language)
    ]


@pytest.mark.parametrize(
    ("language", "first", "second", "category"),
    [
        ("en", "We gather usage data.", "It helps us make the service more attractive.", "own-purposes"),
        ("de", "Wir sammeln Nutzungsdaten.", "Sie helfen uns, den Dienst attraktiver zu machen.", "own-purposes"),
        ("de", "Sie laden Daten anderer Menschen hoch?", "Dann brauchen Sie deren Ja.", "consents-duty"),
    ],
)  # fmt: skip
def test_a_sentence_that_goes_on_with_the_one_before_is_read_with_it(
    language: str, first: str, second: str, category: str
) -> None:
    found = _found(f"{first} {second}", language)
    assert [one.partition(":")[0] for one in found] == [category]
    assert found[0].endswith(f"{first} {second}")  # quoted as it stands in the text
    assert _found(f"{first}\n\n{second}", language) == []  # not over two paragraphs


def test_two_sentences_that_only_stand_side_by_side_say_nothing_together() -> None:
    assert _found("We gather usage data. Our service gets more attractive every year.", "en") == []
