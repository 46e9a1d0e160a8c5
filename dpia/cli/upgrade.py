"""dpia upgrade: bring a workbook of an earlier version of its questionnaire up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, language_option, say, system_language
from dpia.cli.running import show_changed

if TYPE_CHECKING:
    from dpia.workbook.changes import ChangeList, Entry

_ALWAYS = ("again", "lost", "new", "changed")
_LONGEST = 160


@click.command(cls=Localised, help=say("upgrade-help"))
@click.argument("file", metavar=say("file"), type=click.Path(path_type=Path))
@language_option("messages-lang-option")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("upgrade-output-option"),
)
@click.option("--rows", type=click.IntRange(0, 500), help=say("rows-option"))
@click.option("--date", "on", help=say("date-option"))
def command(
    file: Path, language: str | None, output: Path | None, rows: int | None, on: str | None
) -> None:
    """Write the workbook and print what changed."""
    from dpia.cli.dates import date_of_run
    from dpia.pipeline import upgrade_workbook

    written = upgrade_workbook(file, date_of_run(on), output=output, rows=rows)
    if written is None:
        click.echo(say("upgrade-current", language or system_language(), file=file.name))
        return
    spoken = language or written.language
    click.echo(say("upgrade-written", spoken, file=written.file, old=file.name))
    show_changed(written.changed, written.questionnaire, spoken)
    if written.changes is not None:
        print_changes(written.changes, spoken)
    click.echo(say("upgrade-next", spoken, file=written.file))


def print_changes(changes: ChangeList, language: str) -> None:
    """Print what was carried over and every point to look at, as the sheet of changes lists them."""
    from dpia.i18n import messages
    from dpia.workbook.changes import SECTIONS

    told = messages("upgrade")
    click.echo(f"  {say('upgrade-carried', language, count=changes.carried)}")
    for section in SECTIONS:
        entries = changes.of(section)
        if not entries:
            continue
        click.echo(f"  {told(f'section-{section}', language, count=len(entries))}:")
        if section in _ALWAYS:
            for entry in entries:
                click.echo(f"    {_line(entry)}")
        else:
            click.echo(f"    {', '.join(dict.fromkeys(_code(entry) for entry in entries))}")
    if not changes.guided:
        click.echo(f"  {told('not-guided', language)}")


def _line(entry: Entry) -> str:
    parts = [entry.told, entry.detail.replace("\n", "; ")]
    if entry.value:
        parts.append(f"[{_short(entry.value)}]")
    return " – ".join(part for part in parts if part)


def _short(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1].rstrip()}…"


def _code(entry: Entry) -> str:
    return entry.told.partition(" ")[0]
