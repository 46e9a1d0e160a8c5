"""dpia register diff: what changed between two versions of one processing, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, say
from dpia.cli.register_common import opened, place_of, register_options, spoken, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.register.store import StoredVersion


@click.command("diff", cls=Localised, help=say("register-diff-help"))
@click.argument("wanted", metavar=say("register-id"))
@click.argument("old", required=False, metavar=say("register-old"))
@click.argument("new", required=False, metavar=say("register-new"))
@register_options()
def command(
    wanted: str,
    old: str | None,
    new: str | None,
    register: str | None,
    form: str,
    language: str | None,
) -> None:
    """Compare two versions; without numbers the last two."""
    from dpia.errors import AnswersRejected
    from dpia.register.changes import Recorded, compare
    from dpia.register.lookup import all_versions, standing
    from dpia.render.changes_text import changes_lines
    from dpia.render.json_changes import changes_item
    from dpia.render.view_changes import changes_view

    how, place = spoken(language, form), place_of(register)
    with opened(place, how) as store:
        versions = all_versions(store, standing(store, wanted))
        if old is None and len(versions) == 1:
            raise AnswersRejected("diff-single", "history", name=versions[0].key.name)
        first, second = _pair(versions, old, new)
        words = how.words_of(second, second.on)
        changes = compare(Recorded.of(first), Recorded.of(second), words.questionnaire)
        key = second.key
        if form == "json":
            head = {"number": second.number, "controller": key.controller, "processing": key.name}
            how.document("diff", {"register": place.name, **head, "changes": changes_item(changes)})
            return
        view = changes_view(changes, words.questionnaire, how.language)
        named = {"number": second.number, "name": key.name, "controller": key.controller}
        how.lines(["", *changes_lines(view, how.language, width(), named)])


def _pair(
    versions: Sequence[StoredVersion], old: str | None, new: str | None
) -> tuple[StoredVersion, StoredVersion]:
    """The two versions: as named; with one named that and the last one; else the last two."""
    from dpia.register.lookup import version_named

    first = versions[-2] if old is None else version_named(versions, old)
    second = versions[-1] if new is None else version_named(versions, new)
    return first, second
