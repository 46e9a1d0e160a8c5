"""Questionnaires as data: YAML folders in, checked types out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dpia.errors import DefinitionError
from dpia.resources import shipped

if TYPE_CHECKING:
    from dpia.model import Questionnaire

__all__ = ["load_questionnaire", "shipped_questionnaires"]


def shipped_questionnaires() -> tuple[str, ...]:
    """The ids of the questionnaires that come with the program, the first is the default."""
    return tuple(
        sorted(
            entry.name
            for entry in shipped("questionnaires").iterdir()
            if entry.is_dir() and (entry / "questionnaire.yaml").is_file()
        )
    )


@cache
def load_questionnaire(name: str | Path) -> Questionnaire:
    """Load a shipped questionnaire by id, or one from a folder of the user's; once per run.

    Raises:
        DefinitionError: there is none of that name, or its files have faults (all are listed).
    """
    from dpia.definitions.load import load_folder

    if isinstance(name, Path):
        if not (name / "questionnaire.yaml").is_file():
            raise DefinitionError("questionnaire-folder", found=name)
        return load_folder(name.resolve())
    if name not in shipped_questionnaires():
        raise DefinitionError(
            "questionnaire-unknown", found=name, known=", ".join(shipped_questionnaires())
        )
    return load_folder(shipped("questionnaires") / name)
