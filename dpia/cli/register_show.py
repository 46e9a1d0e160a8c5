"""dpia register show: one processing on a page."""

from __future__ import annotations

import click

from dpia.cli.base import Localised, say
from dpia.cli.register_common import date_option, opened, place_of, register_options, spoken, width


@click.command("show", cls=Localised, help=say("register-show-help"))
@click.argument("wanted", metavar=say("register-id"))
@register_options()
@date_option
def command(
    wanted: str, register: str | None, form: str, language: str | None, day: str | None
) -> None:
    """Show what stands of one processing."""
    from dpia.cli.dates import date_of_run
    from dpia.register.kept import kept_files
    from dpia.register.lookup import standing
    from dpia.register.origins import folders_of
    from dpia.register.page import Page

    how, on, place = spoken(language, form), date_of_run(day), place_of(register)
    with opened(place, how) as store:
        current = standing(store, wanted)
        folders = folders_of(place.folder, store.origin_of(current.shown.id))
        files = tuple(kept_files(current.shown, *folders))
        page = Page(current, how.words_of(current.shown, on), files)
        if form == "json":
            how.document("show", {"register": place.name, **page.item()})
        else:
            how.lines(["", *page.lines(width())])
