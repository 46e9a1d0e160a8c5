"""The catalogue for reading: complete, in words, and as committed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.tools.make_catalogue import FOLDER, pages
from dpia import conditions as c
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.i18n import LANGUAGES
from dpia.render.catalogue import KINDS, Catalogue
from dpia.render.conditions import Worded

UNWORDED = re.compile(r"(?:depending on|abhängig von) [a-z0-9]+(?:-[a-z0-9]+)+")
"""What a condition reads as that the program has no words for."""


def test_the_committed_pages_are_what_the_rules_say_today() -> None:
    made = pages()

    assert sorted(made) == sorted(path.name for path in Path(FOLDER).glob("*.md"))
    for name, text in made.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"make catalogue ({name})"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shipped_questionnaires())
def test_every_entry_is_there_and_every_condition_is_in_words(name: str, language: str) -> None:
    catalogue = Catalogue(load_questionnaire(name), language)
    for kind, entries in ((kind, catalogue.entries(kind)) for kind in KINDS if kind != "sources"):
        assert entries, kind
        for entry in entries:
            text = " ".join(p.text for p in entry.paragraphs)
            assert not UNWORDED.search(text), entry.code


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (c.Always(truth=True), "always"),
        (c.Not(c.In("works-council", ("yes",))), "not: Q11 “Is there a works council” is yes"),
        (c.Between("c5-users", 5, None), "at least 5"),
        (c.Between("c5-users", None, 9), "at most 9"),
        (c.LaterThan("dpia-completed", "planned-start"), "is later than"),
        (c.OlderThan("dpf-checked", 12), "more than 12 months ago"),
        (c.Answered("balancing", 50), "at least 50 characters"),
        (
            c.MeasureIs("training", "in_place"),
            "M33 Training at introduction and yearly is in place",
        ),
        (c.MeasureStatus("training", ("planned",)), "is planned"),
        (c.ResultIn("threshold", ("NO_DPIA",)), "no"),
        (c.In("works-council.x", ("yes",)), "is yes"),
        (c.In("nothing-here", ("yes",)), "nothing-here is yes"),
    ],
)
def test_conditions_are_read_as_sentences(condition: c.Condition, words: str) -> None:
    assert words in Worded(load_questionnaire("messenger"), "en").words(condition)
