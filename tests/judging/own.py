"""All own checks of structure: what every document of every test is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.judging.excel import excel_faults
from tests.judging.package import package_faults
from tests.judging.word import word_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.judging.package import Package


def structure_faults(package: Package) -> list[str]:
    """Say what is wrong with a .docx or .xlsx; an empty list says that nothing was found."""
    return list(_faults(package))


def _faults(package: Package) -> Iterator[str]:
    broken = list(package_faults(package))
    yield from broken
    if broken:  # the other checks need parts that parse
        return
    if package.kind == "word":
        yield from word_faults(package)
    elif package.kind == "excel":
        yield from excel_faults(package)
    else:
        yield "neither a Word file nor a workbook"
