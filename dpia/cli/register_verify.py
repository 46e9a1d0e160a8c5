"""dpia register verify: whether any version was changed afterwards, and which version a file is of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dpia.cli.base import Localised, say, show_error
from dpia.cli.register_common import opened, place_of, register_options, spoken

if TYPE_CHECKING:
    from dpia.cli.register_common import Spoken
    from dpia.recording.verifying import Verdict

NOT_PROVEN = 4


@click.command("verify", cls=Localised, help=say("register-verify-help"))
@click.argument("files", nargs=-1, metavar=say("register-files"), type=click.Path(path_type=Path))
@register_options()
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    register: str | None,
    form: str,
    language: str | None,
) -> None:
    """Verify the chain, or files against it."""
    from dpia.errors import FileError
    from dpia.recording.verifying import fault_item, verify_file

    how, place = spoken(language, form), place_of(register)
    with opened(place, how) as store:
        faults, verdicts, failed = list(store.verify()), [], 0
        for file in files:
            try:
                verdicts.append(verify_file(store, file, faults))
            except FileError as error:
                show_error(error, how.language)
                failed = error.exit_code
    if form == "json":
        content = {
            "register": place.name,
            "intact": not faults,
            "faults": [fault_item(fault, how.language) for fault in faults],
            "files": [verdict.plain(how.language) for verdict in verdicts],
        }
        how.document("verify", content)
    else:
        for verdict in verdicts:
            how.lines(_lines(verdict, how))
        how.lines(fault.message(how.language) for fault in faults)
        how.lines(
            [how.tell("verify-faults", count=len(faults)) if faults else how.tell("verify-intact")]
        )
    as_produced = all(verdict.state == "produced" for verdict in verdicts)
    ctx.exit(failed if as_produced and not faults else NOT_PROVEN)


def _lines(verdict: Verdict, how: Spoken) -> list[str]:
    """What a file is, and what that means."""
    stored, mark = verdict.stored, verdict.mark
    values: dict[str, object] = {"file": verdict.file.name, "name": verdict.name}
    state: str = verdict.state
    if stored is not None:
        from dpia.i18n import short_date

        day = short_date(stored.on, how.language)
        key = "version-draft" if stored.version is None else "version-final"
        version = how.tell(key, version=stored.version, date=day)
        values |= {"number": stored.number, "name": stored.key.name, "version": version}
    elif state == "unknown" and mark is not None:
        state = "unknown-marked"
    lines = [how.tell(f"verdict-{state}", **values)]
    if state == "edited" and not verdict.faults:
        lines.append(how.tell("verdict-stands"))
    return lines
