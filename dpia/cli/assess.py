"""dpia assess: from filled workbooks to reports and register; without a file, a blank workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, language_option, say
from dpia.cli.running import asking_once, show_failure, user_name
from dpia.errors import DpiaError

if TYPE_CHECKING:
    from dpia.order import Order

_folder = click.Path(path_type=Path, file_okay=False)
_file = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=Localised, help=say("assess-help"))
@click.argument(
    "files", nargs=-1, metavar=say("assess-files-optional"), type=click.Path(path_type=Path)
)
@click.option("-q", "--questionnaire", help=say("questionnaire-option"))
@language_option("report-lang-option")
@click.option("-o", "--output", type=_folder, help=say("output-option"))
@click.option("--register", envvar="DPIA_REGISTER", help=say("register-option"))
@click.option("--template", type=_file, help=say("template-option"))
@click.option("--terms", type=_file, help=say("terms-option"))
@click.option("--date", "day", help=say("date-option"))
@click.option("--final", is_flag=True, help=say("final-option"))
@click.option("--continue", "continues", is_flag=True, help=say("continue-option"))
@click.option("-j", "--jobs", type=click.IntRange(1, 61), help=say("jobs-option"))
@click.option("--exit-by-risk", is_flag=True, help=say("exit-by-risk-option"))
@click.pass_context
def command(  # one argument an option
    ctx: click.Context,
    /,
    *,
    files: tuple[Path, ...],
    questionnaire: str | None,
    language: str | None,
    output: Path | None,
    register: str | None,
    template: Path | None,
    terms: Path | None,
    day: str | None,
    final: bool,
    continues: bool,
    jobs: int | None,
    exit_by_risk: bool,
) -> None:
    """Assess each file; the exit code is the worst."""
    if not files:
        from dpia.cli.new import write_blank

        write_blank(questionnaire, language, output or Path(), on=day)
        return
    from dpia.batch.naming import names_one
    from dpia.cli.batch import assess_all
    from dpia.cli.dates import date_of_run
    from dpia.order import Order

    order = Order(
        workbook=files[0],
        on=date_of_run(day),
        output=output,
        register=register,
        language=language,
        template=template,
        terms=terms,
        final=final,
        continues=continues,
        user=user_name(),
    )
    if names_one(files):
        worst, risk_code = _assess(order)
    else:
        worst, risk_code = assess_all(files, order, jobs)
    ctx.exit(worst or (risk_code if exit_by_risk else 0))


def _assess(order: Order) -> tuple[int, int]:
    """Run one order; return its exit code and the risk's."""
    from dpia.cli.summary import exit_by_risk, print_outcome, warn_if_open
    from dpia.pipeline import assess_workbook

    try:
        warn_if_open(order)
        outcome = asking_once(assess_workbook, order)
    except DpiaError as error:
        show_failure(error, order.language)
        return error.exit_code, 0
    print_outcome(order, outcome)
    return 0, exit_by_risk(outcome)
