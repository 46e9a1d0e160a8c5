"""Paragraphs cut into the sentences that are classed, each with its place and what introduces it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.terms.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dpia.terms.text import Paragraph

_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:gem|Abs|Art|Nr|lit|Buchst|Ziff|vgl|bzw|ggf|inkl|insb|z\. ?B|d\. ?h|u\. ?a|i\. ?S|i\. ?V"
    r"|sog|zzgl|max|mind|No|Sec|Art|para|cf|approx|incl|Inc|Ltd|Corp|Co|etc|e\.g|i\.e|v|vs|St|Str)\.)\s*$",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(  # "the 16th year of age" in German has a full stop in it
    r"\b(?:de[rmns]|die|das|am|im|zum|zur|vom|ab|bis|seit|jede[mnrs]?|vollendete[nms]?) \d{1,3}\.\s*$",
    re.IGNORECASE,
)
# "The EU-U." of "the EU-U.S. Data Privacy Framework" ends no sentence.
_INITIAL: Final = re.compile(r"\b[A-Z]\.\s*$")
_NEXT_INITIAL: Final = re.compile(r"[A-Z]\.")
_OPEN: Final = (",", " to", " that", " zu", " dass")  # so do sentences end whose list follows
_ANNOUNCES: Final = re.compile(
    r"\b(?:folgende[nmrs]?|following|as follows|wie folgt)\b", re.IGNORECASE
)
_LOWER_START: Final = re.compile(r'\s*["(„“]?[a-zäöü]|\s*\(["„“«]')
# The library never cuts between brackets or quotation marks, and takes what stands between any two of them for such a
# passage: after 'attorneys' fees', '(ii)' or '"Kunde„' the rest of a paragraph would be one sentence.
_SHIELD: Final = str.maketrans(dict.fromkeys("'’‘‚‛\"“”„‟«»()[]", "_"))
_CLOSES: Final = re.compile(r"[\"“”»’)]+(?=\s)")
_BRACKET_AT_MOST: Final = 300


_LONG: Final = 250
_NEXT_CLAUSE: Final = re.compile(
    r";\s+(?=(?:The|This|These|That|You|Your|We|Our|If|By|Any|All|Such|No|In|Upon|When|To|Each"
    r"|Der|Die|Das|Dem|Den|Wir|Sie|Ihre?|Du|Mit|Bei|Wenn|Soweit|Dies\w*|Es|Eine?|Durch|Er)\s+[\w'’]+\s)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: section as printed, page of a PDF."""

    section: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence or list item.

    paragraph: its number in the text. lead: the words that introduce the list. heading: the words above it,
    in the form in which patterns read them.
    """

    text: str
    place: Place
    paragraph: int
    lead: str = ""
    heading: str = ""

    @property
    def whole(self) -> str:
        """Lead and text in one."""
        return f"{self.lead} {self.text}" if self.lead else self.text

    @property
    def low(self) -> str:
        """The form in which patterns read it."""
        return folded(self.whole)


def units(paragraphs: Iterable[Paragraph], language: str) -> list[Unit]:
    """Cut a document into units; headings are no units, they only say where one stands."""
    return list(_Cutter(language).cut(paragraphs))


class _Cutter:
    def __init__(self, language: str) -> None:
        import sentencex

        self._segment = sentencex.segment
        self._language = language
        self._heading = ""
        self._title = ""
        self._section = ""
        self._lead = ""
        self._before = ""
        self._announced = ""

    def cut(self, paragraphs: Iterable[Paragraph]) -> Iterator[Unit]:
        for number, one in enumerate(paragraphs):
            self._find_section(one)
            if one.kind == "heading":
                self._lead = one.text if one.text.endswith(_OPEN) else ""
                self._before = one.text
                self._announced = ""
                continue
            yield from self._sentences(one, number)

    def _find_section(self, one: Paragraph) -> None:
        if one.kind == "heading":
            self._heading = one.marker.rstrip(".):") or one.text
            self._section = self._heading
            self._title = folded(one.text)
        elif one.kind == "text" and not one.marker:
            self._section = self._heading
        elif one.marker:
            marker = one.marker.rstrip(".:")
            if marker.startswith("(") or marker.endswith(")") or marker.isalpha():
                self._section = f"{self._heading} {marker}".strip()
            else:
                self._section = self._heading = marker

    def _sentences(self, one: Paragraph, number: int) -> Iterator[Unit]:
        if one.kind == "item" and not self._lead:  # a list that goes on with words without a colon
            self._lead = self._announced or (self._before if one.text[:1].islower() else "")
        lead = self._lead if one.kind == "item" else ""
        if one.kind != "item" and one.text[:1].islower() and self._lead:
            lead = self._lead  # the words that close a list
        place = Place(self._section, one.page)
        pieces = sentences(one.text, self._language, self._segment)
        for index, text in enumerate(pieces):
            for at, (part, own) in enumerate(_parts(text)):
                yield Unit(part, place, number, own if at or index else lead, self._title)
        last = pieces[-1] if pieces else ""
        if one.kind != "item":
            self._before = "" if last.endswith((".", "!", "?", ";")) else last
            self._announced = self._before or (last if _ANNOUNCES.search(last) else "")
        if last.endswith((":", "-", "–", "—")) or (one.kind != "item" and last.endswith(_OPEN)):
            self._lead = f"{lead} {last}".strip() if lead and one.kind == "item" else last
        elif one.kind != "item":
            self._lead = ""


def sentences(text: str, language: str, segment: object = None) -> list[str]:
    """Cut one paragraph into sentences; abbreviations of lawyers do not end one."""
    if segment is None:
        import sentencex

        segment = sentencex.segment
    found: list[str] = []
    for piece in _pieces(text, segment(language, text.translate(_SHIELD))):  # type: ignore[operator]
        goes_on = found and (
            _ABBREVIATED.search(found[-1])
            or _LOWER_START.match(piece)
            or _in_brackets(found[-1], piece)
            or (_INITIAL.search(found[-1]) and _NEXT_INITIAL.match(piece))
        )
        if goes_on or (found and language == "de" and _ORDINAL.search(found[-1])):
            found[-1] += piece
        elif found and (closing := _CLOSES.match(piece)):  # 'He said "stop." Then ...'
            found[-1] += closing[0]
            found.append(piece[closing.end() :])
        elif piece.strip():
            found.append(piece)
    return [" ".join(one.split()) for one in found]


def _parts(sentence: str) -> Iterator[tuple[str, str]]:
    """A list that stands within one sentence, item by item, each with the words that introduce the list."""
    parts = _NEXT_CLAUSE.split(sentence) if len(sentence) > _LONG else [sentence]
    introduced, colon, first = parts[0].partition(": ")
    lead = f"{introduced}:" if colon and first[:1].isupper() else ""
    for index, part in enumerate(parts):
        yield (part if index == len(parts) - 1 else f"{part};"), lead if index else ""


def _pieces(text: str, cut: Iterable[str]) -> Iterator[str]:
    """The pieces of the text as it stands, where the library cut the shielded one of the same length."""
    start = 0
    for one in cut:
        piece = text[start : start + len(one)]
        start += len(one)
        yield piece


def _in_brackets(before: str, piece: str) -> bool:
    """Whether a full stop stands within brackets that the next piece closes: "(see Sec. 4. below)"."""
    opened = before.rfind("(")
    closed = piece.find(")")
    near = len(before) - opened + closed <= _BRACKET_AT_MOST
    return opened > before.rfind(")") and closed >= 0 and near and "(" not in piece[:closed]
