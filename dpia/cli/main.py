"""The entry point: dpia COMMAND."""

from __future__ import annotations

from typing import NoReturn

import click

from dpia.cli.base import LocalisedGroup, run, say
from dpia.version import __version__


class _Commands(LocalisedGroup):
    lazy = (
        "new", "check", "threshold", "assess", "explain", "upgrade", "register", "terms", "rules",
    )  # fmt: skip


@click.group(cls=_Commands, help=say("main-help"), epilog=say("exit-codes"))
@click.version_option(__version__, "--version", prog_name="dpia", help=say("version-option"))
def command() -> None:
    """Hold the commands together."""


def main() -> NoReturn:
    """Run the command line."""
    run(command)


if __name__ == "__main__":
    main()
