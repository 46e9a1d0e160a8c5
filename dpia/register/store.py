"""What a register keeps and what every back end must be able to do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from types import TracebackType

    from dpia.register.recording import Record, Written

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
class Summary:
    """What stands of one processing, without reading its document: its latest final, else its draft.

    id: of the version. proposed, taken: codes of decisions, "" where there is none. highest_today, highest_target:
    as in the headline of the JSON record. stops_not_met: None for a memo. open: how many answers are.
    newer_draft: the day of a draft begun since the final. follow: what deadlines.to_follow says of the version.
    """

    id: int
    number: int
    key: ProcessingKey
    version: int | None
    on: date
    at: datetime
    user: str
    source: str
    questionnaire_version: str
    questionnaire_digest: str
    proposed: str
    taken: str
    highest_today: object
    highest_target: object
    stops_not_met: int | None
    open: int
    next_review: date | None
    newer_draft: date | None
    follow: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pending:
    """A measure of a standing version that is planned or begun, not implemented, and has a due date."""

    version_id: int
    number: int
    key: ProcessingKey
    measure: str
    code: str
    status: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a register goes at one moment. last: id of the latest version, 0 for none. head: end of the chain."""

    last: int
    head: str


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

    def each_version(self, key: ProcessingKey) -> Iterator[StoredVersion]:
        """The same, read a few at a time: for who does not need all of them at once."""
        ...

    def draft(self, key: ProcessingKey) -> StoredVersion | None:
        """The draft of a processing."""
        ...

    def latest(self, key: ProcessingKey) -> StoredVersion | None:
        """What was recorded last: the draft if there is one (a final ends it), else the last final."""
        ...

    def source_of(self, key: ProcessingKey) -> str | None:
        """The workbook that the latest version came from; None for a processing not known yet.

        Of a version that was recorded elsewhere, before the register was moved, it is the whole path.
        """
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
        """Every processing by its number, its memo before its assessment, read one at a time.

        Like all readers that go through the register, it holds no lock in between: under transaction() it
        shows one state, else what is recorded meanwhile may or may not be in it.
        """
        ...

    def find(
        self, number: int, version: int | None = None, kind: RecordKind = "dpia"
    ) -> StoredVersion | None:
        """A final version by its number, or with None what stands (as in Current.shown)."""
        ...

    def number_of(self, key: ProcessingKey) -> int | None:
        """The running number of a processing; None where it is not known yet."""
        ...

    def has_more_than(self, count: int) -> bool:
        """Whether more versions than this are recorded, drafts too."""
        ...

    def last_recorded(self) -> int:
        """The id of the version that was recorded last; it only grows. 0: none."""
        ...

    def overview(self) -> Iterator[Summary]:
        """All that stands, in the order of current(), without reading a document."""
        ...

    def pending(self, until: date) -> Iterator[Pending]:
        """The measures of what stands that are due until this day (included), by their due dates."""
        ...

    def every(self) -> Iterator[StoredVersion]:
        """All versions, drafts too, in the order of recording (which is that of the chain)."""
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

    def loose_files(self) -> Iterator[Written]:
        """The files that belong to no version (any more): of drafts that ended, and the register's workbook."""
        ...

    def origin_of(self, version_id: int) -> str | None:
        """The folder to which the names in this version are relative, where it was recorded before a move."""
        ...

    def verify(self, noting: Callable[[Record], None] | None = None) -> Sequence[Fault]:
        """Recompute every digest and the chain; empty when nothing was changed, added or taken out.

        noting: gets each version as it lies there, in the order of recording; one that cannot be read without its
        content. It gets none where the database itself is damaged.
        """
        ...

    def close(self) -> None:
        """Let go of the database (a file stays locked on Windows until then)."""
        ...
