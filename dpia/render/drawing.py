"""Draws the flow of the data into a report: a group of DrawingML shapes, sharp at any size and open to editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from dpia.render.flow_layout import WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_EMU = 635
_MARKED: Any = etree.XPath(
    "descendant::w:p[string(.) = $marker]",
    namespaces={"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
)
_INK = "1F2A5C"
_BORDER = "B4531A"
_FIRST_ID = 9000
_RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
_ROUND = '<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val 6000"/></a:avLst></a:prstGeom>'


def insert_flow(body: _Element, flow: Mapping[str, Any]) -> None:
    """Put the picture in the place of its marker; a template without the marker has no picture."""
    if not flow["drawn"]:
        return
    for paragraph in _MARKED(body, marker=flow["marker"]):
        runs = paragraph.findall(f"{_W}r")
        text = "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))
        if runs and text == flow["marker"]:
            for run in runs:
                paragraph.remove(run)
            paragraph.append(etree.fromstring(_run(flow)))
            return


def _run(flow: Mapping[str, Any]) -> str:
    size = f'cx="{WIDTH * _EMU}" cy="{flow["height"] * _EMU}"'
    shapes = "".join(_shape(shape, number) for number, shape in enumerate(flow["shapes"], 1))
    alt = quoteattr(flow["alt"])
    return (
        f'<w:r {_NAMESPACES}><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:effectExtent l="12700" t="12700" r="12700" b="12700"/>'
        f'<wp:docPr id="{_FIRST_ID}" name="data-flow" descr={alt}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_GROUP}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm></wpg:grpSpPr>'
        f"{shapes}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:t>{escape(flow['alt'])}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _shape(shape: Mapping[str, Any], number: int) -> str:
    place = (
        f'<a:xfrm><a:off x="{shape["x"] * _EMU}" y="{shape["y"] * _EMU}"/>'
        f'<a:ext cx="{shape["width"] * _EMU}" cy="{shape["height"] * _EMU}"/></a:xfrm>'
    )
    # Word reads out the text of the whole group; LibreOffice makes each shape a figure of the PDF that needs its own.
    alt = quoteattr(shape.get("title") or "→")
    name = f'<wps:cNvPr id="{_FIRST_ID + number}" name="{shape["kind"]} {number}" descr={alt}/>'
    if shape["kind"] == "line":
        return f"<wps:wsp>{name}<wps:cNvCnPr/>{_line(place, arrow=shape['arrow'])}<wps:bodyPr/></wps:wsp>"
    return f"<wps:wsp>{name}<wps:cNvSpPr/>{_frame(shape, place)}{_texts(shape)}</wps:wsp>"


def _line(place: str, *, arrow: bool) -> str:
    end = '<a:tailEnd type="triangle" w="med" len="med"/>' if arrow else ""
    return (
        f'<wps:spPr>{place}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="12700"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill>{end}</a:ln></wps:spPr>'
    )


def _frame(shape: Mapping[str, Any], place: str) -> str:
    border = shape.get("dashed")
    colour, width = (_BORDER, 19050) if border else (_INK, 9525)
    dash = '<a:prstDash val="dash"/>' if border else ""
    form = _ROUND if shape["kind"] == "phase" else _RECTANGLE
    return (
        f"<wps:spPr>{place}{form}"
        f'<a:solidFill><a:srgbClr val="{shape["fill"]}"/></a:solidFill>'
        f'<a:ln w="{width}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{dash}</a:ln></wps:spPr>'
    )


def _texts(shape: Mapping[str, Any]) -> str:
    lines = [(shape["title"], True), *((note, False) for note in shape["notes"])]
    paragraphs = "".join(_paragraph(text, bold=bold) for text, bold in lines)
    inset = 70 * _EMU
    return (
        f"<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr wrap="square" lIns="{inset}" tIns="30000" rIns="{inset}" bIns="20000" anchor="t">'
        "<a:noAutofit/></wps:bodyPr>"
    )


def _paragraph(text: str, *, bold: bool) -> str:
    """Everything is said directly, so that the picture looks the same in a template of one's own."""
    strong = "<w:b/>" if bold else ""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="190" w:lineRule="exact"/><w:jc w:val="left"/></w:pPr>'
        f'<w:r><w:rPr>{strong}<w:sz w:val="16"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
