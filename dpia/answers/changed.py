"""What had to be changed of the text in a workbook, cell by cell, in the order in which it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.model import Changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.model import RawAnswers, RawCell


def changed_text(raw: RawAnswers) -> tuple[Changed, ...]:
    """Return every answer, remark and signature whose text is not letter by letter what stands in the cell."""
    return tuple(
        Changed(cell.place, subject, cell.changes) for subject, cell in _cells(raw) if cell.changes
    )


def _cells(raw: RawAnswers) -> Iterator[tuple[str, RawCell]]:
    for subject, cells in raw.cells.items():
        yield from ((subject, cell) for cell in cells)
    for table, rows in raw.tables.items():
        for row in rows:
            yield from ((f"{table}#{row.id}.{column}", one) for column, one in row.cells.items())
    yield from raw.notes.items()
    for sheet, signed in raw.signed.items():
        yield from ((f"{sheet}@on", cell) for cell in signed if cell is not None)
