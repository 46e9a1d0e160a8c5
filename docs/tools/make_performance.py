"""Write docs/performance.md from what the benchmark measured.

Usage: python -m docs.tools.make_performance [MEASURED.json]. The figures are kept beside the page, so that the page can
be written anew from them; without a file those are used.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs.tools.performance_register import register_chapter
from docs.tools.performance_words import (
    BASELINE,
    BATCH,
    COLD,
    COLD_ASSESSMENT,
    DOCUMENTS,
    HEAD,
    HELP_MISSED,
    QUESTIONS,
    STAGES,
)
from docs.tools.run_tables import change, ms, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DOCS = Path(__file__).resolve().parent.parent
PAGE, FIGURES = DOCS / "performance.md", DOCS / "performance.json"
REGISTER_SIZE = DOCS / "register-size.json"
"""What "python -m benchmarks.register_size --json" measured, where somebody ran it."""
Figures = dict[str, Any]
_SIDES = {1: "one process", 2: "two processes"}
_FEW = 3
_ONCE = "register workbook"
"""The stage that a batch has once and not for each document."""


def page(figures: Figures, register: Figures | None = None) -> str:
    """The whole page. register: figures of large registers, where somebody measured them."""
    parts = [
        HEAD.format(**_machine(figures)),
        BASELINE,
        BATCH.format(rounds=figures["rounds"]),
        _batches(figures),
        *_missed(figures),
        DOCUMENTS,
        _documents(figures["documents"]),
        _flat(figures["documents"]),
        QUESTIONS,
        _questions(figures["questions"]),
        _grown(figures["questions"]),
        STAGES.format(loading=ms(figures["loading"]), example=figures["example"]),
        _stages(figures["stages"]),
        COLD.format(turns=figures["repeats"]),
        _starts(figures["starts"]),
        *_cold_words(figures),
        *(register_chapter(register) if register else ()),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _machine(figures: Figures) -> dict[str, object]:
    machine, versions = figures["machine"], figures["versions"]
    libraries = ", ".join(f"{name} {number}" for name, number in versions.items())
    return {name.replace(" ", "_"): one for name, one in machine.items()} | {"libraries": libraries}


def _batches(figures: Figures) -> str:
    rows = [
        (
            _SIDES[one["jobs"]],
            ms(one["milliseconds"]),
            ms(one["against_milliseconds"]),
            f"**{one['times']:.1f}** ({one['lowest']:.1f} to {one['highest']:.1f})",
            f"{one['target']:g}",
            "kept" if one["times"] >= one["target"] else "**missed**",
            f"{ms(one['processor'])} / {ms(one['against_processor'])}",
            f"{_at_best(one):.1f}",
        )
        for one in figures["batches"]
    ]
    head = (
        "dpia", "a document", "baseline", "times as quick", "target", "", "processor time", "times by that",
    )  # fmt: skip
    return table(head, rows)


def _at_best(one: Figures) -> float:
    """How many times as quick by processor time: what the clock would say with a core for each process."""
    return float(one["against_processor"] / one["processor"] * one["jobs"])


def _missed(figures: Figures) -> Iterable[str]:
    """What dominates where a number is missed."""
    each = [one for one in figures["stages"] if one["stage"] != _ONCE]
    whole = sum(one["milliseconds"] for one in each)
    largest = sorted(each, key=lambda one: -one["milliseconds"])[:_FEW]
    stages = ", ".join(f"{one['stage']} ({one['milliseconds'] / whole:.0%})" for one in largest)
    load = [figures["machine"][f"load {when}"] for when in ("before", "after")]
    for one in figures["batches"]:
        if one["times"] >= one["target"]:
            continue
        text = (
            f"Missed by {_SIDES[one['jobs']]}: {one['times']:.1f} instead of {one['target']:g}. What dominates of a "
            f"document's {ms(one['processor'])}: {stages}."
        )
        if one["jobs"] > 1:
            text += (
                f" The process that records takes {ms(one['recording'])} of it, and the others have to be started. "
                f"By processor time alone, so much work on two cores with nothing else on them would be "
                f"{_at_best(one):.1f} times as quick; here {' to '.join(load)} programs wanted them at once."
            )
        yield text


def _documents(runs: Sequence[Figures]) -> str:
    rows = [
        (
            f"{run['documents']:,}",
            ms(run["milliseconds"]),
            ms(run["early"]),
            ms(run["late"]),
            ms(run["processor"]),
            " · ".join(f"{one:.0f}" for one in run["memory"]),
            f"{run['finishing']:.1f} s",
        )
        for run in runs
    ]
    head = (
        "documents", "each", "in the first tenth", "in the last tenth", "processor time each",
        "memory after each tenth (MiB)", "register workbook, once",
    )  # fmt: skip
    return table(head, rows)


def _flat(runs: Sequence[Figures]) -> str:
    smallest, largest = runs[0], runs[-1]
    memory = largest["memory"]
    factor = largest["processor"] / smallest["processor"]
    return (
        f"Over {largest['documents']:,} documents memory went from {memory[0]:.0f} MiB after the first tenth to "
        f"{memory[-1]:.0f} MiB at the end ({change(memory[-1] / memory[0])}), and a document in the last tenth took "
        f"{largest['late'] / largest['early']:.2f} times as long as one in the first. One of {largest['documents']:,} took "
        f"{factor:.2f} times the processor time of one of {smallest['documents']:,}."
    )


def _questions(sizes: Sequence[Figures]) -> str:
    names = list(sizes[0]["stages"])
    rows = [
        (
            f"{one['questions']}",
            ms(sum(one["stages"].values())),
            *(ms(one["stages"][name]) for name in names),
        )
        for one in sizes
    ]
    return table(("questions", "together", *names), rows)


def _grown(sizes: Sequence[Figures]) -> str:
    first, last = sizes[0], sizes[-1]
    stages = {name: last["stages"][name] - took for name, took in first["stages"].items()}
    most = max(stages, key=lambda name: stages[name])
    took = [sum(one["stages"].values()) for one in (first, last)]
    return (
        f"{last['questions'] / first['questions']:.0f} times as many questions take {took[1] / took[0]:.1f} times as "
        f"long; most of what is added goes into “{most}” ({ms(stages[most])})."
    )


def _stages(stages: Sequence[Figures]) -> str:
    rows = [(one["stage"], ms(one["milliseconds"]), f"{one['share']:.0%}") for one in stages]
    whole = sum(one["milliseconds"] for one in stages)
    return table(("stage", "time", "share"), [*rows, ("together", ms(whole), "")])


def _starts(ratios: Sequence[Figures]) -> str:
    rows = [
        (
            f"`{one['name']}`",
            ms(one["milliseconds"]),
            f"`{one['against']}`",
            ms(one["against_milliseconds"]),
            f"{one['ratio']:.2f} ({one['lowest']:.2f} to {one['highest']:.2f})",
            _kept(one),
        )
        for one in ratios
    ]
    return table(("", "time", "beside", "time", "times as long", "target"), rows)


def _cold_words(figures: Figures) -> Iterable[str]:
    """What dominates a start."""
    if any(one["target"] is not None and one["ratio"] > one["target"] for one in figures["starts"]):
        yield HELP_MISSED
    yield COLD_ASSESSMENT.format(loading=ms(figures["loading"]))


def _kept(one: Figures) -> str:
    if one["target"] is None:
        return "none"
    return f"at most {one['target']:g}: {'kept' if one['ratio'] <= one['target'] else '**missed**'}"


def main() -> None:
    """Take over new figures, if any, and write the page."""
    if sys.argv[1:]:
        measured = Path(sys.argv[1]).read_text(encoding="utf-8")
        FIGURES.write_text(measured, encoding="utf-8")
    PAGE.write_text(written(), encoding="utf-8")


def written() -> str:
    """The page as it belongs to the figures that are kept beside it."""
    register = _read(REGISTER_SIZE) if REGISTER_SIZE.exists() else None
    return page(_read(FIGURES), register)


def _read(file: Path) -> Figures:
    found: Figures = json.loads(file.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
