"""The rows of one kind: on one sheet, and where Excel has no more rows, on further ones behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from dpia.register.cells import Cell
    from dpia.register.tablesheet import TableSheet


class Series:
    """Takes rows for one sheet after the other."""

    def __init__(self, begin: Callable[[TableSheet | None], TableSheet], rows: int) -> None:
        """Begin with one sheet.

        Args:
            begin: Begins a sheet, or the one after a full one.
            rows: How many a sheet can hold, the header included.
        """
        self._begin = begin
        self._rows = rows
        self.sheets = [begin(None)]

    def append(self, values: Mapping[str, Cell]) -> None:
        """Write one row (column key -> value)."""
        last = self.sheets[-1]
        if last.rows >= self._rows or last.full:
            last = self._begin(last)
            self.sheets.append(last)
        last.append(values)

    def finish(self, colours: Mapping[str, Iterable[tuple[str, str]]], on: date) -> None:
        """Finish the sheets; arguments as for TableSheet."""
        for one in self.sheets:
            one.finish(colours, on)

    def abandon(self) -> None:
        """Give up the half-written sheets."""
        for one in self.sheets:
            one.abandon()
