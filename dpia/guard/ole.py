"""The old container of Office files: what begins with it is an .xls, a .doc, or encrypted."""

from __future__ import annotations

from typing import Final, Literal

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_EXCEL: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD: Final = "WordDocument".encode("utf-16-le")


def old_kind(data: bytes) -> Literal["encrypted", "excel", "word", "other"]:
    """Say what an old container holds, by the names of its streams."""
    if _ENCRYPTED in data:
        return "encrypted"
    if any(name in data for name in _EXCEL):
        return "excel"
    return "word" if _WORD in data else "other"
