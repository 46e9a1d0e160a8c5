"""Patterns and what questionnaires make of them, checked as "dpia rules check" does: all faults at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.definitions.faults import Faults
from dpia.terms.licence import GRANT, READ
from dpia.terms.load import load_library

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from dpia.model import Questionnaire
    from dpia.terms.patterns import Library

_ALWAYS: Final = ("status", "figures", "countries", "only", "third")
_DOCUMENT: Final = ("party", "version_date")


def check_patterns(folder: Traversable) -> Library:
    """Load and compile every pattern. DefinitionError: with all faults (file, line, mend)."""
    return load_library(folder, thorough=True)


def check_reading(questionnaire: Questionnaire, library: Library, folder: Traversable) -> None:
    """Every category and fact that a questionnaire asks for must be one that the patterns give.

    folder: of the questionnaire, for the lines.

    Raises:
        DefinitionError: with every one that is not.
    """
    reading = questionnaire.terms_reading
    if reading is None:
        return
    faults, file = Faults(), f"{folder.name}/terms-reading.yaml"
    faults.read(folder / "terms-reading.yaml", file)
    for index, category in enumerate(reading.touches):
        if category not in library.categories:
            faults.add(file, ("touches", index), "reference-unknown", found=category)
    for index, rule in enumerate(reading.answers):
        if not _is_known(rule.fact, library):
            faults.add(file, ("answers", index, "fact"), "reference-unknown", found=rule.fact)
    if faults.found:
        raise faults.refusal(questionnaire.id)


def _is_known(fact: str, library: Library) -> bool:
    family, _, name = fact.partition(".")
    if family == "licence":
        return name in READ
    if family == "document":
        return name in _DOCUMENT
    category = library.categories.get(family)
    return category is not None and family != GRANT and name in {*_ALWAYS, *category.attributes}
