"""One version as data that other programs can read, and can compute its digest from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from dpia.register.recording import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dpia.register.recorded_files import Looked
    from dpia.register.recording import Record

SCHEMA: Final = "urn:dpia:register-export:1"
_DEPTH: Final = 5
_WIDTH: Final = 160
_compact: Final = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
).encode


def version_item(record: Record, files: Iterable[Looked], origin: str | None) -> dict[str, Any]:
    """Everything that the register keeps of a version.

    "metadata" is letter by letter what the digest covers; "values" has the salt and the digest of each value of
    "answers" and "assessment". Of a damaged version these are null.

    Args:
        record: The version as it lies in the register.
        files: What became of its files.
        origin: The folder to which its names are relative; None: the register's own.
    """
    stored, seals = record.stored, record.seals
    whole = seals is not None
    return {
        "schema": f"{SCHEMA}:version",
        "id": stored.id,
        "kind": stored.key.kind,
        "final": stored.final,
        "previous": stored.previous,
        "digest": stored.digest,
        "metadata": metadata(stored, stored.number, stored.version, record.sealed_files),
        "origin": origin,
        "answers": stored.answers if whole else None,
        "assessment": stored.assessment if whole else None,
        "values": None
        if seals is None
        else {path: {"salt": one.salt, "digest": one.digest} for path, one in seals.items()},
        "written": [
            {"name": one.name, "sha256": one.sha256, "sealed": one.sealed} for one in record.written
        ],
        "files": [one.plain() for one in files],
    }


def pretty(item: Mapping[str, Any]) -> bytes:
    """JSON for people: sorted, indented where it would be long; deep inside, where nobody reads, on one line."""
    return _encoded("".join(_laid_out(item, "\n", _DEPTH)) + "\n")


def line(item: Mapping[str, Any]) -> bytes:
    """JSON for programs: the same on one line."""
    return _encoded(f"{_compact(item)}\n")


def _laid_out(value: object, start: str, depth: int) -> Iterator[str]:
    """The parts of the text; start: line feed and indentation of the line that the value stands in."""
    whole = _compact(value)
    if not depth or len(whole) <= _WIDTH or not isinstance(value, Mapping | list | tuple):
        yield whole
        return
    inner = f"{start}  "
    named = isinstance(value, Mapping)
    comma = ""
    for one in sorted(value) if named else value:
        yield f"{comma or ('{' if named else '[')}{inner}"
        if named:
            yield f"{_compact(one)}: "
        yield from _laid_out(value[one] if isinstance(value, Mapping) else one, inner, depth - 1)
        comma = ","
    yield start + ("}" if named else "]")


def _encoded(text: str) -> bytes:
    """UTF-8; half a character, which only JSON's own notation can carry, in that."""
    return text.encode("utf-8", "backslashreplace")
