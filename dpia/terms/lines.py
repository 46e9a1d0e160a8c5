"""Lines of plain text, Markdown or a PDF's pages put together to paragraphs again."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from dpia.terms.text import Paragraph, mended

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dpia.terms.text import ParagraphKind

_MONTH: Final = r"(?:Jan|Feb|Mär|Mar|Apr|Mai|May|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec)[a-zäöü]*\.?\b"
MARKER: Final = re.compile(
    r"(?P<marker>§{1,2}\s*\d+[a-z]?(?:\.\d+)*\.?"
    r"|(?:Article|Artikel|Section|Abschnitt|Ziffer|Clause|Klausel|ARTICLE|SECTION)\s+\d+(?:\.\d+)*[.:]?"
    rf"|\d{{1,2}}(?:\.\d{{1,2}})+[.)]?|\d{{1,2}}[.)](?!\s*{_MONTH})|\(\d{{1,2}}\)"
    r"|\(?[a-z]{1,2}\)|\(?[ivxlc]{1,5}\)|[A-Z][.)](?=\s)|[ivx]{1,4}\.(?=\s)|[a-z]\.(?=\s)"
    r"|[-*+•·‣▪○●–](?=\s))(?:\s+|$)"
)
_NUMBERED: Final = re.compile(r"(?P<marker>\d{1,2})\s+(?=\D)")
_BULLETS: Final = frozenset("-*+•·‣▪○●–")
_PAGE_NUMBER: Final = re.compile(
    r"[-–\s]*(?:Seite|Page|S\.|p\.)?\s*\d{1,3}(?:\s*(?:von|of|/)\s*\d{1,3})?[-–\s]*", re.IGNORECASE
)
MARKDOWN_LINK: Final = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^)]*\))*\)")
_MARKDOWN: Final = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (MARKDOWN_LINK, r"\1"),
    (re.compile(r"\[([^\]]*)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<(?:https?://|mailto:)[^>]*>"), ""),
    (re.compile(r"(?<!\w)(\*\*\*|\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)
_HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*")
_RULE: Final = re.compile(r"\s*(?:[-*_=]\s*){3,}|\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_OPEN_ENDS: Final = frozenset(
    [
        "von",
        "vom",
        "zum",
        "zur",
        "der",
        "die",
        "das",
        "des",
        "dem",
        "den",
        "ein",
        "eine",
        "einer",
        "und",
        "oder",
        "sowie",
        "in",
        "im",
        "am",
        "an",
        "auf",
        "nach",
        "bei",
        "mit",
        "für",
        "gemäß",
        "bis",
        "of",
        "the",
        "to",
        "and",
        "or",
        "a",
        "an",
        "in",
        "on",
        "by",
        "for",
        "with",
        "at",
        "from",
        "under",
    ]
)
"""No title ends with one of these."""

_EDITION: Final = re.compile(
    r"\b(?:version|fassung|ausgabe|auflage|edition|issue|rev(?:ision|\.)?|v)[.:]? ?\d",
    re.IGNORECASE,
)
_SHORT: Final = 90
_SENTENCE: Final = 40
_TITLE: Final = 60
_MANY_PAGES: Final = 3


def paragraphs(text: str, *, markdown: bool = False) -> list[Paragraph]:
    """Read a whole text; a form feed begins a page."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    pages = [page.split("\n") for page in text.split("\f")]
    return from_pages(pages, markdown=markdown)


def from_pages(pages: Sequence[Sequence[str]], *, markdown: bool = False) -> list[Paragraph]:
    """Put the lines of all pages together: running heads and page numbers go, broken words are joined."""
    many = len(pages) > 1
    running = _running(pages)
    found: list[Paragraph] = []
    current = _Current()
    for number, lines in enumerate(pages, 1):
        page = number if many else None
        for line in lines:
            plain = mended(line)
            if many and (_shape(plain) in running or _PAGE_NUMBER.fullmatch(plain)):
                continue
            found.extend(current.take(line, plain, page, markdown=markdown))
    found.extend(current.end())
    return found


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """The lines that stand at the top or the bottom of most pages."""
    if len(pages) < _MANY_PAGES:
        return frozenset()
    seen: Counter[str] = Counter()
    for lines in pages:
        full = [_shape(plain) for line in lines if (plain := mended(line))]
        seen.update({*full[:2], *full[-2:]})
    return frozenset(shape for shape, count in seen.items() if count * 2 > len(pages))


