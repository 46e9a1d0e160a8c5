"""Putting files in their place without ever destroying what a person made of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpia.beside import Prepared, prepare, sha256_of
from dpia.errors import FileError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dpia.register.store import Store


@dataclass(frozen=True, slots=True)
class Placed:
    """A file in its place. kept: where the one that was edited, signed or final lies now.

    kept_final: it was kept because it is the file of a final version, not because somebody changed it.
    """

    target: Path
    sha256: str
    changed: bool
    kept: Path | None = None
    kept_final: bool = False


def place(target: Path, data: bytes, store: Store, on: date) -> Placed:
    """Write a file and put it in its place at once."""
    return commit(prepare(target, data), store, on)


def commit(prepared: Prepared, store: Store, on: date, *, open_key: str = "file-open") -> Placed:
    """Put a prepared file in its place; one that was edited or belongs to a final stays beside it.

    Args:
        prepared: What prepare returned.
        store: The register, which knows every file that we ever wrote.
        on: The date for the name of a kept file.
        open_key: The message when another program holds the place; the new file then stays beside it.
    """
    target, temporary = prepared.target, prepared.temporary
    if temporary is None:
        return Placed(target, prepared.sha256, changed=False)
    try:
        final = store.is_final_file(sha256_of(target) or "")
        kept = _keep(target, store, on)
        temporary.replace(target)
    except PermissionError as error:
        instead = _free_place(target, on)
        temporary.replace(instead)
        raise FileError(open_key, area="register", place=target, instead=instead) from error
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise FileError("file-unwritable", area="register", place=target) from error
    return Placed(target, prepared.sha256, changed=True, kept=kept, kept_final=final)


def _keep(target: Path, store: Store, on: date) -> Path | None:
    present = sha256_of(target)
    if present is None or (store.knows_file(present) and not store.is_final_file(present)):
        return None
    kept = _free_place(target, on)
    try:
        target.replace(kept)
    except OSError:
        kept.unlink()
        raise
    return kept


def _free_place(target: Path, on: date) -> Path:
    """Reserve `<stem>.<date>-<n><suffix>`, so that two runs never choose the same name."""
    count = 1
    while True:
        free = target.with_name(f"{target.stem}.{on.isoformat()}-{count}{target.suffix}")
        try:
            free.touch(exist_ok=False)
        except FileExistsError:
            count += 1
        else:
            return free
