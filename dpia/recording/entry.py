"""One entry in the register with its files: rendered, recorded and put in their place as one unit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dpia.answers import to_plain
from dpia.answers.maintained import MAINTAINED
from dpia.beside import Prepared, discard, prepare, remove_leftovers, sha256_of
from dpia.errors import AnswersRejected, DpiaError, FileError
from dpia.model import entered_text
from dpia.recording.context import context_of
from dpia.recording.laid import lay_over
from dpia.recording.places import make_folder, register_location, relative
from dpia.recording.shown import show_register, take_back_view
from dpia.recording.takeback import Clock, TakenBack
from dpia.register import open_register
from dpia.register.files import Placed, commit
from dpia.register.store import NewVersion, ProcessingKey
from dpia.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dpia.model import Answers
    from dpia.order import Order, Reading
    from dpia.recording.laid import Laid
    from dpia.register.location import Location
    from dpia.register.store import RecordKind, Store, StoredVersion
    from dpia.render.context import ReportContext


@dataclass(frozen=True, slots=True)
class Made:
    """What was rendered. files: in the order of the targets. document: what the register keeps."""

    files: tuple[bytes, ...]
    document: Mapping[str, object]


class Work(Protocol):
    """Something that can be recorded: which files, and how they are made."""

    @property
    def targets(self) -> tuple[Path, ...]:
        """Where the files belong."""
        ...

    @property
    def template_digest(self) -> str:
        """The hash of the template, part of what makes an input the same."""
        ...

    def make(self, context: ReportContext) -> Made:
        """Render everything."""
        ...

    def outcome_of(self, assessment: Mapping[str, object]) -> str:
        """The decision that a recorded version came to, for the list of earlier versions."""
        ...


class Note(Protocol):
    """Something to tell the user about a run."""

    def message(self, language: str) -> str:
        """The sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Finished:
    """What was written. unchanged: the same input was recorded before. warnings: notes on the way."""

    files: tuple[Placed, ...]
    register: Location
    register_workbook: Placed | None
    stored: StoredVersion
    unchanged: bool
    warnings: tuple[Note, ...] = ()

    @property
    def report(self) -> Placed:
        """The Word document."""
        return self.files[0]

    @property
    def data(self) -> Placed:
        """The JSON file beside it."""
        return self.files[1]


def enter(
    order: Order,
    reading: Reading,
    kind: RecordKind,
    begin: Callable[[Reading], Work],
    *,
    show: bool = True,
) -> Finished:
    """Assess, render, enter in the register and put the files in their place.

    What people entered in the register's workbook is taken back first. Then the write lock is taken, so that the
    answers that the register keeps and the version number printed are those recorded. Files are written beside
    their place, then the register commits, then the files move in.

    Args:
        order: What the user asked for.
        reading: The workbook as it was read.
        kind: What it becomes in the register.
        begin: Assesses the workbook, with what the register keeps laid over it.
        show: Whether to take back the register's workbook and rewrite it; a batch does both once.
    """
    make_folder(order)
    remove_leftovers(order.folder)
    location = register_location(order)
    with open_register(location) as store:
        clock = Clock(order.on, order.at, order.user)
        back, notes = take_back_view(store, location, clock) if show else (TakenBack(), ())
        prepared: list[Prepared] = []
        try:
            with store.transaction():
                laid = lay_over(store, reading, _key(order, reading, kind))
                work = begin(laid.reading)
                new = _new_version(order, laid, kind, work.template_digest, location)
                _refuse_other_source(order, store, new, location)
                _refuse_other_report(work.targets, store, new)
                renamed = store.renamed(new)
                before = store.same(new)
                context = context_of(store, new, work.outcome_of)
                told_of = replace(context, changed=reading.changed, maintained=laid.printed())
                made = work.make(told_of)
                _prepare(work.targets, made.files, prepared)
                stored = _add(store, new, made, prepared, location)
            placed = tuple(commit(entry, store, order.on) for entry in prepared)
        except BaseException:
            for entry in prepared:
                discard(entry)
            raise
        store.record_files(stored.id, {relative(p.target, location): p.sha256 for p in placed})
        _record_kept(store, stored, placed, location)
        language = order.language or reading.language
        workbook, warnings = (
            show_register(store, location, language, order.on, back.edited) if show else (None, ())
        )
    told: list[Note] = [*notes, *back.left, *back.taken, *back.conflicts, *laid.notes, *warnings]
    told += [DpiaError("draft-renamed", known=name) for name in renamed]
    return Finished(placed, location, workbook, stored, before is not None, tuple(told))


