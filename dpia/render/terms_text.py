"""The analysis of a copy of terms, and the comparison of two, as text for the screen."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from dpia.i18n import messages, quoted
from dpia.render.terms_words import TermsWords
from dpia.terms.analysis import FOUND
from dpia.terms.licence import FLAGS, SETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dpia.model import Questionnaire
    from dpia.reading_terms import Resting
    from dpia.terms.analysis import Analysis
    from dpia.terms.differ import Change, Difference, TextChange

LICENCE_LINES: Final = ("licensees", "territory", "duration", *FLAGS, *SETS[1:])
_LONGEST_QUOTE: Final = 420


def terms_text(
    analysis: Analysis, questionnaire: Questionnaire, language: str, width: int
) -> list[str]:
    """Return the lines of an analysis."""
    words = TermsWords(questionnaire, language)
    return [
        *_head(analysis, words, width),
        "",
        *_licence(analysis, words, width),
        "",
        f"{words.say('clauses')}:",
        *_clauses(analysis, words, width),
        "",
        *wrap(words.say("read-yourself"), width),
    ]


def particular_rows(analysis: Analysis, words: TermsWords) -> list[tuple[str, str]]:
    """What the text says of itself: label and value."""
    known = analysis.particulars
    unsaid = words.say("not-said")
    law = words.value("governing_law", known.governing_law) if known.governing_law else unsaid
    return [
        (words.say("party"), known.party or unsaid),
        (
            words.say("version-date"),
            words.day(known.version_date) if known.version_date else unsaid,
        ),
        (words.say("governing-law"), law),
        (words.say("venue"), known.venue or unsaid),
    ]


def _head(analysis: Analysis, words: TermsWords, width: int) -> Iterator[str]:
    copy = analysis.copy
    yield words.say("title", name=copy.name)
    spoken = words.say(f"language-{analysis.language}")
    yield from wrap(words.say("fact-line", spoken=spoken, sha256=copy.sha256), width)
    yield from _pairs(particular_rows(analysis, words), width)


def licence_rows(analysis: Analysis, words: TermsWords) -> list[tuple[str, str]]:
    """Every attribute of the licence: label and value."""
    licence = analysis.licence
    return [(words.name(name), words.value(name, getattr(licence, name))) for name in LICENCE_LINES]


def _licence(analysis: Analysis, words: TermsWords, width: int) -> Iterator[str]:
    licence = analysis.licence
    yield f"{words.say('licence')}: {words.status(licence.status)}"
    if licence.status == "found":
        yield from _pairs(licence_rows(analysis, words), width)


def _pairs(rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    rows = list(rows)
    first = max(len(label) for label, _ in rows) + 2
    for label, value in rows:
        yield from wrap(
            f"{label + ':':<{first}} {value}",
            width,
            initial_indent="  ",
            subsequent_indent=" " * (first + 3),
        )


def _clauses(analysis: Analysis, words: TermsWords, width: int) -> Iterator[str]:
    for category, entry in analysis.patterns.categories.items():
        found = sorted(analysis.of(category), key=lambda one: one.status != FOUND)
        title = entry.title[words.language]
        where = f" · {words.place(found[0].place)}" if found else ""
        yield f"- {title}: {words.status(analysis.status(category))}{where}"
        if not found:
            continue
        quote = shortened(found[0].quote)
        for text in (
            quoted(quote, analysis.language),
            words.because(analysis, found[0]),
            words.touched(category),
        ):
            yield from wrap(text, width, initial_indent="    ", subsequent_indent="    ")
        if len(found) > 1:
            yield f"    {words.say('more-clauses', count=len(found) - 1)}"


def shortened(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Cut a quotation at a word."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} […]"


def diff_text(
    found: Difference, questionnaire: Questionnaire, language: str, width: int
) -> list[str]:
    """Return the lines of a comparison."""
    words = TermsWords(questionnaire, language)
    lines = [words.say("diff-title", old=found.old.copy.name, new=found.new.copy.name), ""]
    if not found.decides:
        lines.append(words.say("diff-none"))
    if found.changes:
        lines.append(f"{words.say('diff-meaning')}:" if found.decides else "")
        for change in found.changes:
            lines += wrap(f"- {change_line(found, change, words)}", width, subsequent_indent="  ")
            if change.decides:
                lines += wrap(f"  {words.touched(change.category)}", width, subsequent_indent="  ")
    lines += ["", *_texts(found, words, width)]
    return lines


def change_line(found: Difference, change: Change, words: TermsWords) -> str:
    """One change in words: what, from, to."""
    title = words.titles(found.new, [change.category])
    if change.kind == "particular":
        what = words.name(change.name)
    elif change.name == "status":
        what = title
    else:
        what = f"{title}, {words.name(change.name)}"
    return words.say(
        "diff-line",
        what=what[0].upper() + what[1:],
        old=words.value(change.name, change.old),
        new=words.value(change.name, change.new),
    )


def _texts(found: Difference, words: TermsWords, width: int) -> Iterator[str]:
    if found.old.language != found.new.language:
        yield from wrap(two_languages(found, words), width)
        return
    yield f"{words.say('diff-texts')}:" if found.texts else words.say("diff-texts-none")
    for one in found.texts:
        yield from _text(one, found, words, width)
    if found.others:
        yield words.say("diff-others", count=found.others)


def two_languages(found: Difference, words: TermsWords) -> str:
    """Why no wordings are shown."""
    return words.say(
        "two-languages",
        old=found.old.copy.name,
        first=words.say(f"language-{found.old.language}"),
        new=found.new.copy.name,
        second=words.say(f"language-{found.new.language}"),
    )


def _text(one: TextChange, found: Difference, words: TermsWords, width: int) -> Iterator[str]:
    key = "diff-changed" if one.old and one.new else "diff-removed" if one.old else "diff-added"
    titles = words.titles(found.new, one.categories)
    yield from wrap(f"- {words.say(key)} ({titles}):", width, subsequent_indent="  ")
    for mark, text in (("–", one.old), ("+", one.new)):
        if text:
            yield from wrap(
                f"{mark} {shortened(text)}",
                width,
                initial_indent="    ",
                subsequent_indent="      ",
            )


def resting_text(rests: Sequence[Resting], language: str) -> list[str]:
    """The assessments of the register that a change touches."""
    say = messages("terms")
    if not rests:
        return [say("diff-assessments-none", language)]
    return [
        f"{say('diff-assessments', language)}:",
        *(
            say(
                f"resting-{one.how}",
                language,
                number=one.number,
                processing=one.processing,
                controller=one.controller,
                state=say("resting-draft", language)
                if one.version is None
                else say("resting-version-number", language, number=one.version),
            )
            for one in rests
        ),
    ]
