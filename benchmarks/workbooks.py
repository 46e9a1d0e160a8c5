"""Many filled questionnaires that differ in the name of their processing, as the branches of a company send them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from dpia.answers import check_answers
from dpia.definitions import load_questionnaire
from dpia.model import entered_text
from dpia.workbook.read import open_workbook, read_answers

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = "xl/sharedStrings.xml"


def multiplied(workbook: Path, folder: Path, count: int) -> None:
    """Write count copies of a filled workbook, each of a processing of its own."""
    opened = open_workbook(workbook)
    questionnaire = load_questionnaire(opened.questionnaire_id)
    answers, _ = check_answers(read_answers(opened, questionnaire), questionnaire)
    name = entered_text(answers.values.get("processing-name"))
    with zipfile.ZipFile(workbook) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    texts = members[_TEXTS].decode()
    if f">{name}<" not in texts:
        raise ValueError(name)
    for number in range(1, count + 1):
        told = texts.replace(f">{name}<", f">{name} {number}<")
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, told.encode() if member == _TEXTS else content)
        (folder / f"branch-{number:04}.xlsx").write_bytes(target.getvalue())
