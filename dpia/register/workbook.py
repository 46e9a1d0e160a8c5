"""The Excel view of the register: register.xlsx, written whole from the database each time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from dpia.beside import prepare
from dpia.i18n import messages, short_date
from dpia.register.files import Placed, commit
from dpia.stablezip import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from dpia.model import Questionnaire
    from dpia.register.cells import TableSheet
    from dpia.register.store import Store
    from dpia.register.words import Words

    Questionnaires = Callable[[str], Questionnaire | None]

_RED: Final = "F4C7C3"
_AMBER: Final = "FCE8B2"
_GREEN: Final = "CFE8CF"
_GREY: Final = "E3E3E3"
_NOTES: Final = ("source", "kept", "shown", "levels", "proposal")


def write_register(
    store: Store,
    target: Path,
    questionnaires: Questionnaires,
    language: str,
    on: date,
) -> Placed:
    """Write register.xlsx; one that a person has changed is kept beside it.

    Args:
        store: The register.
        target: Where the workbook belongs.
        questionnaires: Gives the questionnaire with an id, for titles; None where it is not at hand.
        language: The language of sheets, headers and statuses.
        on: The day against which due dates are held.

    Raises:
        FileError: The workbook is open in another program; the message says where the new one lies.
    """
    # Under the write lock, so that of two runs at once the later one writes the later state.
    with store.transaction():
        prepared = prepare(target, register_workbook(store, questionnaires, language, on))
        store.record_files(None, {target.name: prepared.sha256})
        return commit(prepared, store, on, open_key="workbook-open")


def register_workbook(
    store: Store, questionnaires: Questionnaires, language: str, on: date
) -> bytes:
    """Return the workbook: the same register state and date give the same bytes."""
    from openpyxl import Workbook

    from dpia.excel.finish import finished
    from dpia.register.cells import TableSheet, add_notes, add_styles
    from dpia.register.plans import PLANS

    book = Workbook(write_only=True)
    book.properties.creator = "dpia"
    book.properties.title = messages("register")("workbook-title", language)
    add_styles(book, language)
    sheets = {plan.key: TableSheet(book, plan, language) for plan in PLANS}
    try:
        fills = _fill(sheets, store, questionnaires, language, on)
    except BaseException:
        for sheet in sheets.values():
            sheet.abandon()
        raise
    for sheet in sheets.values():
        sheet.finish(fills, on)
    add_notes(book, _notes(list(sheets.values()), language, on), language)
    written = BytesIO()
    book.save(written)
    return normalise(finished(written.getvalue()), on)


def _fill(
    sheets: Mapping[str, TableSheet],
    store: Store,
    questionnaires: Questionnaires,
    language: str,
    on: date,
) -> dict[str, set[tuple[str, str]]]:
    """Write all rows in one pass over the register, and return the words that are to be coloured."""
    from dpia.register.record_entry import record_entry
    from dpia.register.rows import Rows
    from dpia.register.terms_row import terms_row
    from dpia.register.words import Words

    known: dict[str, Words] = {}
    for current in store.current():
        questionnaire = current.shown.key.questionnaire
        if questionnaire not in known:
            known[questionnaire] = Words(language, questionnaires(questionnaire), on)
        rows = Rows(current, known[questionnaire].knowing_own(current.shown.answers))
        if current.shown.key.kind == "threshold":
            sheets["assessments"].append(rows.memo())
            continue
        sheets["assessments"].append(rows.assessment())
        for key, found in (
            ("risks", rows.risks()),
            ("measures", rows.measures()),
            ("gates", rows.gates()),
        ):
            for row in found:
                sheets[key].append(row)
        sheets["record"].append(record_entry(rows))
        if (terms := terms_row(rows)) is not None:
            sheets["terms"].append(terms)
    return _colours(list(known.values()), language)


def _colours(known: Sequence[Words], language: str) -> dict[str, set[tuple[str, str]]]:
    """For each column, how its words begin and the fill they get."""
    from dpia.register.cells import ABOVE_ZERO

    def said(*keys: str, fill: str) -> set[tuple[str, str]]:
        return {(messages("register")(key, language, date="").strip(), fill) for key in keys}

    classes = {
        (words.text(label), words.questionnaire.scale.class_fill[code])
        for words in known
        if words.questionnaire
        for code, label in words.questionnaire.scale.classes.items()
    }
    done = said("gate-met", "status-implemented", fill=_GREEN)
    begun = said("gate-planned", "gate-open", "status-partial", "status-unclear", fill=_AMBER)
    due = said("due-overdue", fill=_RED) | said("due-soon", fill=_AMBER)
    decisions = (
        said("decision-rejected", "decision-consultation", fill=_RED)
        | said("decision-conditionally-approved", "decision-undetermined", fill=_AMBER)
        | said("decision-approved", fill=_GREEN)
    )
    nothing = said("gate-not-applicable", "status-not-planned", "status-none", fill=_GREY)
    return {
        **dict.fromkeys(
            ("today", "target", "raw", "inherent", "residual-today", "residual-target"), classes
        ),
        **dict.fromkeys(("proposed", "taken"), decisions),
        "stops": {(ABOVE_ZERO, _RED)},
        "overdue": {(ABOVE_ZERO, _RED)},
        "terms-differs": {(ABOVE_ZERO, _RED)},
        "state": said("state-draft", fill=_GREY),
        "status": done | begun | said("gate-not-met", fill=_RED) | nothing,
        "due-state": due | said("due-done", fill=_GREEN),
        "review": due,
        "risk-state": said("risk-not-applicable", fill=_GREY),
    }


def _notes(sheets: Sequence[TableSheet], language: str, on: date) -> list[str]:
    """How the workbook is to be read, and what did not fit."""
    say = messages("register")
    return [
        say("note-date", language, date=short_date(on, language)),
        *(say(f"note-{key}", language) for key in _NOTES),
        *(
            say("note-left-out", language, sheet=one.title, count=one.left_out)
            for one in sheets
            if one.left_out
        ),
    ]
