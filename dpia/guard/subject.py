"""What a file is meant to be, and the errors by which it is refused in the words for that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from dpia.errors import DefinitionError, DpiaError, FileError
from dpia.guard.limits import BYTES, MEGABYTE, limit
from dpia.i18n import messages

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of file that people give us.

    name: begins its limits and its wordings in the catalogue "guard". definition: a fault of it is one of a
    definition (exit 3) and not of a file (exit 1). told: reasons of refusal that have a wording of their own
    elsewhere, as (area, key).
    """

    name: str
    definition: bool = False
    told: tuple[tuple[str, str, str], ...] = ()

    def limit(self, what: str) -> int:
        """Return one of its limits."""
        return limit(f"{self.name}-{what}")

    def refusal(self, reason: str, path: Path | str, /, **values: object) -> DpiaError:
        """Return the error that says what the file is and what to do."""
        area, key = self._wording(reason)
        if self.definition:
            return DefinitionError(key, area, None, file=str(path), **values)
        return FileError(key, area, file=str(path), **values)

    def _wording(self, reason: str) -> tuple[str, str]:
        """Area and key: told elsewhere, told of this kind of file, or told of files of every kind."""
        for own, area, key in self.told:
            if own == reason:
                return area, key
        key = f"{self.name}-{reason}"
        return "guard", key if key in messages("guard") else f"file-{reason}"

    def refuse(self, reason: str, path: Path | str, /, **values: object) -> NoReturn:
        """Raise it."""
        raise self.refusal(reason, path, **values)

    def bounded(self, what: str, found: int, path: Path | str) -> None:
        """Refuse a file that has more of something than its limit allows."""
        if found > self.limit(what):
            kind = TemplateTooLarge if self.definition else TooLarge
            raise kind(self, what, found, path)


class _Told:
    """The sentence on a broken limit: which one, how much there is, and how to allow more."""

    values: dict[str, object]

    def message(self, language: str) -> str:
        say = messages("guard")
        values = self.values
        name = f"{values['subject']}-{values['what']}"
        unit = MEGABYTE if name in BYTES else 1
        found, most = (-(-int(str(values[key])) // unit) for key in ("found", "limit"))
        what = say(f"too-large-{values['what']}", language, found=found, limit=most)
        raised = f"{name}={max(found, most + 1)}{'MB' if unit > 1 else ''}"
        return say(
            f"{values['subject']}-too-large", language, file=values["file"], what=what, more=raised
        )


class TooLarge(_Told, FileError):
    """A file breaks a limit. values: subject, what, found, limit (bytes or a count), file."""

    def __init__(self, subject: Subject, what: str, found: int, path: Path | str) -> None:
        super().__init__("file-too-large", "guard", **_broken(subject, what, found, path))


class TemplateTooLarge(_Told, DefinitionError):
    """A template breaks a limit; values as in TooLarge."""

    def __init__(self, subject: Subject, what: str, found: int, path: Path | str) -> None:
        super().__init__("file-too-large", "guard", None, **_broken(subject, what, found, path))


def _broken(subject: Subject, what: str, found: int, path: Path | str) -> dict[str, object]:
    most = subject.limit(what)
    return {
        "file": str(path),
        "subject": subject.name,
        "what": what,
        "found": found,
        "limit": most,
    }


def _as_before(area: str, prefix: str, *reasons: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((reason, area, f"{prefix}-{reason}") for reason in reasons)


_COMMON: Final = ("missing", "is-folder", "unreadable", "empty", "encrypted", "damaged")
_KINDS: Final = ("not-xlsx", "is-xls", "is-ods", "is-xlsb", "has-macros", "is-strict")
_SHEETS: Final = _as_before("workbook", "file", *_COMMON, *_KINDS)

WORKBOOK: Final = Subject("workbook", told=_SHEETS)
REGISTER: Final = Subject("register", told=_SHEETS)
TEMPLATE: Final = Subject("template", definition=True)
TERMS: Final = Subject("terms", told=_as_before("terms", "copy", *_COMMON))
JSON: Final = Subject("json")


def bytes_of(path: Path, subject: Subject) -> bytes:
    """Read a file that is there, no folder, not empty and not too large; the error says what else it is."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:  # a name in another encoding, as Linux allows
        raise FileError("file-name", file=str(path)) from error
    try:
        if path.is_dir():
            subject.refuse("is-folder", path)
        subject.bounded("file", path.stat().st_size, path)
        with path.open("rb") as file:  # it may grow while it is read, and a device has no size
            data = file.read(subject.limit("file") + 1)
    except FileNotFoundError as error:
        raise subject.refusal("missing", path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise subject.refusal("unreadable", path, reason=reason, why=reason) from error
    subject.bounded("file", len(data), path)
    if not data.strip():
        subject.refuse("empty", path)
    return data
