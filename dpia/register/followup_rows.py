"""The rows of the sheets Reviews and Conflicts: what somebody has to do about a recorded assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.answers.maintained import DATES, MEASURE, REVIEW_DATE, entries_of
from dpia.model import UNCLEAR
from dpia.register.reading import day, items, text
from dpia.register.seen import seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.answers.maintained import Maintained
    from dpia.register.cells import Cell
    from dpia.register.rows import Rows
    from dpia.register.words import Words


def review_row(rows: Rows) -> dict[str, Cell]:
    """When an assessment is to be reviewed, which reasons hold today, and which only people can see."""
    version, words = rows.version, rows.words
    value = rows.answers.value("next-review")
    on = day(value)
    triggers = words.questionnaire.review if words.questionnaire else ()
    texts = {one.id: words.text(one.text) for one in triggers}
    found = items(version.assessment.get("review"))
    return {
        "number": version.number,
        "processing": version.key.name,
        "controller": version.key.controller,
        "state": rows.state,
        "date": version.on,
        "review-date": on,
        "review": words.review(on),
        "review-reasons": words.lines(
            texts.get(text(one.get("id")), text(one.get("id"))) for one in found if one.get("due")
        ),
        "review-watch": words.lines(
            texts.get(text(one.get("id")), "") for one in found if one.get("due") is None
        ),
        "key": rows.key_of("review"),
        "seen": seen({REVIEW_DATE: "" if value == UNCLEAR else value}),
    }


def conflict_rows(rows: Rows) -> Iterator[dict[str, Cell]]:
    """A row for every value that was changed in the register and, differently, in its workbook."""
    version, words = rows.version, rows.words
    for entry in entries_of(version.answers):
        if entry.other is not None:
            yield {
                "number": version.number,
                "processing": version.key.name,
                "subject": maintained_subject(words, entry.ref),
                "field": words.say(f"column-{entry.field}"),
                "in-register": maintained_value(words, entry.field, entry.value),
                "in-workbook": maintained_value(words, entry.field, entry.other),
                "entered-by": entry.by,
                "decide": "",
                "key": rows.key_of(f"{entry.ref}:{entry.field}"),
                "seen": seen({"decide": ""}),
            }


def maintained_subject(words: Words, ref: str) -> str:
    """What a maintained value belongs to: code and title of the measure, or the review."""
    if not ref.startswith(MEASURE):
        return words.say("sheet-reviews")
    measure = ref.removeprefix(MEASURE)
    known = words.questionnaire.measures.get(measure) if words.questionnaire else None
    return words.titled(known.code if known else measure, known)


def maintained_value(words: Words, field: str, value: str) -> str:
    """A maintained value as a person reads it; an empty one is said to be empty."""
    if not value:
        return words.say("entry-empty")
    if field == "status":
        return words.status("status", value)
    on = day(value) if field in DATES else None
    return words.day(on) if on else value


def told(words: Words, entry: Maintained) -> dict[str, str]:
    """The values of a message about an entry."""
    return {
        "subject": maintained_subject(words, entry.ref),
        "field": words.say(f"column-{entry.field}"),
        "value": maintained_value(words, entry.field, entry.value),
    }
