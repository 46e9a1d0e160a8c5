"""Faults of a workbook that validators and LibreOffice let pass, and at which Excel offers a repair."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from tests.judging.formulas import formula_faults
from tests.judging.package import named_ids
from tests.judging.sheets import M, shared_texts, sheet_faults, sheet_parts
from tests.judging.tables import table_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.judging.package import Package

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NAME: Final = re.compile(r"[^\W\d][\w.]*|\\[\w.]*")
_LIKE_A_CELL: Final = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[RrCc]|[Rr]\d*[Cc]\d*")
_LONGEST_SHEET, _LONGEST_NAME, _LONGEST_TEXT = 31, 255, 32_767


def excel_faults(package: Package) -> Iterator[str]:
    """Say what is wrong, each fault with its place."""
    book = package.root("xl/workbook.xml")
    sheets = [one.get("name", "") for one in book.iter(f"{M}sheet")]
    yield from _sheet_name_faults(sheets)
    ids = Counter(one.get("sheetId") for one in book.iter(f"{M}sheet"))
    yield from (f"sheet id {one} {n} times" for one, n in ids.items() if n > 1)
    shown = [one.get("state", "visible") == "visible" for one in book.iter(f"{M}sheet")]
    view = book.find(f"{M}bookViews/{M}workbookView")
    active = 0 if view is None else int(view.get("activeTab", "0"))
    if active >= len(shown) or not shown[active]:
        yield f"the workbook opens on sheet {active}, which is not shown"
    names = [one.get("name", "") for one in book.iter(f"{M}definedName")]
    yield from _defined_name_faults(package, sheets)
    yield from named_ids(package, "xl/workbook.xml")
    yield from table_faults(package, names)
    for number, text in enumerate(shared_texts(package)):
        if len(text) > _LONGEST_TEXT:
            yield f"text {number} is longer than a cell can hold"
    for title, part in sheet_parts(package):
        yield from named_ids(package, part)
        yield from (f"{title}: {fault}" for fault in sheet_faults(package, part, sheets, names))


def _sheet_name_faults(sheets: list[str]) -> Iterator[str]:
    for name, times in Counter(one.casefold() for one in sheets).items():
        if times > 1:
            yield f"sheet name {name} {times} times"
    for name in sheets:
        if not 0 < len(name) <= _LONGEST_SHEET or _FORBIDDEN.search(name):
            yield f"sheet name {name!r} is too long or has a forbidden sign"
        if name.strip("'") != name or name.casefold() == "history":
            yield f"sheet name {name!r} is reserved or begins or ends with an apostrophe"


def _defined_name_faults(package: Package, sheets: list[str]) -> Iterator[str]:
    book = package.root("xl/workbook.xml")
    found = list(book.iter(f"{M}definedName"))
    names = [one.get("name", "") for one in found]
    scoped = Counter((one.get("name", "").casefold(), one.get("localSheetId")) for one in found)
    yield from (f"name {key[0]} {n} times" for key, n in scoped.items() if n > 1)
    for one in found:
        name, text = one.get("name", ""), one.text or ""
        plain = name.removeprefix("_xlnm.")
        if not _NAME.fullmatch(plain) or _LIKE_A_CELL.fullmatch(plain) or len(name) > _LONGEST_NAME:
            yield f"{name!r} is no name for a range"
        if int(one.get("localSheetId", "0")) >= len(sheets):
            yield f"name {name} belongs to a sheet that is not there"
        yield from (f"name {name}: {fault}" for fault in formula_faults(text, sheets, names))
