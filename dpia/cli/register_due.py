"""dpia register due: measures and reviews that are due or will soon be, and why."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dpia.cli.base import Localised, say
from dpia.cli.register_common import date_option, opened, place_of, register_options, spoken, width

if TYPE_CHECKING:
    from dpia.recording.following import Followed
    from dpia.register.words import Words

_WITHIN: Final = re.compile(r"(\d{1,4})\s*(d|w|m|t|j|y)?", re.IGNORECASE | re.ASCII)
_DAYS: Final = {"d": 1, "t": 1, "w": 7, "m": 31, "y": 366, "j": 366}
_USUAL: Final = "30d"


@click.command("due", cls=Localised, help=say("register-due-help"))
@click.option("--within", help=say("register-within-option"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("register-calendar-option"),
)
@register_options("table", "json", "ics")
@date_option
def command(
    *,
    within: str | None,
    output: Path | None,
    register: str | None,
    form: str,
    language: str | None,
    day: str | None,
) -> None:
    """List what is due; as a calendar everything that is to come."""
    from dpia.cli.dates import date_of_run
    from dpia.recording.following import follow
    from dpia.register.due_text import due_item, due_lines

    if output is not None and form != "ics":
        raise click.UsageError(say("output-needs-ics"))
    how, today, place = spoken(language, form), date_of_run(day), place_of(register)
    until = (
        None
        if within is None and form == "ics"
        else _until(today, _USUAL if within is None else within)
    )
    with opened(place, how) as store:
        found = follow(store, today, until)

    @cache
    def words_for(questionnaire: str) -> Words:
        return how.words(questionnaire, today)

    if form == "ics":
        from dpia.register.due_calendar import calendar_file, write_calendar

        data = calendar_file(found.due, today, words_for, how.language)
        if output is None:
            click.echo(data, nl=False)
        else:
            target = write_calendar(output, data)
            click.echo(how.tell("calendar-written", file=target, count=len(found.due)))
    elif form == "json":
        content = {
            "register": place.name,
            "date": today.isoformat(),
            "until": until.isoformat() if until else None,
            "due": [due_item(one, today) for one in found.due],
            "thresholds_not_examined": found.unseen,
        }
        how.document("due", content)
    else:
        how.lines(["", *due_lines(found.due, today, words_for, width())])
        how.lines(_summary(found, today, until, how.language))


def _until(today: date, within: str) -> date:
    """The last day that counts.

    Raises:
        click.UsageError: it is no span such as 30d, 6w, 3m or 1y.
    """
    span = _WITHIN.fullmatch(within.strip())
    if span is None:
        raise click.UsageError(say("bad-within", found=within))
    days = int(span[1]) * _DAYS[(span[2] or "d").lower()]
    return today + timedelta(days=min(days, (date.max - today).days))


def _summary(found: Followed, today: date, until: date | None, language: str) -> list[str]:
    from dpia.i18n import messages, short_date

    tell = messages("history")
    overdue = sum(one.deadline.on is not None and one.deadline.on < today for one in found.due)
    last = short_date(until or today, language)
    lines = [
        tell("due-count", language, count=len(found.due), overdue=overdue, until=last)
        if found.due
        else tell("due-none", language, until=last)
    ]
    if found.unseen:
        lines.append(tell("due-unseen", language, count=found.unseen))
    return lines
