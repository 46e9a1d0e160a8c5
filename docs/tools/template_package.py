"""The parts around the text of a report template, zipped into a .docx: settings, theme, footer, properties."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

from docs.tools.template_styles import NAVY, language_tag, styles
from docs.tools.template_xml import NS, field, run
from dpia.stablezip import normalise

_PUBLISHED = date(2026, 11, 24)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def package(
    language: str, title: str, body: str, header: str, page_words: tuple[str, str]
) -> bytes:
    """Return the .docx of one language."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_relations(),
        "docProps/core.xml": _core(language, title),
        "docProps/app.xml": _APP,
        "word/_rels/document.xml.rels": _document_relations(),
        "word/document.xml": f"{_HEAD}<w:document {NS}><w:body>{body}</w:body></w:document>",
        "word/header1.xml": f"{_HEAD}<w:hdr {NS}>{header}</w:hdr>",
        "word/footer1.xml": f"{_HEAD}<w:ftr {NS}>{_footer(page_words)}</w:ftr>",
        "word/fontTable.xml": f"{_HEAD}<w:fonts {NS}>{_FONT}</w:fonts>",
        "word/settings.xml": _settings(language),
        "word/styles.xml": f"{_HEAD}<w:styles {NS}>{styles(language)}</w:styles>",
        "word/theme/theme1.xml": _HEAD + _theme(),
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return normalise(target.getvalue(), _PUBLISHED)


def _content_types() -> str:
    names = {
        "document": "document.main",
        "header1": "header",
        "footer1": "footer",
        "fontTable": "fontTable",
        "settings": "settings",
        "styles": "styles",
    }
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in names.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        '<Override PartName="/word/theme/theme1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        f"{parts}</Types>"
    )


def _root_relations() -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_RELATIONS}/extended-properties" Target="docProps/app.xml"/>'
        "</Relationships>"
    )


def _document_relations() -> str:
    targets = {
        "rId1": "styles",
        "rId2": "settings",
        "rId3": "fontTable",
        "rId4": "theme",
        "rId10": "header",
        "rId11": "footer",
    }
    files = {"header": "header1.xml", "footer": "footer1.xml", "theme": "theme/theme1.xml"}
    relations = "".join(
        f'<Relationship Id="{number}" Type="{_RELATIONS}/{kind}" Target="{files.get(kind, kind + ".xml")}"/>'
        for number, kind in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _core(language: str, title: str) -> str:
    moment = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-11-24T00:00:00Z</dcterms:{0}>'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>dpia</dc:creator><dc:language>{language_tag(language)}</dc:language>"
        f"{moment.format('created')}{moment.format('modified')}</cp:coreProperties>"
    )


_APP = (
    f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>dpia</Application></Properties>"
)
_FONT = (
    '<w:font w:name="Arial"><w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/>'
    '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
)


def _theme() -> str:
    """The smallest theme that Word takes: one colour family, Arial, plain fills and lines."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>'
        for name, colour in (
            ("dk1", "000000"),
            ("lt1", "FFFFFF"),
            ("dk2", NAVY),
            ("lt2", "E8EAF3"),
            *((f"accent{number}", NAVY) for number in range(1, 7)),
            ("hlink", NAVY),
            ("folHlink", NAVY),
        )
    )
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = '<a:ln><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="dpia"><a:themeElements>'
        f'<a:clrScheme name="dpia">{colours}</a:clrScheme><a:fontScheme name="dpia">'
        f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="dpia"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def _settings(language: str) -> str:
    decimal, separator = (",", ";") if language == "de" else (".", ",")
    return (
        f'{_HEAD}<w:settings {NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
        "<w:autoHyphenation/><w:doNotHyphenateCaps/>"
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{language_tag(language)}"/><w:decimalSymbol w:val="{decimal}"/>'
        f'<w:listSeparator w:val="{separator}"/></w:settings>'
    )


def _footer(page_words: tuple[str, str]) -> str:
    page, of = page_words
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{run(page + " ")}{field("PAGE")}'
        f"{run(' ' + of + ' ')}{field('NUMPAGES')}</w:p>"
    )
