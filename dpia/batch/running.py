"""Assesses many workbooks. Whatever happens to one, the others go on; the register's workbook is rewritten at the end.

Several processes read, assess and render ahead. Only this one records, in the order of the workbooks: numbers, files
and register are the same for any number of processes.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpia.batch.settled import Settled
from dpia.errors import DpiaError
from dpia.pipeline import assess_workbook
from dpia.recording.ahead import Outdated, record_ahead
from dpia.recording.places import register_location
from dpia.recording.shown import show_again, take_back_at
from dpia.recording.takeback import Clock
from dpia.recording.unchanged import recorded_unchanged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from dpia.batch.workers import Workers
    from dpia.order import Order
    from dpia.recording import Finished
    from dpia.recording.entry import Note
    from dpia.recording.takeback import TakenBack
    from dpia.register.files import Placed
    from dpia.register.location import Location
    from dpia.register.store import StoredVersion


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one workbook.

    stored: the version that records it, None where it was refused. finished: what was written; None where nothing
    had to be. error: why it was refused. passed_over: it is no questionnaire, and nobody said that it was one.
    trace: of an error that nobody expected.
    """

    workbook: Path
    stored: StoredVersion | None = None
    finished: Finished | None = None
    error: DpiaError | None = None
    passed_over: bool = False
    trace: str = ""

    @property
    def unchanged(self) -> bool:
        """Whether the same input was recorded before."""
        return self.stored is not None and (self.finished is None or self.finished.unchanged)


@dataclass(frozen=True, slots=True)
class Shown:
    """The register and its workbook after a batch. workbook None: it could not be written, notes say why."""

    register: Location
    workbook: Placed | None
    notes: tuple[Note, ...]


class Batch:
    """One run over many workbooks."""

    def __init__(
        self, orders: Sequence[Order], jobs: int = 1, *, found: Collection[Path] = ()
    ) -> None:
        """Take the orders.

        Args:
            orders: In the sequence in which they are to be recorded.
            jobs: Processes, from 1.
            found: Workbooks that lay in a folder or matched a pattern; they need not be questionnaires.
        """
        self.orders = orders
        self._found = found
        self.jobs = min(jobs, len(orders))
        self._registers: dict[Location, tuple[str, Order]] = {}
        self._back: dict[Location, tuple[TakenBack, tuple[DpiaError, ...]]] = {}

    def run(self) -> Iterator[Done]:
        """Assess one after the other, after taking back what people entered in the registers' workbooks."""
        for order in self.orders:
            location = register_location(order)
            if location not in self._back:
                clock = Clock(order.on, order.at, order.user)
                self._back[location] = take_back_at(location, clock)
        if self.jobs < 2:  # noqa: PLR2004  # another process would only have to load everything once more
            with Settled() as settled:
                for order in self.orders:
                    yield self._one(order)
                    settled.after_one()
            return
        from dpia.batch.workers import Workers

        with Workers(self.orders, self.jobs) as workers:
            for index, order in enumerate(self.orders):
                yield self._one(order, workers, index)

    def show(self) -> Iterator[Shown]:
        """Rewrite the workbooks of the registers in which something stands of these orders, each once.

        It is due whether or not anything was recorded: the run before may have been killed before it came to this.
        """
        for location, (language, order) in self._registers.items():
            back, before = self._back[location]
            try:
                workbook, notes = show_again(location, language, order.on, back.edited)
            except DpiaError as error:
                workbook, notes = None, (error,)
            told: tuple[Note, ...] = (*before, *back.left, *back.taken, *back.conflicts, *notes)
            yield Shown(location, workbook, told)

    def _one(self, order: Order, workers: Workers | None = None, index: int = 0) -> Done:
        try:
            done = self._recorded(order, workers, index)
        except DpiaError as error:
            passed_over = error.key == "not-a-questionnaire" and (
                order.workbook in self._found or _is_view(order)
            )
            return Done(order.workbook, error=error, passed_over=passed_over)
        except Exception as error:  # noqa: BLE001  # one workbook must not stop the others
            unexpected = DpiaError("unexpected", kind=type(error).__name__)
            return Done(order.workbook, error=unexpected, trace=traceback.format_exc())
        if done.stored is not None:
            self._registers.pop(register_location(order), None)
            language = order.language or done.stored.language
            self._registers[register_location(order)] = (language, order)
        return done

    def _recorded(self, order: Order, workers: Workers | None, index: int) -> Done:
        ahead = workers.ahead(index) if workers is not None else None
        stored = recorded_unchanged(order) if ahead is None else None
        if stored is not None:
            return Done(order.workbook, stored)
        finished = None
        if ahead is not None:
            try:
                finished = record_ahead(ahead)
            except Outdated:
                finished = None
        if finished is None:
            finished = assess_workbook(order, show=False).finished
        return Done(order.workbook, finished.stored, finished)


def _is_view(order: Order) -> bool:
    """Whether this is the workbook of the register, which a shell names along with all the others."""
    location = register_location(order)
    names = {location.view.name, location.view_beside.name}
    beside = order.workbook.parent.resolve() == location.folder.resolve()
    return beside and order.workbook.name in names
