"""How a version is laid down and checked, the same in every back end."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpia.guard.json_ import inflated_json
from dpia.register.seal import Seal, broken, canonical, version_digest
from dpia.register.store import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dpia.register.store import NewVersion, StoredVersion

Document = dict[str, object]


def document_of(new: NewVersion) -> Document:
    """Answers and assessment as they will be read back (tuples are lists, keys are sorted)."""
    plain: Document = json.loads(text_of(new))
    return plain


def text_of(new: NewVersion) -> str:
    """The same as canonical text: what canonical gives for document_of."""
    return canonical({"answers": new.answers, "assessment": new.assessment})


def metadata(
    new: NewVersion, number: int, version: int | None, files: Mapping[str, str]
) -> Document:
    """Everything besides the values that the digest of a version covers.

    An assessment names no kind: the digests that were taken before there were memos still hold.
    """
    kind: Document = {} if new.key.kind == "dpia" else {"kind": new.key.kind}
    return kind | {
        "controller": new.key.controller,
        "name": new.key.name,
        "questionnaire": new.key.questionnaire,
        "number": number,
        "version": version,
        "source": new.source,
        "on": new.on.isoformat(),
        "language": new.language,
        "tool_version": new.tool_version,
        "questionnaire_version": new.questionnaire_version,
        "questionnaire_digest": new.questionnaire_digest,
        "input_name": new.input_name,
        "input_sha256": new.input_sha256,
        "options_digest": new.options_digest,
        "files": dict(files),
        "at": new.at.isoformat(),
        "user": new.user,
    }


def pack(document: Mapping[str, object]) -> bytes:
    """Compress a document: a tenth of the size, which a network share feels."""
    return pack_text(canonical(document))


def pack_text(text: str) -> bytes:
    """Compress the canonical text of a document."""
    return zlib.compress(text.encode())


def unpack(data: bytes) -> Document:
    """Read what pack wrote (ValueError when it is damaged)."""
    plain = inflated_json(data)
    if not isinstance(plain, dict):
        raise ValueError(type(plain).__name__)  # noqa: TRY004  # for the caller it is damage
    return plain


def pack_seals(seals: Mapping[str, Seal]) -> bytes:
    """Write the seals in little room."""
    plain = {path: [one.salt, one.digest] for path, one in seals.items()}
    # Random figures: half the size, however long one tries.
    return zlib.compress(canonical(plain).encode(), zlib.Z_BEST_SPEED)


def unpack_seals(data: bytes) -> dict[str, Seal]:
    """Read what pack_seals wrote (ValueError when it is damaged)."""
    seals: dict[str, Seal] = {}
    for path, pair in unpack(data).items():
        if not (isinstance(pair, list) and len(pair) == 2 and bytes.fromhex(pair[0]) is not None):  # noqa: PLR2004
            raise ValueError(path)
        seals[path] = Seal(*pair)
    return seals


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was recorded. sealed: with its version, and so under the digest; else seen there later."""

    name: str
    sha256: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A version as it lies in the database. Without seals its content cannot be read.

    written: its files, in the order in which they were recorded.
    """

    stored: StoredVersion
    written: tuple[Written, ...]
    seals: Mapping[str, Seal] | None

    @property
    def sealed_files(self) -> dict[str, str]:
        """The files that the digest covers."""
        return {one.name: one.sha256 for one in self.written if one.sealed}


def faults(records: Iterable[Record], head: str) -> Iterator[Fault]:
    """Recompute everything. records: in the order of recording; head: digest of the last final."""
    previous = ""
    seen: dict[tuple[int, str], int] = {}
    for record in records:
        stored = record.stored
        name = _name(record)
        yield from _own_faults(record, name)
        if stored.version is None:
            continue
        if stored.previous != previous:
            yield Fault("fault-chain", name)
        line = (stored.number, stored.key.kind)
        expected = seen.get(line, 0) + 1
        if stored.version != expected:
            yield Fault("fault-version-missing", {**name, "expected": str(expected)})
        previous = stored.digest
        seen[line] = stored.version
    if previous != head:
        yield Fault("fault-last-missing", {})


def _own_faults(record: Record, name: Mapping[str, str]) -> Iterator[Fault]:
    stored = record.stored
    if record.seals is None:
        yield Fault("fault-unreadable", name)
        return
    for key, path in broken(document_of(stored), record.seals):
        yield Fault(key, {**name, "path": path})
    described = metadata(stored, stored.number, stored.version, record.sealed_files)
    if version_digest(stored.previous, described, record.seals) != stored.digest:
        yield Fault("fault-record", name)


def _name(record: Record) -> dict[str, str]:
    stored = record.stored
    return {
        "number": str(stored.number),
        "version": "-" if stored.version is None else str(stored.version),
        "name": stored.key.name,
    }
