"""dpia threshold: the memo on whether a DPIA is due, from two sheets of the workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, language_option, say
from dpia.cli.running import asking_once, show_changed, show_failure, user_name
from dpia.errors import DpiaError

if TYPE_CHECKING:
    from dpia.order import Order
    from dpia.pipeline import MemoOutcome

_folder = click.Path(path_type=Path, file_okay=False)
_template = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=Localised, help=say("threshold-help"))
@click.argument("file", metavar=say("file"), type=click.Path(path_type=Path))
@language_option("memo-lang-option")
@click.option("-o", "--output", type=_folder, help=say("memo-output-option"))
@click.option("--register", envvar="DPIA_REGISTER", help=say("register-option"))
@click.option("--template", type=_template, help=say("template-option"))
@click.option("--date", "day", help=say("date-option"))
@click.option("--final", is_flag=True, help=say("memo-final-option"))
@click.option("--continue", "continues", is_flag=True, help=say("continue-option"))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help=say("format-option"),
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    file: Path,
    language: str | None,
    output: Path | None,
    register: str | None,
    template: Path | None,
    day: str | None,
    final: bool,
    continues: bool,
    form: str,
) -> None:
    """Write and record the memo."""
    from dpia.cli.dates import date_of_run
    from dpia.cli.summary import warn_if_open
    from dpia.order import Order
    from dpia.pipeline import write_memo

    order = Order(
        workbook=file,
        on=date_of_run(day),
        output=output,
        register=register,
        language=language,
        template=template,
        final=final,
        continues=continues,
        user=user_name(),
    )
    warn_if_open(order)
    try:
        outcome = asking_once(write_memo, order)
    except DpiaError as error:
        show_failure(error, language)
        ctx.exit(error.exit_code)
    reading = outcome.reading
    show_changed(reading.changed, reading.questionnaire, language or reading.language)
    if form == "json":
        from dpia.render.json_memo import render_memo_json

        click.echo(render_memo_json(dict(outcome.finished.stored.assessment)), nl=False)
        return
    _print(order, outcome)


def _print(order: Order, outcome: MemoOutcome) -> None:
    """Print the result, what is open and where the files lie, in the language of the memo."""
    from dpia.cli.summary import print_kept, print_register, print_unchanged

    language = order.language or outcome.reading.language
    memo, finished = outcome.memo, outcome.finished
    number = finished.stored.version
    state = say("final-state", language, number=number) if number else say("draft-state", language)
    name = finished.stored.key.name
    click.echo(
        say("summary-title", language, file=order.workbook.name, processing=name, state=state)
    )
    terms = outcome.reading.questionnaire.terms["threshold-results"]
    result = terms[memo.threshold.result][language]
    rules = ", ".join(memo.threshold.reasons)
    click.echo(say("memo-result", language, result=result, rules=rules))
    decided = memo.threshold.decided or "open"
    click.echo(say(f"memo-decided-{decided}", language))
    if memo.open or memo.errors:
        click.echo(say("memo-open", language, open=len(memo.open), errors=len(memo.errors)))
    for found in memo.rules:
        text = outcome.reading.questionnaire.rules[found.id].text[language]
        click.echo(say("memo-finding", language, code=found.code, text=text))
    print_unchanged(finished, language)
    print_kept(finished, language)
    click.echo(say("memo-file", language, file=finished.report.target))
    print_register(finished, language)