class _Current:
    """The paragraph that is being put together."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._marker = ""
        self._page: int | None = None
        self._blank = False

    def take(
        self, line: str, plain: str, page: int | None, *, markdown: bool
    ) -> Iterator[Paragraph]:
        """Add one line; yields what is complete by it."""
        if not plain or (markdown and _RULE.fullmatch(line)):
            self._blank = True
            return
        heading = _HEADING.fullmatch(line) if markdown else None
        if heading:
            yield from self.end()
            title = _without_markdown(mended(heading[1]))
            if title:
                yield paragraph(title, "heading", page)
            return
        if markdown:
            plain = _without_markdown(plain.lstrip("> ").strip("|").replace(" | ", "; "))
            if not plain:
                return
        marked = MARKER.match(plain)
        if (
            (marked and self._may_end(marked["marker"]))
            or (self._blank and not self._goes_on(plain))
            or self._is_title(plain)
        ):
            yield from self.end()
        if not self._lines:
            self._page = page
        self._blank = False
        self._lines.append(plain)

    def _goes_on(self, plain: str) -> bool:
        """Whether a blank line stands in the middle of a sentence, as at the end of a page."""
        if not self._lines:
            return False
        before = self._lines[-1]
        return (
            plain[0].islower()
            and before[-1] not in ".:;!?"
            and len(" ".join(self._lines)) > _SENTENCE
        )

    def _is_title(self, after: str) -> bool:
        """Whether what stands so far is the title of a section and the text begins in the next line."""
        if len(self._lines) != 1 or after[0].islower():
            return False
        line = self._lines[0]
        marked = MARKER.match(line)
        title = line[marked.end() :] if marked else ""
        return (
            len(title) <= _TITLE
            and len(line) < len(after)
            and title[-1:].isalpha()
            and title[:1].isupper()
            and is_heading(title)
        )

    def _may_end(self, marker: str) -> bool:
        """Whether a number at the start of a line begins something: in the middle of a sentence it does not."""
        if not self._lines or self._blank or marker in _BULLETS:
            return True
        before = self._lines[-1]
        if before[-1] in '.:;!?)"”“':
            return True
        if before[-1] == "," or before.split()[-1] in {"und", "oder", "and", "or", "sowie"}:
            return marker.strip("().").isalpha()
        return len(self._lines) == 1 and is_heading(before)

    def end(self) -> Iterator[Paragraph]:
        """Close it."""
        if self._lines:
            whole = joined(self._lines)
            single = len(self._lines) == 1
            yield paragraph(whole, None, self._page, single=single)
        self._lines = []
        self._blank = False


def paragraph(
    text: str, kind: ParagraphKind | None, page: int | None = None, *, single: bool = True
) -> Paragraph:
    """Make a paragraph of its whole text. kind None: to be seen from its words and its number."""
    marked = MARKER.match(text) or (_NUMBERED.match(text) if kind == "heading" else None)
    marker = marked["marker"].strip() if marked else ""
    rest = text[marked.end() :].strip() if marked else text
    if marked and not rest:
        return Paragraph(text, "heading", marker, page)
    if marker in _BULLETS:
        marker = ""
        kind = kind or "item"
    if kind is None:
        lettered = _is_item(marker)
        small = lettered and marker.islower() and marker.endswith(")")
        kind = (
            "item"
            if small
            else "heading"
            if single and is_heading(rest)
            else "item"
            if lettered
            else "text"
        )
    return Paragraph(rest, kind, marker, page)


def _is_item(marker: str) -> bool:
    """Letters and Roman figures count the items of a list; figures count sections."""
    return bool(marker) and marker.strip("().")[:1].isalpha() and len(marker) <= len("(xviii)")


def is_heading(text: str) -> bool:
    """A short line that is no sentence."""
    return (
        len(text) <= _SHORT
        and text[-1] not in ".;:,!?…"
        and len(text.split()) <= 10  # noqa: PLR2004
        and not text[0].islower()
        and text.rsplit(None, 1)[-1].lower() not in _OPEN_ENDS
        and not _YEAR.search(text)  # "Last modified: 4 January 2021" says something
        and not _EDITION.search(text)
    )


def joined(lines: Iterable[str]) -> str:
    """Put lines to one text: a word broken at the line's end becomes one again."""
    whole = ""
    for line in lines:
        if not whole:
            whole = line
        elif whole.endswith(("-", "‐", "\u2011")) and _broken(whole, line):
            whole = whole[:-1] + line
        elif whole.endswith(("-", "/")) and line[0].isupper() and not whole.endswith(" -"):
            whole += line  # "E-Mail-\nAdresse"
        else:
            whole += f" {line}"
    return whole


def _broken(before: str, after: str) -> bool:
    """Whether the hyphen breaks a word; in "Lese- und Schreibrecht" it stands for a part left out."""
    follows = after.split(maxsplit=1)[0].strip(",.;")
    return (
        len(before) > 1
        and before[-2].isalpha()
        and after[0].islower()
        and follows not in {"und", "oder", "bzw", "and", "or", "sowie"}
    )


def _without_markdown(text: str) -> str:
    for pattern, by in _MARKDOWN:
        text = pattern.sub(by, text)
    return text.strip()
