"""One cell, one value: read it as the question asks, or say why it cannot be used."""

from __future__ import annotations

import math
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from dpia.answers.dates import parse_date
from dpia.answers.numbers import parse_number
from dpia.answers.unusable import Unusable
from dpia.guard.text import entered
from dpia.i18n import LANGUAGES, short_date
from dpia.model import NO, UNCLEAR, YES

if TYPE_CHECKING:
    from dpia.model import Column, Question, Value

_YES: Final = {"ja", "j", "yes", "y", "x", "wahr", "true", "✓", "✔", "☒", "☑"}
_NO: Final = {"nein", "n", "no", "falsch", "false"}
_UNCLEAR: Final = {
    "unklar", "unclear", "?", "??", "unbekannt", "unknown", "weiß nicht", "weiss nicht",
    "don't know", "nicht bekannt", "not known",
}  # fmt: skip
_SHORTEST_PREFIX: Final = 4


def clean_text(text: str) -> str:
    """Text as it may enter; of what comes from a workbook this is done already, and reported."""
    return entered(text).text


def parse_value(item: Question | Column, found: object, language: str) -> Value:
    """Read what was found as the kind of value the question or column asks for.

    Args:
        item: a question ("multi": read as the yes/no of one option) or a table column.
        found: str, int, float, bool, date or datetime.
        language: decides how numbers are read.

    Raises:
        Unusable: with the key of the problem.
    """
    text = clean_text(str(found)) if isinstance(found, str) else ""
    if text and _folded(text) in _UNCLEAR:
        return UNCLEAR
    match item.kind:
        case "yes-no" | "multi":
            return _yes_no(text or found)
        case "choice":
            return _choice(item, text or str(found))
        case "date":
            return parse_date(text or found)
        case "integer" | "number":
            return parse_number(text or found, item.unit, language, whole=item.kind == "integer")
        case _:
            return text or _as_text(found, language)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _yes_no(found: object) -> str:
    if isinstance(found, bool):
        return YES if found else NO
    folded = _folded(str(found))
    if folded in _YES:
        return YES
    if folded in _NO:
        return NO
    raise Unusable("not-yes-no")


def _choice(item: Question | Column, text: str) -> str:
    """By label in any language, by id, or by the only label that begins so."""
    folded = _folded(text)
    starts = set()
    for option in item.options:
        labels = {_folded(option.label[language]) for language in LANGUAGES}
        if folded in {_folded(option.id), *labels}:
            return option.id
        if len(folded) >= _SHORTEST_PREFIX and any(label.startswith(folded) for label in labels):
            starts.add(option.id)
    if len(starts) == 1:
        return starts.pop()
    raise Unusable("not-a-choice")


def _as_text(found: object, language: str) -> str:
    """What a spreadsheet made of a text: a number, a date or a truth value."""
    if isinstance(found, bool):
        return {("de", True): "ja", ("de", False): "nein"}.get(
            (language, found), str(found).lower()
        )
    if isinstance(found, datetime):
        return short_date(found.date(), language)
    if isinstance(found, date):
        return short_date(found, language)
    if isinstance(found, float) and math.isfinite(found):
        shown = str(int(found)) if found.is_integer() else f"{found:.15g}"  # as Excel shows it
        return shown.replace(".", ",") if language == "de" else shown
    return clean_text(str(found))
