"""The columns of a topic sheet: which are hidden, how wide the others are, and what spans which.

A sheet has one grid. Where its tables are narrow, questions set the grid and nothing is merged. Where a table
is wide, that table sets the grid and the parts of a question span several of its columns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from dpia.model import Question, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.model import Column, Sheet

ID_COLUMN: Final = 1
APPLIES_COLUMN: Final = 2
NEEDED_COLUMN: Final = 3
DONE_COLUMN: Final = 4
FIRST_COLUMN: Final = 5
"""The first visible column: code of a question, number of a table row."""

NUMBER_WIDTH: Final = 7.0
QUESTION_WIDTHS: Final = (40.0, 38.0, 20.0, 54.0, 32.0)
"""Question, answer, note, help, source."""

_WIDEST_TOTAL: Final = 205.0
_NARROWEST_TOTAL: Final = 150.0
_LEAST_WIDTH: Final = 9.5
_NARROW_IS_WORSE: Final = 4
_DIVIDED_FROM: Final = 36.0
_PART: Final = 24.0
_LONGEST_WORD: Final = 16


@dataclass(frozen=True, slots=True)
class Span:
    """Columns that belong to one cell, first to last."""

    first: int
    last: int
    width: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Widths of the visible columns from FIRST_COLUMN on."""

    widths: tuple[float, ...]
    merging: bool

    @property
    def last_column(self) -> int:
        """The last visible column."""
        return FIRST_COLUMN + len(self.widths) - 1

    def span(self, first: int, last: int) -> Span:
        """Join columns, given by their place in the grid."""
        return Span(FIRST_COLUMN + first, FIRST_COLUMN + last, sum(self.widths[first : last + 1]))

    def number(self) -> Span:
        """The column for codes and row numbers."""
        return self.span(0, 0)

    def rest(self, start: int = 1) -> Span:
        """Everything right of the codes."""
        return self.span(start, len(self.widths) - 1)

    def question(self) -> tuple[Span, ...]:
        """Spans of question, answer, note, help and source, scaled to the sheet."""
        scale = sum(self.widths[1:]) / sum(QUESTION_WIDTHS)
        return self.spans([width * scale for width in QUESTION_WIDTHS], 1, whole=True)

    def table(self, table: Table) -> tuple[Span, ...]:
        """Spans of the columns of a table."""
        start = 0 if starts_with_label(table) else 1
        return self.spans(table_widths(table), start, whole=False)

    def spans(self, wanted: Sequence[float], start: int, *, whole: bool) -> tuple[Span, ...]:
        """Place fields of about the wanted widths side by side; whole: up to the last column."""
        if not self.merging:
            return tuple(self.span(start + i, start + i) for i in range(len(wanted)))
        counts = fit(tuple(wanted), self.widths[start:], whole=whole)
        edges = [start, *(start + count for count in accumulate(counts))]
        return tuple(self.span(left, right - 1) for left, right in pairwise(edges))


def fit(wanted: tuple[float, ...], widths: tuple[float, ...], *, whole: bool) -> tuple[int, ...]:
    """Return how many columns each field takes, so that all come close to their wanted widths."""

    @cache
    def best(field: int, column: int) -> tuple[float, tuple[int, ...]]:
        if field == len(wanted):
            return (math.inf if whole and column < len(widths) else 0.0), ()
        choices = []
        for count in range(1, len(widths) - column - (len(wanted) - field) + 2):
            width = sum(widths[column : column + count])
            cost, rest = best(field + 1, column + count)
            choices.append((_strain(width, wanted[field]) + cost, (count, *rest)))
        return min(choices, default=(math.inf, ()))

    return best(0, 0)[1]


def _strain(width: float, wanted: float) -> float:
    """Too narrow is worse than too wide."""
    off = (width - wanted) / wanted
    return off * off * (_NARROW_IS_WORSE if off < 0 else 1)


def starts_with_label(table: Table) -> bool:
    """Say whether the first column is printed by us (a code), so that no row number is needed."""
    return table.columns[0].kind == "label"


def grid_for(sheet: Sheet) -> Grid:
    """Choose the columns of a sheet."""
    tables = [item for item in sheet.items if isinstance(item, Table)]
    questions = any(isinstance(item, Question) for item in sheet.items)
    widest = max(tables, key=lambda table: len(table.columns), default=None)
    if widest is None or (questions and len(widest.columns) <= len(QUESTION_WIDTHS)):
        return Grid((NUMBER_WIDTH, *QUESTION_WIDTHS), merging=False)
    widths = table_widths(widest)
    if not starts_with_label(widest):
        widths = (NUMBER_WIDTH, *widths)
    while len(widths) <= len(QUESTION_WIDTHS):
        widths = (*widths, _NARROWEST_TOTAL / 10)
    if questions:
        widths = tuple(part for width in widths for part in _parts(width))
    return Grid(widths, merging=True)


def _parts(width: float) -> tuple[float, ...]:
    """Divide a wide column, so that the parts of a question find edges there."""
    if width <= _DIVIDED_FROM:
        return (width,)
    count = math.ceil(width / _PART)
    return (round(width / count, 1),) * count


def table_widths(table: Table) -> tuple[float, ...]:
    """Return the widths of the columns of a table, so that a page across can still be read."""
    least = [_least(column, table) for column in table.columns]
    widths = [
        max(float(column.width), low) for column, low in zip(table.columns, least, strict=True)
    ]
    total = sum(widths)
    if len(widths) > len(QUESTION_WIDTHS) and not _NARROWEST_TOTAL <= total <= _WIDEST_TOTAL:
        goal = min(max(total, _NARROWEST_TOTAL), _WIDEST_TOTAL)
        widths = _stretch(widths, least, goal / total)
    return tuple(round(width, 1) for width in widths)


def _stretch(widths: list[float], least: list[float], factor: float) -> list[float]:
    """Shrink what may shrink; widen only what holds text."""
    return [
        max(width * factor, low) if factor < 1 or width > low else width
        for width, low in zip(widths, least, strict=True)
    ]


def _least(column: Column, table: Table) -> float:
    """Return the width at which no long word of the heading, a choice or a starter row is broken."""
    texts = [*column.title.wordings.values()]
    texts += [label for option in column.options for label in option.label.wordings.values()]
    for row in table.rows:
        value = row.values.get(column.id)
        texts += value.wordings.values() if isinstance(value, Text) else []
    word = max((len(word) for text in texts for word in text.replace("-", "- ").split()), default=0)
    return max(_LEAST_WIDTH, min(word, _LONGEST_WORD) * 1.1 + 1.5)
