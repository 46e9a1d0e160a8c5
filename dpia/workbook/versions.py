"""Which version of its questionnaire a workbook is of, and what to do when it is not that of today."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dpia.errors import AnswersRejected

if TYPE_CHECKING:
    from dpia.model import Questionnaire
    from dpia.workbook.read import OpenedWorkbook


def is_current(opened: OpenedWorkbook, questionnaire: Questionnaire) -> bool:
    """Say whether the workbook is one of this very questionnaire."""
    mine = (opened.questionnaire_id, opened.questionnaire_version, opened.questionnaire_digest)
    return mine == (questionnaire.id, questionnaire.version, questionnaire.digest)


def refuse_other_version(opened: OpenedWorkbook, questionnaire: Questionnaire) -> None:
    """Let only workbooks of this version be assessed, and name the way on for the others.

    Raises:
        AnswersRejected: it is older (dpia upgrade) or newer (a newer program) than the questionnaire.
    """
    refuse_newer(opened, questionnaire)
    if opened.questionnaire_version != questionnaire.version:
        _refuse("other-version", opened, questionnaire)


def refuse_newer(opened: OpenedWorkbook, questionnaire: Questionnaire) -> None:
    """Refuse what a later program wrote: its questions are not known here.

    Raises:
        AnswersRejected: it is newer than the questionnaire.
    """
    if _ordered(opened.questionnaire_version) > _ordered(questionnaire.version):
        _refuse("newer-version", opened, questionnaire)


def _refuse(key: str, opened: OpenedWorkbook, questionnaire: Questionnaire) -> None:
    raise AnswersRejected(
        key,
        file=opened.path.name,
        path=opened.path,
        found=opened.questionnaire_version or "?",
        wanted=questionnaire.version,
    )


def _ordered(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
