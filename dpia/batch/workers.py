"""The processes that read, assess and render ahead. Each loads questionnaire, rules and template once.

They are started anew ("spawn") on every system, so that Windows and Linux run the same program, and they end with the
process that started them, however that ends.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import fields
from multiprocessing import get_context, parent_process
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from dpia.answers import with_own
from dpia.batch.settled import Settled
from dpia.closing import Closing
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.errors import DpiaError
from dpia.model import Questionnaire
from dpia.order import Reading
from dpia.recording.unchanged import recorded_unchanged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from dpia.model import Answers
    from dpia.order import Order
    from dpia.recording.ahead import Ahead

    Waiting = Future[Ahead | None] | None

_SETTLED: Final = Settled()
_WINDOW: Final = 3
"""How many workbooks a process may be ahead of what is recorded: enough not to wait, few enough for the memory."""
MOST_JOBS: Final = 61
"""More Windows cannot wait for."""


class Workers(Closing):
    """A pool that keeps a few workbooks ahead. Used as a context manager, which ends the processes."""

    def __init__(self, orders: Sequence[Order], jobs: int) -> None:
        self._orders = orders
        self._jobs = jobs
        self._waiting: deque[Waiting] = deque()
        self._next = 0
        self._pool = self._started()

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def ahead(self, index: int) -> Ahead | None:
        """Return what was made of this workbook; the indexes come in their order, none twice.

        Returns:
            None where it is recorded already, or where it cannot be assessed: whoever assesses it again says why.

        Raises:
            DpiaError: a process died over it.
        """
        self._fill(self._jobs * _WINDOW)
        waiting = self._waiting.popleft()
        if waiting is None:
            return None
        try:
            return waiting.result()
        except BrokenExecutor:
            return self._alone(index)

    def _fill(self, count: int) -> None:
        while len(self._waiting) < count and self._next < len(self._orders):
            order = self._orders[self._next]
            recorded = recorded_unchanged(order) is not None
            self._next += 1
            try:
                self._waiting.append(None if recorded else self._pool.submit(_work, order))
            except BrokenExecutor:
                self._next -= 1
                if self._waiting:
                    return  # the ones begun will tell that the pool is gone
                self._renew(self._next)

    def _alone(self, index: int) -> Ahead | None:
        """A process died, perhaps over another workbook: try this one by itself, then go on with the rest."""
        self._renew(index + 1)
        try:
            return self._pool.submit(_work, self._orders[index]).result()
        except BrokenExecutor:
            self._renew(index + 1)
            raise DpiaError("batch-died", file=self._orders[index].workbook.name) from None

    def _renew(self, following: int) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._waiting.clear()
        self._next = following
        self._pool = self._started()

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Ctrl-C is for the process that started this one, and when that is gone, this one is of no use."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ForkingPickler.register(Questionnaire, _reduced)
    ForkingPickler.register(Reading, _reduced_reading)
    ForkingPickler.register(MappingProxyType, _reduced_mapping)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(order: Order) -> Ahead | None:
    from dpia.pipeline import assess_ahead

    made = assess_ahead(order)
    _SETTLED.after_one()
    return made


def _reduced(questionnaire: Questionnaire) -> Any:  # noqa: ANN401  # what pickle takes
    """A shipped questionnaire goes by its name: the other side has it loaded."""
    name = questionnaire.id
    if name in shipped_questionnaires() and load_questionnaire(name) is questionnaire:
        return load_questionnaire, (name,)
    return questionnaire.__reduce_ex__(5)


def _reduced_reading(reading: Reading) -> Any:  # noqa: ANN401  # what pickle takes
    """What a workbook adds to a shipped questionnaire stands in its answers; it is added anew on the other side."""
    name = reading.questionnaire.id
    if name in shipped_questionnaires():
        shipped = load_questionnaire(name)
        if with_own(shipped, reading.answers.tables) == reading.questionnaire:
            rest = [getattr(reading, one.name) for one in fields(reading)[1:]]
            return _extended, (name, *rest)
    return reading.__reduce_ex__(5)


def _extended(name: str, answers: Answers, *rest: Any) -> Reading:  # noqa: ANN401
    return Reading(with_own(load_questionnaire(name), answers.tables), answers, *rest)


def _reduced_mapping(mapping: MappingProxyType[Any, Any]) -> Any:  # noqa: ANN401  # what pickle takes
    return MappingProxyType, (dict(mapping),)
