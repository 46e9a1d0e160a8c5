"""A document as a sequence of paragraphs, whatever file it came from, and the mending of its characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

ParagraphKind = Literal["text", "heading", "item"]

_GONE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_GLUED: Final = re.compile(  # "LÖSCHUNGNach der Kündigung", "VertragsparteienDie Leistungen"
    r"(?<=[A-ZÄÖÜ]{4})(?=[A-ZÄÖÜ][a-zäöü]+\s)"
    r"|(?<=[a-zäöü]{3})(?=(?:Der|Die|Das|Wir|Sie|Mit|Nach|Bei|Wenn|Es|Bis|The|We|You|If|When|Once|Where|This|These|Upon"
    r"|Our|Your)\s)"
)
_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2007]+")
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("’‘‚‛′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading or list item. marker: its number or letter as printed; page: from 1, in a PDF."""

    text: str
    kind: ParagraphKind = "text"
    marker: str = ""
    page: int | None = None


def mended(text: str) -> str:
    """Take out invisible characters, bring every run of white space down to one space, part glued titles."""
    return _GLUED.sub(" ", _SPACES.sub(" ", text.translate(_GONE)).strip())


def folded(text: str) -> str:
    """The form in which patterns read a text: small letters, plain quotation marks and dashes; same length."""
    low = text.lower()
    if len(low) != len(text):  # a few letters grow when they get small
        low = "".join(sign if len(small := sign.lower()) != 1 else small for sign in text)
    return low.translate(_PLAIN)
