"""What stands before a questionnaire workbook is opened; the guard itself is dpia.guard.workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.guard.subject import WORKBOOK
from dpia.guard.workbook import read_workbook_bytes, refuse_wide_areas

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.errors import DpiaError


def read_guarded(path: Path) -> bytes:
    """Return the bytes of a file that is safe to open as a workbook; FileError says what else it is."""
    return read_workbook_bytes(path)[0]


def read_for_writing(path: Path) -> bytes:
    """The same for a workbook that is opened to be changed: then each cell of a merged area is created."""
    data, inside = read_workbook_bytes(path)
    refuse_wide_areas(path, inside)
    return data


def damaged(path: Path) -> DpiaError:
    """Return the error for a file that cannot be opened."""
    return WORKBOOK.refusal("damaged", path)


__all__ = ["damaged", "read_for_writing", "read_guarded"]
