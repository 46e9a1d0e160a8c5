"""Write a questionnaire as a workbook, blank or with answers: Questionnaire -> .xlsx."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook

from dpia.answers import with_own
from dpia.beside import prepare, put, remove_leftovers
from dpia.excel.finish import finished
from dpia.i18n import messages
from dpia.stablezip import normalise
from dpia.workbook.book import Book
from dpia.workbook.changesheet import ChangeSheet
from dpia.workbook.filling import Filling
from dpia.workbook.levels import RiskLabels
from dpia.workbook.lists import Lists
from dpia.workbook.looks import register_looks
from dpia.workbook.meta import write_meta
from dpia.workbook.options import write_options
from dpia.workbook.overview import Overview
from dpia.workbook.topic import TopicSheet
from dpia.workbook.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from typing import BinaryIO

    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.model import Answers, Questionnaire, Sheet
    from dpia.workbook.changes import ChangeList

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31


def write_workbook(  # noqa: PLR0913  # what a workbook depends on
    questionnaire: Questionnaire,
    language: str,
    target: Path | BinaryIO,
    *,
    answers: Answers | None = None,
    spare: int | None = None,
    on: date,
    propose: Collection[str] | None = None,
    changes: ChangeList | None = None,
) -> None:
    """Write the workbook.

    Args:
        questionnaire: What is asked.
        language: "de" or "en".
        target: A path, or an open binary file.
        answers: What is filled in already.
        spare: Empty rows of every table, in place of what the questionnaire says.
        on: The date written into the file, on which risks are computed; same input, same bytes.
        propose: Ids of questions, tables ("t") and starter rows ("t#row") whose proposal is written; by
            default all of them in a blank workbook and none in one with answers, because a proposal that
            someone deleted must not come back.
        changes: What changed since the version that was filled in; a first sheet tells it.
    """
    if answers is not None:
        questionnaire = with_own(questionnaire, answers.tables)
    data = workbook_bytes(questionnaire, language, answers, spare, propose, changes, on=on)
    store(normalise(finished(data), on), target)


def workbook_bytes(
    questionnaire: Questionnaire,
    language: str,
    answers: Answers | None,
    spare: int | None,
    propose: Collection[str] | None,
    changes: ChangeList | None = None,
    *,
    on: date,
) -> bytes:
    """Return the workbook as openpyxl writes it."""
    workbook = Workbook()
    register_looks(workbook, language)
    wording = Wording(questionnaire, language)
    book = Book(
        workbook,
        questionnaire,
        wording,
        Filling(wording, answers, spare, propose, RiskLabels(wording, answers, on)),
        Lists(workbook, wording),
    )
    _sheets(book)
    if changes is not None:
        _tell(book, changes)
    write_options(workbook, questionnaire, language)
    write_meta(workbook, questionnaire, language, changes.source if changes else "")
    _properties(book)
    buffer = BytesIO()
    workbook.save(buffer)
    workbook.close()
    return buffer.getvalue()


def _sheets(book: Book) -> None:
    overview = book.workbook.worksheets[0]
    overview.title = book.wording.say("overview-sheet")
    topics: list[tuple[Sheet, Worksheet]] = []
    for sheet in book.questionnaire.sheets:
        name = _sheet_name(sheet, book)
        position = len(topics) + 1
        topics.append((sheet, book.workbook.create_sheet(name, position)))
    for sheet, worksheet in topics:
        TopicSheet(book, sheet, worksheet).write()
    book.finish()
    Overview(book, overview, topics).write()
    book.workbook.active = 0


def _tell(book: Book, changes: ChangeList) -> None:
    """Put the changes before everything else and open the workbook there."""
    sheet = book.workbook.create_sheet(messages("upgrade")("sheet", book.wording.language), 0)
    ChangeSheet(book, sheet, changes).write()
    book.workbook.active = 0


def _sheet_name(sheet: Sheet, book: Book) -> str:
    """Return a name that spreadsheet programs accept: short, without their signs, not used yet."""
    raw = f"{sheet.code} {sheet.title[book.wording.language]}".translate(_FORBIDDEN)
    name = " ".join(raw.split()).strip("'")[:_LONGEST_NAME].strip()
    taken = {title.casefold() for title in book.workbook.sheetnames}
    number = 2
    unique = name
    while unique.casefold() in taken:
        unique = f"{name[: _LONGEST_NAME - 4]} ({number})"
        number += 1
    return unique


def _properties(book: Book) -> None:
    properties = book.workbook.properties
    language = book.wording.language
    properties.title = book.questionnaire.title[language]
    properties.subject = book.questionnaire.subtitle[language]
    properties.creator = "dpia"
    properties.language = "de-DE" if language == "de" else "en-GB"


def store(data: bytes, target: Path | BinaryIO) -> None:
    """Write the bytes; a file at the target is replaced whole or not at all."""
    if not isinstance(target, Path):
        target.write(data)
        return
    remove_leftovers(target.parent)
    put(prepare(target, data))
