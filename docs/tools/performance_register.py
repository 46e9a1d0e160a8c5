"""The chapter of docs/performance.md on large registers, from what benchmarks/register_size.py measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docs.tools.performance_words import REGISTER
from docs.tools.run_tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def register_chapter(measured: Mapping[str, Any]) -> Iterator[str]:
    """The parts of the chapter: a row for every step, a column for every size.

    Args:
        measured: {"each": versions of a processing, "rows": [{step, versions, processings, cpu_seconds,
            peak_megabytes, growth (of the CPU against the size before, or None), note}]}.
    """
    rows = measured["rows"]
    sizes = sorted({one["versions"] for one in rows})
    steps = dict.fromkeys(one["step"] for one in rows)
    found = {(one["step"], one["versions"]): one for one in rows}
    yield REGISTER.format(each=measured["each"])
    yield table(
        ("step", *(f"{size:,} versions" for size in sizes)),
        [(step, *(_cell(found.get((step, size))) for size in sizes)) for step in steps],
    )
    notes = dict.fromkeys(f"{one['step']}: {one['note']}" for one in rows if one["note"])
    if notes:
        yield "\n".join(f"- {note}" for note in notes)


def _cell(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return "–"
    growth = "" if one["growth"] is None else f", {one['growth']:.1f} x"
    return f"{one['cpu_seconds']:,.2f} s, {one['peak_megabytes']:,.0f} MB{growth}"
