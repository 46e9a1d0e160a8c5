"""Where a register is, and where what belongs to it lies."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dpia.register.address import without_secrets
from dpia.register.origins import whole_source

DATABASES: Final = frozenset({".db", ".sqlite", ".sqlite3"})
_VIEW: Final = "register"


@dataclass(frozen=True, slots=True)
class Location:
    """A register in a file, or on a database server. As text it is what may be printed: no password.

    database: the file, or the address with everything in it. folder: to which the names of files in the register
    are relative, and where register.xlsx lies.
    """

    database: Path | str = field(repr=False)
    folder: Path

    def __str__(self) -> str:
        return (
            without_secrets(self.database) if isinstance(self.database, str) else str(self.database)
        )

    @property
    def name(self) -> str:
        """The last part of the place."""
        return (
            str(self).rpartition("/")[2] if isinstance(self.database, str) else self.database.name
        )

    @property
    def view(self) -> Path:
        """Where the Excel view belongs: under the name of the database."""
        return self.folder / f"{self._stem}.xlsx"

    @property
    def view_beside(self) -> Path:
        """Where it lies when a questionnaire has that name."""
        return self.folder / f"{self._stem}.register.xlsx"

    def relative(self, path: Path) -> str:
        """The name of a file in the register: relative to the folder, so that a moved folder stays whole."""
        try:
            return Path(os.path.relpath(path.resolve(), self.folder.resolve())).as_posix()
        except ValueError:  # another drive on Windows
            return path.resolve().as_posix()

    def source(self, workbook: Path) -> str:
        """The name by which a workbook is known again.

        A server is used from many folders, in which different workbooks have the same name: there the whole
        path counts, or one of them would end the draft of another.
        """
        if isinstance(self.database, str):
            return workbook.resolve().as_posix()
        return self.relative(workbook)

    def is_source(self, known: str, source: str) -> bool:
        """Whether both name one workbook. known: of a version, a whole path where the register was moved since.

        source: as above.
        """
        return known in (source, whole_source(source, self.folder.resolve().as_posix()))

    @property
    def _stem(self) -> str:
        if isinstance(self.database, str):
            return _VIEW
        file = self.database
        return file.stem if file.suffix.lower() in DATABASES else file.name


def in_file(path: Path) -> Location:
    """A register in a file: everything lies beside it."""
    return Location(path, path.parent)
