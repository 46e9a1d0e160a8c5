"""Take back what people entered in the register workbook: value by value, three ways, and nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dpia.answers.maintained import (
    Maintained,
    entries_of,
    label_of,
    three_way,
    value_of,
    with_value,
)
from dpia.beside import sha256_of
from dpia.errors import DpiaError
from dpia.i18n import messages
from dpia.model import UNCLEAR
from dpia.recording.again import read_again, record_again
from dpia.recording.edited import carries_added, read_edited
from dpia.recording.entered import Entered, entered
from dpia.register.added import Edited
from dpia.register.entering import TAKE_WORKBOOK
from dpia.register.followup_rows import told
from dpia.register.seen import digest, read_key, row_key
from dpia.register.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from dpia.model import Questionnaire
    from dpia.order import Reading
    from dpia.recording.edited import EditedRow
    from dpia.register.seen import RowKey
    from dpia.register.store import Store, StoredVersion


@dataclass(frozen=True, slots=True)
class Told:
    """What taking back has to say about one value: a message key, the entry, and what it stands against."""

    key: str
    questionnaire: Questionnaire
    number: int
    entry: Maintained
    on: date

    def plain(self) -> dict[str, object]:
        """As plain data: value is what counts now, other what stands or stood against it."""
        entry = self.entry
        return {
            "number": self.number,
            "ref": entry.ref,
            "field": entry.field,
            "value": entry.value,
            "other": entry.other,
        }

    def message(self, language: str) -> str:
        """The sentence for the user."""
        words = Words(language, self.questionnaire, self.on)
        other = replace(self.entry, value=self.entry.other or "")
        values = told(words, self.entry) | {"other": told(words, other)["value"]}
        return messages("register")(self.key, language, number=str(self.number), **values)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the entries. found: a workbook was there and somebody had changed it.

    taken, conflicts: value by value. left: what could not be taken over, a message each. versions: recorded anew.
    """

    found: bool = False
    taken: tuple[Told, ...] = ()
    conflicts: tuple[Told, ...] = ()
    left: tuple[DpiaError, ...] = ()
    versions: tuple[StoredVersion, ...] = ()
    edited: Edited | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """When something is entered, and by whom."""

    on: date
    at: datetime
    user: str


def take_back(store: Store, view: Path, clock: Clock) -> TakenBack:
    """Bring what people changed in the register workbook into the register.

    Raises:
        FileError: the workbook cannot be read; nothing was taken from it, and it stays as it is.
    """
    present = sha256_of(view)
    if present is None or (store.knows_file(present) and not carries_added(view)):
        return TakenBack()
    wanted = _Wanted()
    book = read_edited(view, wanted.add)
    work = _Work(store, clock, list(wanted.left))
    work.left += [
        DpiaError("sheet-unreadable", area="register", file=view.name, sheet=title)
        for title in book.unreadable
    ]
    with store.transaction():
        work.take(wanted.entries)
    complete = book.whole and not (work.left or work.conflicts or wanted.overwritten)
    return TakenBack(
        not store.knows_file(present),
        tuple(work.taken),
        tuple(work.conflicts),
        tuple(work.left),
        tuple(work.versions),
        Edited(book.sha256, book.added, complete, book.language),
    )


class _Wanted:
    """Gathers what was changed, row by row. overwritten: so were cells that the register computes."""

    def __init__(self) -> None:
        self.entries: dict[tuple[int, str], dict[tuple[str, str, bool], Entered]] = {}
        self.left: list[DpiaError] = []
        self.overwritten = False

    def add(self, row: EditedRow) -> None:
        """Take one row; what was not changed is forgotten at once."""
        self.overwritten |= row.changed
        key = read_key(row.key)
        if key is None:
            self.overwritten = True
            return
        for one in entered(row, key.target):
            if isinstance(one, DpiaError):
                self.left.append(one)
            elif one.touched:
                self._note(key, one)

    def _note(self, key: RowKey, one: Entered) -> None:
        """A row that was copied may say two things about one value; then neither is taken."""
        entries = self.entries.setdefault((key.number, key.mark), {})
        known = entries.setdefault((one.ref, one.field, one.decides), one)
        if known.value != one.value:
            self.left.append(
                DpiaError("entry-twice", area="register", place=one.place, first=known.place)
            )
            entries[one.ref, one.field, one.decides] = replace(known, seen=digest(known.value))


