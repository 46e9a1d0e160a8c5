"""dpia template: check a Word template before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, LocalisedGroup, language_option, say, system_language

if TYPE_CHECKING:
    from dpia.checking_templates import TemplateCheck
    from dpia.template.known import Use


class _Template(LocalisedGroup):
    lazy = ("check",)
    help_prefix = "template-"

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """It stands here."""
        del ctx
        return {"check": check}.get(cmd_name)


@click.group("template", cls=_Template, help=say("template-help"))
def command() -> None:
    """Hold the commands together."""


@click.command("check", cls=Localised, help=say("template-check-help"))
@click.argument("file", metavar=say("template-file"), type=click.Path(path_type=Path))
@click.option(
    "--for", "use", type=click.Choice(["report", "threshold"]), help=say("template-for-option")
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help=say("template-format-option"),
)
@click.option("--date", "day", help=say("template-date-option"))
@language_option("messages-lang-option")
@click.pass_context
def check(
    ctx: click.Context,
    /,
    *,
    file: Path,
    use: Use | None,
    form: str,
    day: str | None,
    language: str | None,
) -> None:
    """Check one template; the exit code is 3 where it cannot be used."""
    from dpia.checking_templates import check_template
    from dpia.cli.dates import date_of_run
    from dpia.errors import DefinitionError

    spoken = language or system_language()
    found = check_template(file, date_of_run(day), spoken, use)
    if form == "json":
        _print_json(found, spoken)
    else:
        _print(found, spoken)
    ctx.exit(0 if found.fine else DefinitionError.exit_code)


def _print(found: TemplateCheck, language: str) -> None:
    """Print a line a fault: place, what is wrong, what to write."""
    from dpia.i18n import messages
    from dpia.template.faults import line

    said = messages("template")
    use = said(f"use-{found.use}", language)
    if found.fine:
        summary = said("check-fine", language, file=found.file, use=use, count=found.statements)
    else:
        warnings = sum(fault.warning for fault in found.faults)
        summary = said(
            "check-faulty",
            language,
            file=found.file,
            use=use,
            errors=found.errors,
            warnings=warnings,
        )
    click.echo(summary, err=not found.fine)
    for fault in found.faults:
        text = line(fault, language)
        if fault.warning:
            text = said("check-remark", language, line=text)
        click.echo(f"  {text}", err=not found.fine)
    if found.trial is not None:
        places = "; ".join(found.trial.faults.get(language, ()))
        click.echo(f"  {places}: {found.trial.message(language)}".lstrip(": "), err=True)


def _print_json(found: TemplateCheck, language: str) -> None:
    import json

    from dpia.template.faults import plain

    trial = None
    if found.trial is not None:
        trial = {
            "kind": found.trial.key,
            "places": list(found.trial.faults.get(language, ())),
            "message": found.trial.message(language),
        }
    document = {
        "file": str(found.file),
        "for": found.use,
        "fine": found.fine,
        "statements": found.statements,
        "faults": [plain(fault, language) for fault in found.faults],
        "trial": trial,
    }
    click.echo(json.dumps(document, ensure_ascii=True, indent=2))
