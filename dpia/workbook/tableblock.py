"""A table on a topic sheet: title, help, hidden column ids, headings, starter rows, empty rows, end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter

from dpia.model import YES
from dpia.workbook.book import Waiting
from dpia.workbook.cells import put_value
from dpia.workbook.filling import EMPTY
from dpia.workbook.grid import starts_with_label
from dpia.workbook.looks import confirmed
from dpia.workbook.markers import CONFIRMED, PART_COLUMNS, table_row_id

if TYPE_CHECKING:
    from dpia.conditions import Condition
    from dpia.model import Column, Table
    from dpia.workbook.filling import PlannedRow
    from dpia.workbook.grid import Span
    from dpia.workbook.topic import TopicSheet

_GAP: Final = 14.0
_EMPTY_ROW: Final = 24.0


def write_table(topic: TopicSheet, table: Table) -> None:
    """Write a table below what stands on the sheet already."""
    _TableBlock(topic, table).write()


class _TableBlock:
    def __init__(self, topic: TopicSheet, table: Table) -> None:
        self.topic = topic
        self.table = table
        self.wording = topic.book.wording
        self.spans: dict[str, Span] = dict(
            zip((column.id for column in table.columns), topic.grid.table(table), strict=True)
        )
        self.numbered = not starts_with_label(table)

    def write(self) -> None:
        """Write all parts from top to bottom."""
        self._space()
        self._title()
        self._help()
        self._ids()
        self._header()
        first = self.topic.row
        for number, row in enumerate(self.topic.book.filling.rows(self.table), start=1):
            self._row(number, row)
        self._end()
        self._fade_confirmed(first)

    def _part(self, name: str) -> None:
        self.topic.identify(table_row_id(self.table.id, name))

    def _space(self) -> None:
        self.topic.worksheet.row_dimensions[self.topic.row].height = _GAP
        self.topic.row += 1

    def _title(self) -> None:
        topic = self.topic
        self._part("title")
        title = f"{self.table.code}  {self.table.title[self.wording.language]}"
        cell = topic.worksheet.cell(topic.row, topic.grid.number().first)
        cell.style = "dpia table title"
        put_value(cell, title)
        topic.book.place(
            f"table:{self.table.id}", topic.worksheet, topic.row, topic.grid.number().first
        )
        self._wait_for_rows()
        topic.height((), least=24)
        topic.row += 1

    def _help(self) -> None:
        topic = self.topic
        self._part("help")
        sources = self.wording.sources(self.table.sources).replace("\n", "; ")
        text = self.table.help[self.wording.language]
        if sources:
            text = f"{text}\n{self.wording.say('table-sources', sources=sources)}"
        whole = topic.grid.rest(0)
        topic.put(whole, text, "table help")
        self._wait((), "", "")
        topic.height([(text, whole, 9)])
        topic.row += 1

    def _ids(self) -> None:
        topic = self.topic
        self._part(PART_COLUMNS)
        for column, span in self.spans.items():
            put_value(topic.worksheet.cell(topic.row, span.first), column)
        topic.worksheet.row_dimensions[topic.row].hidden = True
        topic.row += 1

    def _header(self) -> None:
        topic = self.topic
        self._part("header")
        if self.numbered:
            topic.put(topic.grid.number(), self.wording.say("column-row"), "header")
        parts = []
        for column in self.table.columns:
            title = self._heading(column)
            topic.put(self.spans[column.id], title, "header")
            parts.append((title, self.spans[column.id], 9.8))
        topic.height(parts, least=24)
        topic.table_header_rows.append(topic.row)
        topic.row += 1

    def _heading(self, column: Column) -> str:
        unit = self.wording.unit(column.unit)
        title = column.title[self.wording.language]
        return title + (f" ({unit})" if unit else "") + (" *" if column.required else "")

    def _row(self, number: int, row: PlannedRow) -> None:
        topic = self.topic
        topic.identify(table_row_id(self.table.id, row.id))
        if self.numbered:
            topic.put(topic.grid.number(), number, "code")
        parts = []
        for column in self.table.columns:
            span = self.spans[column.id]
            filled = row.cells.get(column.id, EMPTY)
            if column.kind == "label":
                topic.put(span, filled.value, "label")
            else:
                cell = topic.answer_cell(span, filled, column.kind)
                self._guide(column, cell)
            parts.append((filled.value, span, 10.0))
        self._count(row)
        topic.height(parts, least=_EMPTY_ROW)
        topic.row += 1

    def _guide(self, column: Column, cell: str) -> None:
        lists = self.topic.book.lists
        choices = self.wording.choices(column.kind, column.options)
        hints = [column.help[self.wording.language]] if column.help else []
        hints.append(lists.prompt(column.kind, column.unit))
        prompt = " ".join(hint for hint in hints if hint)
        title = column.title[self.wording.language] if prompt else ""
        lists.guide(self.topic.worksheet, cell, choices, title, prompt)

    def _cell(self, column: str) -> str:
        return f"{get_column_letter(self.spans[column].first)}{self.topic.row}"

    def _count(self, row: PlannedRow) -> None:
        """What a row needs: its required cells, once anything stands in it (a fixed row: always)."""
        asked = [
            column.id
            for column in self.table.columns
            if column.required or (row.starter and column.id == CONFIRMED)
        ]
        own = [column.id for column in self.table.columns if column.kind != "label"]
        condition = row.starter.when if row.starter else None
        conditions = (condition,) if condition else ()
        if not asked or not own:
            self._wait(conditions, "", "")
            return
        filled = "+".join(f'({self._cell(column)}<>"")' for column in own)
        done = "+".join(f'({self._cell(column)}<>"")' for column in asked)
        fixed = self.table.fixed and row.starter
        needed = str(len(asked)) if fixed else f"IF({filled}>0,{len(asked)},0)"
        self._wait(conditions, needed, done)

    def _wait_for_rows(self) -> None:
        """Where rows are demanded, count those that are missing."""
        rows = len(self.topic.book.filling.rows(self.table))
        if not self.table.min_rows or self.table.fixed or not rows:
            self._wait((), "", "")
            return
        key = next((column.id for column in self.table.columns if column.required), None)
        span = self.spans[key or self.table.columns[0].id]
        letter, first = get_column_letter(span.first), self.topic.row + 4
        filled = f'SUMPRODUCT(--({letter}{first}:{letter}{first + rows - 1}<>""))'
        self._wait((), f"MAX(0,{self.table.min_rows}-{filled})", "0")

    def _wait(self, conditions: tuple[Condition, ...], needed: str, done: str) -> None:
        own = (self.table.when,) if self.table.when else ()
        topic = self.topic
        every = (*own, *conditions)
        if every or needed:
            topic.book.waiting.append(Waiting(topic.worksheet, topic.row, every, needed, done))

    def _end(self) -> None:
        """A last row, so that rows inserted below the last one still belong to the table."""
        self._part("end")
        self.topic.worksheet.row_dimensions[self.topic.row].height = _GAP
        self.topic.row += 1

    def _fade_confirmed(self, first: int) -> None:
        """A confirmed proposal looks like any other answer."""
        if CONFIRMED not in self.spans or not self.table.rows:
            return
        last = first + len(self.table.rows) - 1
        spans = list(self.spans.values())
        area = (
            f"{get_column_letter(spans[0].first)}{first}:{get_column_letter(spans[-1].last)}{last}"
        )
        column = get_column_letter(self.spans[CONFIRMED].first)
        yes = self.wording.yes_no[YES].replace('"', '""')
        rule = Rule(type="expression", dxf=confirmed(), formula=[f'${column}{first}="{yes}"'])
        self.topic.worksheet.conditional_formatting.add(area, rule)
