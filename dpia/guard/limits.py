"""Every limit on what is read, in one place. docs/limits.md explains them; a test holds the two together.

A limit is raised with "dpia --limit NAME=VALUE COMMAND" or the variable DPIA_LIMITS (several, with spaces between
them). The option sets the variable while its command runs, so that processes started by it keep the same limits.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

VARIABLE: Final = "DPIA_LIMITS"
MEGABYTE: Final = 1_000_000
_GIGABYTE: Final = 1_000 * MEGABYTE
_SETTING: Final = re.compile(r"([a-z-]+)=(\d{1,12})(kb|mb|gb)?", re.IGNORECASE)
_UNITS: Final = {"": 1, "kb": 1_000, "mb": MEGABYTE, "gb": _GIGABYTE}

DEFAULTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        # A filled questionnaire: an example has 0.15 MB, 0.8 MB unpacked, 30 members, 50,000 elements.
        "workbook-file": 32 * MEGABYTE,
        "workbook-unpacked": 100 * MEGABYTE,
        "workbook-members": 1_000,
        "workbook-ratio": 200,
        "workbook-elements": 1_000_000,
        "workbook-styles": 100_000,
        "workbook-ranges": 500_000,
        "workbook-rows": 20_000,
        "workbook-columns": 200,
        # The register as a workbook: up to a million rows of some twenty columns.
        "register-file": 500 * MEGABYTE,
        "register-unpacked": 4 * _GIGABYTE,
        "register-members": 1_000,
        "register-ratio": 500,
        "register-elements": 200_000_000,
        "register-styles": 100_000,
        "register-ranges": 20_000_000,
        # A Word template: the shipped one has 0.05 MB, 1 MB unpacked, 15 members, 25,000 elements.
        "template-file": 32 * MEGABYTE,
        "template-unpacked": 100 * MEGABYTE,
        "template-members": 2_000,
        "template-ratio": 200,
        "template-elements": 400_000,
        "template-styles": 100_000,
        # What a template may do in one report: a full questionnaire needs 50,000 steps and 1.5 million letters.
        "template-statements": 20_000,
        "template-steps": 5_000_000,
        "template-letters": 60_000_000,
        # A copy of terms: the longest have 300,000 letters and 100 pages.
        "terms-file": 25 * MEGABYTE,
        "terms-unpacked": 100 * MEGABYTE,
        "terms-members": 2_000,
        "terms-ratio": 200,
        "terms-elements": 1_000_000,
        "terms-styles": 100_000,
        "terms-letters": 3_000_000,
        "terms-pages": 500,
        "terms-stream": 4 * MEGABYTE,
        "terms-drawn": 2_000_000,
        "terms-parts": 2_000,
        # JSON that was written by this or another program.
        "json-file": 64 * MEGABYTE,
        "json-figures": 1_000,
    }
)
BYTES: Final = frozenset(
    name for name in DEFAULTS if name.endswith(("-file", "-unpacked", "-stream"))
)
"""Limits in bytes, told in megabytes; the others are numbers of things."""


class LimitSetting(ValueError):
    """A setting that is none: of no known limit, or no number. found: the setting."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def limit(name: str) -> int:
    """Return a limit (bytes or a count).

    Raises:
        LimitSetting: the variable holds something else than settings.
    """
    return _limits(os.environ.get(VARIABLE, ""))[name]


@lru_cache(maxsize=8)
def _limits(settings: str) -> Mapping[str, int]:
    return {**DEFAULTS, **dict(_setting(one) for one in settings.split())}


def _setting(text: str) -> tuple[str, int]:
    found = _SETTING.fullmatch(text)
    if found is None or found[1] not in DEFAULTS:
        raise LimitSetting(text)
    return found[1], int(found[2]) * _UNITS[(found[3] or "").lower()]


@contextmanager
def limits_set(settings: Sequence[str]) -> Iterator[None]:
    """Hold these limits (NAME=VALUE each, on top of those of the variable) for a while.

    Raises:
        LimitSetting: one of them, or of those in the variable, is none.
    """
    before = os.environ.get(VARIABLE, "")
    whole = " ".join([*before.split(), *settings])
    _limits(whole)
    if not settings:
        yield
        return
    os.environ[VARIABLE] = whole
    try:
        yield
    finally:
        if before:
            os.environ[VARIABLE] = before
        else:
            del os.environ[VARIABLE]
