"""dpia register sync: take back what people entered in register.xlsx, and write the workbook anew."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, say
from dpia.cli.register_common import date_option, opened, place_of, register_options, spoken
from dpia.cli.running import user_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dpia.cli.register_common import Spoken
    from dpia.recording.entry import Note
    from dpia.recording.takeback import TakenBack
    from dpia.register.files import Placed

ATTENTION = 4


@click.command("sync", cls=Localised, help=say("register-sync-help"))
@register_options()
@date_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    register: str | None,
    form: str,
    language: str | None,
    day: str | None,
) -> None:
    """Take back, write anew; 4 where something could not be taken over or waits for a decision."""
    from dpia.cli.dates import date_of_run
    from dpia.recording.edited import language_of
    from dpia.recording.shown import show_register, take_back_view, view_place
    from dpia.recording.takeback import Clock

    how, on, place = spoken(language, form), date_of_run(day), place_of(register)
    with opened(place, how) as store:
        view = view_place(store, place)
        there, spoken_there = view.is_file(), language_of(view)
        back, unreadable = take_back_view(store, place, Clock(on, datetime.now(UTC), user_name()))
        written = language or (back.edited.language if back.edited else "") or spoken_there
        placed, notes = show_register(store, place, written or how.language, on, back.edited)
    if form == "json":
        how.document("sync", {"register": place.name, **_item(back, placed, how.language)})
    else:
        how.lines(_lines(back, view.name, how, there=there))
        _say_kept(placed, how)
    _warn((*unreadable, *back.left, *notes), how.language)
    ctx.exit(ATTENTION if unreadable or back.left or back.conflicts else 0)


def _lines(back: TakenBack, view: str, how: Spoken, *, there: bool) -> Iterable[str]:
    from dpia.i18n import messages

    tell = messages("register")
    if not back.found:
        key = "sync-nothing" if there else "sync-missing"
        yield tell(key, how.language, file=view)
        return
    counts = {
        name: str(len(found))
        for name, found in (
            ("taken", back.taken),
            ("conflicts", back.conflicts),
            ("left", back.left),
            ("versions", back.versions),
        )
    }
    yield tell("sync-summary", how.language, file=view, **counts)
    for one in (*back.taken, *back.conflicts):
        yield f"  {one.message(how.language)}"


def _say_kept(placed: Placed | None, how: Spoken) -> None:
    if placed is not None and placed.kept is not None:
        click.echo(say("kept", how.language, file=placed.target.name, kept=placed.kept))
    if placed is not None:
        click.echo(say("summary-workbook", how.language, file=placed.target))


def _warn(notes: Iterable[Note], language: str) -> None:
    for note in notes:
        click.echo(say("warning", language, message=note.message(language)), err=True)


def _item(back: TakenBack, placed: Placed | None, language: str) -> dict[str, object]:
    return {
        "changed": back.found,
        "taken": [one.plain() for one in back.taken],
        "conflicts": [one.plain() for one in back.conflicts],
        "unusable": [one.message(language) for one in back.left],
        "versions": [
            {"number": one.number, "version": one.version, "date": one.on.isoformat()}
            for one in back.versions
        ],
        "workbook": None if placed is None else placed.target.name,
        "kept": None if placed is None or placed.kept is None else placed.kept.name,
    }
