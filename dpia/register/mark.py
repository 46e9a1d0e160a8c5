"""The mark by which a report is known again after somebody has edited or signed it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dpia.register.store import ProcessingKey, StoredVersion

_PROCESSING: Final = "dpia-processing"
_VERSION: Final = "dpia-version"
_INPUT: Final = "dpia-input"
_DATE: Final = "dpia-date"
_DRAFT: Final = "draft"


def processing_mark(key: ProcessingKey) -> str:
    """Return the digest that stands for a processing and the kind of its record."""
    told = json.dumps([*key.folded, key.kind], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mark:
    """Which version a document is of. version: None for a draft. input: sha256 of the workbook. day: ISO."""

    processing: str
    version: int | None
    input: str
    day: str

    @classmethod
    def of(cls, key: ProcessingKey, version: int | None, input_sha256: str, on: date) -> Self:
        """The mark of a version that is being written."""
        return cls(processing_mark(key), version, input_sha256, on.isoformat())

    @classmethod
    def read(cls, properties: Mapping[str, str]) -> Self | None:
        """The mark in the properties of a document; None where there is none of ours."""
        if not all(properties.get(name) for name in (_PROCESSING, _VERSION, _INPUT, _DATE)):
            return None
        number = properties[_VERSION]
        version = int(number) if number.isdecimal() and number.isascii() else None
        return cls(properties[_PROCESSING], version, properties[_INPUT], properties[_DATE])

    @property
    def properties(self) -> dict[str, str]:
        """The mark as properties of a document."""
        return {
            _PROCESSING: self.processing,
            _VERSION: _DRAFT if self.version is None else str(self.version),
            _INPUT: self.input,
            _DATE: self.day,
        }

    def is_of(self, stored: StoredVersion) -> bool:
        """Whether it is the mark of exactly this version."""
        return self == Mark.of(stored.key, stored.version, stored.input_sha256, stored.on)
