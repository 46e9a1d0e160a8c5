"""From an assessment to files and a register entry: one unit, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dpia.answers import to_plain
from dpia.beside import Prepared, discard, prepare, remove_leftovers, sha256_of
from dpia.definitions import load_questionnaire
from dpia.errors import AnswersRejected, DefinitionError, DpiaError, FileError
from dpia.model import UNCLEAR
from dpia.register import open_register, refuse_address
from dpia.register.files import Placed, commit
from dpia.register.store import NewVersion, ProcessingKey
from dpia.register.workbook import write_register
from dpia.render.context import EarlierVersion, ReportContext
from dpia.render.json_ import render_json
from dpia.render.view import build_view
from dpia.render.word import render_word
from dpia.resources import shipped
from dpia.version import __version__
from dpia.workbook.read import open_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.result import Assessment
    from dpia.model import Questionnaire
    from dpia.order import Order, Reading
    from dpia.register.store import Store, StoredVersion

REGISTER_NAME = "register.db"
_DATABASES = frozenset({".db", ".sqlite", ".sqlite3"})


@dataclass(frozen=True, slots=True)
class Finished:
    """What was written. unchanged: the same input was recorded before. warning: a note on the way."""

    report: Placed
    data: Placed
    register: Path
    register_workbook: Placed | None
    stored: StoredVersion
    unchanged: bool
    warnings: tuple[DpiaError, ...] = ()


def record(order: Order, reading: Reading, assessment: Assessment) -> Finished:
    """Render report and data, enter them in the register and put the files in their place.

    The register's write lock is taken first, so that the version number printed in the report is the one
    recorded. Files are written beside their place, then the register commits, then the files move in.
    """
    folder = order.folder
    _make_folder(folder)
    remove_leftovers(folder)
    location = register_location(order)
    template, template_digest = read_template(order, order.language or reading.language)
    with open_register(location) as store:
        prepared: list[Prepared] = []
        try:
            with store.transaction():
                new = _new_version(order, reading, template_digest, location)
                _refuse_other_source(order, store, new)
                _refuse_other_report(order, store, new)
                renamed = store.renamed(new)
                before = store.same(new)
                context = _context(order, reading, store, new)
                files = _render(order, reading, assessment, context, template)
                _prepare(order, files, prepared)
                stored = _add(store, new, files[1], prepared, location)
        except BaseException:
            for entry in prepared:
                discard(entry)
            raise
        placed = [commit(entry, store, order.on) for entry in prepared]
        store.record_files(stored.id, {_relative(p.target, location): p.sha256 for p in placed})
        _record_kept(store, stored, placed, location)
        workbook, warnings = _register_workbook(order, reading, store, location)
    warnings += tuple(DpiaError("draft-renamed", known=name) for name in renamed)
    return Finished(placed[0], placed[1], location, workbook, stored, before is not None, warnings)


def register_location(order: Order) -> Path:
    """--register (or DPIA_REGISTER, which the command line passes on), else in the output folder.

    Raises:
        FileError: it is an address, or the Excel view instead of the database.
    """
    if not order.register:
        return order.folder / REGISTER_NAME
    refuse_address(order.register)
    place = Path(order.register)
    if place.is_dir():
        return place / REGISTER_NAME
    if place.suffix.lower() == ".xlsx":
        raise FileError("register-not-a-database", area="register", place=place)
    # A dot makes no file: "DSFA 1.2" is a folder that is not there yet.
    named = place.exists() or place.suffix.lower() in _DATABASES
    return place if named else place / REGISTER_NAME


def read_template(order: Order, language: str) -> tuple[bytes, str]:
    """The user's template or the shipped one, and its hash."""
    try:
        if order.template is not None:
            data = order.template.read_bytes()
        else:
            data = (shipped("templates") / language / "dpia-report.docx").read_bytes()
    except OSError as error:
        raise DefinitionError("template-missing", found=order.template) from error
    return data, hashlib.sha256(data).hexdigest()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError("folder-unwritable", found=folder) from error


def _new_version(
    order: Order, reading: Reading, template_digest: str, location: Path
) -> NewVersion:
    language = order.language or reading.language
    options = [language, template_digest, order.on.isoformat(), __version__, order.stem]
    return NewVersion(
        key=_key(order, reading),
        final=order.final,
        source=_relative(order.workbook.with_name(order.stem), location),
        on=order.on,
        language=language,
        tool_version=__version__,
        questionnaire_version=reading.questionnaire.version,
        questionnaire_digest=reading.questionnaire.digest,
        input_name=order.workbook.name,
        input_sha256=reading.sha256,
        options_digest=hashlib.sha256("\0".join(options).encode()).hexdigest(),
        answers=to_plain(reading.answers),
        assessment={},
        files={},
        at=order.at,
        user=order.user,
    )


def _key(order: Order, reading: Reading) -> ProcessingKey:
    """A name that is missing or unclear is none: such workbooks are told apart by their file names."""
    controller, name = (
        "" if value == UNCLEAR else str(value)
        for value in map(
            reading.answers.values.get, ("controller-name", "processing-name"), ("", "")
        )
    )
    return ProcessingKey(controller, name or f"[{order.stem}]", reading.questionnaire.id)


