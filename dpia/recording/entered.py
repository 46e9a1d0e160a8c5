"""What stands in the cells of the register workbook in which people write, as the register keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.answers.dates import parse_date
from dpia.answers.maintained import DATES, MEASURE, REVIEW, REVIEW_DATE
from dpia.answers.unusable import Unusable
from dpia.errors import DpiaError
from dpia.i18n import LANGUAGES, messages
from dpia.register.entering import DECISIONS, STATUSES
from dpia.register.seen import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.recording.edited import EditedCell, EditedRow

DECIDE: Final = "decide"
_WITH_A_MESSAGE: Final = ("status", DECIDE, *DATES)
_NO_STATUS: Final = {"status-none": "", "status-unclear": ""}


@dataclass(frozen=True, slots=True)
class Entered:
    """One value of the workbook. seen: the digest of what the cell showed when it was written.

    place: the cell. decides: it is a choice on the sheet Conflicts about this value, not the value itself.
    """

    ref: str
    field: str
    value: str
    seen: str
    place: str
    decides: bool = False

    @property
    def touched(self) -> bool:
        """Whether somebody changed it."""
        return digest(self.value) != self.seen


def entered(row: EditedRow, target: str) -> Iterator[Entered | DpiaError]:
    """The values of a row about something; in the place of one that cannot be used, the message that says so."""
    for column, cell in row.cells.items():
        if column not in row.seen:
            continue
        try:
            value = _value(column, cell)
        except Unusable:
            key = column if column in _WITH_A_MESSAGE and not cell.formula else "text"
            yield DpiaError(
                f"entry-unusable-{key}", area="register", place=cell.place, found=cell.text
            )
            continue
        seen = row.seen[column]
        if row.sheet == "measures":
            yield Entered(f"{MEASURE}{target}", column, value, seen, cell.place)
        elif column == REVIEW_DATE:
            yield Entered(REVIEW, column, value, seen, cell.place)
        elif value:
            ref, _, field = target.rpartition(":")
            yield Entered(ref, field, value, seen, cell.place, decides=True)


def _value(column: str, cell: EditedCell) -> str:
    """A cell as option id, ISO date or text; Unusable where it is none."""
    if cell.formula:
        raise Unusable("formula")
    if column == "status":
        return _chosen(cell.text, {f"status-{one}": one for one in STATUSES} | _NO_STATUS)
    if column == DECIDE:
        return _chosen(cell.text, {f"decide-{one}": one for one in DECISIONS})
    return _day(cell) if column in DATES else cell.text


def _chosen(found: str, choices: Mapping[str, str]) -> str:
    """The option that a wording stands for, in any language, upper case or lower."""
    if not found:
        return ""
    wanted = " ".join(found.casefold().split())
    for key, code in choices.items():
        if wanted in {messages("register")(key, language).casefold() for language in LANGUAGES}:
            return code
    raise Unusable("not-a-choice")


def _day(cell: EditedCell) -> str:
    unclear = {messages("register")("answer-unclear", language) for language in LANGUAGES}
    return "" if cell.text in {"", *unclear} else parse_date(cell.value).isoformat()
