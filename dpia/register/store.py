"""What a register keeps and what every back end must be able to do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from types import TracebackType


RecordKind = Literal["dpia", "threshold"]
"""What a record is: an assessment, or the memo on whether one is due."""


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True, eq=False)
class ProcessingKey:
    """Which processing it is, and what is recorded of it: assessment and memo have versions of their own.

    Upper case and spacing make no difference; the spelling is kept.
    """

    controller: str
    name: str
    questionnaire: str
    kind: RecordKind = "dpia"

    @property
    def folded(self) -> tuple[str, str, str]:
        """The form in which two processings are compared."""
        return (_folded(self.controller), _folded(self.name), self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProcessingKey) and (self.folded, self.kind) == (
            other.folded,
            other.kind,
        )

    def __hash__(self) -> int:
        return hash((self.folded, self.kind))


@dataclass(frozen=True, slots=True)
class NewVersion:
    """An assessment to be recorded. Answers and assessment are plain JSON values.

    source: which workbook it came from. files: name, relative to the register's folder -> sha256.
    at, user: clock and user, which live in the register only.
    """

    key: ProcessingKey
    final: bool
    source: str
    on: date
    language: str
    tool_version: str
    questionnaire_version: str
    questionnaire_digest: str
    input_name: str
    input_sha256: str
    options_digest: str
    answers: Mapping[str, object]
    assessment: Mapping[str, object]
    files: Mapping[str, str]
    at: datetime
    user: str


@dataclass(frozen=True, slots=True)
class StoredVersion(NewVersion):
    """A recorded assessment. version: 1, 2, ... of a final, None of a draft.

    number: the running number of the processing in this register. previous: the digest of the final that
    was recorded before it in the whole register, "" for the first one and for drafts.
    """

    id: int
    number: int
    version: int | None
    digest: str
    previous: str


@dataclass(frozen=True, slots=True)
class Current:
    """What stands of one key: its latest final, else its draft, and a draft begun since then."""

    shown: StoredVersion
    newer_draft: StoredVersion | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that verify found: a message key of the area "register" and its values."""

    key: str
    values: Mapping[str, str]

    def message(self, language: str) -> str:
        """Return the sentence for the user."""
        from dpia.i18n import messages

        return messages("register")(self.key, language, **self.values)


class Store(Protocol):
    """A register. Used as a context manager, which closes it; one object belongs to one thread."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def transaction(self) -> AbstractContextManager[None]:
        """Take the write lock first, so that number, report and record belong together.

        Everything inside is kept, or nothing of it when an exception leaves the block.
        """
        ...

    def versions(self, key: ProcessingKey) -> tuple[StoredVersion, ...]:
        """The finals of a processing, oldest first."""
        ...

    def draft(self, key: ProcessingKey) -> StoredVersion | None:
        """The draft of a processing."""
        ...

    def latest(self, key: ProcessingKey) -> StoredVersion | None:
        """What was recorded last: the draft if there is one (a final ends it), else the last final."""
        ...

    def source_of(self, key: ProcessingKey) -> str | None:
        """The workbook that the latest version came from; None for a processing not known yet."""
        ...

    def next_number(self, key: ProcessingKey) -> int:
        """The number that the next final of this processing gets."""
        ...

    def renamed(self, new: NewVersion) -> tuple[str, ...]:
        """The names under which the same workbook has drafts (of this kind) of other processings; add ends them."""
        ...

    def same(self, new: NewVersion) -> StoredVersion | None:
        """The version that already records this input (workbook, questionnaire, options, final or not)."""
        ...

    def add(self, new: NewVersion) -> StoredVersion:
        """Record it: a draft replaces the draft, a final gets the next number, ends the draft and stays.

        A workbook has one draft: when its processing has got another name, the draft of the old name ends.
        What is recorded already (see same) is returned as it stands.
        """
        ...

    def current(self) -> Iterator[Current]:
        """Every processing by its number, its memo before its assessment, read one at a time."""
        ...

    def knows_file(self, sha256: str) -> bool:
        """Whether we ever wrote a file with this content."""
        ...

    def is_final_file(self, sha256: str) -> bool:
        """Whether this content is a file of a final version, which a later run must not replace."""
        ...

    def owner_of_file(self, sha256: str) -> StoredVersion | None:
        """The version, not replaced since, that a file with this content belongs to; a final before a draft."""
        ...

    def record_files(self, version_id: int | None, files: Mapping[str, str]) -> None:
        """Remember files written later (name -> sha256), of a version or, with None, of the register."""
        ...

    def verify(self) -> Sequence[Fault]:
        """Recompute every digest and the chain; empty when nothing was changed, added or taken out."""
        ...

    def close(self) -> None:
        """Let go of the database (a file stays locked on Windows until then)."""
        ...
