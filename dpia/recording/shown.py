"""The Excel view of the register, rewritten after every entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.beside import sha256_of
from dpia.definitions import load_questionnaire
from dpia.errors import DefinitionError, DpiaError, FileError
from dpia.register.workbook import write_register
from dpia.workbook.read import open_workbook

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dpia.model import Questionnaire
    from dpia.register.files import Placed
    from dpia.register.location import Location
    from dpia.register.store import Store


def show_register(
    store: Store, location: Location, language: str, on: date
) -> tuple[Placed | None, tuple[DpiaError, ...]]:
    """Rewrite the view last: the data is safe whatever happens to it."""
    try:
        target = _view_place(store, location)
        placed = write_register(store, target, _questionnaire_or_none, language, on)
    except FileError as error:
        return None, (error,)
    return placed, ()


def _view_place(store: Store, location: Location) -> Path:
    """Beside the database under its name; a questionnaire that is called so keeps its place."""
    view = location.view
    present = sha256_of(view)
    if present is None or store.knows_file(present):
        return view
    try:
        open_workbook(view)
    except DpiaError:
        return view
    return location.view_beside


def _questionnaire_or_none(name: str) -> Questionnaire | None:
    try:
        return load_questionnaire(name)
    except DefinitionError:
        return None
