"""Salted digests: every value sealed on its own, and all of a version in a chain.

Because each value has its own random salt, a value can later be taken out (with its salt) without anybody
guessing it from the digest that stays, and without breaking the chain over everything else.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SALT_BYTES: Final = 16
_UNLIMITED: Final = -1
_DEPTH: Final = {"assessment": 3}
REDACTED: Final = None
"""What stands in the place of a value that was taken out."""
_CANONICAL: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Seal:
    """Salt and digest of one value, as hexadecimal figures. Without a salt the value was taken out."""

    salt: str
    digest: str


def canonical(value: object) -> str:
    """Write JSON in the one form that digests are taken of."""
    return _CANONICAL.encode(value)


def values(document: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Everything that is sealed on its own, with its path (JSON pointer).

    Of the answers that is every single value, of the assessment every property of a finding (the trail
    of a score is one). Single values there would be ten thousand, and make a version four times as large.
    """
    for part in document:
        yield from _values(document[part], f"/{part}", _DEPTH.get(part, _UNLIMITED))


def _values(value: object, path: str, depth: int) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value and depth:
        for name in value:
            step = str(name).replace("~", "~0").replace("/", "~1")
            yield from _values(value[name], f"{path}/{step}", depth - 1)
    elif isinstance(value, list) and value and depth:
        for place, item in enumerate(value):
            yield from _values(item, f"{path}/{place}", depth - 1)
    else:
        yield path, value


def _digest(salt: bytes, path: str, value: object) -> str:
    name = path.encode()
    content = canonical(value).encode()
    return hashlib.sha256(salt + len(name).to_bytes(4, "big") + name + content).hexdigest()


def seal(document: Mapping[str, object]) -> dict[str, Seal]:
    """Give every value of a document its salt and digest."""
    found = list(values(document))
    salts = secrets.token_bytes(_SALT_BYTES * len(found))
    sealed: dict[str, Seal] = {}
    for place, (path, value) in enumerate(found):
        salt = salts[place * _SALT_BYTES : (place + 1) * _SALT_BYTES]
        sealed[path] = Seal(salt.hex(), _digest(salt, path, value))
    return sealed


def version_digest(previous: str, metadata: Mapping[str, object], seals: Mapping[str, Seal]) -> str:
    """The digest of a version: over the one before it, its metadata and the digests of its values."""
    whole = {
        "previous": previous,
        "metadata": metadata,
        "values": sorted((path, one.digest) for path, one in seals.items()),
    }
    return hashlib.sha256(canonical(whole).encode()).hexdigest()


def broken(document: Mapping[str, object], seals: Mapping[str, Seal]) -> Iterator[tuple[str, str]]:
    """What does not fit its seal: (message key, path), in the order of the paths."""
    found = dict(values(document))
    for path in sorted(found.keys() | seals.keys()):
        if path not in seals:
            yield "fault-value-added", path
        elif path not in found:
            yield "fault-value-missing", path
        elif not _fits(seals[path], path, found[path]):
            yield "fault-value-changed", path


def _fits(one: Seal, path: str, value: object) -> bool:
    if not one.salt:
        return value is REDACTED
    return secrets.compare_digest(one.digest, _digest(bytes.fromhex(one.salt), path, value))
