"""The budget of one report: how much a template may do, whatever it says. The same input always costs the same."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from dpia.guard.limits import limit

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS_A_STEP: Final = 64


class TooMuch(Exception):  # it says what happened
    """A template asks for more than its budget."""


class Meter:
    """Counts what a template does, down from the limits. Work is charged before it is done."""

    __slots__ = ("letters", "steps")

    def __init__(self) -> None:
        self.steps = limit("template-steps")
        self.letters = limit("template-letters")

    def work(self, steps: int) -> None:
        """Charge steps (TooMuch: none are left)."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch

    def text(self, letters: int) -> None:
        """Charge letters of new text (TooMuch: none are left)."""
        self.letters -= letters
        if self.letters < 0:
            raise TooMuch


_CURRENT: ContextVar[Meter] = ContextVar("meter")


def current() -> Meter:
    """Return the meter of the report in work; outside of one, a fresh one for this piece of work."""
    return _CURRENT.get(None) or Meter()


class metered:  # noqa: N801  # used as "with metered():"
    """One budget for all parts of a report: body, headers, footers and footnotes."""

    def __init__(self, meter: Meter | None = None) -> None:
        self.meter = meter or Meter()

    def __enter__(self) -> Meter:
        self.token = _CURRENT.set(self.meter)
        return self.meter

    def __exit__(self, *_: object) -> None:
        _CURRENT.reset(self.token)


def weight(value: object) -> int:
    """Say what it costs to look at a value once, in steps (undefined values and numbers: nothing)."""
    if isinstance(value, str):
        return len(value) // _LETTERS_A_STEP
    if isinstance(value, list | tuple | dict):
        return len(value)
    return 0


def counted(values: Iterator[object]) -> list[object]:
    """Make a list of what a filter hands out piece by piece."""
    meter, found = current(), []
    for value in values:
        meter.work(1)
        found.append(value)
    return found
