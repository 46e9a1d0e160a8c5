"""Finding one's way in a stored version, whatever an older or newer program wrote into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dpia.model import UNCLEAR, YES, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.model import Column, Question, Table
    from dpia.register.store import StoredVersion
    from dpia.register.words import Words

Item = Mapping[str, Any]


def mapping(value: object) -> Item:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> tuple[Item, ...]:
    """The objects of a list."""
    return (
        tuple(one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else ()
    )


def strings(value: object) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def text(value: object) -> str:
    """The text, "" for nothing."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def day(value: object) -> date | None:
    """The date, None where it is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def span(value: object) -> tuple[Any, Any]:
    """Best and worst of a value that may be a range."""
    if isinstance(value, Mapping):
        return value.get("best"), value.get("worst")
    return value, value


@dataclass(frozen=True)
class StoredAnswers:
    """The answers of a version, in words."""

    version: StoredVersion
    words: Words

    def value(self, question: str) -> str:
        """The stored answer, "" where it is missing."""
        return text(mapping(self.version.answers.get("values")).get(question))

    def worded(self, question: str) -> str:
        """The answer as a person reads it, "" where it is missing or unclear."""
        asked = self._questions.get(question)
        starter = asked.starter if asked else None
        return self._worded(self.value(question), asked, starter)

    def rows(self, table: str) -> tuple[Item, ...]:
        """The filled rows of a table: "id" and the cells by column."""
        return items(mapping(self.version.answers.get("tables")).get(table))

    def cell(self, table: str, row: Item, column: str) -> str:
        """One cell as a person reads it, "" where it is empty or unclear."""
        asked, starter = self._column(table, row, column)
        return self._worded(text(row.get(column)), asked, starter)

    def is_proposal(self, table: str, row: Item) -> bool:
        """Whether the row came with the questionnaire and nobody has confirmed it."""
        confirmed = row.get("confirmed")
        asked, _ = self._column(table, row, "confirmed")
        own = text(row.get("id")).startswith("+") and confirmed is None
        return not (confirmed == YES or own or (asked is None and confirmed is None))

    @cached_property
    def _questions(self) -> dict[str, Question]:
        known = self.words.questionnaire
        return {one.id: one for one in known.questions()} if known else {}

    @cached_property
    def _tables(self) -> dict[str, Table]:
        known = self.words.questionnaire
        return {one.id: one for one in known.tables()} if known else {}

    def _column(
        self, table: str, row: Item, column: str
    ) -> tuple[Column | None, Text | str | None]:
        """A column of the questionnaire and what the questionnaire itself had put into this cell."""
        found = self._tables.get(table)
        if found is None:
            return None, None
        asked = next((one for one in found.columns if one.id == column), None)
        brought = next((one for one in found.rows if one.id == row.get("id")), None)
        return asked, brought.values.get(column) if brought else None

    def _worded(
        self, value: str, asked: Question | Column | None, starter: Text | str | None
    ) -> str:
        if not value or value == UNCLEAR:
            return ""
        if isinstance(starter, Text) and value in starter.wordings.values():
            return self.words.text(starter)
        if asked is None:
            return value
        for option in asked.options:
            if option.id == value:
                return self.words.text(option.label)
        if asked.kind == "yes-no":
            return self.words.status("answer", value)
        stored = day(value) if asked.kind == "date" else None
        return self.words.day(stored) if stored else value


def codes_of(things: Sequence[str], known: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of things given by id; what is not known stays as it is."""
    return tuple(known[one].code if one in known else one for one in things)
