"""The entry of the record of processing activities (Art. 30(1) GDPR), out of a stored assessment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dpia.model import NO, YES
from dpia.register.reading import StoredAnswers, day, items, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dpia.model import Measure
    from dpia.register.cells import Cell
    from dpia.register.rows import Rows
    from dpia.register.words import Words

_LEGAL = "L"
_COMMAS = re.compile(r"[,;]\s+(?![^()]*\))")
_SEMICOLONS = re.compile(r";\s+(?![^()]*\))")
_COUNTS = ("implemented", "partial", "planned")


def record_entry(rows: Rows) -> dict[str, Cell]:
    """Return the row of one processing: the seven fields of Art. 30(1), each in words."""
    answers, words = rows.answers, rows.words
    version = rows.version
    missing = words.say("record-open")
    return {
        "number": version.number,
        "processing": version.key.name,
        "article-a": _controller(answers, words, version.key.controller),
        "article-b": _listed(words, _column(answers, "purposes", "purpose")) or missing,
        "article-c-persons": _listed(
            words, _split(_column(answers, "data-items", "subjects"), _COMMAS)
        )
        or missing,
        "article-c-data": _listed(words, _column(answers, "data-items", "item")) or missing,
        "article-d": _listed(words, _recipients(answers)) or missing,
        "article-e": _transfers(answers, words),
        "article-f": _listed(words, _limits(answers, words)) or missing,
        "article-g": _security(rows),
        "state": rows.state,
        "date": version.on,
        "key": rows.key_of(),
    }


def _controller(answers: StoredAnswers, words: Words, name: str) -> str:
    lines = [
        answers.worded("controller-name") or name,
        answers.worded("controller-address"),
        answers.worded("controller-contact"),
    ]
    if answers.value("joint-controllers") == YES:
        detail = answers.worded("joint-controllers-detail")
        lines.append(
            words.say("record-joint", text=detail) if detail else words.say("record-joint-unnamed")
        )
    designated, contact = answers.value("dpo-designated"), answers.worded("dpo-contact")
    if designated == NO:
        lines.append(words.say("record-dpo-none"))
    else:
        lines.append(
            words.say("record-dpo", text=contact) if contact else words.say("record-dpo-open")
        )
    return "\n".join(line for line in lines if line)


def _column(answers: StoredAnswers, table: str, column: str) -> Iterator[tuple[bool, str]]:
    """The cells of a column, each with whether its row is a mere proposal."""
    for row in answers.rows(table):
        yield answers.is_proposal(table, row), answers.cell(table, row, column)


def _listed(words: Words, cells: Iterable[tuple[bool, str]]) -> str:
    """What is confirmed, then in a line of its own what is not."""
    found = [(proposal, cell) for proposal, cell in cells if cell]
    confirmed = words.running(cell for proposal, cell in found if not proposal)
    proposed = words.running(cell for proposal, cell in found if proposal)
    if proposed:
        proposed = words.say("record-unconfirmed", text=proposed)
    return "\n".join(line for line in (confirmed, proposed) if line)


def _split(
    cells: Iterable[tuple[bool, str]], separator: re.Pattern[str]
) -> Iterator[tuple[bool, str]]:
    """Cells that hold several things, taken apart so that each is named once."""
    for proposal, cell in cells:
        for part in separator.split(cell):
            yield proposal, part.strip()


def _recipients(answers: StoredAnswers) -> Iterator[tuple[bool, str]]:
    yield from _split(_column(answers, "data-items", "recipients"), _SEMICOLONS)
    yield from _column(answers, "processors", "name")


def _transfers(answers: StoredAnswers, words: Words) -> str:
    given = answers.value("transfer")
    if given == NO:
        return words.say("record-no-transfer")
    if given != YES:
        return words.say("record-transfer-open")
    lines = [
        words.say("record-transfer"),
        _listed(words, _countries(answers, words)),
        *_safeguards(answers, words),
    ]
    return "\n".join(line for line in lines if line)


def _countries(answers: StoredAnswers, words: Words) -> Iterator[tuple[bool, str]]:
    for row in answers.rows("processors"):
        name = answers.cell("processors", row, "name")
        country = answers.cell("processors", row, "country")
        if name and country:
            entry = words.say("record-recipient-country", name=name, country=country)
            yield answers.is_proposal("processors", row), entry


def _safeguards(answers: StoredAnswers, words: Words) -> Iterator[str]:
    checked, clauses = day(answers.value("dpf-checked")), answers.value("scc-fallback") == YES
    if checked:
        yield words.say("record-dpf", date=words.day(checked))
    if clauses:
        yield words.say("record-scc")
    if not checked and not clauses:
        yield words.say("record-no-safeguard")


def _limits(answers: StoredAnswers, words: Words) -> Iterator[tuple[bool, str]]:
    """The time limits by category of data, as letter (f) asks."""
    for row in answers.rows("data-items"):
        item = answers.cell("data-items", row, "item")
        limit = answers.cell("data-items", row, "retention")
        if item and limit:
            entry = words.say("record-limit", item=item, limit=limit)
            yield answers.is_proposal("data-items", row), entry


def _security(rows: Rows) -> str:
    """The measures that are not merely legal ones, by how far they are."""
    words = rows.words
    known: Mapping[str, Measure] = words.questionnaire.measures if words.questionnaire else {}
    named: dict[str, list[str]] = {status: [] for status in _COUNTS}
    for found in items(rows.version.assessment.get("measures")):
        status, measure = text(found.get("status")), known.get(text(found.get("id")))
        if status in named and (measure is None or measure.kind != _LEGAL):
            title = words.text(measure.title) if measure else text(found.get("code"))
            named[status].append(title)
    lines = [
        words.say(
            "record-measures", status=words.status("status", status), text=words.running(titles)
        )
        for status, titles in named.items()
        if titles
    ]
    return "\n".join(lines) or words.say("record-no-measures")
