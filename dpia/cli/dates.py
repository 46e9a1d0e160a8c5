"""The date of a run: --date, else SOURCE_DATE_EPOCH, else today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import click

from dpia.cli.base import say

EARLIEST, LATEST = 1970, 2100
"""What Office files can carry, and what SOURCE_DATE_EPOCH begins with."""


def date_of_run(given: str | None) -> date:
    """Return the date that reports and registers carry.

    Raises:
        click.UsageError: the date given is not YYYY-MM-DD, or lies in another century.
    """
    if given is not None:
        return _typed(given)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return _since_epoch(epoch)
    return datetime.now().astimezone().date()


def _typed(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise click.UsageError(say("bad-date", found=given)) from None
    if day.isoformat() != given:  # 20261124 and 2026-W48-2 are ISO, but nobody means them
        raise click.UsageError(say("bad-date", found=given))
    if not EARLIEST <= day.year <= LATEST:
        raise _out_of_range(given)
    return day


def _since_epoch(seconds: str) -> date:
    try:
        day = datetime.fromtimestamp(int(seconds), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        raise _out_of_range(f"SOURCE_DATE_EPOCH={seconds}") from None
    if day.year > LATEST:
        raise _out_of_range(f"SOURCE_DATE_EPOCH={seconds}")
    return day


def _out_of_range(found: str) -> click.UsageError:
    return click.UsageError(say("date-out-of-range", found=found, earliest=EARLIEST, latest=LATEST))
