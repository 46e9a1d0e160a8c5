"""A workbook that was read, with what the register keeps of its measures laid over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dpia.answers.maintained import MEASURE, REVIEW, entries_of, row_of, together, value_of
from dpia.i18n import messages
from dpia.register.followup_rows import maintained_value, told
from dpia.register.words import Words
from dpia.tables import MEASURES

if TYPE_CHECKING:
    from dpia.answers.maintained import Clash, Maintained, Together
    from dpia.model import Answers, Questionnaire
    from dpia.order import Reading
    from dpia.register.store import ProcessingKey, Store


@dataclass(frozen=True, slots=True)
class Clashed:
    """Register and questionnaire say different things about one value."""

    clash: Clash
    answers: Answers
    questionnaire: Questionnaire
    on: date

    def message(self, language: str) -> str:
        """The sentence for the user, with the row of the questionnaire."""
        entry = self.clash.entry
        words = Words(language, self.questionnaire, self.on)
        other = maintained_value(words, entry.field, self.clash.questionnaire)
        place = self._place() or self.questionnaire.title[language]
        values = told(words, entry)
        return messages("register")("told-clash", language, place=place, other=other, **values)

    def _place(self) -> str:
        ref = self.clash.entry.ref
        if ref == REVIEW:
            place = self.answers.places.get("next-review")
            return str(place or "")
        table, row_id = row_of(ref)
        rows = self.answers.tables.get(table, ())
        return next((str(row.place) for row in rows if row.id == row_id and row.place), "")


@dataclass(frozen=True, slots=True)
class Gone:
    """The register keeps something about a measure that the questionnaire does not have any more."""

    entry: Maintained
    questionnaire: Questionnaire
    on: date

    def message(self, language: str) -> str:
        """The sentence for the user."""
        values = told(Words(language, self.questionnaire, self.on), self.entry)
        return messages("register")("told-gone", language, **values | {"subject": self.entry.label})


@dataclass(frozen=True, slots=True)
class Laid:
    """The reading to assess. entries: what the register keeps still. notes: where the two disagree."""

    reading: Reading
    entries: tuple[Maintained, ...] = ()
    notes: tuple[Clashed | Gone, ...] = ()

    def plain(self) -> list[dict[str, str]]:
        """The entries as plain data."""
        return [one.plain() for one in self.entries]

    def printed(self) -> tuple[dict[str, str], ...]:
        """The entries as the record shows them: without people, with what the questionnaire says instead."""
        said = {
            one.clash.entry.place: {"questionnaire": one.clash.questionnaire}
            for one in self.notes
            if isinstance(one, Clashed)
        }
        return tuple(one.printed() | said.get(one.place, {}) for one in self.entries)


def lay_over(store: Store, reading: Reading, key: ProcessingKey) -> Laid:
    """Lay over a workbook what was entered in the register since; a memo has no measures."""
    latest = store.latest(key) if key.kind == "dpia" else None
    if latest is None:
        return Laid(reading)
    found = together(reading.answers, entries_of(latest.answers))
    notes = tuple(
        Clashed(clash, reading.answers, reading.questionnaire, latest.on) for clash in found.clashes
    )
    gone = tuple(Gone(entry, reading.questionnaire, latest.on) for entry in found.gone)
    laid = replace(found.answers, notes=_noted(reading, found))
    return Laid(replace(reading, answers=laid), found.entries, (*notes, *gone))


def _noted(reading: Reading, found: Together) -> dict[str, str]:
    """The remarks beside the measures, with what comes from the register: the report prints them."""
    notes = dict(reading.answers.notes)
    for entry in found.entries:
        if not (entry.on and entry.ref.startswith(MEASURE)):
            continue
        day = date.fromisoformat(entry.on)
        words = Words(reading.language, reading.questionnaire, day)
        said = value_of(reading.answers, entry.ref, entry.field)
        values = told(words, entry) | {"other": maintained_value(words, entry.field, said)}
        line = messages("register")(
            "noted-in-report", reading.language, date=words.day(day), **values
        )
        place = f"{MEASURES}.{entry.ref.removeprefix(MEASURE)}"
        notes[place] = f"{notes[place]}\n{line}" if place in notes else line
    return notes
