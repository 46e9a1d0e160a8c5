"""dpia register rescore: everything assessed again with the rules of today; first what would change, then on demand done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from dpia.cli.base import Localised, interactive, say
from dpia.cli.register_common import date_option, opened, place_of, register_options, spoken, width
from dpia.cli.running import user_name

if TYPE_CHECKING:
    from datetime import date

    from dpia.cli.register_common import Spoken
    from dpia.register.location import Location
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

    how, on, place = spoken(language, form), date_of_run(day), place_of(register)
    with opened(place, how) as store:
        told = _tell_all(store, on, how)
        if form == "text" and told.seen and not write:
            how.lines([how.tell("rescore-how")])
        refused = 0
        if write and _agreed(len(told.seen), how):
            refused = _record(store, place, told, on, how)
    if form == "json":
        how.document("rescore", {"register": place.name, "processings": [*told.items.values()]})
    if refused or told.counts["rejected"]:
        ctx.exit(REJECTED)


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told. seen: number and id of the versions to be followed by new ones. items: as data, by number."""

    counts: Counter[str]
    seen: dict[int, int]
    items: dict[int, dict[str, Any]]


def _tell_all(store: Store, on: date, how: Spoken) -> _Told:
    """Tell what would change, one processing at a time, so that memory does not grow with the register."""
    from dpia.recording.rescoring import rescore
    from dpia.render.rescored_text import counted_lines, rescored_item, rescored_lines

    told = _Told(Counter(), {}, {})
    how.lines([""] if how.form == "text" else [])
    for one in rescore(store, on):
        told.counts[one.outcome] += 1
        if one.to_record:
            told.seen[one.stored.number] = one.stored.id
        if how.form == "text":
            how.lines(rescored_lines(one, how.language, width()))
        else:
            told.items[one.stored.number] = rescored_item(one)
    if how.form == "text":
        how.lines(counted_lines(told.counts, how.language, width()))
    return told


def _agreed(count: int, how: Spoken) -> bool:
    """Whether to write: where somebody sits there, after asking once."""
    if not count:
        return False
    if how.form != "text" or not interactive():
        return True
    return click.confirm(how.tell("rescore-ask", count=count), default=False)


def _record(store: Store, place: Location, told: _Told, on: date, how: Spoken) -> int:
    """Record the new versions, each on its own, then write the register workbook once; how many were refused."""
    from dpia.errors import DpiaError
    from dpia.recording.rescoring import record_rescored
    from dpia.recording.shown import show_register

    at, user, refused = datetime.now(UTC), user_name(), 0
    for number, seen in told.seen.items():
        try:
            stored = record_rescored(store, number, seen, on=on, at=at, user=user)
        except DpiaError as error:
            refused += 1
            why = error.message(how.language)
            click.echo(how.tell("rescore-refused", number=number, why=why), err=True)
            continue
        if number in told.items:
            told.items[number] |= {"written": True, "new_version": stored.version}
        version = how.tell("draft") if stored.version is None else str(stored.version)
        named = how.tell("processing", number=number, name=stored.key.name)
        text = how.tell("rescore-recorded", processing=named, version=version)
        click.echo(text, err=how.form != "text")
    if refused < len(told.seen):
        click.echo(how.tell("rescore-no-report"), err=how.form != "text")
    _, warnings = show_register(store, place, how.language, on)
    for warning in warnings:
        click.echo(say("warning", how.language, message=warning.message(how.language)), err=True)
    return refused
