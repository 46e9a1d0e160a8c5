"""dpia terms: read a copy of a provider's terms, and compare two."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, LocalisedGroup, language_option, say, system_language

if TYPE_CHECKING:
    from dpia.model import Questionnaire

_path = click.Path(path_type=Path)
_form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help=say("terms-format-option"),
)
_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("terms-output-option"),
)
_chosen = click.option("-q", "--questionnaire", help=say("terms-questionnaire-option"))
_date = click.option("--date", "day", help=say("terms-date-option"))
_NARROWEST, _WIDEST = 40, 120


class _Terms(LocalisedGroup):
    lazy = ("check", "diff")
    help_prefix = "terms-"

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Both of them stand here."""
        del ctx
        return {"check": check, "diff": diff}.get(cmd_name)


@click.group("terms", cls=_Terms, help=say("terms-help"))
def command() -> None:
    """Hold the commands together."""


@click.command("check", cls=Localised, help=say("terms-check-help"))
@click.argument("file", metavar=say("terms-file"), type=_path)
@_output
@_form
@_chosen
@_date
@language_option("messages-lang-option")
def check(
    *,
    file: Path,
    output: Path | None,
    form: str,
    questionnaire: str | None,
    day: str | None,
    language: str | None,
) -> None:
    """Read one copy."""
    from dpia.cli.dates import date_of_run
    from dpia.reading_terms import check_terms, write_terms_annex

    spoken = language or system_language()
    loaded = _questionnaire(questionnaire)
    analysis = check_terms(file)
    if output is not None:
        write_terms_annex(analysis, loaded, spoken, output, date_of_run(day))
    if form == "json":
        from dpia.render.json_terms import terms_document, terms_json

        click.echo(terms_json(terms_document(analysis, loaded, spoken)), nl=False)
        return
    from dpia.render.terms_text import terms_text

    click.echo("\n".join(terms_text(analysis, loaded, spoken, _width())))
    _annex_written(output, spoken)


@click.command("diff", cls=Localised, help=say("terms-diff-help"))
@click.argument("old", metavar=say("terms-old"), type=_path)
@click.argument("new", metavar=say("terms-new"), type=_path)
@_output
@_form
@_chosen
@click.option("--register", envvar="DPIA_REGISTER", help=say("terms-register-option"))
@_date
@language_option("messages-lang-option")
def diff(
    *,
    old: Path,
    new: Path,
    output: Path | None,
    form: str,
    questionnaire: str | None,
    register: str | None,
    day: str | None,
    language: str | None,
) -> None:
    """Compare two copies."""
    from dpia.cli.dates import date_of_run
    from dpia.reading_terms import diff_terms, resting_on, write_diff_annex

    spoken = language or system_language()
    loaded = _questionnaire(questionnaire)
    found = diff_terms(old, new)
    rests = None if register is None else resting_on(found.old, register)
    if output is not None:
        write_diff_annex(found, loaded, spoken, output, date_of_run(day))
    if form == "json":
        from dpia.render.json_terms import diff_document, terms_json

        document = diff_document(found, loaded, spoken)
        listed = None if rests is None else [one.plain() for one in rests]
        click.echo(terms_json({**document, "assessments": listed}), nl=False)
        return
    from dpia.render.terms_text import diff_text, resting_text

    lines = diff_text(found, loaded, spoken, _width())
    if rests is not None:
        lines += ["", *resting_text(rests, spoken)]
    click.echo("\n".join(lines))
    _annex_written(output, spoken)


def _questionnaire(name: str | None) -> Questionnaire:
    from dpia.definitions import load_questionnaire, shipped_questionnaires

    return load_questionnaire(name or shipped_questionnaires()[0])


def _width() -> int:
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def _annex_written(output: Path | None, language: str) -> None:
    if output is not None:
        from dpia.i18n import messages

        click.echo(messages("terms")("annex-written", language, file=output))
