"""Which version a file is: as produced, edited afterwards, or unknown to the register."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Literal

from dpia.errors import FileError
from dpia.register.mark import Mark, processing_mark
from dpia.render.properties import read_properties

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dpia.register.store import Fault, Store, StoredVersion

LARGEST: Final = 200_000_000
"""Bytes of a file that is looked into; a larger one is only compared by its hash."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is. stored: the version, where the register still has it; mark: what the file says of itself.

    faults: what is wrong with that version in the register itself, which then proves nothing.
    """

    file: Path
    sha256: str
    state: Literal["produced", "edited", "replaced", "unknown"]
    stored: StoredVersion | None = None
    mark: Mark | None = None
    name: str = ""
    faults: tuple[Fault, ...] = ()

    def plain(self, language: str) -> dict[str, Any]:
        """As data for programs."""
        stored, mark = self.stored, self.mark
        return {
            "file": self.file.name,
            "sha256": self.sha256,
            "state": self.state,
            "number": stored.number if stored else None,
            "processing": stored.key.name if stored else self.name or None,
            "kind": stored.key.kind if stored else None,
            "version": stored.version if stored else mark.version if mark else None,
            "date": stored.on.isoformat() if stored else mark.day if mark else None,
            "faults": [fault_item(fault, language) for fault in self.faults],
        }


def fault_item(fault: Fault, language: str) -> dict[str, Any]:
    """A fault as data: key, values, and the sentence."""
    return {"key": fault.key, "values": dict(fault.values), "message": fault.message(language)}


def verify_file(store: Store, file: Path, faults: Sequence[Fault]) -> Verdict:
    """Find out which version a file is of.

    Args:
        store: The register.
        file: A report, perhaps edited or signed since.
        faults: What is wrong with the register, as Store.verify found it.

    Raises:
        FileError: the file is not there or cannot be read.
    """
    sha256, data = _read(file)
    owner = store.owner_of_file(sha256)
    if owner is not None:
        return Verdict(file, sha256, "produced", owner, faults=_of(owner, faults))
    mark = Mark.read(read_properties(data))
    if mark is None:
        return Verdict(file, sha256, "unknown")
    for one in store.overview():
        if processing_mark(one.key) != mark.processing:
            continue
        draft = store.draft(one.key)
        for stored in chain(store.each_version(one.key), [draft] if draft is not None else []):
            if mark.is_of(stored):
                return Verdict(file, sha256, "edited", stored, mark, faults=_of(stored, faults))
        state: Literal["replaced", "unknown"] = "replaced" if mark.version is None else "unknown"
        return Verdict(file, sha256, state, mark=mark, name=one.key.name)
    return Verdict(file, sha256, "unknown", mark=mark)


def _of(stored: StoredVersion, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """The faults of this version, and those of the database as a whole."""
    number = str(stored.number)
    version = "-" if stored.version is None else str(stored.version)
    return tuple(
        fault
        for fault in faults
        if fault.values.get("number", number) == number
        and fault.values.get("version", version) == version
    )


def _read(file: Path) -> tuple[str, bytes]:
    """The hash of a file, and its content where it is of a size that a report can have."""
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            if size > LARGEST:
                return hashlib.file_digest(opened, "sha256").hexdigest(), b""
            data = opened.read()
    except FileNotFoundError as error:
        raise FileError("file-missing", "history", file=file) from error
    except OSError as error:
        raise FileError("file-unreadable", "history", file=file) from error
    return hashlib.sha256(data).hexdigest(), data
