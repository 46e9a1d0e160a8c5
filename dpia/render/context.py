"""What a report says about itself: draft or version, its predecessors and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dpia.model import Changed
    from dpia.register.changes import Changes, Recorded


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A final version of this assessment that exists already."""

    number: int
    on: date
    decision: str


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Everything around the assessment that the report prints; nothing here changes a finding.

    mark: the properties of the document by which the register knows it again.
    maintained: what counts from the register and not from the questionnaire, as plain data.
    before: the last final version as it is stored, None for the first one. changes: what is different since.
    changed: the cells of the input whose text could not enter letter by letter.
    """

    draft: bool
    on: date
    tool_version: str
    input_name: str
    input_sha256: str
    version_number: int | None = None
    versions: tuple[EarlierVersion, ...] = ()
    before: Recorded | None = None
    changes: Changes | None = None
    mark: Mapping[str, str] | None = None
    maintained: tuple[Mapping[str, str], ...] = ()
    changed: tuple[Changed, ...] = ()
