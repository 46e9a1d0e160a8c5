"""The versions of one processing, oldest first, each with what it changed."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from dpia.i18n import messages
from dpia.register import listed
from dpia.register.changes import Changes, Recorded, compare
from dpia.register.store import Current
from dpia.register.summaries import summary_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dpia.model import Questionnaire
    from dpia.register.store import StoredVersion
    from dpia.register.words import Words

_INDENT: Final = "  "
_COUNTED: Final = ("gates", "risks", "findings", "answers")


def history_lines(versions: Sequence[StoredVersion], words: Words, width: int) -> Iterator[str]:
    """Return the history for the screen. versions: oldest first."""
    first = summary_of(Current(versions[-1]))
    number = _tell("number", words, number=first.number)
    yield from wrap(f"{number} {listed.heading(first, words)}", width)
    for version, changes in _with_changes(versions, words.questionnaire):
        yield ""
        for place, line in enumerate(_version(version, changes, words)):
            indent = _INDENT * (1 if place else 0)
            yield from wrap(line, width, initial_indent=indent, subsequent_indent=_INDENT * 2)


def _version(version: StoredVersion, changes: Changes | None, words: Words) -> Iterator[str]:
    one = summary_of(Current(version))
    yield listed.state(one, words)
    day, user = words.day(version.at.date()), version.user or "–"
    yield _tell("recorded", words, date=day, user=user, source=version.input_name)
    yield _tell(
        "made-by",
        words,
        questionnaire=version.questionnaire_version,
        tool=version.tool_version,
        input=version.input_sha256[:12],
    )
    yield listed.decided(one, words)
    if version.key.kind == "dpia":
        yield listed.levels(one, words)
    if changes is not None:
        yield _changed(changes, words)
    names = ", ".join(version.files)
    if names:
        yield _tell("files", words, names=names)


def _changed(changes: Changes, words: Words) -> str:
    """What it changed against the version before, in one line."""
    counts = {part: len(getattr(changes, part)) for part in _COUNTED}
    if not any(counts.values()) and not changes.result:
        return _tell("changed-nothing", words)
    said = _tell("changed", words, **counts)
    made = {move.what: move for move in changes.apart}
    if "questionnaire" in made:
        move = made["questionnaire"]
        said = f"{said} {_tell('changed-questionnaire', words, old=move.old, new=move.new)}"
    return said


def history_item(
    versions: Sequence[StoredVersion], questionnaire: Questionnaire | None
) -> Iterator[dict[str, Any]]:
    """Return the history as data."""
    for version, changes in _with_changes(versions, questionnaire):
        yield listed.summary_item(summary_of(Current(version))) | {
            "tool": version.tool_version,
            "input": {"name": version.input_name, "sha256": version.input_sha256},
            "digest": version.digest,
            "previous": version.previous or None,
            "files": [{"name": name, "sha256": sha} for name, sha in version.files.items()],
            "changed": None
            if changes is None
            else {part: len(getattr(changes, part)) for part in _COUNTED},
        }


def _with_changes(
    versions: Sequence[StoredVersion], questionnaire: Questionnaire | None
) -> Iterator[tuple[StoredVersion, Changes | None]]:
    before: StoredVersion | None = None
    for version in versions:
        changes = None
        if before is not None:
            changes = compare(Recorded.of(before), Recorded.of(version), questionnaire)
        yield version, changes
        before = version


def _tell(key: str, words: Words, **values: object) -> str:
    return messages("history")(key, words.language, **values)
