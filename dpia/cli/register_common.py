"""What all commands on the register do alike: which one it is, in which words, as text or as data."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dpia.cli.base import language_option, say, system_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from dpia.register.location import Location
    from dpia.register.sql_store import SqlStore
    from dpia.register.store import StoredVersion
    from dpia.register.words import Words

    Command = Callable[..., None]

_NARROWEST, _WIDEST = 40, 110


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a command answers. form: "text", "json", or what else the command offers."""

    language: str
    form: str

    def lines(self, lines: Iterable[str]) -> None:
        """Print text."""
        for line in lines:
            click.echo(line)

    def document(self, schema: str, content: dict[str, Any]) -> None:
        """Print data: sorted keys, the schema named in it."""
        whole = {"schema": f"urn:dpia:register-{schema}:1", **content}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True))

    def tell(self, key: str, **values: object) -> str:
        """A sentence on the register."""
        from dpia.i18n import messages

        return messages("history")(key, self.language, **values)

    def words(self, questionnaire: str, on: date) -> Words:
        """The words for what one questionnaire asks and finds."""
        from dpia.recording.following import questionnaire_of_today
        from dpia.register.words import Words

        return Words(self.language, questionnaire_of_today(questionnaire), on)

    def words_of(self, version: StoredVersion, on: date) -> Words:
        """The same, knowing the risks and measures that the user added in a version."""
        return self.words(version.key.questionnaire, on).knowing_own(version.answers)


def register_options(*forms: str) -> Callable[[Command], Command]:
    """The options of every command: --register, --format and --lang."""
    offered = forms or ("text", "json")

    def add(command: Command) -> Command:
        for option in (
            language_option("register-lang-option"),
            click.option(
                "--format",
                "form",
                type=click.Choice(offered),
                default=offered[0],
                help=say("register-format-option"),
            ),
            click.option("--register", envvar="DPIA_REGISTER", help=say("register-here-option")),
        ):
            command = option(command)
        return command

    return add


date_option = click.option("--date", "day", help=say("register-date-option"))


def spoken(language: str | None, form: str) -> Spoken:
    """How to answer: in the language that was asked for, else the system's."""
    return Spoken(language or system_language(), form)


def place_of(register: str | None) -> Location:
    """Where the register lies: --register, DPIA_REGISTER, else register.db in the current folder."""
    from dpia.recording.places import REGISTER_NAME, location_of
    from dpia.register.location import in_file

    return location_of(register) if register else in_file(Path(REGISTER_NAME))


@contextmanager
def opened(place: Location, how: Spoken) -> Iterator[SqlStore]:
    """Open a register that is there already, and say which one it is (never in the middle of data)."""
    from dpia.register import open_sql

    with open_sql(place, create=False) as store:
        click.echo(how.tell("register-used", place=place), err=how.form not in {"text", "table"})
        yield store


def width() -> int:
    """How wide text may be."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
