"""One version as data that other programs can read, and can compute its digest from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dpia.register.recording import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dpia.register.recorded_files import Looked
    from dpia.register.recording import Record

SCHEMA: Final = "urn:dpia:register-export:1"


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
    """JSON for people: sorted, indented."""
    text = json.dumps(item, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return _encoded(f"{text}\n")


def line(item: Mapping[str, Any]) -> bytes:
    """JSON for programs: the same on one line."""
    text = json.dumps(
        item, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
    )
    return _encoded(f"{text}\n")


def _encoded(text: str) -> bytes:
    """UTF-8; half a character, which only JSON's own notation can carry, in that."""
    return text.encode("utf-8", "backslashreplace")
