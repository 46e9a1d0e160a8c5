"""dpia register export: everything the register keeps, in a folder that can be read without this program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, say, system_language
from dpia.cli.register_common import opened, place_of, register_options, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.cli.register_common import Spoken
    from dpia.recording.exporting import Exported

NOT_INTACT = 4


@click.command("export", cls=Localised, help=say("register-export-help"))
@click.argument("target", metavar=say("register-folder"), type=click.Path(path_type=Path))
@click.option("--files", type=click.Path(path_type=Path), help=say("register-files-option"))
@register_options()
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    target: Path,
    files: Path | None,
    register: str | None,
    form: str,
    language: str | None,
) -> None:
    """Write the folder."""
    from dpia.recording.exporting import export

    how, place = spoken(language, form), place_of(register)
    with opened(place, how) as store:
        folder = place.folder if files is None else files
        done = export(store, str(place), folder, target, language, system_language())
    if form == "json":
        how.document("export", {"register": place.name, "folder": target.name, **done.plain()})
    else:
        how.lines(_lines(done, target, how))
    if done.faults:
        ctx.exit(NOT_INTACT)


def _lines(done: Exported, target: Path, how: Spoken) -> Iterator[str]:
    from dpia.i18n import messages
    from dpia.recording.exporting import FILES

    def tell(key: str, **values: object) -> str:
        return messages("export")(key, how.language, **values)

    counts = {"versions": done.versions, "finals": done.finals}
    yield tell("export-done", folder=target, **counts, drafts=done.versions - done.finals)
    yield tell("export-files", copied=done.files["copied"], left=done.left)
    for one in done.not_copied:
        kind = "version-draft" if one.version is None else "version-final"
        version = tell(kind, number=one.number, version=one.version)
        yield "  " + tell(f"not-copied-{one.state}", file=one.name, version=version)
    if done.left:
        rest = done.left - len(done.not_copied)
        yield "  " + tell("export-more" if rest else "export-listed", count=rest, index=FILES)
    yield from (fault.message(how.language) for fault in done.faults)
    yield tell("export-broken" if done.faults else "export-intact")
    yield tell("export-private")
