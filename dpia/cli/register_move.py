"""dpia register move: the whole register into another database, both sides verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, say
from dpia.cli.register_common import opened, place_of, register_options, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.cli.register_common import Spoken
    from dpia.register.location import Location
    from dpia.register.moving import Moved
    from dpia.register.store import Store

_SHORT = 12


@click.command("move", cls=Localised, help=say("register-move-help"))
@click.argument("target", metavar=say("register-target"))
@register_options()
def command(target: str, register: str | None, form: str, language: str | None) -> None:
    """Carry it over."""
    from dataclasses import asdict

    from dpia.register.moving import move

    how, source, place = spoken(language, form), place_of(register), place_of(target)
    with opened(source, how) as store:
        waiting = _has_entries(store, source)
        moved = move(store, source, place)
    if form == "json":
        drafts = moved.versions - moved.finals
        content = {"register": source.name, "target": str(place), "drafts": drafts}
        how.document("move", content | asdict(moved))
    else:
        how.lines(_lines(moved, source, place, how, waiting=waiting))


def _has_entries(store: Store, source: Location) -> bool:
    """Whether somebody has entered something in the old register's workbook that was not taken back yet."""
    from dpia.beside import sha256_of
    from dpia.errors import FileError
    from dpia.recording.shown import view_place

    try:
        present = sha256_of(view_place(store, source))
    except FileError:
        return True  # open in Excel: nobody can know
    return present is not None and not store.knows_file(present)


def _lines(
    moved: Moved, source: Location, target: Location, how: Spoken, *, waiting: bool
) -> Iterator[str]:
    from dpia.i18n import messages

    def tell(key: str, **values: object) -> str:
        return messages("export")(key, how.language, **values)

    yield tell(
        "moved",
        target=target,
        processings=moved.processings,
        versions=moved.versions,
        finals=moved.finals,
        drafts=moved.versions - moved.finals,
    )
    if moved.head:
        yield tell("moved-verified", digest=moved.head[:_SHORT])
    else:
        yield tell("moved-without-finals")
    yield tell("moved-source", source=source)
    yield tell("moved-next", target=target)
    if waiting:
        yield tell("moved-entries", view=source.view.name)
