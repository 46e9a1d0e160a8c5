"""A register written out into a folder that can be read without this program."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from dpia.beside import remove_leftovers
from dpia.errors import FileError
from dpia.i18n import LANGUAGES, messages
from dpia.recording.verifying import fault_item
from dpia.register.export_folder import CHECKSUMS, ExportFolder
from dpia.register.export_record import SCHEMA, line, pretty, version_item
from dpia.register.origins import folders_of
from dpia.register.recorded_files import Finder, Looked, recorded_files
from dpia.register.safe_names import file_name, version_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dpia.register.export_folder import Lines
    from dpia.register.recorded_files import State
    from dpia.register.recording import Record
    from dpia.register.store import Fault, Store

VERSIONS: Final = "versions.jsonl"
FILES: Final = "files.jsonl"
LOOSE: Final = "loose-files.jsonl"
INDEX: Final = "index.json"
_SCHEMA_FILE: Final = "schema.json"
_SHIPPED: Final = "register-export.schema.json"
_NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class NotCopied:
    """A file that is not in the export. number, version: of which it is."""

    number: int
    version: int | None
    name: str
    state: State


@dataclass
class Exported:
    """What was written. not_copied: the first few of those that were not. head: the end of the chain."""

    versions: int = 0
    finals: int = 0
    head: str = ""
    language: str = ""
    files: Counter[State] = field(default_factory=Counter)
    not_copied: list[NotCopied] = field(default_factory=list)
    faults: Sequence[Fault] = ()

    @property
    def left(self) -> int:
        """How many files were not copied."""
        return sum(self.files.values()) - self.files["copied"]

    def plain(self) -> dict[str, Any]:
        """As data for programs."""
        states: tuple[State, ...] = ("copied", "changed", "missing", "refused", "unreadable")
        return {
            "versions": self.versions,
            "finals": self.finals,
            "drafts": self.versions - self.finals,
            "head": self.head,
            "intact": not self.faults,
            "faults": [fault_item(fault, self.language) for fault in self.faults],
            "files": {state: self.files[state] for state in states},
        }


def export(
    store: Store, place: str, folder: Path, target: Path, language: str | None, fallback: str
) -> Exported:
    """Write everything that a register keeps into a folder of its own: whole, or not at all.

    One version at a time is held; what is recorded meanwhile is not in it.

    Args:
        store: The register.
        place: What it is called in messages.
        folder: To which the names of its files are relative.
        target: The folder to be written; not there yet, or empty.
        language: Of the explanation in it; None: that of the latest version.
        fallback: Where there is no version.

    Raises:
        FileError: the target cannot be used, or the database is damaged.
    """
    with ExportFolder(target) as out:
        remove_leftovers(out.target.parent)
        writing = _Writing(store, folder, out)
        done = writing.done
        done.faults = store.verify(writing.version)
        if any(fault.key == "fault-database" for fault in done.faults):
            raise FileError("register-damaged", "register", place=place)
        loose = out.lines(LOOSE)
        for one in store.loose_files():
            out.add(loose, line({"name": one.name, "sha256": one.sha256}))
        known = done.language if done.language in LANGUAGES else fallback
        done.language = language or known
        out.write(_SCHEMA_FILE, files("dpia.render").joinpath(_SHIPPED).read_bytes())
        out.write(INDEX, pretty({"schema": f"{SCHEMA}:index", **done.plain()}))
        _explain(out, done)
        out.finish()
    return done


class _Writing:
    """Writes one version after the other."""

    def __init__(self, store: Store, folder: Path, out: ExportFolder) -> None:
        self.done = Exported()
        self._store, self._folder, self._out = store, folder, out
        self._find = Finder()
        for name in ("versions", "files"):
            out.folder(name)
        self._versions, self._files = out.lines(VERSIONS), out.lines(FILES)

    def version(self, record: Record) -> None:
        """Write a version, and copy its files."""
        stored, done = record.stored, self.done
        name, origin = version_name(stored), self._store.origin_of(stored.id)
        looked = self._copied(record, name, origin)
        item = version_item(record, looked, origin)
        self._out.write(f"versions/{name}.json", pretty(item))
        self._add(self._versions, item)
        for one in looked:
            self._add(self._files, {"version": f"versions/{name}.json", **one.plain()})
            done.files[one.state] += 1
            if one.state != "copied" and len(done.not_copied) < _NAMED:
                told = NotCopied(stored.number, stored.version, one.recorded.names[-1], one.state)
                done.not_copied.append(told)
        done.versions += 1
        done.language = stored.language
        if stored.version is not None:
            done.finals += 1
            done.head = stored.digest

    def _add(self, lines: Lines, item: dict[str, Any]) -> None:
        self._out.add(lines, line(item))

    def _copied(self, record: Record, name: str, origin: str | None) -> list[Looked]:
        """Copy the files of a version into a folder of its name."""
        folders = folders_of(self._folder, origin)
        taken: set[str] = set()
        looked = []
        for one in recorded_files(record):
            path = f"files/{name}/{_free(file_name(one.names[-1]), taken)}"
            state = self._find.fetch(one, folders, partial(self._out.copy, path))
            copied = state == "copied"
            if copied:
                taken.add(path.rpartition("/")[2].casefold())
            looked.append(Looked(one, state, path if copied else None))
        return looked


def _free(name: str, taken: set[str]) -> str:
    """A name that no other file of the version has, even where case makes no difference."""
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    count, free = 1, name
    while free.casefold() in taken:
        count += 1
        free = f"{stem}-{count}{dot}{suffix}"
    return free


def _explain(out: ExportFolder, done: Exported) -> None:
    """Say what lies in the folder, in words for people; as Windows likes its text files."""
    say, counts = messages("export"), done.plain()["files"]
    text = say(
        "readme",
        done.language,
        **counts,
        versions=done.versions,
        finals=done.finals,
        drafts=done.versions - done.finals,
        head=done.head or "–",
        state=say("readme-broken" if done.faults else "readme-intact", done.language),
        checksums=CHECKSUMS,
    )
    lines = text.strip().splitlines()
    data = "\ufeff" + "".join(f"{one}\r\n" for one in lines)
    out.write(say("readme-name", done.language), data.encode())
