"""File names that every system takes: for what is written out of a register, whose names were typed by people."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dpia.register.store import StoredVersion

_SPELT: Final = str.maketrans(
    {one: f"{unicodedata.normalize('NFD', one)[0]}e" for one in "äöüÄÖÜ"}
    | {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
    | {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
_OTHER: Final = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Devices to Windows, whatever stands behind the dot."""
_LONGEST: Final = 40
_SUFFIX: Final = 10


def version_name(stored: StoredVersion) -> str:
    """The name of a version, without suffix: no two of one register have the same, even where case makes no difference.

    Number of the processing, "memo" for a threshold memo, version or "draft", and what can be said of its name:
    00012-v0003-Fuhrpark.
    """
    memo = "-memo" if stored.key.kind == "threshold" else ""
    version = "draft" if stored.version is None else f"v{stored.version:04}"
    said = _plain(stored.key.name).replace(".", "-")[:_LONGEST].strip("-_")
    return f"{stored.number:05}{memo}-{version}" + (f"-{said}" if said else "")


def file_name(recorded: str) -> str:
    """The last part of a recorded name, as it can be written: neither a folder nor a device, and not too long."""
    last = recorded.replace("\\", "/").rpartition("/")[2]
    stem, _, suffix = last.rpartition(".")
    if not stem or len(suffix) > _SUFFIX:
        stem, suffix = last, ""
    name, ending = _plain(stem)[:_LONGEST].strip("-.") or "file", _plain(suffix)
    name = f"{name}.{ending}" if ending else name
    return f"_{name}" if _RESERVED.match(name) else name


def _plain(text: str) -> str:
    """Letters, figures, dot and hyphens; umlauts as they are spelt without them."""
    spelt = unicodedata.normalize("NFC", text).translate(_SPELT)
    ascii_only = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", ascii_only).strip("-. ")
