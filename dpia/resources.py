"""Where the shipped templates and questionnaires are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped(kind: Literal["templates", "questionnaires"]) -> Traversable:
    """Return the folder from the wheel, or from the checkout in development."""
    packaged = files("dpia") / kind
    return packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / kind
