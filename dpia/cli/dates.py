"""The date of a run: --date, else SOURCE_DATE_EPOCH, else today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import click

from dpia.cli.base import say


def date_of_run(given: str | None) -> date:
    """Return the date that reports and registers carry.

    Raises:
        click.UsageError: the date given is not YYYY-MM-DD.
    """
    if given is not None:
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise click.UsageError(say("bad-date", found=given)) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), tz=UTC).date()
    return datetime.now().astimezone().date()
