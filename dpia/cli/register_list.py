"""dpia register list: every processing, what was decided and what is still to do."""

from __future__ import annotations

import click

from dpia.cli.base import Localised, say
from dpia.cli.register_common import date_option, opened, place_of, register_options, spoken, width


@click.command("list", cls=Localised, help=say("register-list-help"))
@register_options()
@date_option
def command(register: str | None, form: str, language: str | None, day: str | None) -> None:
    """List everything that stands."""
    from dpia.cli.dates import date_of_run
    from dpia.register.listed import list_lines, summary_item

    how, on, place = spoken(language, form), date_of_run(day), place_of(register)
    with opened(place, how) as store:
        if form == "json":
            found = [summary_item(one) for one in store.overview()]
            how.document("list", {"register": place.name, "processings": found})
            return
        count = 0
        for one in store.overview():
            count += 1
            how.lines(["", *list_lines(one, how.words(one.key.questionnaire, on), width())])
        how.lines(["", how.tell("list-count" if count else "list-empty", count=count)])
