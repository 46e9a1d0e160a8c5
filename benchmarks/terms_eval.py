"""How well clauses are found: counts, precision and recall by category and language, on a labelled corpus.

python -m benchmarks.terms_eval [FOLDER ...] [--misses] [--category NAME]. Never use --misses on the held-back half.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpia import yamlfile
from dpia.terms.attributes import attributes
from dpia.terms.find import Clause, clauses, hits
from dpia.terms.lines import paragraphs
from dpia.terms.load import ORDER, shipped_library
from dpia.terms.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent / "tests" / "terms"
USES = ("intended", "excluded")
_LINE = re.compile(r"(?P<kind>[-+=~0#]) ?(?P<tags>(?:\{[^}]*\}\s*)*)(?P<text>\S.*)")
UNLABELLED = ("role", "instrument")
"""Attributes that the patterns read and the corpus does not label."""


@dataclass(frozen=True)
class Entry:
    """A labelled text. wanted: categories that must be found; allowed: those that may be."""

    id: str
    language: str
    text: str
    wanted: frozenset[str]
    allowed: frozenset[str]
    attributes: dict[str, Any] = field(default_factory=dict)
    looks_like: str = ""


def said(attributes: dict[str, Any], name: str) -> Any:  # noqa: ANN401
    """What the label says of an attribute; uses are labelled as code: intended or excluded."""
    if name in USES:
        return [code for code, use in (attributes.get("uses") or {}).items() if use == name]
    return attributes.get(name)


def _listed(file: Path) -> list[dict[str, Any]]:
    found = yamlfile.load(file)
    return found if isinstance(found, list) else []


def entries(folder: Path) -> Iterator[Entry]:
    """The single clauses of a corpus: files <category>.<language>.yaml, and those that have a clause a line (.txt)."""
    for file in sorted(folder.rglob("*.txt")):
        yield from lines(file)
    for file in sorted(folder.glob("*.yaml")):
        language = file.stem.rpartition(".")[2]
        for one in _listed(file):
            wanted = frozenset(one["labels"] if "labels" in one else filter(None, [one["label"]]))
            yield Entry(
                str(one["id"]),
                language,
                one["text"],
                wanted,
                wanted | frozenset(one.get("also") or ()) | frozenset(one.get("optional") or ()),
                one.get("attributes") or {},
                one.get("looks_like") or "",
            )


def parted(file: Path) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines of such a file with their number: kind ("#": a heading), tags, text. Raises ValueError, as lines does."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        parts = _LINE.fullmatch(line)
        if parts is not None:
            yield number, parts
        elif line.strip():
            raise ValueError(f"{file}:{number}: {line[:60]}")


def lines(file: Path) -> Iterator[Entry]:
    """A file <category>.<language>.txt or <document>.<language>.txt; tests/terms/development/README.md has the form.

    Raises:
        ValueError: for a line that has not that form, or names an unknown category.
    """
    category, _, language = file.stem.rpartition(".")
    for number, parts in parted(file):
        if parts["kind"] == "#":
            continue
        named = set(re.findall(r"[a-z-]+", parts["tags"])) - {"also", "is"}
        if not named <= {*ORDER}:
            raise ValueError(f"{file}:{number}: {parts[0][:60]}")
        wanted = frozenset(named | ({category} if parts["kind"] == "+" else set()))
        sure = frozenset() if parts["kind"] == "~" else wanted
        yield Entry(
            f"{file.parent.name}-{file.stem}-{number}", language, parts["text"], sure, wanted
        )


def found_in(entry: Entry) -> list[Clause]:
    """What the patterns find in it."""
    cut = units(paragraphs(entry.text, markdown="](http" in entry.text), entry.language)
    library = shipped_library()
    found = clauses(hits(cut, library, entry.language), cut, library, entry.language)
    return [clause for clause in found if clause.status == "found"]


@dataclass
class Score:
    """Counts by (category, language)."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: Counter[tuple[str, str]] = field(default_factory=Counter)
    attributes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: Entry, found: list[Clause]) -> None:
        """Count one entry."""
        by = {clause.category: clause for clause in found}
        for category in entry.wanted:
            (self.right if category in by else self.missed)[category, entry.language] += 1
            if category not in by:
                self.notes[category].append(f"MISSED {entry.id}: {' '.join(entry.text.split())}")
        for category in entry.wanted & by.keys():
            self._compare(entry, category, by[category])
        for category, clause in by.items():
            if category not in entry.allowed:
                self.false[category, entry.language] += 1
                self.notes[category].append(
                    f"FALSE {entry.id} [{_why(clause)}]: {' '.join(entry.text.split())}"
                )

    def _compare(self, entry: Entry, category: str, clause: Clause) -> None:
        """Compare attributes that the patterns read: sets element by element, truths as right, wrong or missing."""
        for name, value in attributes(clause, shipped_library(), entry.language).items():
            if name in UNLABELLED:
                continue
            gold = said(entry.attributes.get(category, entry.attributes), name)
            if isinstance(value, tuple):
                wanted = set([gold] if isinstance(gold, str) else gold or ())
                pairs = {
                    "right": wanted & {*value},
                    "missed": wanted - {*value},
                    "false": {*value} - wanted,
                }
            else:
                wrong = "right" if value == gold else "missed" if value is None else "false"
                pairs = {wrong: {str(value).lower()}} if (value, gold) != (None, None) else {}
            for kind, codes in pairs.items():
                self.attributes[category, name, kind] += len(codes)
                if codes and kind != "right":
                    self.notes[category].append(
                        f"ATTRIBUTE {name} {kind} {sorted(codes)} {entry.id}: {' '.join(entry.text.split())}"
                    )


