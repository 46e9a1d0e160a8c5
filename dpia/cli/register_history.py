"""dpia register history: every version of one processing, and what each changed."""

from __future__ import annotations

import click

from dpia.cli.base import Localised, say
from dpia.cli.register_common import opened, place_of, register_options, spoken, width


@click.command("history", cls=Localised, help=say("register-history-help"))
@click.argument("wanted", metavar=say("register-id"))
@register_options()
def command(wanted: str, register: str | None, form: str, language: str | None) -> None:
    """List the versions, oldest first."""
    from dpia.register.lookup import all_versions, standing
    from dpia.register.past import history_item, history_lines

    how, place = spoken(language, form), place_of(register)
    with opened(place, how) as store:
        current = standing(store, wanted)
        versions = all_versions(store, current)
        questionnaire = how.words(current.shown.key.questionnaire, current.shown.on).questionnaire
        if form == "json":
            found = [*history_item(versions, questionnaire)]
            head = {
                "register": place.name,
                "number": current.shown.number,
                "controller": current.shown.key.controller,
                "processing": current.shown.key.name,
                "kind": current.shown.key.kind,
            }
            how.document("history", {**head, "versions": found})
            return
        words = how.words_of(current.shown, current.shown.on)
        how.lines(["", *history_lines(versions, words, width())])
