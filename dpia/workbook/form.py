"""What a workbook asks, read from the workbook itself: the only witness of an earlier questionnaire.

A workbook shows wording, choices, kind and whether an answer is required. It does not show under which
condition a question applies, nor how the answer is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from dpia.workbook.markers import (
    ADDED,
    MARK_ANSWER,
    MARK_CODE,
    MARK_HELP,
    MARK_ID,
    MARK_TEXT,
    PART_COLUMNS,
    PARTS,
    SIGNED_BY,
    SIGNED_ON,
    TABLE_PREFIX,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dpia.workbook.dropdowns import Guide, Guides
    from dpia.workbook.options import Options
    from dpia.workbook.scan import ScannedRow, ScannedSheet
    from dpia.workbook.wording import Wording

Sort = Literal["question", "option", "table", "column", "row"]
_STAR: Final = " *"
_BULLET: Final = "–  "


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked, as it stands there. kind "": cannot be told. ids: of the choices, where known."""

    sort: Sort
    code: str
    text: str
    help: str = ""
    required: bool = False
    kind: str = ""
    choices: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(slots=True)
class Form:
    """Everything asked, by id: "q", "q.option", "table:t", "table:t.column", "table:t#row".

    guided: whether the workbook has its drop-downs and hints; some programs drop them.
    """

    asked: dict[str, Asked] = field(default_factory=dict)
    guided: bool = False


def parent_of(subject: str) -> str:
    """Return the question or table that an option, column or row belongs to."""
    return subject.partition("#")[0].partition(".")[0]


def read_form(
    sheets: Sequence[ScannedSheet],
    guides: Guides,
    wording: Wording,
    options: Options | None = None,
) -> Form:
    """Read all sheets."""
    form = Form(guided=bool(guides))
    for sheet in sheets:
        _SheetForm(sheet, guides, wording, form).read()
    for subject, known in (options or {}).items():
        key = f"{TABLE_PREFIX}{subject}" if "." in subject else subject
        asked = form.asked.get(key)
        if asked is not None:
            ids = tuple(known.get(label.casefold(), "") for label in asked.choices)
            form.asked[key] = replace(asked, ids=ids)
    return form


class _SheetForm:
    def __init__(self, sheet: ScannedSheet, guides: Guides, wording: Wording, form: Form) -> None:
        self.sheet = sheet
        self.guides = guides
        self.wording = wording
        self.form = form
        self.columns: Mapping[int, str] = {}
        self.headings: Mapping[int, str] = {}

    def read(self) -> None:
        for row in self.sheet.rows:
            subject = row.text(self.sheet.columns[MARK_ID])
            if subject.startswith(TABLE_PREFIX):
                self._table_row(row, subject)
            elif subject and not subject.endswith((SIGNED_BY, SIGNED_ON)):
                self._question(row, subject)

    def _text(self, row: ScannedRow, mark: str) -> str:
        return row.text(self.sheet.columns.get(mark, 0))

    def _question(self, row: ScannedRow, subject: str) -> None:
        text, required = _starred(self._text(row, MARK_TEXT))
        question, dot, _ = subject.partition(".")
        if dot:
            self.form.asked[subject] = Asked("option", "", text.removeprefix(_BULLET), "")
            heading = self.form.asked.get(question)
            if heading is not None and heading.kind != "multi":
                self.form.asked[question] = Asked(
                    "question", heading.code, heading.text, heading.help, heading.required, "multi"
                )
            return
        kind, choices = self._kind(self._guide(row.number, self.sheet.columns[MARK_ANSWER]))
        code, explained = self._text(row, MARK_CODE), self._text(row, MARK_HELP)
        self.form.asked.setdefault(
            subject, Asked("question", code, text, explained, required, kind, choices)
        )

    def _guide(self, row: int, column: int) -> Guide | None:
        from openpyxl.utils import get_column_letter

        return self.guides.get((self.sheet.title, f"{get_column_letter(column)}{row}"))

    def _kind(self, guide: Guide | None) -> tuple[str, tuple[str, ...]]:
        wording = self.wording
        if guide is None:
            return ("text" if self.guides else ""), ()
        if guide.choices:
            if set(guide.choices) == set(wording.yes_no.values()):
                return "yes-no", ()
            return "choice", tuple(one for one in guide.choices if one != wording.unclear)
        for kind in ("date", "number"):
            if wording.say(f"prompt-{kind}", unclear=wording.unclear) in guide.prompt:
                return kind, ()
        return "text", ()

    def _table_row(self, row: ScannedRow, subject: str) -> None:
        table, _, part = subject.partition("#")
        if part == "title":
            code, _, title = self._text(row, MARK_CODE).partition("  ")
            self.form.asked.setdefault(table, Asked("table", code, title or code))
        elif part == PART_COLUMNS:
            id_column = self.sheet.columns[MARK_ID]
            self.columns = {c: row.text(c) for c in row.cells if c != id_column}
        elif part == "header":
            for column, name in self.columns.items():
                text, required = _starred(row.text(column))
                guide = self._guide(row.number + 1, column)
                kind, choices = self._kind(guide)
                asked = Asked("column", "", text, "", required, kind, choices)
                self.form.asked.setdefault(f"{table}.{name}", asked)
        elif part == "help":
            known = self.form.asked.get(table)
            if known is not None and not known.help:
                explained = self._text(row, MARK_CODE)
                self.form.asked[table] = Asked("table", known.code, known.text, explained)
        elif part not in PARTS and not part.startswith(ADDED):
            cells = [row.text(column) for column in sorted(self.columns)]
            told = " · ".join([cell for cell in cells if cell][:2])
            self.form.asked.setdefault(subject, Asked("row", "", told))


def _starred(text: str) -> tuple[str, bool]:
    """A text without the star of what is required."""
    return text.removesuffix(_STAR).strip(), text.endswith(_STAR)
