"""Same content, same bytes: rewrite an Office file without the clock that its writer put in."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_MOMENT = re.compile(
    rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:(?:created|modified)>)"
)
_EARLIEST_ZIP_YEAR = 1980


def normalise(data: bytes, on: date) -> bytes:
    """Return the same members, sorted, with fixed times; created and modified become the given date."""
    with zipfile.ZipFile(BytesIO(data)) as old:
        return packed({name: old.read(name) for name in old.namelist()}, on)


def packed(members: Mapping[str, bytes], on: date) -> bytes:
    """Return the file of these members, sorted, with fixed times; created and modified become the given date.

    The content types come first, as the packaging standard's readers like it.
    """
    target = BytesIO()
    pack_into(target, members, on)
    return target.getvalue()


def pack_into(
    target: IO[bytes],
    members: Mapping[str, bytes | Iterable[bytes]],
    on: date,
    level: int | None = None,
) -> None:
    """Write the same to an open file. members: large ones as pieces of less than two gigabytes together."""
    moment = f"{on.isoformat()}T00:00:00Z".encode()
    stamp = (max(on.year, _EARLIEST_ZIP_YEAR), on.month, on.day, 0, 0, 0)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new:
        for name in sorted(members, key=lambda n: (n != "[Content_Types].xml", n)):
            content = members[name]
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            member.create_system = 3
            if isinstance(content, bytes):
                if name == "docProps/core.xml":
                    content = _MOMENT.sub(rb"\g<1>" + moment + rb"\g<3>", content)
                new.writestr(member, content, compresslevel=level)
                continue
            member._compresslevel = level  # type: ignore[attr-defined]  # noqa: SLF001  # open() asks for nothing else
            with new.open(member, "w") as file:
                for piece in content:
                    file.write(piece)
