"""The Excel view of the register, rewritten after every entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.beside import sha256_of
from dpia.definitions import load_questionnaire
from dpia.errors import DefinitionError, DpiaError, FileError
from dpia.recording.takeback import TakenBack, take_back
from dpia.register import open_register
from dpia.register.workbook import write_register
from dpia.workbook.lock import open_elsewhere
from dpia.workbook.read import open_workbook

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dpia.model import Questionnaire
    from dpia.recording.takeback import Clock
    from dpia.register.added import Edited
    from dpia.register.files import Placed
    from dpia.register.location import Location
    from dpia.register.store import Store


def show_register(
    store: Store, location: Location, language: str, on: date, edited: Edited | None = None
) -> tuple[Placed | None, tuple[DpiaError, ...]]:
    """Rewrite the view last: the data is safe whatever happens to it."""
    try:
        target = view_place(store, location)
        notes = _maybe_open(target)
        placed = write_register(store, target, _questionnaire_or_none, language, on, edited)
    except FileError as error:
        return None, (error,)
    return placed, notes


def show_again(
    location: Location, language: str, on: date, edited: Edited | None = None
) -> tuple[Placed | None, tuple[DpiaError, ...]]:
    """Rewrite the view of a register that several assessments were entered in."""
    with open_register(location, create=False) as store:
        return show_register(store, location, language, on, edited)


def take_back_at(location: Location, clock: Clock) -> tuple[TakenBack, tuple[DpiaError, ...]]:
    """Take back what people entered in the view of a register; one that is not there yet has none."""
    try:
        with open_register(location, create=False) as store:
            return take_back_view(store, location, clock)
    except FileError:
        return TakenBack(), ()  # whoever records in it says what is wrong with it


def take_back_view(
    store: Store, location: Location, clock: Clock
) -> tuple[TakenBack, tuple[DpiaError, ...]]:
    """Take back what people entered in the view; one that cannot be read is no reason to stop."""
    try:
        return take_back(store, view_place(store, location), clock), ()
    except FileError as error:
        if not view_place(store, location).is_file():
            return TakenBack(), (error,)
        note = DpiaError("workbook-unreadable", area="register", file=view_place(store, location))
        return TakenBack(), (error, note)


def _maybe_open(view: Path) -> tuple[DpiaError, ...]:
    """A lock file beside the view may be stale: a warning, never a refusal."""
    if not open_elsewhere(view):
        return ()
    return (DpiaError("workbook-maybe-open", area="register", file=view),)


def view_place(store: Store, location: Location) -> Path:
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
