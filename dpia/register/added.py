"""What people added to the register workbook of their own: columns beside our tables, and whole sheets."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


HAS_ADDED: Final = "dpia-added"
"""A keyword of a workbook in which people added something, so that the next one carries it on."""
_CORE: Final = "docProps/core.xml"
_LARGEST_CORE: Final = 100_000


@dataclass(frozen=True, slots=True)
class AddedCell:
    """A cell of somebody's own column. place: where it stood, so that a formula can be moved along."""

    value: Any
    place: str
    number_format: str = ""

    def at(self, place: str) -> Any:  # noqa: ANN401  # whatever a cell holds
        """The value for another place."""
        if not (isinstance(self.value, str) and self.value.startswith("=")):
            return self.value
        from openpyxl.formula.translate import Translator

        return Translator(self.value, origin=self.place).translate_formula(place)


@dataclass(frozen=True, slots=True)
class AddedColumns:
    """Columns that people added to one of our sheets. values: by key of the row and name of the column."""

    names: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    values: Mapping[tuple[str, str], AddedCell] = field(default_factory=dict)

    def joined(
        self, widths: Mapping[str, float], values: Mapping[tuple[str, str], AddedCell]
    ) -> AddedColumns:
        """These columns with those of another sheet of the same kind. widths: by name."""
        both = {**widths, **dict(zip(self.names, self.widths, strict=True))}
        return AddedColumns(tuple(both), tuple(both.values()), {**self.values, **values})


@dataclass(frozen=True, slots=True)
class Added:
    """Everything that people added. sheets: titles of sheets of their own, to be copied from the old workbook."""

    columns: Mapping[str, AddedColumns] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """What was taken back of a workbook that people had changed.

    sha256: of that workbook. complete: everything they wrote is in the register or in `added`. language: the
    workbook's, "" where it does not say.
    """

    sha256: str
    added: Added = field(default_factory=Added)
    complete: bool = False
    language: str = ""


def properties_of(path: Path) -> bytes:
    """The small part of a workbook that says what it is."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_CORE).file_size > _LARGEST_CORE:
                return b""
            return archive.read(_CORE)
    except (OSError, KeyError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return b""
