"""Count from labelled clauses how much each sign speaks for a category: writes questionnaires/terms/weights/.

python -m docs.tools.make_weights [FOLDER ...]; needs scikit-learn ("pip install -e .[weights]"). The same clauses give
the same file. What it learns from is tests/terms/development; the held-back half is never read.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.terms_eval import ROOT, Entry, entries
from dpia import yamlfile
from dpia.i18n import LANGUAGES
from dpia.terms.lines import paragraphs
from dpia.terms.load import ORDER
from dpia.terms.signs import signs
from dpia.terms.text import folded
from dpia.terms.thesaurus import Thesaurus
from dpia.terms.weights import EVERY, FOUND, letter_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TERMS: Final = Path(__file__).resolve().parents[2] / "questionnaires" / "terms"
FOLDERS: Final = ("sentences", "more", "lines", "documents/lines")
LEAST_SEEN: Final = 3
"""A sign counts that stands in so many clauses."""

STRICTNESS: Final = 0.02
"""C of the support vector machine: the smaller, the less a single clause weighs."""

MARGIN: Final = 0.1
"""What the sum of the machine has to exceed; chosen on texts that it had not been trained on."""

_UNIT: Final = 100


def main(folders: Sequence[Path]) -> int:
    """Write the files of both languages."""
    known = known_in(folders)
    concepts: Any = yamlfile.load(TERMS / "concepts.yaml")
    for language in LANGUAGES:
        thesaurus = Thesaurus({key: said[language] for key, said in concepts["concepts"].items()})
        own = [one for one in known if one.language == language]
        rows = counted(own, thesaurus)
        head = f"# {len(own)} clauses, {len(rows)} signs; digest {digest(own)}; made by docs/tools/make_weights.py\n"
        file = TERMS / "weights" / f"{language}.txt"
        file.write_text(head + "".join(rows), encoding="utf-8", newline="\n")
        print(f"{file.name}: {len(own)} clauses, {len(rows)} signs, {file.stat().st_size} bytes")
    return 0


def known_in(folders: Iterable[Path]) -> list[Entry]:
    """The labelled clauses of folders, in their order."""
    return [one for folder in folders for one in entries(folder)]


def digest(known: Iterable[Entry]) -> str:
    """Of what was learnt from: changes with every clause, label and concept."""
    said = sorted(f"{one.text}|{sorted(one.wanted)}|{sorted(one.allowed)}" for one in known)
    said.append((TERMS / "concepts.yaml").read_text(encoding="utf-8"))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def counted(known: Sequence[Entry], thesaurus: Thesaurus) -> list[str]:
    """The rows of a file: each sign with its points for every category, in alphabetical order."""
    from scipy.sparse import csr_matrix

    seen = [frozenset(signs(_low(one.text), thesaurus)) for one in known]
    counts = Counter(sign for found in seen for sign in found)
    names = sorted(sign for sign, count in counts.items() if count >= LEAST_SEEN)
    number = {sign: at for at, sign in enumerate(names)}
    where: list[int] = []
    ends = [0]
    for found in seen:
        where += sorted(number[sign] for sign in found if sign in number)
        ends.append(len(where))
    matrix = csr_matrix(([1.0] * len(where), where, ends), shape=(len(seen), len(names)))
    points: dict[str, list[str]] = {name: [] for name in (EVERY, *names)}
    for at, category in enumerate(ORDER):
        weights, bias = _learn(matrix, known, category)
        letter = letter_of(at)
        points[EVERY].append(f"{letter}{round(FOUND + _UNIT * (bias - MARGIN))}")
        for name, weight in zip(names, weights, strict=True):
            if round(_UNIT * weight):
                points[name].append(f"{letter}{round(_UNIT * weight)}")
    return [f"{name}\t{' '.join(said)}\n" for name, said in points.items() if said]


def _low(text: str) -> str:
    return folded(" ".join(one.text for one in paragraphs(text)))


def _learn(matrix: Any, known: Sequence[Entry], category: str) -> tuple[Any, float]:  # noqa: ANN401
    from sklearn.svm import LinearSVC

    rows = [
        at for at, one in enumerate(known) if category in one.wanted or category not in one.allowed
    ]
    labels = [category in known[at].wanted for at in rows]
    machine = LinearSVC(C=STRICTNESS, random_state=0, max_iter=5000).fit(matrix[rows], labels)
    return machine.coef_[0], float(machine.intercept_[0])


if __name__ == "__main__":
    sys.exit(
        main([Path(one) for one in sys.argv[1:]] or [ROOT / "development" / one for one in FOLDERS])
    )
