"""Under which name a workbook is written: never over one that somebody may have filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.errors import FileError
from dpia.workbook.mark import same_as_written

if TYPE_CHECKING:
    from pathlib import Path


def free_place(folder: Path, stem: str) -> Path:
    """Return `<stem>.xlsx`, or `<stem>-2.xlsx` and so on where that is taken; the folder is made.

    Raises:
        FileError: the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError("folder-unwritable", found=folder) from error
    target, number = folder / f"{stem}.xlsx", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.xlsx"
    return target


def checked_place(folder: Path, stem: str, source: Path) -> Path:
    """Return the name for the marked copy; one in which somebody went on filling is left alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError("folder-unwritable", found=folder) from error
    target, number = folder / f"{stem}.checked.xlsx", 1
    while target.exists() and (target.samefile(source) or not same_as_written(target)):
        number += 1
        target = folder / f"{stem}.checked-{number}.xlsx"
    return target
