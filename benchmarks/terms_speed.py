"""How fast terms are read: CPU time of every stage on a text of 40 pages, side by side in one run.

python -m benchmarks.terms_speed [--patterns]: with --patterns also which patterns take the most time.
The text is that of the whole documents of the development corpus, in the density of real ones: nothing is read twice.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from benchmarks.terms_eval import ROOT, parted
from dpia.resources import shipped
from dpia.terms.find import clauses, hits
from dpia.terms.licence import licence_of
from dpia.terms.lines import paragraphs
from dpia.terms.load import load_library
from dpia.terms.particulars import particulars
from dpia.terms.reading import Sentence, matched
from dpia.terms.undisturbed import undisturbed
from dpia.terms.units import units

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = ROOT / "development" / "documents" / "lines"
PAGES, WORDS_A_PAGE = 40, 390


def text_of(language: str) -> str:
    """Forty pages of whole documents, one after the other."""
    parts: list[str] = []
    words = 0
    for file in sorted(CORPUS.rglob(f"*.{language}.txt")):
        for _, line in parted(file):
            if words < PAGES * WORDS_A_PAGE:
                parts.append(f"# {line['text']}" if line["kind"] == "#" else line["text"])
                words += len(line["text"].split())
    if words < PAGES * WORDS_A_PAGE:
        raise AssertionError(words)
    return "\n\n".join(parts)


def timed(times: dict[str, float], stage: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Do it and add the CPU time to the stage."""
    start = time.process_time()
    made = work()
    times[stage] = times.get(stage, 0.0) + time.process_time() - start
    return made


def measure(language: str) -> dict[str, float]:
    """CPU seconds of every stage; the patterns are compiled in the first, as in every run."""
    times: dict[str, float] = {}
    text = text_of(language)
    library = timed(
        times, "load the patterns", lambda: load_library(shipped("questionnaires") / "terms")
    )
    read = timed(times, "paragraphs", lambda: paragraphs(text))
    cut = timed(times, "sentences", lambda: units(read, language))
    found = timed(times, "patterns, compiling", lambda: hits(cut, library, language))
    timed(times, "patterns, again", lambda: hits(cut, library, language))
    whole = timed(times, "clauses", lambda: clauses(found, cut, library, language))
    timed(times, "licence", lambda: licence_of(whole, library, language))
    timed(
        times,
        "particulars",
        lambda: particulars(whole, read, library.countries[language], language),
    )
    return times


def slowest(language: str, count: int = 25) -> list[tuple[float, str]]:
    """The patterns that take the most time over the whole text."""
    library = load_library(shipped("questionnaires") / "terms")
    cut = units(paragraphs(text_of(language)), language)
    sentences = [Sentence(unit, library, language) for unit in cut]
    found = []
    for category in library.categories.values():
        for pattern in category.patterns.get(language, ()):
            matched(sentences[0], pattern)
            start = time.process_time()
            for sentence in sentences:
                matched(sentence, pattern)
            found.append((time.process_time() - start, f"{category.id}.{pattern.id}"))
    return sorted(found, reverse=True)[:count]


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patterns", action="store_true")
    asked = parser.parse_args()
    for language in ("de", "en"):
        with undisturbed():  # as in dpia.terms.analysis
            times = measure(language)
        total = sum(v for k, v in times.items() if k != "patterns, again")
        print(f"{language}: {PAGES} pages, {total:.2f} s CPU, {PAGES / total:.0f} pages/s")
        for stage, seconds in times.items():
            print(f"  {stage:22} {seconds:7.3f} s  {100 * seconds / total:5.1f} %")
        for seconds, name in slowest(language) if asked.patterns else ():
            print(f"    {seconds:7.3f} s  {name}")


if __name__ == "__main__":
    main()