@dataclass(slots=True)
class _Work:
    """Goes through the entries, assessment by assessment."""

    store: Store
    clock: Clock
    left: list[DpiaError]
    taken: list[Told] = field(default_factory=list)
    conflicts: list[Told] = field(default_factory=list)
    versions: list[StoredVersion] = field(default_factory=list)

    def take(
        self, wanted: Mapping[tuple[int, str], Mapping[tuple[str, str, bool], Entered]]
    ) -> None:
        """Take all entries: those of an assessment make one version."""
        for (number, mark), entries in sorted(wanted.items()):
            stored = self.store.find(number)
            if stored is None or row_key(number, stored.key).mark != mark:
                places = ", ".join(one.place for one in entries.values())
                self.left.append(
                    DpiaError("entry-foreign", area="register", number=number, place=places)
                )
            else:
                self._one(stored, [one for one in entries.values() if one.touched])

    def _one(self, stored: StoredVersion, wanted: Sequence[Entered]) -> None:
        """The entries of one assessment; a draft begun since its final version goes on with them."""
        draft = self.store.draft(stored.key) if stored.final else None
        found = self._laid(stored, wanted)
        if found is None:
            return
        self.taken += found.taken
        self.conflicts += found.conflicts
        if draft is not None:
            # The new final has ended it.
            self._laid(draft, wanted, always=True)

    def _laid(
        self, stored: StoredVersion, wanted: Sequence[Entered], *, always: bool = False
    ) -> _Laying | None:
        """Lay the entries over one version and record what comes of it; None where nothing changes."""
        try:
            laying = _Laying(read_again(stored), stored, self.clock)
            for one in wanted:
                laying.lay(one)
            if not (laying.changed or always):
                return None
            again = record_again(
                self.store,
                stored,
                laying.reading,
                on=self.clock.on,
                at=self.clock.at,
                user=self.clock.user,
                maintained=[one.plain() for one in laying.entries.values()],
            )
        except DpiaError as error:
            self.left.append(_Refused(stored, error))
            return None
        self.versions.append(again)
        return laying


class _Refused(DpiaError):
    """The entries of one assessment cannot be taken over, and why."""

    def __init__(self, stored: StoredVersion, why: DpiaError) -> None:
        super().__init__("entries-refused", area="register", number=str(stored.number))
        self.why = why

    def message(self, language: str) -> str:
        """The sentence for the user, with the reason and its lines."""
        say = messages("register")
        lines = getattr(self.why, "lines", lambda _: ())(language)
        why = "\n  ".join([self.why.message(language), *lines])
        return say(self.key, language, **self.values, why=why)


class _Laying:
    """The entries of a workbook, laid over the answers of one version."""

    def __init__(self, reading: Reading, stored: StoredVersion, clock: Clock) -> None:
        self.reading = reading
        self.entries = {one.place: one for one in entries_of(stored.answers)}
        self.taken: list[Told] = []
        self.conflicts: list[Told] = []
        self._before = dict(self.entries)
        self._number = stored.number
        self._clock = clock

    @property
    def changed(self) -> bool:
        """Whether there is anything to record."""
        return bool(self.taken) or self.entries != self._before

    def lay(self, one: Entered) -> None:
        """Take one value, or note that both sides have changed."""
        if one.decides:
            self._decide(one)
            return
        now = value_of(self.reading.answers, one.ref, one.field)
        known = self.entries.get((one.ref, one.field))
        entry = self._entry(one, known.workbook if known else now)
        side = three_way(digest(one.value), digest("" if now == UNCLEAR else now), one.seen)
        if side == "taken":
            self._take(entry)
        elif side == "conflict":
            noted = replace(entry, value=now, other=one.value)
            self.entries[noted.place] = noted
            self.conflicts.append(self._told("told-conflict", noted))

    def _entry(self, one: Entered, workbook: str) -> Maintained:
        day = self._clock.on.isoformat()
        label = label_of(self.reading.answers, one.ref)
        return Maintained(one.ref, one.field, one.value, workbook, day, self._clock.user, label)

    def _take(self, entry: Maintained) -> None:
        was = value_of(self.reading.answers, *entry.place)
        self.taken.append(self._told("told-taken", replace(entry, other=was)))
        self.entries[entry.place] = entry
        answers = with_value(self.reading.answers, entry.ref, entry.field, entry.value)
        self.reading = replace(self.reading, answers=answers)

    def _decide(self, one: Entered) -> None:
        """Carry out what was chosen on the sheet Conflicts."""
        waiting = self.entries.get((one.ref, one.field))
        if waiting is None or waiting.other is None:
            return
        settled = replace(waiting, other=None, on=self._clock.on.isoformat(), by=self._clock.user)
        if one.value == TAKE_WORKBOOK:
            self._take(replace(settled, value=waiting.other))
        else:
            self.entries[settled.place] = settled
            self.taken.append(self._told("told-kept", waiting))

    def _told(self, key: str, entry: Maintained) -> Told:
        return Told(key, self.reading.questionnaire, self._number, entry, self._clock.on)
