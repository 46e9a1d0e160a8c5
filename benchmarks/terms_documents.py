"""How well whole documents are read: told apart, their particulars, their clauses, and what changed between two.

python -m benchmarks.terms_documents [FOLDER]. Prints counts only.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from dpia.errors import AnswersRejected
from dpia.terms.analysis import Analysis, analyse
from dpia.terms.copy import read_copy
from dpia.terms.differ import compare

ROOT = Path(__file__).resolve().parent.parent / "tests" / "terms"
_KIND = {
    "no-terms": "not-terms",
    "language-not-read": "unsupported-language",
    "not-read": "not-terms",
}
_LEFT = re.compile(r"[\s\u00ad\u200b-]+")


def plain(text: str) -> str:
    """Without white space and hyphens, small letters."""
    return _LEFT.sub("", text).lower()


def read(file: Path) -> Analysis | str:
    """The analysis, or as what the text was refused."""
    try:
        return analyse(read_copy(file))
    except AnswersRejected as refused:
        return _KIND.get(refused.key, refused.key)


def gold_of(folder: Path) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Every document with what is in it, by name."""
    found = {}
    for file in sorted(folder.glob("*.gold.yaml")):
        name = file.name.removesuffix(".gold.yaml")
        document = next(p for p in folder.glob(f"{name}.*") if p.suffix != ".yaml")
        found[name] = document, yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def overlap(one: str, other: str) -> bool:
    """Whether two passages share more than a few words."""
    return (
        one in other
        or other in one
        or any(one[at : at + 40] in other for at in range(0, max(len(one) - 39, 1), 20))
    )


def clause_counts(analysis: Analysis, gold: dict[str, Any], counts: Counter[str]) -> None:
    """Count gold clauses found and missed, and clauses found that are none."""
    wanted = gold.get("clauses") or []
    for one in wanted:
        if one.get("optional"):
            continue
        found = any(
            overlap(plain(clause.quote), plain(one["quote"]))
            for clause in analysis.of(one["category"])
            if clause.status == "found"
        )
        counts["clauses found" if found else "clauses missed"] += 1
    for clause in analysis.clauses:
        if clause.status == "found" and not any(
            overlap(plain(clause.quote), plain(one["quote"]))
            for one in wanted
            if one["category"] == clause.category
        ):
            counts["clauses false"] += 1


def particular_counts(analysis: Analysis, gold: dict[str, Any], counts: Counter[str]) -> None:
    """Compare party, law and date."""
    said = gold.get("metadata") or {}
    known = analysis.particulars
    law = said.get("law", said.get("governing_law"))
    pairs = {
        "party": (said.get("party"), known.party),
        "law": (
            law[0] if isinstance(law, list) and law else law,
            (known.governing_law or (None,))[0],
        ),
        "date": (said.get("version_date"), known.version_date),
    }
    for name, (wanted, found) in pairs.items():
        right = plain(str(wanted)) == plain(str(found)) or (
            name == "party" and wanted and found and plain(str(wanted)) in plain(str(found))
        )
        counts[f"{name} {'right' if right else 'wrong' if found else 'missing'}"] += 1


def main() -> int:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "held-back" / "documents"
    counts: Counter[str] = Counter()
    analyses: dict[str, Analysis] = {}
    gold = gold_of(folder)
    for name, (document, wanted) in gold.items():
        found = read(document)
        kind = found if isinstance(found, str) else "terms"
        counts[f"kind {'right' if kind == wanted['kind'] else 'wrong'}: {wanted['kind']}"] += 1
        if isinstance(found, str) or wanted["kind"] != "terms":
            continue
        analyses[name] = found
        clause_counts(found, wanted, counts)
        particular_counts(found, wanted, counts)
    for name, (_, wanted) in gold.items():
        pair = wanted.get("pair") or {}
        if "older" in pair and name in analyses:
            other = next((n for n in analyses if n.startswith(pair["older"])), None)
            if other is not None:
                changed = set(compare(analyses[other], analyses[name]).categories)
                right = set(pair["changed"] or ())
                counts["changes right"] += len(changed & right)
                counts["changes missed"] += len(right - changed)
                counts["changes false"] += len(changed - right)
    for key, count in sorted(counts.items()):
        print(f"{count:6}  {key}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
