"""The styles of the report templates: Arial, navy headings, light grid, nothing unused."""

from __future__ import annotations

NAVY = "0A105D"


def language_tag(language: str) -> str:
    """Return the language as Word names it."""
    return "de-DE" if language == "de" else "en-GB"


def _style(  # one argument a property of the style
    name: str,
    label: str,
    paragraph: str = "",
    text: str = "",
    based: str = "Normal",
    kind: str = "paragraph",
    following: str = "",
) -> str:
    basis = f'<w:basedOn w:val="{based}"/>' if based else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    shown = "<w:qFormat/>" if kind == "paragraph" else ""
    layout = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    font = f"<w:rPr>{text}</w:rPr>" if text else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{label}"/>{basis}{after}'
        f"{shown}{layout}{font}</w:style>"
    )


def _spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _tight(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'


def _size(half_points: int, colour: str = "") -> str:
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{tint}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def styles(language: str) -> str:
    """Return all styles of the report."""
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial"'
        f' w:cs="Arial"/>{_size(20)}<w:lang w:val="{language_tag(language)}" w:eastAsia="{language_tag(language)}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:before="40" w:after="80" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return defaults + normal + _headings() + _texts() + _grid()


def _headings() -> str:
    sizes = {1: (30, 280, 120), 2: (24, 220, 80), 3: (21, 160, 50), 4: (20, 120, 40)}
    return "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/>{_WHOLE_WORDS}{_spacing(before, after)}<w:outlineLvl w:val="{level - 1}"/>',
            f"<w:b/><w:bCs/>{_size(size, NAVY)}",
            following="Normal",
        )
        for level, (size, before, after) in sizes.items()
    )


_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="4" w:color="{NAVY}"/></w:pBdr>'
_WHOLE_WORDS = "<w:suppressAutoHyphens/>"
_BOLD = "<w:b/><w:bCs/>"
_FIRST = '<w:outlineLvl w:val="0"/>'
_CENTRED = '<w:jc w:val="center"/>'
_LOWEST = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_GREY, _RED, _LINK = "404040", "9C0006", "1B478F"


def _texts() -> str:
    """The styles of everything that is no heading: id, name, paragraph, text.

    No style is named as an element of tagged PDF is: LibreOffice would tag a paragraph "Note" as a footnote and a
    paragraph "Figure" as a picture that lacks its alternative text.
    """
    rows = (
        ("Title", "Title", _RULE + _WHOLE_WORDS + _spacing(600, 240), _BOLD + _size(40, NAVY)),
        ("Subtitle", "Subtitle", _WHOLE_WORDS + _spacing(60, 200), _size(26, _GREY)),
        ("MemoTitle", "Memo Title", _RULE + _spacing(0, 80) + _FIRST, _BOLD + _size(34, NAVY)),
        ("MemoSubtitle", "Memo Subtitle", _spacing(20, 120), _size(21, _GREY)),
        (
            "FrontHeading",
            "Front Heading",
            "<w:keepNext/>" + _spacing(160, 60),
            _BOLD + _size(22, NAVY),
        ),
        ("Note", "Remark", _spacing(40, 60), "<w:i/><w:iCs/>" + _size(18, _GREY)),
        ("Law", "Law Status", _spacing(60, 60), _BOLD + _size(18, NAVY)),
        ("Bullet", "Bullet Line", _spacing(20, 40) + _indent(190, 190), ""),
        ("Ground", "Ground", _tight(30, 50), _size(17)),
        ("TableText", "Table Text", _tight(20, 20), _size(18)),
        ("TableHead", "Table Head", "<w:keepNext/>" + _tight(20, 20), _BOLD + _size(18)),
        ("TableLabel", "Table Label", "<w:keepLines/>" + _tight(20, 20), _size(18)),
        ("TableSmall", "Table Small", _tight(15, 15), _size(16)),
        ("TableHeadSmall", "Table Head Small", "<w:keepNext/>" + _tight(15, 15), _BOLD + _size(16)),
        ("Figure", "Key Figure", _WHOLE_WORDS + _spacing(80, 80) + _CENTRED, _BOLD + _size(30)),
        ("Drawing", "Drawing", _spacing(60, 60), ""),
        ("TemplateTag", "Template Tag", _tight(0, 0), _size(8)),
        ("EndOfText", "End Of Text", _LOWEST, _size(2)),
        ("Header", "header", _tight(0, 0), _size(16, _GREY)),
        ("DraftMark", "Draft Mark", _tight(0, 0), _BOLD + _size(16, _RED)),
        ("Finding", "Finding", _spacing(60, 60), _BOLD + _size(19, _RED)),
        ("Footer", "footer", _tight(0, 0) + _CENTRED, _size(16, _GREY)),
        ("TOC1", "toc 1", _tight(40, 0), _BOLD),
        ("TOC2", "toc 2", _tight(0, 0) + _indent(284), ""),
    )
    link = _style("Reference", "Reference", "", f'<w:color w:val="{_LINK}"/>', "", "character")
    return "".join(_style(*row) for row in rows) + link


def _indent(left: int, hanging: int = 0) -> str:
    return f'<w:ind w:left="{left}"' + (f' w:hanging="{hanging}"/>' if hanging else "/>")


def _grid() -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B4B9CE"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="table" w:styleId="ReportGrid"><w:name w:val="Report Grid"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f'{sides}</w:tblBorders><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
