"""dpia rules: check a questionnaire's definitions and run its cases."""

from __future__ import annotations

from pathlib import Path

import click

from dpia.cli.base import (
    Localised,
    LocalisedGroup,
    language_option,
    say,
    show_error,
    system_language,
)
from dpia.errors import DefinitionError


class _Rules(LocalisedGroup):
    lazy = ("check",)
    help_prefix = "rules-"

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """There is one command so far."""
        del ctx
        return check if cmd_name == "check" else None


@click.group("rules", cls=_Rules, help=say("rules-help"))
def command() -> None:
    """Hold the commands together."""


@click.command("check", cls=Localised, help=say("rules-check-help"))
@click.argument(
    "folders", nargs=-1, metavar=say("folders-optional"), type=click.Path(path_type=Path)
)
@language_option("messages-lang-option")
@click.pass_context
def check(ctx: click.Context, folders: tuple[Path, ...], language: str | None) -> None:
    """Load every questionnaire, print all faults, run all cases."""
    from dpia.definitions import shipped_questionnaires

    spoken = language or system_language()
    worst = 0
    for name in folders or shipped_questionnaires():
        try:
            _check_one(name, spoken)
        except DefinitionError as error:
            show_error(error, spoken)
            worst = error.exit_code
    ctx.exit(worst)


def _check_one(name: str | Path, language: str) -> None:
    from dpia.cases import read_cases, run_case
    from dpia.definitions import load_questionnaire
    from dpia.resources import shipped

    questionnaire = load_questionnaire(name)
    folder = name if isinstance(name, Path) else shipped("questionnaires") / name
    cases = list(read_cases(folder))
    faults = [
        f"cases/{case.file}: {case.name}: {line}"
        for case in cases
        for line in run_case(questionnaire, case)
    ]
    if faults:
        listed = dict.fromkeys(questionnaire.languages, faults)
        raise DefinitionError(
            "cases-failed", faults=listed, name=questionnaire.id, count=len(faults)
        )
    click.echo(
        say(
            "rules-fine",
            language,
            name=questionnaire.id,
            version=questionnaire.version,
            questions=sum(1 for _ in questionnaire.questions()),
            risks=len(questionnaire.risks),
            measures=len(questionnaire.measures),
            gates=len(questionnaire.gates),
            rules=len(questionnaire.rules),
            cases=len(cases),
        )
    )
