"""Hints that a workbook is open elsewhere. Lock files may be left over, so this is only worth a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def open_elsewhere(path: Path) -> bool:
    """Say whether Excel ("~$name") or LibreOffice (".~lock.name#") left a lock file beside the workbook."""
    names = (f"~${path.name}", f".~lock.{path.name}#")
    return any(path.with_name(name).exists() for name in names)
