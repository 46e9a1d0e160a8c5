"""dpia new: write a blank questionnaire workbook, or a refreshed one from an earlier one."""

from __future__ import annotations

from pathlib import Path

import click

from dpia.cli.base import Localised, interactive, language_option, say, system_language
from dpia.cli.running import show_changed


@click.command(cls=Localised, help=say("new-help"))
@click.option("-q", "--questionnaire", help=say("questionnaire-option"))
@language_option("new-lang-option")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("new-output-option"),
)
@click.option("--rows", type=click.IntRange(0, 500), help=say("rows-option"))
@click.option(
    "--from", "source", type=click.Path(path_type=Path, dir_okay=False), help=say("from-option")
)
@click.option("--date", "on", help=say("date-option"))
def command(
    questionnaire: str | None,
    language: str | None,
    output: Path | None,
    rows: int | None,
    source: Path | None,
    on: str | None,
) -> None:
    """Write the workbook."""
    write_blank(questionnaire, language, output or Path(), rows, source, on)


def write_blank(
    questionnaire: str | None,
    language: str | None,
    folder: Path,
    rows: int | None = None,
    source: Path | None = None,
    on: str | None = None,
) -> None:
    """Write a workbook into the folder, never over a file, and say what to do next."""
    from dpia.cli.dates import date_of_run
    from dpia.cli.upgrade import print_changes
    from dpia.pipeline import new_workbook

    asking = interactive() and source is None
    questionnaire = questionnaire or _ask_questionnaire(asking=asking, source=source)
    if language is None and source is None:
        language = _ask_language(asking=asking)
    written = new_workbook(
        folder,
        date_of_run(on),
        questionnaire=questionnaire,
        language=language,
        rows=rows,
        source=source,
    )
    language = written.language
    click.echo(say("new-written", language, file=written.file))
    show_changed(written.changed, written.questionnaire, language)
    if written.changes is not None:
        print_changes(written.changes, language)
    click.echo(say("new-next", language, file=written.file))


def _ask_questionnaire(*, asking: bool, source: Path | None) -> str | None:
    if source is not None:
        return None
    from dpia.definitions import questionnaire_title, shipped_questionnaires

    known = shipped_questionnaires()
    if not asking or len(known) == 1:
        return known[0]
    for name in known:
        click.echo(f"  {name:<12} {questionnaire_title(name)[system_language()]}")
    answer: str = click.prompt(say("ask-questionnaire"), type=click.Choice(known), default=known[0])
    return answer


def _ask_language(*, asking: bool) -> str:
    from dpia.i18n import LANGUAGES

    if not asking:
        return system_language()
    answer: str = click.prompt(
        say("ask-language"), type=click.Choice(LANGUAGES), default=system_language()
    )
    return answer
