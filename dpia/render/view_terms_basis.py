"""Annex F: the terms on which the assessment rests, from the user's copy, else as the profile knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.render import fills
from dpia.render.terms_text import particular_rows
from dpia.render.terms_words import TermsWords
from dpia.render.view_terms import clause_rows, copy_rows, licence_view, pairs
from dpia.terms.units import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.providers import Provider, Terms
    from dpia.render.case import Case, Item
    from dpia.termsreading import CopyFinding, TermsBasis

_FILLS = {"differs": fills.BAD, "explained": fills.CARE, "filled": fills.CARE, "same": fills.GOOD}
_NONE: Item = {
    "particulars": [],
    "licence": {"text": "", "rows": []},
    "answers": [],
    "clauses": [],
    "facts": [],
}


def terms_basis_view(case: Case) -> Item:
    """Return what Annex F prints."""
    basis, profile = case.assessment.terms, _profile(case)
    if basis is not None and basis.analysis is not None:
        return _copy(case, basis)
    if profile is not None and profile.terms is not None:
        line = profile_line(case, profile, profile.terms)
        return {**_NONE, "source": line, "facts": list(_facts(case, profile.terms))}
    reads = case.questionnaire.terms_reading is not None
    return {**_NONE, "source": case.say("terms-basis-none" if reads else "terms-basis-not-read")}


def _copy(case: Case, basis: TermsBasis) -> Item:
    analysis = basis.analysis
    if analysis is None:
        return _NONE
    words = TermsWords(case.questionnaire, case.language)
    archived = case.answer("terms-archived")
    return {
        "source": case.say("terms-basis-copy", archived=archived, name=analysis.copy.name),
        "particulars": pairs([*copy_rows(analysis, words), *particular_rows(analysis, words)]),
        "licence": licence_view(analysis, words),
        "answers": [_answer(case, one, words) for one in basis.findings],
        "clauses": list(clause_rows(analysis, words)),
        "facts": [],
    }


def _answer(case: Case, one: CopyFinding, words: TermsWords) -> Item:
    found = case.as_answer(one.ref, one.found)
    return {
        "question": case.asked(one.ref),
        "entered": case.as_answer(one.ref, one.entered) or case.say("not-answered"),
        "found": f"{found}\n({words.place(Place(one.section, one.page))})",
        "state": case.say(f"terms-state-{one.state}"),
        "fill": _FILLS[one.state],
    }


def _profile(case: Case) -> Provider | None:
    return case.questionnaire.providers.get(case.assessment.terms_profile)


def profile_line(case: Case, profile: Provider, terms: Terms) -> str:
    """What stands in for a copy, of which version it is and how old what we know of it is."""
    return case.say(
        "terms-basis-profile",
        product=case.text(profile.title),
        version=case.day(terms.version),
        checked=case.day(profile.checked),
        days=(case.assessment.on - profile.checked).days,
    )


def _facts(case: Case, terms: Terms) -> Iterator[Item]:
    words = TermsWords(case.questionnaire, case.language)
    for key, fact in terms.facts.items():
        yield {
            "point": words.name(key),
            "text": case.text(fact.text),
            "section": words.say("section", section=fact.section),
            "sources": case.marked(case.cite_numbers(fact.grounds.sources), fact.grounds),
        }
