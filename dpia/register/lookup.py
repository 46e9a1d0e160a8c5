"""Finding a processing by what people call it: its running number, or its name where only one is called so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.errors import AnswersRejected
from dpia.register.store import Current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.register.store import Store, StoredVersion

DRAFT: Final = "draft"
_LONGEST: Final = 9
"""Figures of a running number: what every database can hold."""


def standing(store: Store, wanted: str) -> Current:
    """Return what stands of a processing: of its assessment, where there is none of its memo.

    Raises:
        AnswersRejected: there is no such processing, or several are called so.
    """
    plain = wanted.isascii() and wanted.isdecimal() and len(wanted) <= _LONGEST
    number = int(wanted) if plain else _number(store, wanted)
    shown = store.find(number) or store.find(number, kind="threshold")
    if shown is None:
        raise AnswersRejected("number-unknown", "history", found=wanted)
    return Current(shown, store.draft(shown.key) if shown.final else None)


def _number(store: Store, name: str) -> int:
    """The number of the processing with this name; upper case and spacing make no difference."""
    plain = " ".join(name.casefold().split())
    named = [one for one in store.overview() if " ".join(one.key.name.casefold().split()) == plain]
    numbers = sorted({one.number for one in named})
    if not numbers:
        raise AnswersRejected("number-unknown", "history", found=name)
    if len(numbers) > 1:
        listed = ", ".join(map(str, numbers))
        raise AnswersRejected("name-several", "history", found=name, numbers=listed)
    return numbers[0]


def all_versions(store: Store, current: Current) -> list[StoredVersion]:
    """Every version of a processing, oldest first; a draft that was begun comes last."""
    found = [*store.versions(current.shown.key)]
    draft = store.draft(current.shown.key)
    return [*found, draft] if draft is not None else found


def version_named(versions: Iterable[StoredVersion], wanted: str) -> StoredVersion:
    """Return the version with this number, or the draft ("draft", in any language "Entwurf").

    Raises:
        AnswersRejected: there is none.
    """
    versions = [*versions]
    asked_draft = wanted.casefold() in {DRAFT, "entwurf"}
    for one in versions:
        if (one.version is None and asked_draft) or str(one.version) == wanted:
            return one
    known = ", ".join(DRAFT if one.version is None else str(one.version) for one in versions)
    raise AnswersRejected("version-unknown", "history", found=wanted, known=known)
