"""Where the names in a register were relative to before it was moved.

A version is sealed with the names that it was recorded with, so a move cannot rewrite them; what it can do is keep
the folder that they start from.
"""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dpia.register.database import Row

    Ask = Callable[..., list[Row]]

NAME: Final = "origins"
"""Of the entry in the table "meta"."""
_WHOLE: Final = re.compile(r"/|\\|[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Origin:
    """One move. until: the latest version at that time. folder: of the register that it came from."""

    until: int
    folder: str


def read_origins(ask: Ask) -> tuple[Origin, ...]:
    """The moves of a register, oldest first; what is not readable counts as none."""
    rows = ask("SELECT value FROM meta WHERE name = ?", NAME)
    try:
        found = json.loads(rows[0]["value"]) if rows else []
        return tuple(Origin(int(one["until"]), str(one["folder"])) for one in found)
    except (ValueError, TypeError, KeyError):
        return ()


def origins_text(origins: Sequence[Origin]) -> str:
    """The moves as they are kept."""
    return json.dumps([{"folder": one.folder, "until": one.until} for one in origins])


def origin_of(version_id: int, origins: Sequence[Origin]) -> str | None:
    """The folder in which a version was recorded; None: where the register is now."""
    return next((one.folder for one in origins if version_id <= one.until), None)


def folders_of(own: Path, origin: str | None) -> list[Path]:
    """The folders to which the names of a version can be relative, the likeliest first.

    own: where the register lies. A database does not make the program ask another computer.
    """
    if origin is None or origin.replace("\\", "/").startswith("//"):
        return [own]
    return [Path(origin), own]


def whole_source(source: str, origin: str | None) -> str:
    """The whole path of a workbook that is named relative to another folder; else as it stands."""
    if origin is None or is_whole(source):
        return source
    return posixpath.normpath(posixpath.join(origin, source))


def is_whole(name: str) -> bool:
    """Whether a recorded name says the whole path, as Windows or other systems write it."""
    return _WHOLE.match(name) is not None
