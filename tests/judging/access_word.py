"""Whether a Word file can be read by everybody: headings, headers of tables, alternative texts, language, contrast."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tests.judging.contrast import faint
from tests.judging.package import words
from tests.judging.word import WP, WPS, W, stories, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from tests.judging.package import Package

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_BLACK, _WHITE = "000000", "FFFFFF"
_UNDER_ROLES: Final = {
    "note",
    "figure",
    "table",
    "link",
    "code",
    "quote",
    "form",
    "index",
    "formula",
}
"""Elements of tagged PDF: LibreOffice tags a paragraph by its style's name, and a style "Note" becomes a footnote."""


def word_access_faults(package: Package) -> Iterator[str]:
    """Say what keeps a reader out."""
    styles = {value(s, "styleId"): s for s in package.root("word/styles.xml").iter(f"{W}style")}
    body = package.root("word/document.xml")
    if not package.core("title"):
        yield "no title"
    yield from _language_faults(package)
    yield from _heading_faults(body, styles)
    yield from _table_head_faults(body)
    for name in stories(package):
        root = package.root(name)
        for picture in root.iter(f"{WP}docPr"):
            said = (picture.get("descr") or picture.get("title") or "").strip()
            if not said and picture.find(f".//{_DECORATIVE}") is None:
                yield f"{name}: picture {picture.get('name')} without an alternative text"
        yield from (f"{name}: {fault}" for fault in _faint(root, styles, package))
    for style in styles.values():
        if value(style.find(f"{W}name")).casefold() in _UNDER_ROLES:
            yield f"style {value(style, 'styleId')} has the name of a PDF element"


def _language_faults(package: Package) -> Iterator[str]:
    language = package.core("language")
    if not language:
        yield "the document does not say its language"
    default = package.root("word/styles.xml").find(f"{W}docDefaults//{W}lang")
    if value(default) != language:
        yield f"text is marked {value(default)!r}, the document {language!r}"
    theme = package.root("word/settings.xml").find(f"{W}themeFontLang")
    if value(theme) != language:
        yield f"the theme is marked {value(theme)!r}, the document {language!r}"
    for name in ("word/styles.xml", *stories(package)):
        for one in package.root(name).iter(f"{W}lang"):
            if value(one) not in ("", language):
                yield f"{name}: a text is marked {value(one)!r}"


def _heading_faults(body: etree._Element, styles: Mapping[str, etree._Element]) -> Iterator[str]:
    levels = {
        key: int(value(found)) + 1
        for key, style in styles.items()
        if (found := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    headings = [
        (levels[style], words(paragraph, f"{W}t").strip())
        for paragraph in body.iter(f"{W}p")
        if (style := value(paragraph.find(f"{W}pPr/{W}pStyle"))) in levels
    ]
    for (before, _), (level, text) in pairwise([(0, ""), *headings]):
        if level > before + 1:
            yield f"heading {text!r} of level {level} follows one of level {before}"
    yield from ("a heading without text" for _, text in headings if not text)


def _table_head_faults(body: etree._Element) -> Iterator[str]:
    """A table of data repeats its header row; one of labels and values says that its first column is the header."""
    for table in body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        marked = rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        labelled = value(table.find(f"{W}tblPr/{W}tblLook"), "firstColumn") in ("1", "true")
        begins = words(rows[0], f"{W}t")[:60]
        if columns > 1 and not marked and not labelled:
            yield f"a table without a header row or column: {begins!r}"
        for row in rows[1:]:
            before = row.getprevious()
            if row.find(f"{W}trPr/{W}tblHeader") is not None and (
                before is None or before.find(f"{W}trPr/{W}tblHeader") is None
            ):
                yield f"a header row below other rows: {begins!r}"


def _faint(
    root: etree._Element, styles: Mapping[str, etree._Element], package: Package
) -> Iterator[str]:
    """Every pair of colours of text and ground that really stands in the text, once."""
    default = value(package.root("word/styles.xml").find(f"{W}docDefaults//{W}color"))
    pairs = {
        (_text_colour(run, styles) or _plain(default) or _BLACK, _ground(run))
        for run in root.iter(f"{W}r")
        if words(run, f"{W}t").strip()
    }
    yield from (said for pair in sorted(pairs) if (said := faint(*pair)))


def _text_colour(run: etree._Element, styles: Mapping[str, etree._Element]) -> str:
    own = _plain(value(run.find(f"{W}rPr/{W}color")))
    paragraph = next(run.iterancestors(f"{W}p"), None)
    found = own or _style_colour(value(run.find(f"{W}rPr/{W}rStyle")), styles)
    if found or paragraph is None:
        return found
    return _style_colour(value(paragraph.find(f"{W}pPr/{W}pStyle")) or "Normal", styles)


def _style_colour(style: str, styles: Mapping[str, etree._Element]) -> str:
    while style in styles:
        found = _plain(value(styles[style].find(f"{W}rPr/{W}color")))
        if found:
            return found
        style = value(styles[style].find(f"{W}basedOn"))
    return ""


def _ground(run: etree._Element) -> str:
    """The nearest fill around a run: its own, its paragraph's, its cell's, its shape's."""
    for holder, fill in ((run, "rPr"), *((one, "pPr") for one in run.iterancestors(f"{W}p")),
                         *((one, "tcPr") for one in run.iterancestors(f"{W}tc"))):  # fmt: skip
        found = _plain(value(holder.find(f"{W}{fill}/{W}shd"), "fill"))
        if found:
            return found
    for shape in run.iterancestors(f"{WPS}wsp"):
        colour = shape.find(f"{WPS}spPr/{_A}solidFill/{_A}srgbClr")
        if colour is not None:
            return (colour.get("val") or _WHITE).upper()
    return _WHITE


def _plain(colour: str) -> str:
    return "" if colour in ("", "auto") else colour.upper()
