"""Licence terms from one end to the other: a copy read, two compared, the annexes written, the register asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.beside import prepare, put, remove_leftovers, sha256_of
from dpia.errors import FileError
from dpia.resources import shipped
from dpia.terms.analysis import analyse
from dpia.terms.copy import read_copy
from dpia.terms.differ import compare

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dpia.model import Questionnaire
    from dpia.terms.analysis import Analysis
    from dpia.terms.differ import Difference

ANNEX: Final = "dpia-terms.docx"
DIFF_ANNEX: Final = "dpia-terms-diff.docx"


def check_terms(file: Path) -> Analysis:
    """Read one copy. FileError or AnswersRejected: it cannot be used."""
    return analyse(read_copy(file))


def diff_terms(old: Path, new: Path) -> Difference:
    """Compare two copies. FileError or AnswersRejected: one cannot be used."""
    return compare(check_terms(old), check_terms(new))


def write_terms_annex(
    analysis: Analysis, questionnaire: Questionnaire, language: str, target: Path, on: date
) -> None:
    """Write the Word annex on one copy under a new name; FileError where there is a file already."""
    from dpia.render.view_terms import annex_view

    _write(annex_view(analysis, questionnaire, language, on), ANNEX, language, target, on)


def write_diff_annex(
    found: Difference, questionnaire: Questionnaire, language: str, target: Path, on: date
) -> None:
    """Write the Word annex on two copies under a new name; FileError where there is a file already."""
    from dpia.render.view_terms import diff_view

    _write(diff_view(found, questionnaire, language, on), DIFF_ANNEX, language, target, on)


def _write(view: dict[str, object], template: str, language: str, target: Path, on: date) -> None:
    from dpia.render.word import render_word

    target = target if target.suffix else target.with_suffix(".docx")
    data = render_word(view, (shipped("templates") / language / template).read_bytes(), on)
    if sha256_of(target) not in {None, hashlib.sha256(data).hexdigest()}:
        raise FileError("annex-exists", "terms", file=target)
    remove_leftovers(target.parent)
    put(prepare(target, data))


@dataclass(frozen=True, slots=True)
class Resting:
    """A recorded assessment that rests on a version of terms. how: "copy" (same file) or "version" (same date)."""

    number: int
    controller: str
    processing: str
    version: int | None
    how: str

    def plain(self) -> dict[str, object]:
        """As plain data."""
        return {
            "number": self.number,
            "controller": self.controller,
            "processing": self.processing,
            "version": self.version,
            "how": self.how,
        }


def resting_on(analysis: Analysis, register: str) -> list[Resting]:
    """The assessments of a register that rest on this text: by the hash of the copy, else by party and date.

    Raises:
        FileError: the register is not there or cannot be opened.
    """
    from dpia.recording.places import location_of
    from dpia.register import open_register

    with open_register(location_of(register), create=False) as store:
        found = []
        for current in store.current():
            shown = current.newer_draft or current.shown
            how = _rests(shown.assessment.get("terms"), analysis)
            if how and shown.key.kind == "dpia":
                key = shown.key
                found.append(Resting(shown.number, key.controller, key.name, shown.version, how))
        return found


def _rests(terms: object, analysis: Analysis) -> str | None:
    """How what is recorded of an assessment's terms agrees with a copy."""
    document = terms.get("document") if isinstance(terms, dict) else None
    if not isinstance(document, dict):
        return None
    if document.get("sha256") == analysis.copy.sha256:
        return "copy"
    known = analysis.particulars
    same = (document.get("party"), document.get("version_date")) == (
        known.party,
        known.version_date,
    )
    return "version" if same and known.party and known.version_date else None