def _refuse_other_source(order: Order, store: Store, new: NewVersion) -> None:
    """Two workbooks of one processing: which one holds is for a person to say."""
    known = store.source_of(new.key)
    if known is None or known == new.source or order.continues:
        return
    raise AnswersRejected(
        "other-source",
        file=order.workbook.name,
        known=known,
        controller=new.key.controller,
        processing=new.key.name,
    )


def _refuse_other_report(order: Order, store: Store, new: NewVersion) -> None:
    """Two workbooks of one name and one output folder: the report of the other one stays."""
    for target in _targets(order):
        other = store.owner_of_file(sha256_of(target) or "")
        if other is not None and other.key != new.key and other.source != new.source:
            raise FileError("report-of-other", file=target, known=other.key.name)


def _targets(order: Order) -> tuple[Path, Path]:
    """Where report and data belong."""
    docx, json_ = (order.folder / f"{order.stem}.dpia.{suffix}" for suffix in ("docx", "json"))
    return docx, json_


def _context(order: Order, reading: Reading, store: Store, new: NewVersion) -> ReportContext:
    recorded = store.same(new)
    number = store.next_number(new.key) if order.final else None
    if recorded is not None and recorded.version is not None:
        number = recorded.version
    earlier = tuple(
        EarlierVersion(v.version, v.on, _decision(v.assessment))
        for v in store.versions(new.key)
        if v.version is not None and (number is None or v.version < number)
    )
    return ReportContext(
        draft=not order.final,
        on=order.on,
        tool_version=__version__,
        input_name=order.workbook.name,
        input_sha256=reading.sha256,
        version_number=number,
        versions=earlier,
    )


def _decision(assessment: Mapping[str, object]) -> str:
    decision = assessment.get("decision")
    if not isinstance(decision, dict):
        return ""
    return str(decision.get("taken") or decision.get("proposed") or "")


def _render(
    order: Order,
    reading: Reading,
    assessment: Assessment,
    context: ReportContext,
    template: bytes,
) -> tuple[bytes, bytes]:
    language = order.language or reading.language
    view = build_view(reading.questionnaire, reading.answers, assessment, language, context)
    return (
        render_word(view, template, order.on),
        render_json(reading.questionnaire, assessment, language, context),
    )


def _prepare(order: Order, files: tuple[bytes, bytes], prepared: list[Prepared]) -> None:
    """Write report and data beside their place; what is written is in the list even when it fails half-way."""
    for target, data in zip(_targets(order), files, strict=True):
        prepared.append(prepare(target, data))


def _add(
    store: Store, new: NewVersion, data: bytes, prepared: list[Prepared], location: Path
) -> StoredVersion:
    names = {_relative(entry.target, location): entry.sha256 for entry in prepared}
    return store.add(replace(new, assessment=json.loads(data), files=names))


def _record_kept(store: Store, stored: StoredVersion, placed: list[Placed], location: Path) -> None:
    """The register leads to the files of a final version wherever they lie now, signed ones too."""
    for entry in placed:
        if entry.kept is None:
            continue
        name = _relative(entry.target, location)
        sha256 = sha256_of(entry.kept) or ""
        owner = store.owner_of_file(sha256)
        if owner is None and (owner := _last_at(store, stored.key, name)):
            sha256 = owner.files[name]  # what somebody made of it must not count as written by us
        if owner is not None:
            store.record_files(owner.id, {_relative(entry.kept, location): sha256})


def _last_at(store: Store, key: ProcessingKey, name: str) -> StoredVersion | None:
    """The final version whose file of this kind was last seen under this name."""
    suffix = Path(name).suffix
    for version in reversed(store.versions(key)):
        names = [one for one in version.files if Path(one).suffix == suffix]
        if names and names[-1] == name:
            return version
    return None


def _register_workbook(
    order: Order, reading: Reading, store: Store, location: Path
) -> tuple[Placed | None, tuple[DpiaError, ...]]:
    """The Excel view is rewritten last: the data is safe whatever happens to it."""
    language = order.language or reading.language
    try:
        target = _view_place(store, location)
        placed = write_register(store, target, _questionnaire_or_none, language, order.on)
    except FileError as error:
        return None, (error,)
    return placed, ()


def _view_place(store: Store, location: Path) -> Path:
    """Beside the database under its name; a questionnaire that is called so keeps its place."""
    stem = location.stem if location.suffix.lower() in _DATABASES else location.name
    view = location.with_name(f"{stem}.xlsx")
    present = sha256_of(view)
    if present is None or store.knows_file(present):
        return view
    try:
        open_workbook(view)
    except DpiaError:
        return view
    return location.with_name(f"{stem}.register.xlsx")


def _questionnaire_or_none(name: str) -> Questionnaire | None:
    try:
        return load_questionnaire(name)
    except DefinitionError:
        return None


def _relative(path: Path, location: Path) -> str:
    """Names in the register are relative to its folder, so that a moved folder stays whole."""
    try:
        return Path(os.path.relpath(path.resolve(), location.parent.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return path.resolve().as_posix()
