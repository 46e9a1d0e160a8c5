"""The entry point: dpia COMMAND."""

from __future__ import annotations

from typing import NoReturn

import click

from dpia.cli.base import LocalisedGroup, run, say, system_language, verbose
from dpia.i18n import messages
from dpia.version import __version__


class _Commands(LocalisedGroup):
    lazy = (
        "new", "check", "threshold", "assess", "explain", "upgrade", "register", "terms", "template",
        "rules",
    )  # fmt: skip


@click.group(cls=_Commands, help=say("main-help"), epilog=say("exit-codes"))
@click.option(
    "--limit", "limits", multiple=True, metavar=say("limit-value"), help=say("limit-option")
)
@click.option("--verbose", "detailed", is_flag=True, help=say("verbose-option"))
@click.version_option(__version__, "--version", prog_name="dpia", help=say("version-option"))
@click.pass_context
def command(ctx: click.Context, limits: tuple[str, ...], *, detailed: bool) -> None:
    """Hold the commands together, within the limits on what is read."""
    verbose.set(detailed)
    from dpia.guard.limits import DEFAULTS, LimitSetting, limits_set
    from dpia.temporary import own_temporary

    ctx.with_resource(own_temporary())
    try:
        ctx.with_resource(limits_set(limits))
    except LimitSetting as error:
        raise click.UsageError(
            messages("guard")(
                "limit-setting", system_language(), found=error.found, known=", ".join(DEFAULTS)
            ),
            ctx,
        ) from error


def main() -> NoReturn:
    """Run the command line."""
    run(command)


if __name__ == "__main__":
    main()
