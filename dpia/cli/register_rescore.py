"""dpia register rescore: everything assessed again with the rules of today; first what would change, then on demand done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, interactive, say
from dpia.cli.register_common import date_option, opened, place_of, register_options, spoken, width
from dpia.cli.running import user_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from dpia.cli.register_common import Spoken
    from dpia.recording.rescoring import Rescored
    from dpia.register.store import Store

REJECTED = 4


@click.command("rescore", cls=Localised, help=say("register-rescore-help"))
@click.option("--write", is_flag=True, help=say("register-write-option"))
@register_options()
@date_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    write: bool,
    register: str | None,
    form: str,
    language: str | None,
    day: str | None,
) -> None:
    """Tell what would change; with --write record it."""
    from dpia.cli.dates import date_of_run
    from dpia.recording.rescoring import rescore
    from dpia.render.rescored_text import rescored_item, rescored_lines

    how, on, place = spoken(language, form), date_of_run(day), place_of(register)
    with opened(place, how) as store:
        found = list(rescore(store, on))
        if form == "text":
            how.lines(["", *rescored_lines(found, how.language, width())])
            if not write and any(one.to_record for one in found):
                how.lines([how.tell("rescore-how")])
        recorded: dict[int, int | None] = {}
        refused = 0
        if write and _agreed(found, how):
            recorded, refused = _record(store, place, found, on, how)
    if form == "json":
        listed = [rescored_item(one, recorded) for one in found]
        how.document("rescore", {"register": place.name, "processings": listed})
    if refused or any(one.outcome == "rejected" for one in found):
        ctx.exit(REJECTED)


def _agreed(found: Sequence[Rescored], how: Spoken) -> bool:
    """Whether to write: where somebody sits there, after asking once."""
    count = sum(one.to_record for one in found)
    if not count:
        return False
    if how.form != "text" or not interactive():
        return True
    return click.confirm(how.tell("rescore-ask", count=count), default=False)


def _record(
    store: Store, place: Path, found: Sequence[Rescored], on: date, how: Spoken
) -> tuple[dict[int, int | None], int]:
    """Record the new versions, each on its own, then write the register workbook once."""
    from dpia.errors import DpiaError
    from dpia.recording.rescoring import record_rescored
    from dpia.recording.shown import show_register

    at, user = datetime.now(UTC), user_name()
    recorded: dict[int, int | None] = {}
    refused = 0
    for one in found:
        if not one.to_record:
            continue
        named = how.tell("processing", number=one.stored.number, name=one.stored.key.name)
        try:
            stored = record_rescored(store, one, on=on, at=at, user=user)
        except DpiaError as error:
            refused += 1
            message = error.message(how.language)
            click.echo(how.tell("rescore-refused", processing=named, why=message), err=True)
            continue
        recorded[stored.number] = stored.version
        version = how.tell("draft") if stored.version is None else str(stored.version)
        text = how.tell("rescore-recorded", processing=named, version=version)
        click.echo(text, err=how.form != "text")
    if recorded:
        click.echo(how.tell("rescore-no-report"), err=how.form != "text")
    _, warnings = show_register(store, place, how.language, on)
    for warning in warnings:
        click.echo(say("warning", how.language, message=warning.message(how.language)), err=True)
    return recorded, refused
