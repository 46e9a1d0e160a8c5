"""What a row of the register workbook showed when it was written: short digests in a hidden column of the same row.

They stay with the row when it is sorted, and an old copy of the workbook that is put back brings its own along.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dpia.register.store import ProcessingKey

COMPUTED: Final = "*"
"""In place of a field: all cells of the row that the register computes."""
_LENGTH: Final = 12
_MARK: Final = 8


class RowKey(NamedTuple):
    """What a row is about. mark: of the processing, so that a row of another register is not taken for one of ours."""

    number: int
    mark: str
    target: str

    def __str__(self) -> str:
        return f"{self.number}-{self.mark}:{self.target}"


def row_key(number: int, key: ProcessingKey, target: str = "") -> RowKey:
    """The key of a row: of a measure, a risk, the review ... of one assessment."""
    mark = hashlib.sha256("\x1f".join(key.folded).encode("utf-8", "surrogatepass"))
    return RowKey(number, mark.hexdigest()[:_MARK], target)


def read_key(text: str) -> RowKey | None:
    """The key that stands in a row; None where it is none."""
    head, _, target = text.partition(":")
    number, _, mark = head.partition("-")
    return RowKey(int(number), mark, target) if number.isdecimal() and len(mark) == _MARK else None


def plain_cell(value: object) -> str:
    """A cell as one text, however the spreadsheet program stored it: ISO date, whole number, trimmed text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def digest(value: str) -> str:
    """A short digest of a value."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def computed_digest(cells: Iterable[object]) -> str:
    """The digest of the cells that the register computes, in the order of their columns."""
    return digest("\x1f".join(plain_cell(one) for one in cells))


def seen(values: Mapping[str, str]) -> str:
    """What goes into the hidden column: values are the maintained ones as codes, ISO dates and texts."""
    return " ".join(f"{field}={digest(value)}" for field, value in values.items())


def read_seen(text: str) -> dict[str, str]:
    """The digests by field; empty where somebody has emptied the hidden column."""
    pairs = (pair.partition("=") for pair in text.split())
    return {field: value for field, _, value in pairs if field and len(value) == _LENGTH}
