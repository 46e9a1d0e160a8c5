"""Hints that a workbook is open elsewhere. Lock files may be left over, so this is only worth a warning."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def open_elsewhere(path: Path) -> bool:
    """Say whether Excel ("~$name") or LibreOffice (".~lock.name#") left a lock file beside the workbook."""
    names = (f"~${path.name}", f".~lock.{path.name}#")
    return any(os.path.exists(path.parent / name) for name in names)  # noqa: PTH110  # false, not an error, for a name that is too long
