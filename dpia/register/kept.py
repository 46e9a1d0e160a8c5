"""Whether the files that were written for a version still lie where the register last saw them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dpia.beside import sha256_of
from dpia.errors import DpiaError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.register.store import StoredVersion


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a version. state: as we wrote it, edited since, not there, or not to be read."""

    name: str
    sha256: str
    state: Literal["produced", "edited", "missing", "unreadable"]

    def plain(self) -> dict[str, str]:
        """As data for programs."""
        return {"name": self.name, "sha256": self.sha256, "state": self.state}


def kept_files(version: StoredVersion, *folders: Path) -> Iterator[KeptFile]:
    """Look up the files of a version; of each kind the last place that is known.

    Args:
        version: A stored version.
        folders: To which the names can be relative, the likeliest first; the register's own, when it was not moved.
    """
    last: dict[str, str] = {}
    for name in version.files:
        last[Path(name).suffix.lower()] = name
    for name in last.values():
        sha256 = version.files[name]
        states = [_state(folder / name, sha256) for folder in folders]
        yield KeptFile(name, sha256, next((one for one in states if one != "missing"), "missing"))


def _state(place: Path, sha256: str) -> Literal["produced", "edited", "missing", "unreadable"]:
    try:
        present = sha256_of(place)
    except (DpiaError, OSError, ValueError):
        return "unreadable"
    if present is None:
        return "missing"
    return "produced" if present == sha256 else "edited"
