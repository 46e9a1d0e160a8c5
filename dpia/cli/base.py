"""Commands that speak the user's language: help, usage and every error."""

from __future__ import annotations

import errno
import os
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click

from dpia.errors import AnswersRejected, DefinitionError, DpiaError
from dpia.i18n import LANGUAGES, language_of_environment, messages
from dpia.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INTERRUPTED = 130
REFUSED = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EIO,
        errno.ENOENT,
        errno.ENOTDIR,
    }
)
"""What a system answers that a person can mend; any other of its errors is a fault of the program."""
verbose: ContextVar[bool] = ContextVar("verbose", default=False)
"""Whether technical details are wanted, with what they may contain."""

_F = TypeVar("_F", bound="Callable[..., Any] | click.Command")


def system_language() -> str:
    """The language of messages before a workbook or --lang says otherwise."""
    return language_of_environment(os.environ)


def say(key: str, language: str | None = None, **values: object) -> str:
    """A sentence of the command line's catalogue."""
    return messages("cli")(key, language or system_language(), **values)


def interactive() -> bool:
    """Whether somebody sits there to be asked; started without a console, Python has no streams at all."""
    streams: tuple[TextIO | None, ...] = (sys.stdin, sys.stdout)
    return all(stream is not None and stream.isatty() for stream in streams)


class Localised(click.Command):
    """Headings and the help option in the user's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = [
            piece.replace("[OPTIONS]", say("usage-options"))
            for piece in self.collect_usage_pieces(ctx)
        ]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say("usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        records = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]
        if records:
            with formatter.section(say("options")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Word the help option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("help-option")
        return option


class LocalisedGroup(Localised, click.Group):
    """A group whose commands are imported when they are called or listed."""

    lazy: Sequence[str] = ()
    help_prefix = ""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands in the order of the work."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of this name."""
        if cmd_name not in self.lazy:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"dpia.cli.{cmd_name}").command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options, then commands."""
        super().format_options(ctx, formatter)
        with formatter.section(say("commands")):
            formatter.write_dl([(name, self.listed_help(name)) for name in self.lazy])

    def listed_help(self, name: str) -> str:
        """The first sentence of a command's help, without importing the command."""
        return say(f"{self.help_prefix}{name}-help").partition(". ")[0].rstrip(".") + "."

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say that there is none of that name."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(
                say("no-such-command", found=args[0], known=", ".join(self.lazy)), ctx
            )
        return super().resolve_command(ctx, args)


def language_option(help_key: str) -> Callable[[_F], _F]:
    """The --lang option."""
    return click.option("--lang", "language", type=click.Choice(LANGUAGES), help=say(help_key))


def run(command: click.Command) -> NoReturn:
    """Run the command line; every expected failure is one message and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a cp1252 console must not crash on a sign
    try:
        code = command.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(say("interrupted"), err=True)
        code = INTERRUPTED
    except click.UsageError as error:
        code = _usage(error)
    except click.ClickException as error:
        click.echo(say("error", message=error.format_message()), err=True)
        code = error.exit_code
    except DpiaError as error:
        show_error(error, system_language())
        code = error.exit_code
    except OSError as error:
        if error.errno not in REFUSED:
            _last_defence(error)
        place = error.filename or error.filename2 or "?"
        click.echo(say("error", message=say("system-refused", place=place)), err=True)
        code = 1
    except Exception as error:  # noqa: BLE001  # a message, no traceback
        _last_defence(error)
    sys.exit(code if isinstance(code, int) else 0)


def _last_defence(error: Exception) -> NoReturn:
    if os.environ.get("DPIA_DEBUG"):
        raise error
    show_unexpected(error)
    sys.exit(1)


def show_unexpected(error: Exception) -> None:
    """Say that it is a fault of the program and how to report it, without a word of what was worked on.

    With --verbose the technical details follow, after a warning: they can contain answers.
    """
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if "dpia" in one.filename.replace("\\", "/").split("/")]
    places = [f"{os.path.basename(one.filename)}:{one.lineno}" for one in own or frames]  # noqa: PTH119
    place = places[-1] if places else "?"
    click.echo(
        say("unexpected", kind=type(error).__name__, place=place, version=__version__), err=True
    )
    if verbose.get():
        click.echo(say("verbose-warning"), err=True)
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)


def _usage(error: click.UsageError) -> int:
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
    click.echo(say("error", message=_usage_message(error)), err=True)
    return error.exit_code


def _usage_message(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return say("no-such-option", found=error.option_name)
    if isinstance(error, click.MissingParameter):
        return say(
            "missing-parameter", found=error.param.human_readable_name if error.param else ""
        )
    if isinstance(error, click.BadOptionUsage):
        return say("bad-option", found=error.option_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        if isinstance(error.param.type, click.Choice):
            choices = ", ".join(map(str, error.param.type.choices))
            return say("bad-choice", found=error.param.opts[0], known=choices)
        return say("bad-value", found=error.param.opts[0], why=error.message)
    return error.format_message()


def show_error(error: DpiaError, language: str) -> None:
    """Print an expected failure with all that belongs to it."""
    click.echo(say("error", language, message=error.message(language)), err=True)
    if isinstance(error, DefinitionError):
        for line in error.faults.get(language, ()):
            click.echo(f"  {line}", err=True)
    if isinstance(error, AnswersRejected):
        for line in error.lines(language):
            click.echo(f"  {line}", err=True)
