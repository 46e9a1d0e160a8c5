"""Copies of the shipped questionnaires, to be damaged."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dpia.definitions.load import load_folder
from dpia.errors import DefinitionError
from dpia.i18n import messages
from dpia.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark.structures import ParameterSet


class Copy:
    """A folder of the user's: the messenger questionnaire and, beside it, what is common."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(Path(str(shipped("questionnaires"))), root, dirs_exist_ok=True)
        self.own = root / "messenger"
        self._found: DefinitionError | None = None

    def path(self, file: str) -> Path:
        return self.root / file

    def text(self, file: str) -> str:
        return self.path(file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        self.path(file).parent.mkdir(parents=True, exist_ok=True)
        self.path(file).write_text(text, encoding="utf-8")
        self._found = None

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the first place; it must be there."""
        text = self.text(file)
        assert old in text, (file, old)
        self.write(file, text.replace(old, new, 1))

    def remove_block(self, file: str, key: str) -> None:
        """Take out a top-level key with everything below it."""
        text, count = re.subn(rf"(?m)^{key}:.*\n(?:[ #-].*\n|\n)*", "", self.text(file))
        assert count == 1, (file, key)
        self.write(file, text)

    def line_of(self, file: str, text: str) -> int:
        """The line (from 1) of the first place of a text."""
        before, found, _ = self.text(file).partition(text)
        assert found, (file, text)
        return before.count("\n") + 1

    def faults(self, language: str = "en") -> list[str]:
        """What is wrong with it; nothing when it loads."""
        if self._found is None:
            try:
                load_folder(self.own)
            except DefinitionError as error:
                self._found = error
            else:
                return []
        assert self._found.exit_code == 3
        assert self._found.values["count"] == len(self._found.faults[language])
        return list(self._found.faults[language])


def cases(changes: Iterable[str], traced: Iterable[str]) -> list[ParameterSet]:
    """Damages by their names, as cases of a test; traced: those that alone reach some check.

    To load a questionnaire takes three times as long when coverage looks on.
    """
    known, alone = list(changes), set(traced)
    assert alone <= set(known)
    untraced = pytest.mark.no_cover
    return [pytest.param(name, marks=() if name in alone else untraced) for name in known]


_HOLES = {
    "value-wrong": ("found", "rule", "expected"),
    "option-unknown": ("found", "question"),
}


def said(short: str, language: str = "en") -> str:
    """The sentence of a fault: "key|found", with more values where the message has more holes."""
    key, *values = short.split("|")
    holes = dict(zip(_HOLES.get(key, ("found",)), values, strict=False))
    return messages("definitions")(key, language, **holes)
