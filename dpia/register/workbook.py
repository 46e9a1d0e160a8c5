"""The Excel view of the register: register.xlsx, written whole from the database each time."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from dpia.beside import prepare, remove_leftovers
from dpia.i18n import messages, short_date
from dpia.register.added import HAS_ADDED, Added
from dpia.register.files import Placed, commit
from dpia.stablezip import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from dpia.model import Questionnaire
    from dpia.register.added import Edited
    from dpia.register.cells import Cell, TableSheet
    from dpia.register.heatmap import HeatMap
    from dpia.register.rows import Rows
    from dpia.register.store import Store
    from dpia.register.words import Words

    Questionnaires = Callable[[str], Questionnaire | None]

_RED: Final = "F4C7C3"
_AMBER: Final = "FCE8B2"
_GREEN: Final = "CFE8CF"
_GREY: Final = "E3E3E3"
_NOTES: Final = ("source", "entered", "added", "kept", "shown", "levels", "proposal")


def write_register(
    store: Store,
    target: Path,
    questionnaires: Questionnaires,
    language: str,
    on: date,
    edited: Edited | None = None,
) -> Placed:
    """Write register.xlsx; one that a person has changed is kept beside it, unless all of it was taken over.

    Args:
        store: The register.
        target: Where the workbook belongs.
        questionnaires: Gives the questionnaire with an id, for titles; None where it is not at hand.
        language: The language of sheets, headers and statuses.
        on: The day against which due dates are held.
        edited: What people made of the workbook that lies there, as it was taken back.

    Raises:
        FileError: The workbook is open in another program; the message says where the new one lies.
    """
    remove_leftovers(target.parent)
    # Under the write lock, so that of two runs at once the later one writes the later state.
    with store.transaction():
        added = None if edited is None else edited.added
        data = register_workbook(store, questionnaires, language, on, added, target)
        prepared = prepare(target, data)
        store.record_files(None, {target.name: prepared.sha256})
        if edited is not None and edited.complete:
            # All that it said is in the register now, so it need not be kept.
            store.record_files(None, {target.name: edited.sha256})
        return commit(prepared, store, on, open_key="workbook-open")


def register_workbook(
    store: Store,
    questionnaires: Questionnaires,
    language: str,
    on: date,
    added: Added | None = None,
    before: Path | None = None,
) -> bytes:
    """Return the workbook: the same register state and date give the same bytes.

    Args:
        store: The register.
        questionnaires: Gives a questionnaire by its id.
        language: Of the workbook.
        on: The day against which due dates are held.
        added: Columns and sheets that people added.
        before: The workbook out of which their sheets are copied.
    """
    from openpyxl import Workbook

    from dpia.excel.finish import finished
    from dpia.register.cells import TableSheet, add_notes
    from dpia.register.copied_sheets import copy_sheets
    from dpia.register.heatmap import HeatMap
    from dpia.register.plans import CONFLICTS, PLANS
    from dpia.register.styles import add_styles

    say = messages("register")
    book = Workbook(write_only=True)
    known = added or Added()
    book.properties.creator = "dpia"
    book.properties.title = say("workbook-title", language)
    book.properties.language = language
    book.properties.keywords = HAS_ADDED if known.sheets or known.columns else None
    add_styles(book, language)
    sheets: dict[str, TableSheet] = {}
    heat, heat_sheet = HeatMap(), None
    for plan in PLANS:
        sheets[plan.key] = TableSheet(book, plan, language, known.columns.get(plan.key))
        if plan.key == "assessments":
            heat_sheet = book.create_sheet(say("sheet-heat", language))
    try:
        filled = _fill(sheets, heat, _Source(store, questionnaires, language, on))
    except BaseException:
        for sheet in sheets.values():
            sheet.abandon()
        raise
    if filled.conflicts:
        added_columns = known.columns.get(CONFLICTS.key)
        sheets[CONFLICTS.key] = TableSheet(book, CONFLICTS, language, added_columns)
        book.move_sheet(sheets[CONFLICTS.key].title, -len(book.sheetnames))
        for row in filled.conflicts:
            sheets[CONFLICTS.key].append(row)
    heat.write(heat_sheet, language)
    for sheet in sheets.values():
        sheet.finish(filled.colours, on)
    add_notes(book, _notes(list(sheets.values()), language, on), language)
    if before is not None and known.sheets:
        copy_sheets(before, book, known.sheets)
    written = BytesIO()
    book.save(written)
    return normalise(finished(written.getvalue()), on)


@dataclass(frozen=True, slots=True)
class _Source:
    store: Store
    questionnaires: Questionnaires
    language: str
    on: date


@dataclass(frozen=True, slots=True)
class _Filled:
    """What one pass over the register leaves to be done: words to be coloured, and values that wait."""

    colours: Mapping[str, set[tuple[str, str]]]
    conflicts: Sequence[Mapping[str, Cell]]


def _fill(sheets: Mapping[str, TableSheet], heat: HeatMap, source: _Source) -> _Filled:
    """Write all rows in one pass over the register."""
    from dpia.register.followup_rows import conflict_rows
    from dpia.register.rows import Rows
    from dpia.register.words import Words

    known: dict[str, Words] = {}
    conflicts: list[Mapping[str, Cell]] = []
    for current in source.store.current():
        questionnaire = current.shown.key.questionnaire
        if questionnaire not in known:
            found = source.questionnaires(questionnaire)
            known[questionnaire] = Words(source.language, found, source.on)
        rows = Rows(current, known[questionnaire].knowing_own(current.shown.answers))
        if current.shown.key.kind == "threshold":
            sheets["assessments"].append(rows.memo())
            continue
        loaded = rows.words.questionnaire
        heat.add(current.shown.assessment, loaded.scale if loaded else None)
        _append(sheets, rows)
        conflicts += conflict_rows(rows)
    return _Filled(_colours(list(known.values()), source.language), conflicts)


def _append(sheets: Mapping[str, TableSheet], rows: Rows) -> None:
    """Write the rows of one assessment."""
    from dpia.register.followup_rows import review_row
    from dpia.register.record_entry import record_entry
    from dpia.register.terms_row import terms_row

    terms = terms_row(rows)
    for key, found in (
        ("assessments", (rows.assessment(),)),
        ("risks", rows.risks()),
        ("measures", rows.measures()),
        ("gates", rows.gates()),
        ("record", (record_entry(rows),)),
        ("terms", () if terms is None else (terms,)),
        ("reviews", (review_row(rows),)),
    ):
        for row in found:
            sheets[key].append(row)


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
