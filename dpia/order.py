"""What a run is asked to do, and what it read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dpia.model import Answers, Changed, Problem, Questionnaire

_CHECKED = re.compile(r"\.checked(-\d+)?$")
_UPGRADED = re.compile(r"\.v[\w.]+(-\d+)?")


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for. language None: the workbook's. register None: in the output folder.

    name: of the workbook that this one goes on for (an upgraded one); "": its own. terms: the user's copy of the
    provider's terms.
    """

    workbook: Path
    on: date
    output: Path | None = None
    register: str | None = field(default=None, repr=False)  # its address may hold a password
    language: str | None = None
    template: Path | None = None
    terms: Path | None = None
    final: bool = False
    continues: bool = False
    user: str = ""
    name: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def folder(self) -> Path:
        """Where reports and data go."""
        return self.output if self.output is not None else self.workbook.parent

    @property
    def stem(self) -> str:
        """The name of the source: a checked copy counts as the workbook that it was made from."""
        return self.name or plain_stem(self.workbook)


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook that was read and checked. stem: its name, an upgraded one's that of the workbook before it.

    changed: the cells whose text could not enter letter by letter.
    """

    questionnaire: Questionnaire
    answers: Answers
    problems: tuple[Problem, ...]
    language: str
    sha256: str
    stem: str
    changed: tuple[Changed, ...] = ()


def plain_stem(workbook: Path) -> str:
    """answers.xlsx, answers.checked.xlsx and answers.checked-2.xlsx have the stem "answers"."""
    return _CHECKED.sub("", workbook.stem)


def source_stem(workbook: Path, upgraded_from: str) -> str:
    """answers.v2.0.xlsx is "answers" where the file itself says so; a name that people chose stays."""
    stem = plain_stem(workbook)
    mark = stem.removeprefix(upgraded_from) if upgraded_from else ""
    return upgraded_from if _UPGRADED.fullmatch(mark) else stem
