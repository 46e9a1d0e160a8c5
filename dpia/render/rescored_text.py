"""What assessing everything again would change, as text for the screen and as data for programs."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from dpia.errors import DefinitionError
from dpia.i18n import messages
from dpia.render.json_changes import changes_item
from dpia.render.view_changes import changes_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.recording.rescoring import Rescored

_INDENT: Final = "  "
OUTCOMES: Final = ("changed", "same-result", "same", "draft-begun", "rejected")


def rescored_lines(one: Rescored, language: str, width: int) -> Iterator[str]:
    """Return what would change in one processing; nothing where all stays the same."""
    if one.outcome == "same":
        return
    stored = one.stored
    named = _tell("processing", language, number=stored.number, name=stored.key.name)
    state = _tell(f"rescore-{one.outcome}", language)
    yield from wrap(f"{named}: {state}", width, subsequent_indent=_INDENT)
    if isinstance(one.error, DefinitionError):
        yield from _deeper(one.error.message(language), width)
    if one.changes is not None:
        view = changes_view(one.changes, one.questionnaire, language)
        for row in view["results"]:
            line = _tell("rescore-row", language, **{k: row[k] for k in ("what", "old", "new")})
            yield from _deeper(f"{line} ({row['why']})" if row["why"] else line, width)
    yield ""


def counted_lines(counts: Mapping[str, int], language: str, width: int) -> list[str]:
    """Return how many came out how. counts: by outcome."""
    told = [
        _tell(f"rescore-count-{outcome}", language, count=counts[outcome])
        for outcome in OUTCOMES
        if counts.get(outcome)
    ]
    return wrap("; ".join(told) or _tell("list-empty", language), width)


def rescored_item(one: Rescored) -> dict[str, Any]:
    """Return one as data; nothing of it is written yet."""
    stored = one.stored
    return {
        "number": stored.number,
        "controller": stored.key.controller,
        "processing": stored.key.name,
        "version": stored.version,
        "outcome": one.outcome,
        "error": None if one.error is None else one.error.key,
        "changes": changes_item(one.changes) if one.changes is not None else None,
        "written": False,
        "new_version": None,
    }


def _deeper(text: str, width: int) -> list[str]:
    return wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT * 2)


def _tell(key: str, language: str, **values: object) -> str:
    return messages("history")(key, language, **values)
