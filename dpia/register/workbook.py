"""The Excel view of the register: register.xlsx, written whole from the database each time.

A large register is written streamed (streamedbook.py): the same sheets and cells, in bounded memory.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from dpia.beside import discard, prepare, prepare_streamed, remove_leftovers, sha256_of
from dpia.register.added import Added
from dpia.register.files import Placed, commit
from dpia.register.size import BOUNDS, Bounds
from dpia.register.view import View
from dpia.stablezip import normalise

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dpia.beside import Prepared
    from dpia.register.added import Edited
    from dpia.register.cells import SheetPlan
    from dpia.register.store import Store
    from dpia.register.tablesheet import TableSheet
    from dpia.register.view import Questionnaires


def write_register(
    store: Store,
    target: Path,
    questionnaires: Questionnaires,
    language: str,
    on: date,
    edited: Edited | None = None,
    bounds: Bounds = BOUNDS,
) -> Placed:
    """Write register.xlsx; one that a person has changed is kept beside it, unless all of it was taken over.

    Args:
        store: The register.
        target: Where the workbook belongs.
        questionnaires: Gives the questionnaire with an id, for titles; None where it is not at hand.
        language: The language of sheets, headers and statuses.
        on: The day against which due dates are held.
        edited: What people made of the workbook that lies there, as it was taken back.
        bounds: From which size on it is streamed, and what a sheet can hold.

    Raises:
        FileError: The workbook is open in another program; the message says where the new one lies.
    """
    remove_leftovers(target.parent)
    view = View(store, questionnaires, language, on, bounds)
    added = None if edited is None else edited.added
    if store.has_more_than(bounds.streamed_above):
        return _write_streamed(view, target, added, edited)
    # Under the write lock, so that of two runs at once the later one writes the later state.
    with store.transaction():
        prepared = prepare(target, register_workbook(view, added, target))
        return _place(view, prepared, edited)


def _write_streamed(view: View, target: Path, added: Added | None, edited: Edited | None) -> Placed:
    """The same for a large register. It takes minutes, in which others must be able to record.

    So it is made without the write lock. Whoever records meanwhile writes the workbook after that; of two runs the one
    that saw the later state prevails.
    """
    from dpia.register.streamedbook import shown_state, write_book

    store, state = view.store, view.store.last_recorded()
    prepared = prepare_streamed(
        target, lambda file: write_book(file, view, state, added or Added(), target)
    )
    try:
        with store.transaction():
            present = sha256_of(target) or ""
            if store.knows_file(present) and shown_state(target) > state:
                discard(prepared)
                return Placed(target, present, changed=False)
            return _place(view, prepared, edited)
    except BaseException:
        discard(prepared)
        raise


def _place(view: View, prepared: Prepared, edited: Edited | None) -> Placed:
    """Put the workbook in its place, inside of a transaction."""
    store, name = view.store, prepared.target.name
    store.record_files(None, {name: prepared.sha256})
    if edited is not None and edited.complete:
        # All that it said is in the register now, so it need not be kept.
        store.record_files(None, {name: edited.sha256})
    return commit(prepared, store, view.on, open_key="workbook-open")


def register_workbook(view: View, added: Added | None = None, before: Path | None = None) -> bytes:
    """Return the workbook: the same register state and date give the same bytes.

    Args:
        view: The register, and how it is shown.
        added: Columns and sheets that people added.
        before: The workbook out of which their sheets are copied.
    """
    from dpia.excel.finish import finished
    from dpia.register.book import empty_book, fill_book
    from dpia.register.tablesheet import TableSheet

    known = added or Added()

    def begin(plan: SheetPlan, after: TableSheet | None) -> TableSheet:
        return TableSheet(book, plan, view.language, known.columns.get(plan.key), after)

    book = empty_book(view.language, known)
    fill_book(book, view, begin, known, before)
    written = BytesIO()
    book.save(written)
    return normalise(finished(written.getvalue()), view.on)
