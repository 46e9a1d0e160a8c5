"""Text as PDFs and web pages have it: put together to paragraphs, cut into sentences, with their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.terms.dates import first_date
from dpia.terms.figures import figures
from dpia.terms.language import language_of
from dpia.terms.library import shipped_library
from dpia.terms.lines import from_pages, paragraphs
from dpia.terms.particulars import law, parties, preferred
from dpia.terms.text import folded, mended
from dpia.terms.units import sentences, units


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_invisible_signs_and_hard_spaces_go() -> None:
    assert mended("Haf\u00adtung\u00a0 des\u200b\tAnbieters") == "Haftung des Anbieters"


def test_broken_words_are_joined_and_parts_left_out_are_not() -> None:
    text = "Die Haf-\ntung für Lese- \nund Schreibrechte der E-Mail-\nAdresse entfällt."
    [one] = paragraphs(text)
    assert one.text == "Die Haftung für Lese- und Schreibrechte der E-Mail-Adresse entfällt."


def test_a_number_in_the_middle_of_a_sentence_begins_nothing() -> None:
    text = "Der Anbieter haftet nach Maßgabe von\n§ 5 Abs. 2 und bis zum\n31. Dezember 2025 nur begrenzt."
    assert len(paragraphs(text)) == 1


def test_running_heads_and_page_numbers_go_and_a_sentence_runs_over_the_page() -> None:
    bodies = (["You grant us rights.", "They last."], ["Fees are due.", "We may change the terms of this"],
              ["agreement at any time.", "That is all."])  # fmt: skip
    pages = [
        ["Terms of Acme", *body, f"Page {number} of 3"] for number, body in enumerate(bodies, 1)
    ]
    found = from_pages(pages)
    whole = " ".join(one.text for one in found)
    assert "We may change the terms of this agreement at any time." in whole
    assert not any("Page" in one.text or "Terms of Acme" in one.text for one in found)
    assert found[0].page == 1


def test_markdown_is_taken_off() -> None:
    text = "## 5\\. License\n\nYou **grant** [Acme](https://acme.example) a _worldwide_ license.\n\n---\n"
    heading, one = paragraphs(text, markdown=True)
    assert (heading.kind, heading.marker, heading.text) == ("heading", "5.", "License")
    assert one.text == "You grant Acme a worldwide license."


def test_places_and_the_words_that_introduce_a_list() -> None:
    text = "§ 5 Lizenz\n\n(1) Sie räumen uns das Recht ein:\na) Inhalte zu speichern;\nb) sie zu zeigen.\n\n(2) Ende."
    found = units(paragraphs(text), "de")
    assert [(one.place.section, one.lead, one.text) for one in found] == [
        ("§ 5 (1)", "", "Sie räumen uns das Recht ein:"),
        ("§ 5 a)", "Sie räumen uns das Recht ein:", "Inhalte zu speichern;"),
        ("§ 5 b)", "Sie räumen uns das Recht ein:", "sie zu zeigen."),
        ("§ 5 (2)", "", "Ende."),
    ]


def test_abbreviations_of_lawyers_end_no_sentence() -> None:
    text = "Wir handeln gem. Art. 28 Abs. 3 lit. a DSGVO, z. B. für die Muster GmbH & Co. KG. Sie nicht."
    assert len(sentences(text, "de")) == 2


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("stand: 1. märz 2024", "2024-03-01"),
        ("last modified: january 4, 2021", "2021-01-04"),
        ("effective 16th february 2024", "2024-02-16"),
        ("version 2.1, september 2021", "2021-09"),
        ("gültig ab 01.02.2023", "2023-02-01"),
        ("stand jänner 2025", "2025-01"),
        ("31/12/2024", "2024-12-31"),
        ("05/06/2024", None),
        ("31.02.2024", None),
        ("at any time", None),
    ],
)
def test_dates(said: str, meant: str | None) -> None:
    assert first_date(said) == meant


def test_figures_are_the_same_however_they_are_written() -> None:
    german = figures("binnen 30 tagen, nach drei monaten, höchstens € 1.000,00 oder 10 %")
    assert german == {"30 day", "3 month", "1000 EUR", "10 percent"}
    assert figures("within thirty (30) days or $1,000") == {"30 day", "1000 USD"}


def test_the_party_for_europeans_is_preferred() -> None:
    quote = (
        "If you live in the European Region, Acme Ireland Limited provides the Services to you;"
        " otherwise Acme LLC does."
    )
    named = parties([quote])
    assert named == ("Acme Ireland Limited", "Acme LLC")
    assert preferred(named[::-1], [quote]) == "Acme Ireland Limited"


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("en", "governed by the laws of the state of california, united states", ("US-CA",)),
        ("en", "english law applies to this contract", ("GB",)),
        ("de", "es gilt das recht der bundesrepublik deutschland", ("DE",)),
        ("de", "es gilt schweizer recht", ("CH",)),
    ],
)
def test_laws_are_named_by_their_codes(language: str, said: str, meant: tuple[str, ...]) -> None:
    assert law([said], shipped_library().countries[language], language) == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Der Anbieter und der Kunde vereinbaren, dass die Daten nicht mit anderen geteilt werden.",
        ),
        ("en", "We and you agree that the data will not be shared with any of the others."),
        (
            "fr",
            "Nous pouvons modifier les présentes conditions et vous en informer par les services.",
        ),
        (
            "nl",
            "Wij kunnen deze voorwaarden aan het recht van de gebruiker aanpassen en u informeren.",
        ),
    ],
)
def test_languages_are_told_apart(language: str, text: str) -> None:
    assert language_of(text, shipped_library().languages) == language


def test_no_language_is_made_up() -> None:
    assert language_of("12345 67890 --- §§", shipped_library().languages) is None
    assert (
        language_of("Lorem ipsum dolor sit amet consectetur", shipped_library().languages) is None
    )
