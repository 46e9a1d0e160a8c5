"""dpia explain: the trail of a risk, a gate or the decision, in plain words."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, language_option, say

if TYPE_CHECKING:
    from dpia.render.explain import Explanation

_NARROWEST, _WIDEST = 40, 120


@click.command(cls=Localised, help=say("explain-help"))
@click.argument("file", metavar=say("file"), type=click.Path(path_type=Path))
@click.argument("codes", nargs=-1, metavar=say("codes-optional"))
@language_option("explain-lang-option")
@click.option("--date", "day", help=say("date-option"))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help=say("explain-format-option"),
)
def command(
    file: Path, codes: tuple[str, ...], language: str | None, day: str | None, form: str
) -> None:
    """Explain what was found."""
    from dpia.cli.dates import date_of_run
    from dpia.pipeline import explain_workbook

    found = explain_workbook(file, codes, date_of_run(day), language)
    if form == "json":
        import json

        plain = [explanation.plain() for explanation in found]
        click.echo(json.dumps(plain, ensure_ascii=True, indent=2))
        return
    for index, explanation in enumerate(found):
        if index:
            click.echo()
        print_explanation(explanation)


def print_explanation(explanation: Explanation) -> None:
    """Wrap to the width of the screen."""
    from textwrap import wrap

    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
    for line in wrap(f"{explanation.code}  {explanation.title}", width):
        click.echo(line)
    for paragraph in explanation.paragraphs:
        indent = "  " * (paragraph.depth + 1)
        mark = "- " if paragraph.depth else ""
        lines = wrap(
            paragraph.text,
            width,
            initial_indent=indent + mark,
            subsequent_indent=indent + "  " * bool(mark),
        )
        click.echo("\n".join(lines))
