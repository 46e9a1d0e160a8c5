"""The workbook of a large register: openpyxl writes it without its rows, and these are put in while it is packed."""

from __future__ import annotations

import re
import zipfile
from contextlib import ExitStack
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Final

from dpia.excel.finish import mend_styles, share_texts
from dpia.excel.sharedtexts import PART, SharedTexts
from dpia.register.added import properties_of
from dpia.register.book import empty_book, fill_book
from dpia.register.streamed import StreamedSheet, Texts
from dpia.stablezip import pack_into

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from dpia.register.added import Added
    from dpia.register.cells import SheetPlan
    from dpia.register.tablesheet import TableSheet
    from dpia.register.view import View

_STATE: Final = re.compile(rb"<cp:version>(\d+)</cp:version>")
_LEVEL: Final = 3
"""Packs nearly as small as the usual 6, in half the time."""


def write_book(file: BinaryIO, view: View, state: int, added: Added, before: Path | None) -> None:
    """Write the workbook to an open file: the same register state and date give the same bytes.

    Args:
        file: Open for writing, at its beginning.
        view: The register, and how it is shown.
        state: What was recorded last when the writing began.
        added: Columns and sheets that people added.
        before: The workbook out of which their sheets are copied.
    """
    shared = SharedTexts()
    texts = Texts(shared, view.language, view.bounds.texts)
    sheets: list[StreamedSheet] = []
    book = empty_book(view.language, added)
    book.properties.version = str(state)
    with ExitStack() as open_sheets:

        def begin(plan: SheetPlan, after: TableSheet | None) -> StreamedSheet:
            own = added.columns.get(plan.key)
            sheet = StreamedSheet(
                book, plan, texts, view.language, own, after, links=view.bounds.links
            )
            open_sheets.callback(sheet.close)
            sheets.append(sheet)
            return sheet

        fill_book(book, view, begin, added, before)
        pack_into(file, _members(book, sheets, shared), view.on, _LEVEL)


def shown_state(path: Path) -> int:
    """What was recorded last when a streamed workbook was written; 0 where it does not say."""
    found = _STATE.search(properties_of(path))
    return int(found[1]) if found else 0


def _members(
    book: Workbook, sheets: Sequence[StreamedSheet], shared: SharedTexts
) -> dict[str, bytes | Iterable[bytes]]:
    """The parts of the workbook, the sheets and the shared texts in pieces."""
    skeleton = BytesIO()
    book.save(skeleton)
    with zipfile.ZipFile(skeleton) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    share_texts(parts, shared)
    mend_styles(parts)
    members: dict[str, bytes | Iterable[bytes]] = {**parts, PART: shared.part()}
    for sheet in sheets:
        place = book.index(sheet.sheet) + 1
        for name, filled in (
            (f"xl/worksheets/sheet{place}.xml", sheet.pieces),
            (f"xl/worksheets/_rels/sheet{place}.xml.rels", sheet.relations),
        ):
            members[name] = filled(parts[name])
    return members
