"""A fingerprint of all answers in a workbook, whatever row, sheet or program they come from."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from dpia.workbook.gather import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.workbook.scan import Found, ScannedSheet


def answers_digest(sheets: Sequence[ScannedSheet]) -> str:
    """Return the digest of answers, remarks and table rows."""
    gathered = gather(sheets)
    content = {
        "cells": {key: [_plain(one) for one in found] for key, found in gathered.cells.items()},
        "notes": {key: _plain(found) for key, found in gathered.notes.items()},
        "tables": {
            key: [
                [row.id, {name: _plain(found) for name, found in row.cells.items()}] for row in rows
            ]
            for key, rows in gathered.tables.items()
        },
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(found: Found) -> list[str]:
    return [found.kind, type(found.value).__name__, str(found.value)]
