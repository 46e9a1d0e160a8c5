"""The analysis of a copy of terms, and the comparison of two, for programs. A promise: the shipped schema."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from dpia.render.printable import printable
from dpia.render.terms_words import TermsWords
from dpia.version import __version__

if TYPE_CHECKING:
    from dpia.assess.result import Assessment
    from dpia.model import Questionnaire, Value
    from dpia.providers import Provider, Terms
    from dpia.terms.analysis import Analysis
    from dpia.terms.differ import Change, Difference
    from dpia.terms.find import Clause
    from dpia.terms.units import Place
    from dpia.termsreading import CopyFinding

SCHEMA = "urn:dpia:terms:1"
DIFF_SCHEMA = "urn:dpia:terms-diff:1"
Item = dict[str, Any]


def terms_document(analysis: Analysis, questionnaire: Questionnaire, language: str) -> Item:
    """Return everything that was found as plain data; codes as values, reasons in the language."""
    words = TermsWords(questionnaire, language)
    return {
        "schema": SCHEMA,
        "tool": {"version": __version__},
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "document": document_item(analysis),
        "licence": licence_item(analysis),
        "clauses": clause_items(analysis, words),
    }


def document_item(analysis: Analysis) -> Item:
    """What the copy is and says of itself."""
    copy, known = analysis.copy, analysis.particulars
    return {
        "name": copy.name,
        "kind": copy.kind,
        "pages": copy.pages or None,
        "sha256": copy.sha256,
        "language": analysis.language,
        "version_date": known.version_date,
        "version": known.version,
        "party": known.party,
        "parties": list(known.parties),
        "governing_law": known.governing_law[0] if known.governing_law else None,
        "governing_laws": list(known.governing_law),
        "venue": known.venue,
    }


def licence_item(analysis: Analysis) -> Item:
    """The licence that the user grants, with all its attributes."""
    licence = analysis.licence
    return {
        "status": licence.status,
        "territory": licence.territory,
        "duration": licence.duration,
        "exclusive": licence.exclusive,
        "sublicensable": licence.sublicensable,
        "transferable": licence.transferable,
        "royalty_free": licence.royalty_free,
        "revocable": licence.revocable,
        "licensees": list(licence.licensees),
        "acts": list(licence.acts),
        "content": list(licence.content),
        "purposes": list(licence.purposes),
    }


def clause_items(analysis: Analysis, words: TermsWords) -> list[Item]:
    """Every category: each clause that was found or is unclear, or one entry that there is none."""
    items: list[Item] = []
    for category in analysis.patterns.categories:
        found = analysis.of(category)
        items += [_clause(analysis, words, one) for one in found] or [_absent(words, category)]
    return items


def _clause(analysis: Analysis, words: TermsWords, clause: Clause) -> Item:
    pattern = clause.hits[0].pattern
    return {
        **_touched(clause.category, words),
        "status": clause.status,
        "quote": clause.quote,
        "place": _place(clause.place),
        "because": words.because(analysis, clause),
        "pattern": pattern.id if pattern else None,
    }


def _absent(words: TermsWords, category: str) -> Item:
    return {
        **_touched(category, words),
        "status": "not_found",
        "quote": None,
        "place": None,
        "because": words.say("not-found-because"),
        "pattern": None,
    }


def _touched(category: str, words: TermsWords) -> Item:
    return {
        "category": category,
        "gates": words.gates(category),
        "risks": words.risks(category),
    }


def _place(place: Place | CopyFinding) -> Item:
    return {"section": place.section or None, "page": place.page}


def diff_document(found: Difference, questionnaire: Questionnaire, language: str) -> Item:
    """Return the comparison as plain data."""
    words = TermsWords(questionnaire, language)
    return {
        "schema": DIFF_SCHEMA,
        "tool": {"version": __version__},
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "old": document_item(found.old),
        "new": document_item(found.new),
        "decides": bool(found.decides),
        "categories": list(found.categories),
        "changes": [_change(words, one) for one in found.changes],
        "texts": [
            {
                "old": one.old or None,
                "new": one.new or None,
                "categories": list(one.categories),
                "section": one.section or None,
            }
            for one in found.texts
        ],
        "other_sentences": found.others,
    }


def _change(words: TermsWords, one: Change) -> Item:
    return {
        **_touched(one.category, words),
        "kind": one.kind,
        "name": one.name,
        "old": list(one.old) if isinstance(one.old, tuple) else one.old,
        "new": list(one.new) if isinstance(one.new, tuple) else one.new,
        "decides": one.decides,
    }


def terms_json(document: Item) -> str:
    """Return a document as text: sorted keys, ending with a newline."""
    return f"{json.dumps(printable(document), ensure_ascii=False, indent=2, sort_keys=True)}\n"


def terms_item(questionnaire: Questionnaire, assessment: Assessment, language: str) -> Item:
    """On which terms an assessment rests: the user's copy, else the profile of the product, else none."""
    basis = assessment.terms
    analysis = basis.analysis if basis is not None else None
    profile = questionnaire.providers.get(assessment.terms_profile)
    known = profile.terms if profile is not None else None
    words = TermsWords(questionnaire, language)
    return {
        "source": "copy" if analysis else "profile" if known else "none",
        "document": None if analysis is None else document_item(analysis),
        "licence": None if analysis is None else licence_item(analysis),
        "clauses": [] if analysis is None else clause_items(analysis, words),
        "answers": [] if basis is None else [_answer(one) for one in basis.findings],
        "profile": None
        if profile is None or known is None
        else _profile(profile, known, assessment),
    }


def _answer(one: CopyFinding) -> Item:
    return {
        "ref": one.ref,
        "entered": _plain(one.entered),
        "found": _plain(one.found),
        "state": one.state,
        "place": _place(one),
    }


def _plain(value: Value | None) -> str | None:
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _profile(profile: Provider, known: Terms, assessment: Assessment) -> Item:
    return {
        "id": profile.id,
        "version_date": known.version.isoformat(),
        "checked": profile.checked.isoformat(),
        "age_days": (assessment.on - profile.checked).days,
    }
