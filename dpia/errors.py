"""The errors a user can meet. Each is one message of the catalogue with its values, and an exit code.

Exit codes are a public promise: 0 done, 1 failed (file, database), 2 wrong command line, 3 questionnaire or
template wrong, 4 answers need attention; 11-14 only with --exit-by-risk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dpia.model import Problem


class DpiaError(Exception):
    """An expected failure, told in one message: where, what was found, what to do."""

    exit_code = 1

    def __init__(self, key: str, area: str = "cli", **values: object) -> None:
        # The values can be answers; a traceback that somebody sends in must not carry them.
        super().__init__(f"{area}:{key}")
        self.key = key
        self.area = area
        self.values = values

    def message(self, language: str) -> str:
        """Return the sentence for the user."""
        from dpia.i18n import messages

        return messages(self.area)(self.key, language, **self.values)


class FileError(DpiaError):
    """A file or database cannot be read or written."""


class DefinitionError(DpiaError):
    """A questionnaire or a template is wrong. faults: by language, a line each (file, place, mend)."""

    exit_code = 3

    def __init__(
        self,
        key: str,
        area: str = "definitions",
        faults: Mapping[str, Sequence[str]] | None = None,
        **values: object,
    ) -> None:
        super().__init__(key, area, **values)
        self.faults = faults or {}


class AnswersRejected(DpiaError):
    """The workbook was read, but it or some answers cannot be used. details: by language, a line each."""

    exit_code = 4

    def __init__(
        self,
        key: str,
        area: str = "problems",
        problems: Sequence[Problem] = (),
        details: Mapping[str, Sequence[str]] | None = None,
        **values: object,
    ) -> None:
        super().__init__(key, area, **values)
        self.problems = tuple(problems)
        self.details = details or {}

    def lines(self, language: str) -> tuple[str, ...]:
        """What belongs to the message, a line each."""
        return tuple(self.details.get(language, ()))
