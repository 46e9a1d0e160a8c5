"""The analysis of a copy of terms, and the comparison of two, for programs. A promise: the shipped schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dpia.render.printable import printable
from dpia.render.terms_words import TermsWords
from dpia.terms.differ import said_in
from dpia.version import __version__

if TYPE_CHECKING:
    from dpia.model import Questionnaire
    from dpia.terms.analysis import Analysis
    from dpia.terms.differ import Change, Difference
    from dpia.terms.find import Clause
    from dpia.terms.units import Place

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
    for category in analysis.library.categories:
        found = analysis.of(category)
        items += [_clause(analysis, words, one) for one in found] or [_absent(words, category)]
    return items


def _clause(analysis: Analysis, words: TermsWords, clause: Clause) -> Item:
    return {
        "category": clause.category,
        "status": clause.status,
        "quote": clause.quote,
        "place": _place(clause.place),
        "because": words.because(analysis, clause),
        "pattern": clause.hits[0].pattern.id,
        "gates": words.gates(clause.category),
        "risks": words.risks(clause.category),
    }


def _absent(words: TermsWords, category: str) -> Item:
    return {
        "category": category,
        "status": "not_found",
        "quote": None,
        "place": None,
        "because": words.say("not-found-because"),
        "pattern": None,
        "gates": words.gates(category),
        "risks": words.risks(category),
    }


def _place(place: Place) -> Item:
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
        "kind": one.kind,
        "name": one.name,
        "category": one.category,
        "old": list(one.old) if isinstance(one.old, tuple) else one.old,
        "new": list(one.new) if isinstance(one.new, tuple) else one.new,
        "decides": one.decides,
        "gates": words.gates(one.category),
        "risks": words.risks(one.category),
    }


def terms_json(document: Item) -> str:
    """Return a document as text: sorted keys, ending with a newline."""
    return f"{json.dumps(printable(document), ensure_ascii=False, indent=2, sort_keys=True)}\n"


def summary_item(analysis: Analysis) -> Item:
    """What the register keeps of a copy: the document, the licence, and what each category says."""
    return {
        "document": document_item(analysis),
        "licence": licence_item(analysis),
        "categories": {
            category: {
                "status": analysis.status(category),
                **{name: list(codes) for name, codes in said_in(analysis, category).items() if codes},
            }
            for category in analysis.library.categories
        },
    }
