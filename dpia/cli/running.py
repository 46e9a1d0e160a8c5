"""What every command that records something does alike: who ran it, what to ask, how it failed."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import click

from dpia.cli.base import interactive, say, show_error, system_language
from dpia.errors import AnswersRejected

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dpia.errors import DpiaError
    from dpia.model import Changed, Questionnaire
    from dpia.order import Order

Outcome = TypeVar("Outcome")


def user_name() -> str:
    """Who ran it, for the register only; unknown stays empty."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return os.environ.get("USERNAME", "")


def asking_once(run: Callable[[Order], Outcome], order: Order) -> Outcome:
    """Run an order; where it is unclear which processing it is, ask once whether it continues the known one.

    Raises:
        AnswersRejected: the person says no, nobody is there to ask, or it is rejected for another reason.
    """
    try:
        return run(order)
    except AnswersRejected as error:
        if error.key != "other-source" or not interactive():
            raise
        language = order.language or system_language()
        click.echo(error.message(language), err=True)
        if not click.confirm(say("ask-continue", language), default=False):
            raise
        return run(replace(order, continues=True))


def show_changed(changed: Sequence[Changed], questionnaire: Questionnaire, language: str) -> None:
    """Say which cells hold text that could not be taken letter by letter."""
    from dpia.problems import changed_lines

    for line in changed_lines(changed, questionnaire, language):
        click.echo(say("warning", language, message=line), err=True)


def show_failure(error: DpiaError, language: str | None) -> None:
    """Print an error, and where the marked copy lies that belongs to it."""
    spoken = language or str(error.values.get("language") or system_language())
    show_error(error, spoken)
    checked = error.values.get("checked")
    if checked is not None:
        click.echo(say("checked-written", spoken, file=checked), err=True)
