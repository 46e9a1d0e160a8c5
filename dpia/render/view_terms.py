"""What the annexes on licence terms print, as plain dicts, lists and strings in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dpia.i18n import long_date, messages, quoted
from dpia.render import fills
from dpia.render.printable import printable
from dpia.render.terms_text import change_line, licence_rows, particular_rows, two_languages
from dpia.render.terms_words import TermsWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from dpia.model import Questionnaire
    from dpia.terms.analysis import Analysis
    from dpia.terms.differ import Change, Difference, TextChange

Item = dict[str, Any]
_FILLS = {"found": fills.CARE, "unclear": fills.NONE, "not_found": fills.NONE}


def annex_view(analysis: Analysis, questionnaire: Questionnaire, language: str, on: date) -> Item:
    """Return what the annex on one copy prints."""
    words = TermsWords(questionnaire, language)
    view: Item = printable(
        {
            "language": language,
            "document": _document("terms-annex-title", analysis.copy.name, language, on),
            "particulars": pairs([*copy_rows(analysis, words), *particular_rows(analysis, words)]),
            "licence": licence_view(analysis, words),
            "clauses": list(clause_rows(analysis, words)),
            "follows": list(_follows(analysis, words)),
        }
    )
    return view


def _say(key: str, language: str, **values: object) -> str:
    return messages("report")(key, language, **values)


def _document(title: str, name: str, language: str, on: date) -> Item:
    heading = _say(title, language)
    return {
        "title": f"{heading}: {name}",
        "subtitle": name,
        "template_label": heading,
        "date": long_date(on, language),
    }


def pairs(rows: Iterable[tuple[str, str]]) -> list[Item]:
    """Labels and values as rows of a table."""
    return [{"label": label, "value": value} for label, value in rows]


def copy_rows(analysis: Analysis, words: TermsWords) -> list[tuple[str, str]]:
    """Which file it is: label and value."""
    language = words.language
    return [
        (_say("terms-file", language), analysis.copy.name),
        (_say("terms-sha256", language), analysis.copy.sha256),
        (_say("terms-language", language), words.say(f"language-{analysis.language}")),
    ]


def licence_view(analysis: Analysis, words: TermsWords) -> Item:
    """The licence: a sentence, and its attributes where there is one."""
    licence = analysis.licence
    places = dict.fromkeys(words.place(one.place) for one in licence.clauses)
    text = _say(
        f"terms-licence-{licence.status.replace('_', '-')}", words.language, place="; ".join(places)
    )
    rows = licence_rows(analysis, words) if licence.status == "found" else []
    return {"text": text, "rows": pairs(rows)}


def clause_rows(analysis: Analysis, words: TermsWords) -> Iterator[Item]:
    """Every category with each of its clauses."""
    for category, entry in analysis.patterns.categories.items():
        base = {"category": entry.title[words.language], "touches": _codes(words, category)}
        found = analysis.of(category)
        for clause in found:
            yield base | {
                "status": words.status(clause.status),
                "fill": _FILLS[clause.status],
                "quote": f"{quoted(clause.quote, analysis.language)}\n({words.place(clause.place)})",
                "because": words.because(analysis, clause),
            }
        if not found:
            yield base | {
                "status": words.status("not_found"),
                "fill": _FILLS["not_found"],
                "quote": "–",
                "because": "–",
            }


def _codes(words: TermsWords, category: str) -> str:
    return ", ".join([*words.gates(category), *words.risks(category)]) or "–"


def _follows(analysis: Analysis, words: TermsWords) -> Iterator[Item]:
    for category, entry in analysis.patterns.categories.items():
        if analysis.of(category) and words.follows(category):
            yield {
                "category": entry.title[words.language],
                "text": words.follows(category),
                "touches": _codes(words, category),
            }


def diff_view(found: Difference, questionnaire: Questionnaire, language: str, on: date) -> Item:
    """Return what the annex on two copies prints."""
    words = TermsWords(questionnaire, language)
    titles = words.titles(found.new, found.categories)
    key = "terms-diff-some" if found.decides else "terms-diff-none"
    one_language = found.old.language == found.new.language
    notes = [] if one_language else [two_languages(found, words)]
    if found.others and one_language:
        notes.append(words.say("diff-others", count=found.others))
    names = f"{found.old.copy.name} → {found.new.copy.name}"
    view: Item = printable(
        {
            "language": language,
            "document": _document("terms-diff-title", names, language, on),
            "result": {
                "text": _say(key, language, titles=titles),
                "fill": fills.CARE if found.decides else fills.GOOD,
            },
            "particulars": list(_two(found, words)),
            "changes": [_change(found, one, words) for one in found.changes],
            "texts": [_text(found, one, words) for one in found.texts] if one_language else [],
            "notes": notes,
        }
    )
    return view


def _two(found: Difference, words: TermsWords) -> Iterator[Item]:
    rows = [
        [*copy_rows(one, words), *particular_rows(one, words)] for one in (found.old, found.new)
    ]
    for (label, old), (_, new) in zip(*rows, strict=True):
        yield {"label": label, "old": old, "new": new}


def _change(found: Difference, one: Change, words: TermsWords) -> Item:
    what = change_line(found, one, words).partition(": ")[0]
    return {
        "what": what,
        "old": words.value(one.name, one.old),
        "new": words.value(one.name, one.new),
        "touches": _codes(words, one.category) if one.decides else "–",
    }


def _text(found: Difference, one: TextChange, words: TermsWords) -> Item:
    titles = words.titles(found.new, one.categories)
    return {"kind": titles, "old": one.old or "–", "new": one.new or "–"}
