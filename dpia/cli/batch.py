"""Many workbooks in one run: a line each, a bar on a terminal, a table at the end; the exit code is the worst."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Self

import click

from dpia.batch.naming import workbooks_of
from dpia.batch.running import Batch, Done
from dpia.cli.base import INTERRUPTED, say, system_language
from dpia.cli.batch_words import Words
from dpia.cli.summary import print_kept

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from dpia.batch.naming import Named
    from dpia.order import Order

_WORTH_A_PROCESS: Final = 8
"""How many workbooks each further process must have to do: it loads everything once more first."""
_MOST_UNASKED: Final = 4


def assess_all(arguments: Sequence[Path], order: Order, jobs: int | None) -> tuple[int, int]:
    """Assess what the arguments name, each as the order says; return the worst exit code and the risk's."""
    language = order.language or system_language()
    named = workbooks_of(arguments)
    worst = _tell_left_out(named, language)
    count = len(named.workbooks)
    batch = Batch(
        [replace(order, workbook=one) for one in named.workbooks],
        jobs or useful_jobs(count),
        found=named.found,
    )
    tally = _Tally(Words(language), count)
    try:
        with _Lines(count, language) as lines:
            for done in batch.run():
                lines.add(tally.add(done), language, done)
    except KeyboardInterrupt:
        click.echo(say("batch-interrupted", language, done=tally.done, count=count), err=True)
        worst = INTERRUPTED
    tally.print_table(len(named.left_out))
    for shown in batch.show():
        click.echo(say("summary-register", language, file=shown.register))
        if shown.workbook is not None:
            click.echo(say("summary-workbook", language, file=shown.workbook.target))
        for note in shown.notes:
            click.echo(say("warning", language, message=note.message(language)), err=True)
    return max(worst, tally.worst), tally.risk


def useful_jobs(count: int) -> int:
    """As many processes as the machine has processors, as far as each has enough to do."""
    return max(1, min(os.cpu_count() or 1, _MOST_UNASKED, count // _WORTH_A_PROCESS))


def _tell_left_out(named: Named, language: str) -> int:
    for left in named.left_out:
        instead = left.instead.name if left.instead else ""
        click.echo(say(f"batch-left-{left.why}", language, file=left.file, instead=instead))
    for argument in named.nothing:
        message = say("batch-nothing", language, found=argument)
        click.echo(say("error", language, message=message), err=True)
    return 1 if named.nothing else 0


@dataclass(slots=True)
class _Tally:
    """What has come out so far."""

    words: Words
    count: int
    done: int = 0
    worst: int = 0
    risk: int = 0
    rows: Counter[str] = field(default_factory=Counter)

    def add(self, done: Done) -> str:
        """Count one workbook and return its line."""
        self.done += 1
        said = self.words.of(done, self.done, self.count)
        if done.error is not None and not done.passed_over:
            self.worst = max(self.worst, done.error.exit_code)
        self.risk = max(self.risk, said.risk)
        self.rows.update(said.rows)
        return said.line

    def print_table(self, left_out: int) -> None:
        """Print how many workbooks came out how."""
        language = self.words.language
        self.rows[say("batch-passed", language)] += left_out
        rows = [(label, self.rows[label]) for label in self.words.labels() if self.rows[label]]
        head = say("batch-head", language), say("batch-files", language)
        width = max(map(len, [head[0], *(label for label, _ in rows)]))
        click.echo(f"\n{head[0]:{width}}  {head[1]:>8}")
        for label, number in rows:
            click.echo(f"{label:{width}}  {number:>8}")
        if self.rows[say("batch-failed-4", language)]:
            click.echo(say("batch-more", language))


class _Lines:
    """Writes lines above a bar; the bar is there only where somebody watches."""

    def __init__(self, count: int, language: str) -> None:
        watched = sys.stdout is not None and sys.stdout.isatty()
        label = say("batch-bar", language)
        self._bar = click.progressbar(length=count, label=label, show_pos=True) if watched else None

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)

    def add(self, line: str, language: str, done: Done) -> None:
        """Write what became of one workbook; failures go where errors go."""
        if self._bar is not None:
            click.echo("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r", nl=False)
        failed = done.error is not None and not done.passed_over
        click.echo(line, err=failed)
        if done.finished is not None:
            print_kept(done.finished, language)
            for note in done.finished.warnings:
                click.echo(say("warning", language, message=note.message(language)), err=True)
        if done.trace and os.environ.get("DPIA_DEBUG"):
            click.echo(done.trace, err=True)
        if self._bar is not None:
            self._bar.update(1)
