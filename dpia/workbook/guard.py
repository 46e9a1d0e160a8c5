"""Look at a file before anything parses it: refuse what is no plain .xlsx and what would eat the machine.

Files come from anywhere. Eleven megabytes can unpack to ten gigabytes, and a million styles fit in 200 KB.
Sizes are those declared in the archive; unpacking never gives more than declared.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final, NoReturn

from dpia.errors import FileError
from dpia.i18n import messages

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE: Final = 1_000_000
MAX_FILE: Final = 32 * MEGABYTE
MAX_UNPACKED: Final = 100 * MEGABYTE
MAX_STYLES: Final = 4 * MEGABYTE
MAX_MEMBERS: Final = 1_000
MAX_RATIO: Final = 200
RATIO_FROM: Final = 4 * MEGABYTE
"""Smaller parts may be packed as tightly as they like."""
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 200
"""What is read of a sheet; a stray cell in the last corner is left alone."""

MAX_RANGE_CELLS: Final = 500_000

_RANGE: Final = re.compile(rb'<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref="([^":]*:[^"]*)"')
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BIFF: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_CONTENT_TYPES: Final = "[Content_Types].xml"
_XLSX: Final = b"spreadsheetml.sheet.main+xml"
_XLTX: Final = b"spreadsheetml.template.main+xml"
_MACROS: Final = (b"ms-excel.sheet.macroEnabled", b"ms-excel.template.macroEnabled", b"vbaProject")
_BINARY: Final = b"ms-excel.sheet.binary"
_STRICT: Final = b"purl.oclc.org/ooxml"
_WORKBOOK: Final = "xl/workbook.xml"


def read_guarded(path: Path) -> bytes:
    """Return the bytes of a file that is safe to open as a workbook; FileError says what else it is."""
    data = _bytes(path)
    if not data:
        raise FileError("file-empty", "workbook", file=str(path))
    if data.startswith(_OLE):
        raise FileError(_old_kind(data), "workbook", file=str(path))
    if not data.startswith(_ZIP):
        raise FileError("file-not-xlsx", "workbook", file=str(path))
    _look_inside(path, data)
    return data


def refuse_wide_ranges(path: Path, data: bytes) -> None:
    """Refuse merged cells and links over huge areas: opened for writing, each of their cells is created."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        area = sum(_area(match) for name in sheets for match in _RANGE.finditer(archive.read(name)))
    if area > MAX_RANGE_CELLS:
        _too_large(path, "ranges", area, MAX_RANGE_CELLS)


def _area(match: re.Match[bytes]) -> int:
    from openpyxl.utils import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(match.group(1).decode("ascii"))
    except (ValueError, TypeError):
        return MAX_RANGE_CELLS + 1
    return ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)


def damaged(path: Path) -> FileError:
    """Return the error for a file that cannot be opened."""
    return FileError("file-damaged", "workbook", file=str(path))


def _bytes(path: Path) -> bytes:
    try:
        str(path).encode()
    except UnicodeEncodeError as error:  # a name in another encoding, as Linux allows
        raise FileError("file-name", file=str(path)) from error
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise FileError("file-is-folder", "workbook", file=str(path))
        if size > MAX_FILE:
            _too_large(path, "file", size // MEGABYTE, MAX_FILE // MEGABYTE)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileError("file-missing", "workbook", file=str(path)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileError("file-unreadable", "workbook", file=str(path), reason=reason) from error


def _old_kind(data: bytes) -> str:
    if _ENCRYPTED in data:
        return "file-encrypted"
    return "file-is-xls" if any(name in data for name in _BIFF) else "file-not-xlsx"


def _look_inside(path: Path, data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _sizes(path, archive)
            _kind(path, archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise damaged(path) from error


def _sizes(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        _too_large(path, "members", len(members), MAX_MEMBERS)
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        _too_large(path, "unpacked", total // MEGABYTE, MAX_UNPACKED // MEGABYTE)
    for member in members:
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > RATIO_FROM and ratio > MAX_RATIO:
            _too_large(path, "ratio", ratio, MAX_RATIO)
        if member.filename.endswith("styles.xml") and member.file_size > MAX_STYLES:
            _too_large(path, "styles", member.file_size // MEGABYTE, MAX_STYLES // MEGABYTE)


def _kind(path: Path, archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
        raise FileError("file-is-ods", "workbook", file=str(path))
    if _CONTENT_TYPES not in names:
        raise FileError("file-not-xlsx", "workbook", file=str(path))
    types = archive.read(_CONTENT_TYPES)
    if any(macro in types for macro in _MACROS):
        raise FileError("file-has-macros", "workbook", file=str(path))
    if _BINARY in types:
        raise FileError("file-is-xlsb", "workbook", file=str(path))
    if _XLSX not in types and _XLTX not in types:
        raise FileError("file-not-xlsx", "workbook", file=str(path))
    if _WORKBOOK in names and _STRICT in archive.read(_WORKBOOK):
        raise FileError("file-is-strict", "workbook", file=str(path))


def _too_large(path: Path, what: str, found: int, limit: int) -> NoReturn:
    raise _TooLarge(path, what, found, limit)


class _TooLarge(FileError):
    """The file is refused for its size; the message tells which limit it breaks."""

    def __init__(self, path: Path, what: str, found: int, limit: int) -> None:
        super().__init__("file-too-large", "workbook", file=str(path), what=what)
        self.what = what
        self.found = found
        self.limit = limit

    def message(self, language: str) -> str:
        """Return the sentence with the limit in words."""
        say = messages("workbook")
        what = say(f"too-large-{self.what}", language, found=self.found, limit=self.limit)
        return say(self.key, language, file=self.values["file"], what=what)
