"""A zip before its parser: what it declares and what really is in it, read once in pieces and never kept.

zipfile trusts the directory: told that a member has ten bytes, it unpacks up to two gigabytes before it cuts them
off. So each member is unpacked here first, in pieces, and never further than it says itself.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from dpia.guard.parts import PartCheck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dpia.guard.subject import Subject

ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
RATIO_FROM: Final = 4_000_000
"""Bytes; smaller parts may be packed as tightly as they like."""
BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_COMMENT: Final = 65_535
_ENTRY: Final = 46 + 512
"""Bytes of the directory for a member, with a long name."""
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_PIECE: Final = 16_384
_WHOLE: Final = 262_144
_NONE: Final = re.compile(r"(?!)")
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Archive:
    """What a guarded archive has. kept: the content of the members that were asked for."""

    names: frozenset[str]
    kept: dict[str, bytes]
    areas: int = 0
    """Cells in merged areas and links of all sheets."""


def look_inside(
    path: Path | str, data: bytes, subject: Subject, keep: re.Pattern[str] = _NONE
) -> Archive:
    """Check an Office file or another zip.

    Args:
        path: for messages.
        data: the file.
        subject: what it is meant to be; its limits hold.
        keep: the names of members whose content the caller wants.

    Raises:
        DpiaError: it is damaged, encrypted, contradicts itself, or breaks a limit.
    """
    try:
        _bound_directory(path, data, subject)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
        _declared(path, data, members, subject)
        return _real(path, data, members, subject, keep)
    except BROKEN_ZIP as error:
        raise subject.refusal("damaged", path) from error


def _bound_directory(path: Path | str, data: bytes, subject: Subject) -> None:
    """A directory is read as a whole: of a million members it alone would take half a gigabyte."""
    at = data.rfind(_END, max(0, len(data) - _COMMENT - _END_SIZE))
    if at < 0:
        raise zipfile.BadZipFile
    (size,) = struct.unpack_from("<L", data, at + 12)
    if data[at - 20 : at - 16] == b"PK\x06\x07":  # zip64 says it in a record of its own
        (size,) = struct.unpack_from("<Q", data, at - 76 + 40)
    subject.bounded("members", size // _ENTRY, path)


def _declared(
    path: Path | str, data: bytes, members: list[zipfile.ZipInfo], subject: Subject
) -> None:
    subject.bounded("members", len(members), path)
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if member.flag_bits & 1:
            subject.refuse("encrypted", path)
        if _is_odd(member) or name.lower() in seen:
            subject.refuse("odd-members", path, member=name[:80])
        seen.add(name.lower())
    subject.bounded("unpacked", sum(member.file_size for member in members), path)
    end = len(data)
    for member in sorted(members, key=lambda one: one.header_offset, reverse=True):
        if member.header_offset + _LOCAL.size + member.compress_size > end:
            raise zipfile.BadZipFile  # members that share their bytes, so that few unpack to many
        end = member.header_offset
    for member in members:
        if member.file_size > RATIO_FROM:
            subject.bounded("ratio", member.file_size // max(member.compress_size, 1), path)


def _is_odd(member: zipfile.ZipInfo) -> bool:
    """A name that leaves the folder when somebody unpacks it, or an entry that is no plain file."""
    name = member.orig_filename.replace("\\", "/")
    steps = name.split("/")
    mode = member.external_attr >> 16
    linked = member.create_system == 3 and stat.S_ISLNK(mode)  # noqa: PLR2004  # Unix
    return linked or ".." in steps or name.startswith("/") or ":" in steps[0] or "\0" in name


def _real(
    path: Path | str,
    data: bytes,
    members: list[zipfile.ZipInfo],
    subject: Subject,
    keep: re.Pattern[str],
) -> Archive:
    kept: dict[str, bytes] = {}
    check = PartCheck(subject, path)
    for member in members:
        name = member.filename
        wanted = keep.search(name) is not None
        content: list[bytes] = []
        pieces = _pieces(path, data, member, subject)
        check.take(name, _collected(pieces, content) if wanted else pieces)
        if wanted:
            kept[name] = b"".join(content)
    return Archive(frozenset(member.filename for member in members), kept, check.areas)


def _collected(pieces: Iterator[bytes], content: list[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        content.append(piece)
        yield piece


def _pieces(
    path: Path | str, data: bytes, member: zipfile.ZipInfo, subject: Subject
) -> Iterator[bytes]:
    """The content of a member in pieces; BadZipFile where it is not what the directory says."""
    if member.compress_type not in _METHODS or member.is_dir():
        if member.file_size:
            raise zipfile.BadZipFile
        return
    header = _LOCAL.unpack_from(data, member.header_offset)
    begin = member.header_offset + _LOCAL.size + header[-2] + header[-1]
    packed = memoryview(data)[begin : begin + member.compress_size]
    if header[0] != ZIP[0] or len(packed) != member.compress_size:
        raise zipfile.BadZipFile
    unpacked, crc = 0, 0
    plain = member.compress_type == zipfile.ZIP_STORED
    for piece in _plain(packed) if plain else _inflated(packed):
        unpacked += len(piece)
        if unpacked > member.file_size:
            subject.refuse("false-size", path)
        crc = zlib.crc32(piece, crc)
        yield piece
    if unpacked != member.file_size or crc != member.CRC:
        raise zipfile.BadZipFile


def _plain(packed: memoryview) -> Iterator[bytes]:
    for at in range(0, len(packed), _WHOLE):
        yield bytes(packed[at : at + _WHOLE])


def _inflated(packed: memoryview) -> Iterator[bytes]:
    """Fed in small pieces, because zlib copies what it has not used yet on each call."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _PIECE):
        rest: bytes | memoryview = packed[at : at + _PIECE]
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, _WHOLE)
            rest = unpacker.unconsumed_tail
        if unpacker.eof:
            return
    if not unpacker.eof:
        raise zipfile.BadZipFile
