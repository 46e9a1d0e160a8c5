"""dpia rules: read and check a questionnaire's definitions, and run its cases."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import (
    Localised,
    LocalisedGroup,
    language_option,
    say,
    show_error,
    system_language,
)
from dpia.errors import AnswersRejected, DefinitionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.render.catalogue import Catalogue
    from dpia.render.explain import Explanation

_KINDS = ("gates", "risks", "measures", "rules", "criteria", "review", "questions", "sources")
PATTERNS, VOCABULARY = "terms", "vocabulary.yaml"
"""The folder of patterns by which terms are read, and the file by which such a folder is known."""

_FORMATS = ("text", "md", "json")
_folders = click.argument(
    "folders", nargs=-1, metavar=say("folders-optional"), type=click.Path(path_type=Path)
)
_format = click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", help=say("rules-format-option")
)
_chosen = click.option("-q", "--questionnaire", help=say("questionnaire-option"))


class _Rules(LocalisedGroup):
    lazy = ("list", "show", "check")
    help_prefix = "rules-"

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """All of them stand here."""
        del ctx
        return {"list": list_, "show": show, "check": check}.get(cmd_name)


@click.group("rules", cls=_Rules, help=say("rules-help"))
def command() -> None:
    """Hold the commands together."""


@click.command("list", cls=Localised, help=say("rules-list-help"))
@_folders
@_chosen
@click.option("--kind", type=click.Choice(_KINDS), multiple=True, help=say("rules-kind-option"))
@_format
@language_option("messages-lang-option")
def list_(
    folders: tuple[Path, ...],
    questionnaire: str | None,
    kind: tuple[str, ...],
    form: str,
    language: str | None,
) -> None:
    """List the catalogue: a line an entry, or with md the whole of it."""
    spoken = language or system_language()
    for catalogue in _catalogues(folders, questionnaire, spoken):
        if form == "md" and not kind:
            from dpia.render.catalogue import whole_markdown

            click.echo(whole_markdown(catalogue), nl=False)
            continue
        if form == "text":
            click.echo(catalogue.title)
        for name in kind or _KINDS[:6]:
            if form == "text":
                click.echo(f"{catalogue.heading(name)}:")
            _print(catalogue.entries(name), form, short=form == "text")


@click.command("show", cls=Localised, help=say("rules-show-help"))
@click.argument("codes", nargs=-1, required=True, metavar=say("codes"))
@_chosen
@_format
@language_option("messages-lang-option")
def show(
    codes: tuple[str, ...], questionnaire: str | None, form: str, language: str | None
) -> None:
    """Show all of single entries."""
    spoken = language or system_language()
    catalogues = _catalogues((), questionnaire, spoken)
    for code in codes:
        found = [entry for catalogue in catalogues for entry in catalogue.find(code)]
        if not found:
            raise AnswersRejected("entry-unknown", found=code)
        _print(found, form)


def _catalogues(
    folders: tuple[Path, ...], questionnaire: str | None, language: str
) -> list[Catalogue]:
    from dpia.definitions import load_questionnaire, shipped_questionnaires
    from dpia.render.catalogue import Catalogue

    names = folders or ((questionnaire,) if questionnaire else shipped_questionnaires())
    return [Catalogue(load_questionnaire(name), language) for name in names]


def _print(entries: Sequence[Explanation], form: str, *, short: bool = False) -> None:
    if form == "json":
        import json

        plain = [entry.plain() for entry in entries]
        click.echo(json.dumps(plain, ensure_ascii=True, indent=2))
        return
    if form == "md":
        from dpia.render.catalogue import as_markdown

        click.echo("\n".join(as_markdown(entry) for entry in entries))
        return
    from dpia.cli.explain import print_explanation

    width = shutil.get_terminal_size().columns
    for entry in entries:
        if short:
            line = f"  {entry.code:<6} {' '.join(entry.title.split())}"
            click.echo(line if len(line) <= width else f"{line[: width - 3]}...")
        else:
            print_explanation(entry)
            click.echo()


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
    names: tuple[Path | str, ...] = folders or (PATTERNS, *shipped_questionnaires())
    for name in names:
        try:
            if name == PATTERNS or (Path(name) / VOCABULARY).is_file():
                _check_patterns(name, spoken)
            else:
                _check_one(name, spoken)
        except DefinitionError as error:
            show_error(error, spoken)
            worst = error.exit_code
    ctx.exit(worst)


def _check_patterns(name: str | Path, language: str) -> None:
    """Check the patterns by which terms are read."""
    from dpia.resources import shipped
    from dpia.terms.checks import check_patterns

    folder = name if isinstance(name, Path) else shipped("questionnaires") / PATTERNS
    library = check_patterns(folder)
    click.echo(
        say(
            "patterns-fine",
            language,
            categories=len(library.categories),
            patterns=sum(
                len(listed)
                for one in library.categories.values()
                for listed in one.patterns.values()
            ),
            words=sum(map(len, library.words.values())),
        )
    )


def _check_one(name: str | Path, language: str) -> None:
    from dpia.cases import read_cases, run_case
    from dpia.definitions import load_questionnaire
    from dpia.resources import shipped
    from dpia.terms.checks import check_reading
    from dpia.terms.load import shipped_library

    questionnaire = load_questionnaire(name)
    folder = name if isinstance(name, Path) else shipped("questionnaires") / name
    check_reading(questionnaire, shipped_library(), folder)
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
