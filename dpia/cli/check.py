"""dpia check: say whether the answers can be used, without assessing."""

from __future__ import annotations

from pathlib import Path

import click

from dpia.cli.base import Localised, language_option, say, show_error, system_language
from dpia.cli.running import show_changed
from dpia.errors import DpiaError


@click.command(cls=Localised, help=say("check-help"))
@click.argument(
    "files", nargs=-1, required=True, metavar=say("files"), type=click.Path(path_type=Path)
)
@language_option("messages-lang-option")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("checked-output-option"),
)
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], language: str | None, output: Path | None
) -> None:
    """Check each file; the exit code is the worst."""
    worst = 0
    for file in files:
        try:
            worst = max(worst, _check(file, output, language))
        except DpiaError as error:
            show_error(error, language or system_language())
            worst = max(worst, error.exit_code)
    ctx.exit(worst)


def _check(file: Path, output: Path | None, language: str | None) -> int:
    from dpia.pipeline import read_workbook, rejected

    reading = read_workbook(file)
    spoken = language or reading.language
    if reading.problems:
        error = rejected(file, output or file.parent, reading)
        show_error(error, spoken)
        click.echo(say("checked-written", spoken, file=error.values["checked"]), err=True)
        return error.exit_code
    show_changed(reading.changed, reading.questionnaire, spoken)
    click.echo(say("check-fine", spoken, file=file.name))
    return 0
