"""Tables and figures of docs/performance.md, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column holds words and whose others hold figures."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def ms(milliseconds: float) -> str:
    """Milliseconds without parts of them."""
    return f"{milliseconds:,.0f} ms" if milliseconds >= 1 else "under 1 ms"


def change(factor: float) -> str:
    """How much more or less, in percent."""
    return f"{(factor - 1) * 100:+.0f} %"
