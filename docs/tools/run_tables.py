"""Tables and figures of the pages that are written from runs, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A table. words: how many columns, the first ones, hold words; the others hold figures."""
    kinds = ["---"] * words + ["---:"] * (len(head) - words)
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in (head, kinds, *rows))


def _cell(text: str) -> str:
    """On one line, and without what would end the cell."""
    return " ".join(text.split()).replace("|", "/")


def ms(milliseconds: float) -> str:
    """Milliseconds without parts of them."""
    return f"{milliseconds:,.0f} ms" if milliseconds >= 1 else "under 1 ms"


def change(factor: float) -> str:
    """How much more or less, in percent."""
    return f"{(factor - 1) * 100:+.0f} %"
