"""Write docs/reliability.md from runs made now, or anew from the figures of the last runs (--again).

The figures lie in docs/reliability.json, as they were measured.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docs.tools.run_tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DOCS: Final = Path(__file__).resolve().parents[1]
FIGURES: Final = DOCS / "reliability.json"
PAGE: Final = DOCS / "reliability.md"
WORDS: Final = {
    0: "done",
    1: "refused: the file",
    3: "refused: questionnaire or template",
    4: "answers need attention",
}

HEAD: Final = """# How it holds: hostile files, faults, mutated files, validators

Written by `make reliability` from runs; the figures stand in [reliability.json](reliability.json) as they were measured.
What is refused, and where the limits are, says [limits.md](limits.md); what the tool keeps to itself, [privacy.md](privacy.md).
"""
HOSTILE: Final = """## Hostile files

Each file is read in a process of its own that has everything loaded. *Time* and *memory* are those of this file,
beside a good file of the same kind (the first line of each kind) through the same entry point. "As promised" means: it was
refused for the very reason that it was made for, or read where it is harmless.
"""
FAULTS: Final = """## Faults that were really done

Every line is a test that does it and then looks: nothing recorded is lost, nothing half-made is seen, files are whole or
absent, the next run works and `dpia register verify` finds nothing. Cases are the moments, places or servers
it was done at.
"""
FUZZ: Final = """## Mutated files

Good files are changed at random (bytes, and XML, JSON or text inside the unpacked file) and given to each entry point:
never a traceback, never a hang, never a changed user file, no half-made report, an exit code from the list. Input *n* of
a seed is the same on every machine. `make fuzz` runs for hours. Every finding is kept as a file in `tests/fuzz/findings`.
"""
DOCUMENTS: Final = """## Documents before their judges

Every kind of .docx and .xlsx that dpia writes, before two validators, LibreOffice (opened, recomputed or exported), own checks of
structure and accessibility, and, for reports that are exported, a PDF/UA check. Besides these, every document that any test makes is
held against the own checks, and against the Open XML SDK where it has something new.
"""


def page(runs: Mapping[str, Any]) -> str:
    """The whole page."""
    where = "; ".join(f"{name} {value}" for name, value in runs["machine"].items())
    return "\n".join(
        [HEAD, f"Machine: {where}.\n", *hostile(runs["hostile"]), *faults(runs["faults"]),
         *fuzz(runs["fuzz"]), *documents(runs["documents"])]
    )  # fmt: skip


def hostile(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What happened to each hostile file."""
    bad = [one for one in rows if one["name"] != "a good file"]
    yield HOSTILE
    yield (
        f"{len(bad)} hostile files; as promised: {sum(one['as_promised'] for one in bad)}. At most "
        f"{max(one['time_ratio'] for one in bad):.2f} times the time and {max(one['memory_ratio'] for one in bad):.2f} times the memory of a good file.\n"
    )
    heads = (
        "kind",
        "file",
        "size",
        "what happened",
        "time",
        "memory",
        "times a good file: time",
        "memory",
    )
    yield _words(heads, (
        (one["kind"], one["name"], f"{one['kilobytes']:,.0f} KB", said(one), f"{one['milliseconds']:.0f} ms",
         f"{one['megabytes']:.1f} MB", f"{one['time_ratio']:.2f}", f"{one['memory_ratio']:.2f}")
        for one in rows
    ))  # fmt: skip


def said(one: Mapping[str, Any]) -> str:
    """The refusal in its own words, or that the file was read."""
    words = one["message"] or "read"
    return words if one["as_promised"] else f"**not as promised:** {words}"


def faults(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What was done, in how many cases, and how it ended."""
    yield FAULTS
    yield _words(("what was done", "cases", "how it ended", "test"), (
        (one["fault"], str(sum(one["ended"].values())),
         ", ".join(f"{n} {how}" if len(one["ended"]) > 1 else how for how, n in one["ended"].items()),
         f"`{one['test']}`")
        for one in rows
    ))  # fmt: skip


def fuzz(runs: Mapping[str, Any]) -> Iterator[str]:
    """Counts by entry point."""
    rows = runs["rows"]
    yield FUZZ
    yield (
        f"Seed {runs['seed']}: {sum(one['inputs'] for one in rows)} inputs, "
        f"{sum(len(one['findings']) for one in rows)} findings.\n"
    )
    yield _words(("entry point", "inputs", "how they ended", "mean", "slowest", "findings"), (
        (one["target"], str(one["inputs"]),
         "; ".join(f"{n} {WORDS.get(int(code), code)}" for code, n in one["codes"].items()),
         f"{one['seconds'] / max(one['inputs'], 1) * 1000:.0f} ms", f"{one['slowest'] * 1000:.0f} ms",
         "; ".join(found["what"] for found in one["findings"]) or "none")
        for one in rows
    ))  # fmt: skip


def documents(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Each document before each judge."""
    judges = list(dict.fromkeys(one["judge"] for one in rows))
    verdicts: dict[str, dict[str, str]] = {}
    for one in rows:
        verdicts.setdefault(one["document"], {})[one["judge"]] = one["said"]
    yield DOCUMENTS
    yield _words(
        ("document", *judges),
        ((name, *(said.get(judge, "–") for judge in judges)) for name, said in verdicts.items()),
    )


def _words(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return f"{table(heads, rows, words=len(heads))}\n"


def main() -> None:
    """Run and write."""
    if "--again" not in sys.argv:
        from docs.tools.reliability_runs import all_runs

        FIGURES.write_text(
            json.dumps(all_runs(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    PAGE.write_text(page(json.loads(FIGURES.read_text(encoding="utf-8"))), encoding="utf-8")
    print(f"docs/{PAGE.name}")


if __name__ == "__main__":
    main()
