"""dpia register: what was decided, on which version, what is due, and whether anything was changed afterwards."""

from __future__ import annotations

import click

from dpia.cli.base import LocalisedGroup, say


class _Register(LocalisedGroup):
    lazy = (
        "list",
        "show",
        "history",
        "diff",
        "due",
        "sync",
        "rescore",
        "verify",
        "export",
        "move",
    )
    help_prefix = "register-"

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name; each has a file of its own."""
        del ctx
        if cmd_name not in self.lazy:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"dpia.cli.register_{cmd_name}").command
        return command


@click.group("register", cls=_Register, help=say("register-help"))
def command() -> None:
    """Hold the commands together."""
