"""How real terms are built: quotation marks, brackets, lists within a sentence, terms defined elsewhere, examples."""

from __future__ import annotations

import pytest

from dpia.terms.analysis import Analysis, analyse
from dpia.terms.copy import Copy
from dpia.terms.find import clauses, hits
from dpia.terms.lines import paragraphs
from dpia.terms.load import shipped_library
from dpia.terms.units import sentences, units


def _found(text: str, language: str) -> set[str]:
    cut = units(paragraphs(text), language)
    library = shipped_library()
    return {one.category for one in clauses(hits(cut, library, language), cut, library, language)}


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["You pay our attorneys' fees.", "The users' photos stay theirs.", "We may close an account."]),
        ("en", ["We ask for (i) a name; or (ii) a number.", "We store both.", "Nothing (else) is kept."]),
        ("en", ["The “Terms” (see Sec. 4. below) apply.", "We mean what we say."]),
        ("en", ['The court said "stop."', "Then we stopped."]),
        ("de", ['„Kundin" ist, wer bestellt.', "Wir liefern.", '„Gast" ist jede andere Person.', "Sie schaut zu."]),
        ("de", ["Der Anbieter (nachfolgend „wir“) hilft.", "Dies gilt ab dem 1. Mai.", "Es endet nie."]),
    ],
)  # fmt: skip
def test_quotation_marks_and_brackets_swallow_no_sentence(language: str, parts: list[str]) -> None:
    assert sentences(" ".join(parts), language) == parts


def test_a_page_without_line_breaks_is_read_to_its_end() -> None:
    text = (
        "Release You bear our attorneys' fees (i) in court, (ii) elsewhere. Sandbank is not liable for indirect damages."
        " Ending Either side may terminate this agreement on one month's notice. Law This agreement is governed by the laws"
        " of Ireland. Members' pictures are deleted within 30 days after termination."
    )
    assert _found(text, "en") >= {
        "liability-cap",
        "termination",
        "governing-law",
        "retention-after-end",
    }


def test_a_list_within_one_sentence_is_read_item_by_item_with_its_introduction() -> None:
    text = (
        "You represent and warrant that: You are the owner of every picture that you send to Sandbank, whatever its size;"
        " You have asked all persons shown in the pictures whether they agree to its publication by Sandbank and others;"
        " The pictures contain no advertisements for other companies, and no links to shops either."
    )
    cut = units(paragraphs(text), "en")
    assert [one.lead for one in cut] == ["", *["You represent and warrant that:"] * 2]
    assert [one.text[:14] for one in cut] == ["You represent ", "You have asked", "The pictures c"]


@pytest.mark.parametrize(
    ("language", "said", "found"),
    [
        ("en", "We sell your messages to advertisers.", {"own-purposes"}),
        (
            "en",
            "We do not keep, rent, lend, disclose, or sell your messages to advertisers.",
            set(),
        ),
        ("en", "We do not keep logs, but we sell your messages to advertisers.", {"own-purposes"}),
        ("de", "Wir verkaufen Ihre Nachrichten an Werbekunden.", {"own-purposes"}),
        ("de", "Wir dürfen Ihre Nachrichten weder lesen, verleihen noch verkaufen.", set()),
    ],
)
def test_a_negation_reaches_over_a_list_of_verbs_and_no_further(
    language: str, said: str, found: set[str]
) -> None:
    assert _found(said, language) & {"own-purposes"} == found


def _analysed(text: str) -> Analysis:
    frame = (
        "Terms of Use\n\nThese terms are an agreement between you and Sandbank Ltd. You may end it at any time. We are not"
        " liable for indirect damages. This agreement is governed by the laws of Ireland.\n\n"
    )
    return analyse(Copy("terms.txt", "0" * 64, "text", tuple(paragraphs(frame + text))))


def test_a_licence_is_read_with_the_terms_that_the_text_defines() -> None:
    licence = _analysed(
        "Files that you upload or send to other members are referred to as Member Content.\n\n"
        'Sandbank uses Member Content to operate the service or as required by law (the "Agreed Uses"). Sandbank keeps it'
        " secret.\n\nYou grant Sandbank a worldwide licence to copy Member Content for the Agreed Uses."
    ).licence
    assert licence.acts == ("reproduce",)
    assert {"uploaded", "sent"} <= set(licence.content)
    assert {"operate", "legal"} <= set(licence.purposes)


def test_what_a_licence_gives_as_an_example_is_no_further_act_content_or_term() -> None:
    licence = _analysed(
        "You grant Sandbank a licence to use and copy what you upload (such as to show your profile picture and to store"
        " messages for up to 20 days)."
    ).licence
    assert (licence.acts, licence.content, licence.duration) == (
        ("use", "reproduce"),
        ("uploaded",),
        None,
    )


def test_the_venue_is_the_one_that_the_first_sentence_names() -> None:
    text = (
        "Nutzungsbedingungen\n\nDiese Bedingungen regeln den Vertrag zwischen Ihnen und der Kiesel GmbH. Sie können ihn"
        " jederzeit kündigen. Unsere Haftung ist auf vorhersehbare Schäden beschränkt.\n\nIst der Kunde Kaufmann, ist"
        " ausschließlicher Gerichtsstand für alle Streitigkeiten aus diesem Vertrag Bremen. Dasselbe gilt, wenn er keinen"
        " allgemeinen Gerichtsstand in Deutschland hat."
    )
    copy = Copy("agb.txt", "0" * 64, "text", tuple(paragraphs(text)))
    assert analyse(copy).particulars.venue == "Bremen"
