"""A sheet of a large register workbook: its rows are put aside as XML, for openpyxl would take ten times as long.

Everything else of the sheet (columns, table, colours, drop-downs, protection, print set-up) is what openpyxl makes of
it. The cells look and read the same as in a small workbook.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell import Cell as ExcelCell
from openpyxl.cell._writer import write_cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.xml.functions import xmlfile

from dpia.excel.spool import Spool
from dpia.register.cells import clean, height_of, is_quoted, linkable, marked_seen, style_of
from dpia.register.links import Link
from dpia.register.tablesheet import TableSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from openpyxl import Workbook

    from dpia.excel.sharedtexts import SharedTexts
    from dpia.register.added import AddedColumns
    from dpia.register.cells import Cell, ColumnPlan, SheetPlan

_R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_LINK_TYPE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_ROWS_END: Final = b"</sheetData>"
_AFTER_LINKS: Final = b"<pageMargins"
_RELATIONS_END: Final = b"</Relationships>"
_COST: Final = 500
"""What a shared text takes besides its letters."""
_MOST_KNOWN: Final = 20_000
"""Figures and dates of a column that are remembered."""
_LARGEST: Final = 1_500_000_000
"""Letters; larger parts of a zip need an extension of the format that not every program reads."""


class _Cell(NamedTuple):
    """A cell: what it shows, and its XML after its place. shared: its text stands in the table of shared texts."""

    shown: object
    xml: str
    shared: bool = False


class Texts:
    """The texts of all sheets. The first ones are shared; what comes later stands in its cell, to bound the memory."""

    def __init__(self, shared: SharedTexts, language: str, most: int) -> None:
        self._shared = shared
        self._language = language
        self._room = most
        self._known: dict[str, int] = {}

    def cell(self, value: str, style: Callable[[bool], int], *, share: bool) -> _Cell:
        """Return the cell of a text. style: its number, for one that Excel could take for a formula or another."""
        shown = clean(value, self._language)
        head = f' s="{style(is_quoted(shown))}"'
        place = self._known.get(shown)
        if place is None:
            space = ' xml:space="preserve"' if shown != shown.strip() else ""
            xml = f"<t{space}>{escape(shown)}</t>"
            self._room -= len(shown) + _COST if share else 0
            if not share or self._room < 0:
                return _Cell(shown, f'{head} t="inlineStr"><is>{xml}</is></c>')
            place = self._known[shown] = self._shared.place(xml.encode(), uses=0)
        return _Cell(shown, f'{head} t="s"><v>{place}</v></c>', shared=True)

    def used(self, times: int) -> None:
        """Count the shared ones of a row."""
        self._shared.used(times)


class _Column:
    """The cells of one column. known: those that may come again."""

    def __init__(
        self, letter: str, plan: ColumnPlan, texts: Texts, style_number: Callable[[str, bool], int]
    ) -> None:
        self.letter, self.key = letter, plan.key
        self.known: dict[Cell, _Cell] = {}
        self._plan, self._texts = plan, texts
        self._number = cache(style_number)

    def cell(self, value: Cell) -> _Cell:
        """Return a cell."""
        style = style_of(self._plan, value)
        if isinstance(value, Link):
            return self._text(value.text, style)
        if isinstance(value, str) and value:
            cell = self._text(value, style)
            if cell.shared:
                self.known[value] = cell
            return cell
        head = f' s="{self._number(style, False)}"'
        if value is None or isinstance(value, str):
            cell = _Cell(None, f"{head}/>")
        else:
            figure = _serial(value) if isinstance(value, date) else value
            cell = _Cell(value, f'{head} t="n"><v>{figure}</v></c>')
        if len(self.known) < _MOST_KNOWN:
            self.known[value] = cell
        return cell

    def _text(self, value: str, style: str) -> _Cell:
        return self._texts.cell(
            value, lambda quoted: self._number(style, quoted), share=not self._plan.hidden
        )


class StreamedSheet(TableSheet):
    """Takes rows as TableSheet does, and gives its parts of the file in pieces."""

    def __init__(
        self,
        book: Workbook,
        plan: SheetPlan,
        texts: Texts,
        language: str,
        added: AddedColumns | None = None,
        after: TableSheet | None = None,
        *,
        links: int,
    ) -> None:
        """Begin the sheet; arguments as for TableSheet. texts: of all sheets. links: how many it can hold."""
        super().__init__(book, plan, language, added, after)
        self._texts = texts
        self._spool, self._links, self._targets = Spool(), Spool(), Spool()
        self._room = links
        self._columns = [
            _Column(get_column_letter(place), column, texts, self._style_number)
            for place, column in enumerate(plan.columns, 1)
        ]

    @property
    def full(self) -> bool:
        """Whether its part of the file is as large as it may become."""
        return self._spool.letters > _LARGEST

    def append(self, values: Mapping[str, Cell]) -> None:
        """Write one row (column key -> value)."""
        self.rows += 1
        xml = [f'<row r="{self.rows}" ht="{height_of(self.plan, values):.16g}" customHeight="1">']
        shown: list[object] = []
        shared = 0
        for column in self._columns:
            value = values.get(column.key)
            cell = column.known.get(value)
            if cell is None:
                cell = self._new_cell(column, value, shown)
            shown.append(cell.shown)
            shared += cell.shared
            xml.append(f'<c r="{column.letter}{self.rows}"{cell.xml}')
        self._texts.used(shared)
        xml += self._added_xml(str(values.get("key") or ""))
        xml.append("</row>")
        self._spool.write("".join(xml))

    def _new_cell(self, column: _Column, value: Cell, shown: Sequence[object]) -> _Cell:
        """A cell that has not come before. shown: what the cells before it show."""
        value = linkable(value)
        if isinstance(value, Link):
            self._link(f"{column.letter}{self.rows}", value.target)
        elif column.key == "seen" and value:
            value = marked_seen(self.plan, str(value), [*shown, value])
        return column.cell(value)

    def pieces(self, skeleton: bytes) -> Iterator[bytes]:
        """The sheet in pieces. skeleton: what openpyxl wrote, which has the header only."""
        head, rows_end, tail = skeleton.partition(_ROWS_END)
        yield head
        yield from self._spool.pieces()
        before, after_links, after = tail.partition(_AFTER_LINKS)
        yield rows_end + before
        if self._links.letters:
            yield b"<hyperlinks>"
            yield from self._links.pieces()
            yield b"</hyperlinks>"
        yield after_links + after

    def relations(self, skeleton: bytes) -> Iterator[bytes]:
        """What the sheet refers to, in pieces."""
        head, end, _ = skeleton.rpartition(_RELATIONS_END)
        yield head
        yield from self._targets.pieces()
        yield end

    def close(self) -> None:
        """Let go of what was put aside."""
        for one in (self._spool, self._links, self._targets):
            one.close()

    def _link(self, place: str, target: str) -> None:
        """Excel does not open a sheet with more links than it can hold; the file is then named without one."""
        if self._room == 0:
            self.unlinked += 1
            return
        self._room -= 1
        name = f"rIdLink{self.rows}"
        self._links.write(f'<hyperlink {_R} ref="{place}" r:id="{name}"/>')
        self._targets.write(
            f'<Relationship Type="{_LINK_TYPE}" Target={quoteattr(target)} TargetMode="External" Id="{name}"/>'
        )

    def _added_xml(self, key: str) -> Iterator[str]:
        """What people added to this row, as openpyxl writes it."""
        for cell in self._added_cells(key):
            written = BytesIO()
            with xmlfile(written) as file:
                write_cell(file, self.sheet, cell, styled=True)
            yield written.getvalue().decode()

    def _style_number(self, style: str, quoted: bool) -> int:  # noqa: FBT001
        cell: Any = ExcelCell(self.sheet, row=1, column=1)
        cell.style = style
        if quoted:
            cell.quotePrefix = True
        return int(cell.style_id)


def _serial(value: date) -> int:
    """A date as Excel counts it."""
    return int(to_excel(value))  # type: ignore[no-untyped-call]
