"""Patterns and what questionnaires make of them, checked as "dpia rules check" does: all faults at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.definitions.faults import Faults
from dpia.errors import DefinitionError
from dpia.i18n import LANGUAGES
from dpia.resources import shipped
from dpia.terms.library import load_library
from dpia.terms.licence import FLAGS, GRANT, SETS

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dpia.model import Questionnaire
    from dpia.terms.patterns import Library

_ALWAYS: Final = ("status", "figures", "countries", "only", "third")
_LICENCE: Final = ("status", "territory", "duration", *FLAGS, *SETS)
_DOCUMENT: Final = ("party", "version_date")


def check_patterns(folder: Traversable) -> Library:
    """Load and compile every pattern. DefinitionError: with all faults (file, line, mend)."""
    return load_library(folder, thorough=True)


def check_reading(questionnaire: Questionnaire, library: Library) -> None:
    """Every category and fact that a questionnaire asks for must be one that the patterns give.

    Raises:
        DefinitionError: with every one that is not.
    """
    reading = questionnaire.terms_reading
    if reading is None:
        return
    faults, file = Faults(), f"{questionnaire.id}/terms-reading.yaml"
    written = shipped("questionnaires") / questionnaire.id / "terms-reading.yaml"
    if written.is_file():
        faults.remember(file, written.read_text(encoding="utf-8"))
    for index, category in enumerate(reading.touches):
        if category not in library.categories:
            faults.add(file, ("touches", index), "reference-unknown", found=category)
    for index, rule in enumerate(reading.answers):
        if not _is_known(rule.fact, library):
            faults.add(file, ("answers", index, "fact"), "reference-unknown", found=rule.fact)
    if faults.found:
        raise DefinitionError(
            "questionnaire-wrong",
            faults={language: faults.sentences(language) for language in LANGUAGES},
            name=questionnaire.id,
            count=len(faults.found),
        )


def _is_known(fact: str, library: Library) -> bool:
    family, _, name = fact.partition(".")
    if family == "licence":
        return name in _LICENCE
    if family == "document":
        return name in _DOCUMENT
    category = library.categories.get(family)
    return category is not None and family != GRANT and name in {*_ALWAYS, *category.attributes}
