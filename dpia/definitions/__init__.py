"""Questionnaires as data: YAML folders in, checked types out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dpia.errors import DefinitionError
from dpia.resources import shipped

if TYPE_CHECKING:
    from dpia.model import Questionnaire, Text

__all__ = [
    "DEFAULT_QUESTIONNAIRE",
    "load_questionnaire",
    "questionnaire_title",
    "shipped_questionnaires",
]

DEFAULT_QUESTIONNAIRE: Final = "messenger"


def shipped_questionnaires() -> tuple[str, ...]:
    """The ids of the questionnaires that come with the program, the first is the default."""
    names = [
        entry.name
        for entry in shipped("questionnaires").iterdir()
        if entry.is_dir() and (entry / "questionnaire.yaml").is_file()
    ]
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_QUESTIONNAIRE, name)))


def questionnaire_title(name: str) -> Text:
    """The title of a shipped questionnaire, without loading the whole of it."""
    from dpia import yamlfile
    from dpia.definitions.build import text

    head = yamlfile.load(shipped("questionnaires") / name / "questionnaire.yaml")
    return text(head["title"] if isinstance(head, dict) else {})


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
