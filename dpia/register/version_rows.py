"""A version as a row of the table "version", and back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dpia.register.recording import unpack
from dpia.register.store import NewVersion, ProcessingKey, StoredVersion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.register.database import Row


def row_of(
    new: NewVersion, processing: int, version: int | None, previous: str, digest: str
) -> dict[str, str | int | None]:
    """Return the columns of a version."""
    return {
        "processing": processing,
        "kind": new.key.kind,
        "version": version,
        "controller": new.key.controller,
        "name": new.key.name,
        "source": new.source,
        "day": new.on.isoformat(),
        "language": new.language,
        "tool_version": new.tool_version,
        "questionnaire_version": new.questionnaire_version,
        "questionnaire_digest": new.questionnaire_digest,
        "input_name": new.input_name,
        "input_sha256": new.input_sha256,
        "options_digest": new.options_digest,
        "recorded_at": new.at.isoformat(),
        "recorded_by": new.user,
        "previous": previous,
        "digest": digest,
    }


def stored_of(row: Row, files: Mapping[str, str], *, content: bool = True) -> StoredVersion:
    """Return the version; without its content where that cannot be read (ValueError otherwise)."""
    document: dict[str, Any] = unpack(row["document"] or b"") if content else {}
    return StoredVersion(
        key=ProcessingKey(row["controller"], row["name"], row["questionnaire"], row["kind"]),
        final=row["version"] is not None,
        source=row["source"],
        on=date.fromisoformat(row["day"]),
        language=row["language"],
        tool_version=row["tool_version"],
        questionnaire_version=row["questionnaire_version"],
        questionnaire_digest=row["questionnaire_digest"],
        input_name=row["input_name"],
        input_sha256=row["input_sha256"],
        options_digest=row["options_digest"],
        answers=document.get("answers", {}),
        assessment=document.get("assessment", {}),
        files=files,
        at=datetime.fromisoformat(row["recorded_at"]),
        user=row["recorded_by"],
        id=row["id"],
        number=row["number"],
        version=row["version"],
        digest=row["digest"],
        previous=row["previous"],
    )
