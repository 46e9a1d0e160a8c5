"""Text as PDFs and web pages have it: put together to paragraphs, cut into sentences, with their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.terms.courts import court_place
from dpia.terms.dates import first_date
from dpia.terms.figures import figures
from dpia.terms.language import language_of
from dpia.terms.lines import from_pages, paragraphs
from dpia.terms.load import shipped_library
from dpia.terms.particulars import Particulars, law, named_countries, particulars, version
from dpia.terms.parties import parties, preferred
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


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("We use the data to\n- Improve our services", "We use the data to"),
        ("Wir nutzen Ihre Daten für\n- Werbung", "Wir nutzen Ihre Daten für"),
        ("Die Daten dienen folgenden Zwecken.\n- Werbung", "Die Daten dienen folgenden Zwecken."),
        ("We value privacy.\n- Advertising", ""),
    ],
)
def test_what_introduces_a_list_need_not_end_in_a_colon(text: str, lead: str) -> None:
    *_, item = units(paragraphs(text, markdown=True), "de")
    assert item.lead == lead


def test_an_ordinal_ends_no_german_sentence() -> None:
    text = "Wer das 16. Lebensjahr vollendet hat, darf teilnehmen. Er braucht ein Konto."
    assert len(sentences(text, "de")) == 2


def test_an_abbreviation_of_capitals_ends_a_sentence_only_at_its_end() -> None:
    framework = "We rely on the EU-U.S. Data Privacy Framework."
    assert sentences(f"{framework} It is valid.", "en") == [framework, "It is valid."]
    annex = ["See Annex A.", "The provider decides."]
    assert sentences(" ".join(annex), "en") == annex


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
        ("effective: 2023/07/01", "2023-07-01"),
        ("last update: 01-jul-2023", "2023-07-01"),
        ("dated this 3 day of march 2021", "2021-03-03"),
        ("stand: 1.5.24", "2024-05-01"),
        ("siehe abschnitt 1.5.24", None),
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
    ("said", "meant"),
    [
        (
            "Der Vertrag kommt zwischen der nordkiesel GmbH und dem Kunden zustande.",
            "nordkiesel GmbH",
        ),
        ("Die App wird bereitgestellt von Ada Kiesel, Hafenweg 1, 24103 Kiel.", "Ada Kiesel"),
        ("When we say “Sandbank”, “we” or “us”, we mean Sandbank, PBC.", "Sandbank, PBC"),
        ("Die Kundin zahlt mit der Karte ihrer Bank.", None),
    ],
)
def test_parties_that_write_themselves_in_their_own_way(said: str, meant: str | None) -> None:
    assert parties([said]) == ((meant,) if meant else ())


def particulars_of(*said: str) -> Particulars:
    language = "de" if "die" in " ".join(said).split() else "en"
    return particulars(
        (), paragraphs("\n\n".join(said)), shipped_library().countries[language], language
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Bedingungen, zuletzt geändert: 24.09.2012. Darin steht, was die Nordkiesel und Sie sich schulden.", "2012-09-24"),
        ("Hinweise, gültig ab Mittwoch, 3. April 2024, für alle, die unsere Dienste in Anspruch nehmen.", "2024-04-03"),
        ("This notice, last updated on 11 August 2023, tells what happens to what you entrust to us here.", "2023-08-11"),
        ("We were founded on 11 August 2023 and have told you ever since what happens to your data here.", None),
    ],
)  # fmt: skip
def test_the_date_is_read_from_the_head_where_no_clause_tells_it(
    said: str, meant: str | None
) -> None:
    assert particulars_of(said).version_date == meant


def test_the_party_is_read_from_the_head_where_no_clause_tells_it() -> None:
    head = "This site is owned and operated by Sandbank Media Ltd of 4 Quay Street."
    assert particulars_of(head, "It has pages.").party == "Sandbank Media Ltd"
    assert particulars_of("We buy our servers from Sandbank Media Ltd.").party is None


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("en", "governed by the laws of the state of california, united states", ("US-CA",)),
        ("en", "english law applies to this contract", ("GB-EAW",)),
        ("en", "these terms are subject to scots law", ("GB-SCT",)),
        ("en", "u.s. federal law and the law of the state of new york apply", ("US-NY",)),
        ("en", "irish law applies; the english courts are the place for us to go", ("IE",)),
        ("en", "if you live in canada, the law of ontario applies", ("CA-ON",)),
        ("en", "utah. the laws of that state govern.", ("US-UT",)),
        ("en", "the law of your country applies; else the courts of ireland decide", ()),
        ("en", "the courts of ireland have jurisdiction", ()),
        (
            "de",
            "deutschland: deutsches recht, schweiz und liechtenstein: schweizer recht",
            ("DE", "CH"),
        ),
        ("de", "rechtswahl: fürstentum liechtenstein", ("LI",)),
        ("de", "es findet deutsches materielles recht anwendung", ("DE",)),
        ("de", "es gilt das irische oder das österreichische recht", ("IE", "AT")),
        ("de", "zuständig sind die gerichte irlands", ()),
        ("de", "es gilt das recht der bundesrepublik deutschland", ("DE",)),
        ("de", "es gilt schweizer recht", ("CH",)),
    ],
)
def test_laws_are_named_by_their_codes(language: str, said: str, meant: tuple[str, ...]) -> None:
    assert law([said], shipped_library().countries[language], language) == meant


def test_a_state_counts_as_its_country_where_data_go_to() -> None:
    countries = shipped_library().countries["en"]
    assert named_countries("in california, england and the us", countries) == ["US", "GB"]
    assert named_countries("you share it with us", countries) == []


@pytest.mark.parametrize(
    ("language", "said", "meant"),
    [
        ("de", "Ausschließlicher Gerichtsstand ist Zug.", "Zug"),
        ("de", "Deutsches Recht. Gerichtsstand: Vaduz.", "Vaduz"),
        (
            "de",
            "Ist der Kunde Kaufmann, ist Gerichtsstand für alle Klagen der Sitz des Anbieters.",
            "der Sitz des Anbieters",
        ),
        ("de", "Zuständig ist das Landgericht Köln.", "Landgericht Köln"),
        ("de", "FÜR STREITIGKEITEN IST DAS LANDGERICHT KÖLN ZUSTÄNDIG.", "LANDGERICHT KÖLN"),
        ("de", "Es entscheiden die irischen Gerichte.", "irischen Gerichte"),
        ("de", "Es entscheidet ein Schiedsgericht mit Sitz in Genf.", "Genf"),
        ("de", "Streitigkeiten legt ein Schiedsspruch bei.", "Schiedsspruch"),
        ("de", "Es entscheidet das Gericht in Bern. Mai 2018", "Gericht in Bern"),
        ("de", "Gerichtsstand ist St. Gallen.", "St. Gallen"),
        ("de", "Es gilt deutsches Recht.", None),
        ("en", "In Clause 18(b), the courts are those of Ireland.", "Ireland"),
        ("en", "The courts located in Travis County, Texas, decide.", "Travis County, Texas"),
        ("en", "The place of jurisdiction is Zug.", "Zug"),
        ("en", "The Irish courts are the place to go.", "Irish courts"),
        ("en", "Claims may only be brought in London.", "London"),
        ("en", "An arbitrator sitting in Paris decides.", "Paris"),
        ("en", "Disputes go to binding arbitration.", "binding arbitration"),
        ("en", "You may sue us in the country where you live.", "in the country where you live"),
        ("en", "Swiss law applies.", None),
    ],
)
def test_the_place_of_the_courts(language: str, said: str, meant: str | None) -> None:
    assert court_place(said, language) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("dokumentversion 2.0, gültig ab 04.10.2021", "2.0"),
        ("eula 1.3.2 dated 10/10/2018", "1.3.2"),
        ("agb, fassung 2024/1", "2024/1"),
        ("fassung vom 1. märz 2024", None),
        ("version 3 march 2024", None),
        ("v. 2.1 - gültig ab mai 2023", "2.1"),
        ("3. fassung vom 1. mai 2024", "3"),
        ("version: 2024-02", "2024-02"),
        ("avv 2.3", "2.3"),
        ("stand: 9. august 2026 · version 2026-08-09.2", "2026-08-09.2"),
    ],
)
def test_versions(said: str, meant: str | None) -> None:
    assert version(said) == meant


@pytest.mark.parametrize(
    ("quote", "meant"),
    [
        ("Vertragspartner ist die Almbyte OG in Graz.", "Almbyte OG"),
        ("Who are we? We're Murmur Messenger LLC.", "Murmur Messenger LLC"),
        ("A contract between you and Trello, Inc. is made.", "Trello, Inc."),
        ("A contract with The Hedgerow Forum CIC is made.", "The Hedgerow Forum CIC"),
        (
            "THIS LICENSE IS MADE BY AND BETWEEN IRONFERN SYSTEMS, LLC AND YOU.",
            "Ironfern Systems, LLC",
        ),
        ("Vertragspartner des Kunden ist Enrico Beispiel, Kiel.", "Enrico Beispiel"),
        (
            "Die Hochschule Muster Wien (im Folgenden „Betreiberin“) bietet dies an.",
            "Hochschule Muster Wien",
        ),
        (
            "Ihr Vertragspartner ist die CASA - Sprachschule gemeinnützige GmbH.",
            "CASA - Sprachschule gemeinnützige GmbH",
        ),
        ("Der Vertrag gilt zwischen Ihnen und Möwenpost e.V.", "Möwenpost e.V."),
        ("Die Lizenz erteilt die Muster + Söhne Software AG.", "Muster + Söhne Software AG"),
        ("Vertragspartnerin ist die Stiftung Lernhaus Bern.", "Stiftung Lernhaus Bern"),
        ("You make the contract with us.", None),
    ],
)
def test_the_company_is_named_as_it_calls_itself(quote: str, meant: str | None) -> None:
    assert preferred(parties([quote]), [quote]) == meant


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
