"""What changed between two versions, as text for the screen."""

from __future__ import annotations

from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Any, Final

from dpia.i18n import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 240
_INDENT: Final = "  "


def changes_lines(
    view: dict[str, Any], language: str, width: int, named: dict[str, object]
) -> list[str]:
    """Return the lines of a view that changes_view made: the result, then the answers.

    named: number, name and controller of the processing.
    """
    title = _say("diff-title", language, old=view["old"], new=view["new"], **named)
    return [*wrap(title, width), *_lines(view, language, width)]


def _lines(view: dict[str, Any], language: str, width: int) -> Iterator[str]:
    for note in view["apart"]:
        yield from wrap(note, width)
    yield ""
    yield _say("results-title", language)
    for row in view["results"]:
        yield from _indented(row["what"], width)
        change = _arrow(row, language)
        if row["why"]:
            change = f"{change} ({row['why']})"
        yield from _deeper(change, width)
    if view["no_results"]:
        yield from _indented(view["no_results"], width)
    yield ""
    yield _say("answers-title", language)
    for row in view["answers"]:
        asked = f"{row['code']} {row['question']}".strip()
        yield from _indented(asked, width)
        for part in row["parts"]:
            change = _arrow(part, language)
            if part["label"]:
                change = _say("cell", language, title=part["label"], text=change)
            yield from _deeper(change, width)
    if view["no_answers"]:
        yield from _indented(view["no_answers"], width)


def _arrow(row: dict[str, Any], language: str) -> str:
    """Old and new in one line; long texts are cut, the report has them whole."""
    old, new = (
        shorten(row[side], _LONGEST, placeholder=" …", break_on_hyphens=False)
        for side in ("old", "new")
    )
    return _say("arrow", language, old=old, new=new)


def _indented(text: str, width: int) -> list[str]:
    return wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _deeper(text: str, width: int) -> list[str]:
    indent = _INDENT * 3
    return wrap(text, width, initial_indent=indent, subsequent_indent=indent)


def _say(key: str, language: str, **values: object) -> str:
    return messages("changes")(key, language, **values)
