"""Putting files in their place without ever destroying what a person made of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpia.beside import Prepared, prepare, rename_new, sha256_of, take_away
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
        raise _left_beside(target, temporary, on, open_key) from error
    except OSError as error:
        take_away(temporary)
        raise FileError("file-unwritable", area="register", place=target) from error
    return Placed(target, prepared.sha256, changed=True, kept=kept, kept_final=final)


def _left_beside(target: Path, temporary: Path, on: date, open_key: str) -> FileError:
    """Leave the new file beside a place that another program holds; what is said then, or that nothing can be written."""
    try:
        instead = _moved_aside(temporary, target, on)
    except OSError:
        take_away(temporary)
        return FileError("file-unwritable", area="register", place=target)
    return FileError(open_key, area="register", place=target, instead=instead)


def _keep(target: Path, store: Store, on: date) -> Path | None:
    present = sha256_of(target)
    if present is None or (store.knows_file(present) and not store.is_final_file(present)):
        return None
    return _moved_aside(target, target, on)


def _moved_aside(file: Path, target: Path, on: date) -> Path:
    """Give a file the first free name `<stem>.<date>-<n><suffix>` of a place; two runs never choose the same."""
    count = 1
    while True:
        free = target.with_name(f"{target.stem}.{on.isoformat()}-{count}{target.suffix}")
        try:
            rename_new(file, free)
        except FileExistsError:
            count += 1
        else:
            return free
