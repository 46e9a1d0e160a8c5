"""What a report says about itself: draft or version, its predecessors and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from dpia.model import Changed


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A final version of this assessment that exists already."""

    number: int
    on: date
    decision: str


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Everything around the assessment that the report prints; nothing here changes a finding.

    changed: the cells of the input whose text could not enter letter by letter.
    """

    draft: bool
    on: date
    tool_version: str
    input_name: str
    input_sha256: str
    version_number: int | None = None
    versions: tuple[EarlierVersion, ...] = ()
    changed: tuple[Changed, ...] = ()
