"""What a copy of terms says: its clauses, the licence, the particulars; or that it is no text we can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.errors import AnswersRejected
from dpia.i18n import LANGUAGES
from dpia.terms.find import clauses, hits
from dpia.terms.language import language_of
from dpia.terms.licence import Licence, licence_of
from dpia.terms.load import shipped_library
from dpia.terms.looks import looks_like_terms
from dpia.terms.particulars import Particulars, particulars
from dpia.terms.undisturbed import undisturbed
from dpia.terms.units import units

if TYPE_CHECKING:
    from dpia.terms.copy import Copy
    from dpia.terms.find import Clause
    from dpia.terms.patterns import Library
    from dpia.terms.units import Unit

FOUND: Final = "found"
UNCLEAR: Final = "unclear"
NOT_FOUND: Final = "not_found"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found. clauses: in the order of the text, of all categories. patterns: those that were looked for."""

    copy: Copy
    language: str
    clauses: tuple[Clause, ...]
    licence: Licence
    particulars: Particulars
    units: tuple[Unit, ...]
    patterns: Library

    def of(self, category: str) -> tuple[Clause, ...]:
        """The clauses of one category."""
        return tuple(one for one in self.clauses if one.category == category)

    def status(self, category: str) -> str:
        """found, unclear or not_found."""
        states = {one.status for one in self.of(category)}
        return FOUND if FOUND in states else UNCLEAR if states else NOT_FOUND


def analyse(copy: Copy, library: Library | None = None) -> Analysis:
    """Read a copy.

    Raises:
        AnswersRejected: it is in a language whose terms are not read, or does not look like terms.
    """
    with undisturbed():
        return _analysed(copy, library or shipped_library())


def _analysed(copy: Copy, library: Library) -> Analysis:
    text = copy.text
    language = language_of(text, library.languages)
    if language not in LANGUAGES:
        key = "not-read" if language is None else "language-not-read"
        raise AnswersRejected(key, "terms", file=copy.name, found=language or "")
    cut = units(copy.paragraphs, language)
    found = clauses(hits(cut, library, language), cut, library, language)
    if not looks_like_terms(copy.paragraphs, found, library, language):
        raise AnswersRejected("no-terms", "terms", file=copy.name)
    return Analysis(
        copy,
        language,
        tuple(found),
        licence_of(found, library, language, cut),
        particulars(found, copy.paragraphs, library.countries[language], language),
        tuple(cut),
        library,
    )
