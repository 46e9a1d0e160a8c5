"""Whether a text is terms at all: it binds somebody by several kinds of clauses, and does not only tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.terms.text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.terms.find import Clause
    from dpia.terms.patterns import Library
    from dpia.terms.text import Paragraph

_HEAD: Final = 1500
_KINDS: Final = 3
_MANY_KINDS: Final = 5
_RATE: Final = 1.5
"""Words by which a contract binds, a hundred words."""

_WEAK: Final = frozenset({"dated-version", "contract-party"})


def looks_like_terms(
    paragraphs: Sequence[Paragraph], clauses: Sequence[Clause], library: Library, language: str
) -> bool:
    """Say whether it is worth reading: an invoice, minutes or news about terms are not."""
    words = library.words[language]
    low = folded("\n".join(one.text for one in paragraphs))
    kinds = {one.category for one in clauses if one.status == "found"} - _WEAK
    binding = len(words["binding"].compiled.findall(low))
    telling = len(words["telling"].compiled.findall(low))
    rate = 100 * (binding - telling) / max(len(low.split()), 1)
    titled = words["terms-title"].search(low[:_HEAD]) is not None
    if rate < _RATE / 3:
        return False
    return len(kinds) >= _MANY_KINDS or (
        (titled or rate >= _RATE) and len(kinds) >= (1 if titled and rate >= _RATE else _KINDS)
    )
