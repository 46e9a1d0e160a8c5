"""Rendering before a workbook's turn, so that several can be made at once and recorded one after the other.

What the files say of themselves (draft or version, the versions before it) is known for certain only under the
register's write lock. It is asked for ahead and asked again when the turn has come: files are used only where both
answers are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from dpia.recording.context import decision_of
from dpia.recording.entry import Finished, Made, enter, laid_now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dpia.order import Order, Reading
    from dpia.recording.entry import Work
    from dpia.render.context import ReportContext


class Outdated(Exception):  # it names what happened; nobody sees it
    """The register has moved on since the files were rendered: they would say something else now."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A workbook that was assessed and rendered before its turn: something to be recorded (Work).

    order, reading: what enter takes with it. context: what the files say of themselves.
    """

    order: Order
    reading: Reading
    context: ReportContext
    made: Made
    targets: tuple[Path, ...]
    template_digest: str

    def make(self, context: ReportContext) -> Made:
        """Return what was rendered (Outdated: not for this context)."""
        if context != self.context:
            raise Outdated
        return self.made

    def outcome_of(self, assessment: Mapping[str, object]) -> str:
        """As the report words it."""
        return decision_of(assessment)


def render_ahead(order: Order, reading: Reading, begin: Callable[[Reading], Work]) -> Ahead:
    """Render as if it were recorded now. The write lock is held only for the question what the files would say.

    Args:
        order: What the user asked for.
        reading: The workbook as it was read.
        begin: Assesses it, with what the register keeps laid over it.

    Raises:
        AnswersRejected, FileError: as in enter.
    """
    now = laid_now(order, reading)
    work = begin(now)

    def asking(laid: Reading) -> _Asking:
        if laid.answers != now.answers:
            raise Outdated
        return _Asking(work)

    try:
        enter(order, reading, "dpia", asking, show=False)
    except _Asked as asked:
        context = asked.context
    made = work.make(context)
    return Ahead(order, reading, context, made, work.targets, work.template_digest)


def record_ahead(ahead: Ahead) -> Finished:
    """Enter it in the register and put its files in their place; the register's workbook is for later.

    What the register keeps is part of the context, so that a change of it is found there.

    Raises:
        Outdated: it has to be assessed anew; nothing was recorded.
        AnswersRejected, FileError: as in enter.
    """
    return enter(ahead.order, ahead.reading, "dpia", lambda _: ahead, show=False)


class _Asked(Exception):  # an answer, no error
    def __init__(self, context: ReportContext) -> None:
        super().__init__()
        self.context = context


@dataclass(frozen=True, slots=True)
class _Asking:
    """Stands in for a work to learn its context; leaves before anything is rendered or recorded."""

    work: Work

    @property
    def targets(self) -> tuple[Path, ...]:
        return self.work.targets

    @property
    def template_digest(self) -> str:
        return self.work.template_digest

    def make(self, context: ReportContext) -> NoReturn:
        raise _Asked(context)

    def outcome_of(self, assessment: Mapping[str, object]) -> str:
        return self.work.outcome_of(assessment)