def _why(clause: Clause) -> str:
    hit = clause.hits[0]
    return f"{hit.pattern.id}: {hit.words}" if hit.pattern else f"words: {hit.evidence}"


def ratio(part: int, whole: int) -> float:
    """A share; 1 of nothing."""
    return part / whole if whole else 1.0


def table(score: Score) -> list[str]:
    """Lines of counts, precision and recall; the micro-average last."""
    lines = [
        f"{'category':24} {'lang':4} {'found':>6} {'missed':>6} {'false':>6} {'prec.':>6} {'recall':>6} {'F1':>6}"
    ]

    def line(name: str, language: str, right: int, missed: int, false: int) -> str:
        precision, recall = ratio(right, right + false), ratio(right, right + missed)
        f1 = ratio(2 * right, 2 * right + missed + false)
        return f"{name:24} {language:4} {right:6} {missed:6} {false:6} {precision:6.3f} {recall:6.3f} {f1:6.3f}"

    for category in ORDER:
        for language in ("de", "en"):
            key = (category, language)
            lines.append(
                line(category, language, score.right[key], score.missed[key], score.false[key])
            )
    for category, name in sorted({key[:2] for key in score.attributes}):
        counts = [score.attributes[category, name, kind] for kind in ("right", "missed", "false")]
        lines.append(line(f"  {category}.{name}"[:24], "all", *counts))
    for language in ("de", "en"):
        sums = [
            sum(count for key, count in c.items() if key[1] == language)
            for c in (score.right, score.missed, score.false)
        ]
        lines.append(line("micro-average", language, *sums))
    lines.append(
        line("micro-average", "all", *(c.total() for c in (score.right, score.missed, score.false)))
    )
    return lines


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "held-back" / "sentences"])
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--category")
    asked = parser.parse_args()
    if asked.misses and any("held-back" in str(folder.resolve()) for folder in asked.folders):
        sys.exit("The held-back half is measured, not looked at.")
    score = Score()
    for folder in asked.folders:
        for entry in entries(folder):
            score.add(entry, found_in(entry))
    for text in table(score):
        if not asked.category or asked.category in text or "prec." in text:
            print(text)
    if asked.misses:
        for category in [asked.category] if asked.category else ORDER:
            for note in score.notes[category]:
                print(category, note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
