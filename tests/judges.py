"""Every kind of document before every judge: `python -m tests.judges` prints the verdicts as rows.

A row says which document, which judge, and what it found: "passed", "not asked" with the reason (a program that is
not on this machine), or the faults.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from tests.judging.access_excel import excel_access_faults
from tests.judging.access_pdf import pdf_faults
from tests.judging.access_word import word_access_faults
from tests.judging.gallery import word_files, workbooks
from tests.judging.outside import (
    OFFICE,
    OFFICE_MISSING,
    SDK_MISSING,
    as_pdf,
    as_sheets,
    audit_faults,
    recomputed_faults,
    sdk_faults,
    sdk_validator,
)
from tests.judging.own import structure_faults
from tests.judging.package import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.judging.gallery import Made

Family = Literal["word", "excel"]
PASSED: Final = "passed"
PDF: Final = "PDF/UA"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one judge says of one document."""

    kind: str
    judge: str
    faults: tuple[str, ...]
    absent: str = ""
    """Why the judge was not asked; empty where it was."""

    @property
    def said(self) -> str:
        """The verdict in a few words."""
        return self.absent or "; ".join(self.faults) or PASSED


class Court:
    """The documents of one family, made once, and what the judges say of them."""

    def __init__(self, family: Family, folder: Path) -> None:
        self.family = family
        self.folder = folder
        (folder / "made").mkdir(parents=True)
        make = word_files if family == "word" else workbooks
        self.made: list[Made] = list(make(folder / "made"))
        self.packages = {one.path: Package(one.path.read_bytes()) for one in self.made}

    @property
    def judges(self) -> list[str]:
        """The names of the judges of this family."""
        return list(self._judges)

    def verdicts(self, judge: str) -> Iterator[Verdict]:
        """What the judge says of each document."""
        ask, absent = self._judges[judge]
        asked = [one for one in self.made if one.exported or judge != PDF]
        for one in asked:
            faults = () if absent else tuple(ask(one.path))
            yield Verdict(one.kind, judge, faults, absent)

    @property
    def _judges(self) -> Mapping[str, tuple[Callable[[Path], list[str]], str]]:
        office = "" if OFFICE else OFFICE_MISSING
        common = {
            "openxml-audit": (audit_faults, ""),
            "Open XML SDK": (sdk_faults, "" if sdk_validator() else SDK_MISSING),
            "own: structure": (lambda path: structure_faults(self.packages[path]), ""),
            "own: accessibility": (self._access, ""),
        }
        if self.family == "excel":
            return {**common, "LibreOffice": (self._recomputed, office)}
        return {**common, "LibreOffice": (self._exported, office), PDF: (self._pdf, office)}

    def _access(self, path: Path) -> list[str]:
        check = word_access_faults if self.family == "word" else excel_access_faults
        return list(check(self.packages[path]))

    @cached_property
    def _opened(self) -> Mapping[Path, Path]:
        convert = as_pdf if self.family == "word" else as_sheets
        return convert([one.path for one in self.made], self.folder / "office")

    def _exported(self, path: Path) -> list[str]:
        return [] if path in self._opened else ["LibreOffice did not open it"]

    def _recomputed(self, path: Path) -> list[str]:
        if path not in self._opened:
            return ["LibreOffice did not open it"]
        return recomputed_faults(self.packages[path], self._opened[path])

    def _pdf(self, path: Path) -> list[str]:
        if path not in self._opened:
            return ["there is no PDF"]
        return list(pdf_faults(self._opened[path], self.packages[path]))


def all_verdicts(folder: Path) -> Iterator[Verdict]:
    """Every document before every judge; the folder must be empty."""
    families: tuple[Family, ...] = ("word", "excel")
    for family in families:
        court = Court(family, folder / family)
        for judge in court.judges:
            yield from court.verdicts(judge)


def main() -> int:
    """Print the rows, tab-separated; 1 when a judge found something."""
    found = False
    with tempfile.TemporaryDirectory() as folder:
        for verdict in all_verdicts(Path(folder)):
            sys.stdout.write(f"{verdict.kind}\t{verdict.judge}\t{verdict.said}\n")
            sys.stdout.flush()
            found |= bool(verdict.faults)
    return int(found)


if __name__ == "__main__":
    raise SystemExit(main())
