"""Count from labelled clauses how much each sign speaks for a category: writes questionnaires/terms/weights/.

python -m docs.tools.make_weights [FOLDER ...]; needs scikit-learn ("pip install -e .[weights]"). The same clauses give
the same file. What it learns from is tests/terms/development; the held-back half is never read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.terms_eval import ROOT, Entry, entries
from dpia import yamlfile
from dpia.i18n import LANGUAGES
from dpia.terms.index import Index
from dpia.terms.lines import paragraphs
from dpia.terms.load import ORDER, shipped_library
from dpia.terms.reading import Reading
from dpia.terms.signs import signs
from dpia.terms.text import folded
from dpia.terms.thesaurus import Thesaurus
from dpia.terms.units import units
from dpia.terms.weights import EVERY, FOUND, MATCHED, letter_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dpia.terms.units import Unit

TERMS: Final = Path(__file__).resolve().parents[2] / "questionnaires" / "terms"
FOLDERS: Final = ("sentences", "more", "lines", "documents/lines")
LISTS: Final = ("concepts.yaml", "vocabulary.yaml")
LEAST_SEEN: Final = 3
"""A sign counts that stands in so many clauses."""

STRICTNESS: Final = 0.05
"""C of the support vector machine: the smaller, the less a single clause weighs."""

HEED: Final = {"word": 1.0, "neighbours": 1.3, "concept": 1.0, "concepts": 0.5, "pattern": 0.5}
"""How readily it relies on a kind of sign. Patterns fit the texts they were written with better than others."""

MARGIN: Final = -0.05
"""What the sum of the machine has to exceed. As what stands above, chosen on texts that it had not been trained on."""

_UNIT: Final = 100
_AT_ONCE: Final = 400


def main(folders: Sequence[Path]) -> int:
    """Write the files of both languages."""
    known = known_in(folders)
    concepts: Any = yamlfile.load(TERMS / "concepts.yaml")
    files = {language: TERMS / "weights" / f"{language}.txt" for language in LANGUAGES}
    for file in files.values():  # the patterns are not loaded without
        file.touch()
    for language, file in files.items():
        thesaurus = Thesaurus({key: said[language] for key, said in concepts["concepts"].items()})
        own = [one for one in known if one.language == language]
        rows = counted(own, thesaurus)
        head = f"# {len(own)} clauses, {len(rows)} signs; digest {digest(own)}; made by docs/tools/make_weights.py\n"
        file.write_text(head + "".join(rows), encoding="utf-8", newline="\n")
        print(f"{file.name}: {len(own)} clauses, {len(rows)} signs, {file.stat().st_size} bytes")
    return 0


def known_in(folders: Iterable[Path]) -> list[Entry]:
    """The labelled clauses of folders, in their order."""
    return [one for folder in folders for one in entries(folder)]


def digest(known: Iterable[Entry]) -> str:
    """Of what was learnt from: changes with every clause, label, concept and pattern."""
    said = sorted(f"{one.text}|{sorted(one.wanted)}|{sorted(one.allowed)}" for one in known)
    for file in (*LISTS, *(f"{category}.yaml" for category in ORDER)):
        data: Any = yamlfile.load(TERMS / file)
        said.append(json.dumps(data if file in LISTS else data["patterns"], sort_keys=True))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def counted(known: Sequence[Entry], thesaurus: Thesaurus) -> list[str]:
    """The rows of a file: each sign with its points for every category, in alphabetical order."""
    seen = [frozenset(signs(_low(one.text), thesaurus)) for one in known]
    counts = Counter(sign for found in seen for sign in found)
    names = sorted(sign for sign, count in counts.items() if count >= LEAST_SEEN)
    heeds = [HEED[_kind(name)] for name in names]
    matrix = _matrix(seen, names, heeds)
    patterns = _matched(known)
    points: dict[str, list[str]] = {name: [] for name in (EVERY, MATCHED, *names)}
    for at, category in enumerate(ORDER):
        by_pattern = [HEED["pattern"] * (category in found) for found in patterns]
        weights, bias = _learn(matrix, by_pattern, known, category)
        letter = letter_of(at)
        points[EVERY].append(f"{letter}{round(FOUND + _UNIT * (bias - MARGIN))}")
        for name, weight, heed in zip(
            (*names, MATCHED), weights, (*heeds, HEED["pattern"]), strict=True
        ):
            if said := round(_UNIT * weight * heed):
                points[name].append(f"{letter}{said}")
    return [f"{name}\t{' '.join(said)}\n" for name, said in points.items() if said]


def _kind(sign: str) -> str:
    if sign.startswith("="):
        return "concepts" if ">" in sign else "concept"
    return "neighbours" if " " in sign else "word"


def _matrix(seen: Iterable[Iterable[str]], names: Sequence[str], heeds: Sequence[float]) -> Any:  # noqa: ANN401
    """A row a clause, a column a sign."""
    from scipy.sparse import csr_matrix

    number = {sign: at for at, sign in enumerate(names)}
    where: list[int] = []
    ends = [0]
    for found in seen:
        where += sorted(number[sign] for sign in found if sign in number)
        ends.append(len(where))
    return csr_matrix(([heeds[at] for at in where], where, ends), shape=(len(ends) - 1, len(names)))


def _matched(known: Sequence[Entry]) -> list[set[str]]:
    """For every clause the categories of which a clear pattern matches one of its sentences."""
    found: list[set[str]] = []
    for start in range(0, len(known), _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        cut = [units(paragraphs(one.text), one.language) for one in some]
        flat = [(number, unit) for number, several in enumerate(cut) for unit in several]
        here: list[set[str]] = [set() for _ in some]
        for at, category in _hits([unit for _, unit in flat], some[0].language):
            here[flat[at][0]].add(category)
        found += here
    return found


def _hits(cut: Sequence[Unit], language: str) -> Iterator[tuple[int, str]]:
    """Number of the sentence and category, wherever a clear pattern matches."""
    library = shipped_library()
    lows = [unit.low for unit in cut]
    reading = Reading(cut, lows, library, language, Index(lows))
    for category in library.categories.values():
        for at, hit in reading.matching(category, category.patterns.get(language, ())).items():
            if hit.status == "found":
                yield at, category.id


def _low(text: str) -> str:
    return folded(" ".join(one.text for one in paragraphs(text)))


def _learn(
    matrix: Any,  # noqa: ANN401
    by_pattern: Sequence[float],
    known: Sequence[Entry],
    category: str,
) -> tuple[Any, float]:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.svm import LinearSVC

    rows = [
        at for at, one in enumerate(known) if category in one.wanted or category not in one.allowed
    ]
    labels = [category in known[at].wanted for at in rows]
    signs_and_pattern = hstack([matrix, csr_matrix(by_pattern).T]).tocsr()
    machine = LinearSVC(C=STRICTNESS, random_state=0, max_iter=5000)
    machine.fit(signs_and_pattern[rows], labels)
    return machine.coef_[0], float(machine.intercept_[0])


if __name__ == "__main__":
    sys.exit(
        main([Path(one) for one in sys.argv[1:]] or [ROOT / "development" / one for one in FOLDERS])
    )