def laid_now(order: Order, reading: Reading) -> Reading:
    """The workbook with what the register keeps at this moment, as enter will lay it over under the lock."""
    try:
        with open_register(register_location(order), create=False) as store:
            return lay_over(store, reading, _key(order, reading, "dpia")).reading
    except FileError:
        return reading  # there is no register yet, or enter says what is wrong with it


def _new_version(
    order: Order, laid: Laid, kind: RecordKind, template_digest: str, location: Location
) -> NewVersion:
    reading = laid.reading
    language = order.language or reading.language
    return NewVersion(
        key=_key(order, reading, kind),
        final=order.final,
        source=location.source(order.workbook.with_name(order.stem)),
        on=order.on,
        language=language,
        tool_version=__version__,
        questionnaire_version=reading.questionnaire.version,
        questionnaire_digest=reading.questionnaire.digest,
        input_name=order.workbook.name,
        input_sha256=reading.sha256,
        options_digest=options_digest(
            order, language, template_digest, _copy_of_terms(reading.answers), laid.plain()
        ),
        answers=to_plain(reading.answers) | ({MAINTAINED: laid.plain()} if laid.entries else {}),
        assessment={},
        files={},
        at=order.at,
        user=order.user,
    )


def options_digest(
    order: Order,
    language: str,
    template_digest: str,
    copies: Sequence[str],
    entries: Sequence[Mapping[str, str]],
) -> str:
    """The hash of everything but workbook and questionnaire that makes an input the same.

    copies: hashes of the copies of terms. entries: what the register keeps, as plain data.
    """
    options = [language, template_digest, order.on.isoformat(), __version__, order.stem, *copies]
    options += [json.dumps(list(entries), sort_keys=True)] if entries else []
    return hashlib.sha256("\0".join(options).encode()).hexdigest()


def _copy_of_terms(answers: Answers) -> list[str]:
    """The hash of the copy of terms that was read with the workbook: another copy is another input."""
    analysis = answers.terms.analysis if answers.terms is not None else None
    return [] if analysis is None else [analysis.copy.sha256]


def _key(order: Order, reading: Reading, kind: RecordKind) -> ProcessingKey:
    """A name that is missing or unclear is none: such workbooks are told apart by their file names."""
    controller, name = (
        entered_text(reading.answers.values.get(question))
        for question in ("controller-name", "processing-name")
    )
    return ProcessingKey(controller, name or f"[{order.stem}]", reading.questionnaire.id, kind)


def _refuse_other_source(order: Order, store: Store, new: NewVersion, location: Location) -> None:
    """Two workbooks of one processing: which one holds is for a person to say."""
    known = store.source_of(new.key)
    if known is None or order.continues or location.is_source(known, new.source):
        return
    raise AnswersRejected(
        "other-source",
        file=order.workbook.name,
        known=known,
        controller=new.key.controller,
        processing=new.key.name,
    )


def _refuse_other_report(targets: Sequence[Path], store: Store, new: NewVersion) -> None:
    """Two workbooks of one name and one output folder: the report of the other one stays."""
    for target in targets:
        other = store.owner_of_file(sha256_of(target) or "")
        if other is not None and other.key != new.key and other.source != new.source:
            raise FileError("report-of-other", file=target, known=other.key.name)


def _prepare(targets: Sequence[Path], files: Sequence[bytes], prepared: list[Prepared]) -> None:
    """Write the files beside their place; what is written is in the list even when it fails half-way."""
    for target, data in zip(targets, files, strict=True):
        prepared.append(prepare(target, data))


def _add(
    store: Store, new: NewVersion, made: Made, prepared: list[Prepared], location: Location
) -> StoredVersion:
    names = {relative(entry.target, location): entry.sha256 for entry in prepared}
    return store.add(replace(new, assessment=made.document, files=names))


def _record_kept(
    store: Store, stored: StoredVersion, placed: Sequence[Placed], location: Location
) -> None:
    """The register leads to the files of a final version wherever they lie now, signed ones too."""
    for entry in placed:
        if entry.kept is None:
            continue
        name = relative(entry.target, location)
        sha256 = sha256_of(entry.kept) or ""
        owner = store.owner_of_file(sha256)
        if owner is None and (owner := _last_at(store, stored.key, name)):
            sha256 = owner.files[name]  # what somebody made of it must not count as written by us
        if owner is not None:
            store.record_files(owner.id, {relative(entry.kept, location): sha256})


def _last_at(store: Store, key: ProcessingKey, name: str) -> StoredVersion | None:
    """The final version whose file of this kind was last seen under this name."""
    suffix, found = Path(name).suffix, None
    for version in store.each_version(key):
        names = [one for one in version.files if Path(one).suffix == suffix]
        if names and names[-1] == name:
            found = version
    return found
