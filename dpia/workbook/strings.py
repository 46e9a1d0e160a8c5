"""The texts of a workbook as they are stored, and the escapes that spreadsheet programs put into them.

openpyxl takes every "x005F_" out of the shared texts, also out of "max005F_5", and leaves all other escapes; so the
shared texts are read here as they stand, and the escapes are undone once, where cells are scanned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

if TYPE_CHECKING:
    from io import BytesIO

    from openpyxl.workbook import Workbook

_STRING: Final = f"{{{SHEET_MAIN_NS}}}si"
_TEXT: Final = f"{{{SHEET_MAIN_NS}}}t"
_ESCAPED: Final = re.compile(r"_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")
_TYPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PRINTED: Final = re.compile("[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class StoredReader(ExcelReader):
    """openpyxl's reader, but for the shared texts."""

    def read_strings(self) -> None:
        """Read the shared texts as they are stored."""
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == _STRING:
                    self.shared_strings.append(text_of(node))
                    node.clear()


def text_of(node: Any) -> str:  # noqa: ANN401  # an element of any XML library
    """Return a shared text; nearly all are plain, and openpyxl builds a tree of objects for each."""
    if len(node) == 1 and node[0].tag == _TEXT and len(node[0]) == 0:
        return node[0].text or ""
    text = Text.from_tree(node)
    return text.content if text else ""


def load_as_stored(data: BytesIO, *, read_only: bool) -> Workbook:
    """Open a workbook whose texts are those of the file, escapes and all."""
    reader = StoredReader(data, read_only, False, False, not read_only, False)
    reader.read()
    workbook: Workbook = reader.wb
    return workbook


def escaped(text: str) -> str:
    """Protect "_x0041_", which spreadsheet programs would take for the letter A."""
    return _TYPED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """Undo what a spreadsheet program escaped: its own protection, and characters that XML cannot hold.

    Programs never escape a printable character. Where one is, another writer meant the text as it stands.
    """
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(_unescape, text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _unescape(found: re.Match[str]) -> str:
    if found[1] is None:
        return "_"
    character = chr(int(found[1], 16))
    return found[0] if _PRINTED.match(character) else character
