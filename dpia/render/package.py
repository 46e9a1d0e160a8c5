"""Writes a report's package once, as it is to lie on disk: sorted, with fixed times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dpia.stablezip import packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class _Members:
    """Takes the place of python-docx's writer of zip files."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def write(self, uri: Any, blob: Any) -> None:  # noqa: ANN401  # python-docx's own types
        self.content[uri.membername] = blob.encode() if isinstance(blob, str) else blob


def package_bytes(
    package: Any,  # noqa: ANN401  # of python-docx
    on: date,
    finished: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """Return the file that a package of python-docx makes; saving it and sorting it afterwards packs it twice.

    finished: what is still to be done to the text of the document itself.
    """
    from docx.opc.pkgwriter import PackageWriter

    members = _Members()
    writer: Any = PackageWriter
    parts = list(package.iter_parts())
    for part in parts:
        part.before_marshal()
    writer._write_content_types_stream(members, parts)  # noqa: SLF001  # its own steps, in its order
    writer._write_pkg_rels(members, package.rels)  # noqa: SLF001
    writer._write_parts(members, parts)  # noqa: SLF001
    if finished is not None:
        name = package.main_document_part.partname.membername
        members.content[name] = finished(members.content[name])
    return packed(members.content, on)


def let_go(package: Any) -> None:  # noqa: ANN401  # of python-docx
    """Free the trees of a package that is written: its parts know each other, and would wait for the garbage collector.

    A report's tree takes ten times as much memory as its file; in a batch that adds up.
    """
    for part in list(package.iter_parts()):
        if hasattr(part, "_element"):
            part._element = None  # noqa: SLF001  # there is no other way to it
