"""A PDF while it is read: pypdf bounds what it unpacks, and what is drawn on all pages together is counted here."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from dpia.guard.limits import limit
from dpia.guard.subject import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FORM = 1_000
"""What drawing a form counts: as much time as so many other operations."""


class Drawn:
    """Counts drawing operations; given to pypdf as a visitor, it is asked before each of them.

    Forms that draw forms multiply: thirty of them, each drawing the next twice, are a billion operations.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0

    def __call__(self, operator: object, *_: object) -> None:
        """Count one. Raises FileError when there are too many."""
        self.count += _FORM if operator == b"Do" else 1
        TERMS.bounded("drawn", self.count, self.path)


@contextmanager
def bounded_pdf() -> Iterator[None]:
    """Hold pypdf to our limits while a file is read."""
    from pypdf import apply_configuration

    largest = limit("terms-stream")
    with apply_configuration(
        zlib_maximum_output_length=largest,
        lzw_maximum_output_length=largest,
        run_length_maximum_output_length=largest,
        array_based_stream_maximum_output_length=largest,
        stream_parsing_work_maximum_count=limit("terms-drawn"),
        page_tree_maximum_entries=20 * limit("terms-pages"),
        jbig2dec_binary=None,  # no other program is ever started
    ):
        yield
