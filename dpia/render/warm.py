"""docxtpl without the passes that a report does not need: what is the same for every report is done once.

Nothing is rendered in another way than docxtpl's; where one of its passes could change something, docxtpl does it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

if TYPE_CHECKING:
    from docxtpl import DocxTemplate as _Base
else:
    _Base = object

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GRID_SPAN: Final = f"{_W}tcPr/{_W}gridSpan"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BODY_TAG: Final = re.compile(r"<w:body(?: [^>]*)?>")
_MOST_PARTS: Final = 16
"""How many template parts are remembered: body, headers and footers of a few templates."""


class Warm(_Base):  # type: ignore[misc]  # docxtpl has no types
    """Mixed into docxtpl's template, before it."""

    _patched: Final[dict[str, str]] = {}
    _filled: Any = None

    def patch_xml(self, src_xml: str) -> str:
        """Bring a part into the form that Jinja reads, once for all the reports made with it."""
        if src_xml not in self._patched:
            patched = str(super().patch_xml(src_xml))
            if len(self._patched) >= _MOST_PARTS:
                self._patched.clear()
            self._patched[src_xml] = patched
        return self._patched[src_xml]

    def fix_tables(self, xml: str) -> Any:  # noqa: ANN401  # an lxml element
        """Parse the body, once and where it belongs; only tables that docxtpl would change take its way.

        Raises:
            etree.XMLSyntaxError: it is no XML; docxtpl would drop the broken part of the report without a word.
        """
        root = self._parsed(xml)
        if root is None or any(map(_would_be_changed, root.iter(f"{_W}tbl"))):
            return super().fix_tables(xml)
        return root

    def fix_docpr_ids(self, tree: Any) -> None:  # noqa: ANN401  # an lxml element
        """Number the drawings; the elements of python-docx do not answer docxtpl's question for them."""
        for drawing in tree.iter(_DRAWING):
            self.docx_ids_index += 1
            drawing.set("id", str(self.docx_ids_index))

    def map_tree(self, tree: Any) -> None:  # noqa: ANN401  # an lxml element
        """Put the filled body into the document; a document that was parsed whole waits for the other parts."""
        if tree.tag == f"{_W}document":
            self._filled = tree
        else:
            super().map_tree(tree)

    def render(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as docxtpl has it
        """Fill everything in. docxtpl asks the old document for its footnotes; then the filled one takes its place."""
        self._filled = None
        super().render(*args, **kwargs)
        if self._filled is not None:
            self.docx._element = self.docx._part._element = self._filled  # noqa: SLF001  # as docxtpl does

    @property
    def body(self) -> Any:  # noqa: ANN401  # an lxml element
        """The body of the document, filled or not."""
        return self.docx._element.find(f"{_W}body")  # noqa: SLF001  # as docxtpl does

    def _parsed(self, xml: str) -> Any:  # noqa: ANN401  # an lxml element
        """The whole document with the filled body; None where docxtpl has to put it together.

        lxml takes longer to move a body from one document to another than to parse it.
        """
        root = self.docx._element  # noqa: SLF001  # as docxtpl does
        whole = etree.tostring(root, encoding="unicode")
        start, end = _BODY_TAG.search(whole), whole.rfind("</w:body>")
        filled = _BODY_TAG.match(xml)
        if root.body.nsmap != root.nsmap or start is None or filled is None or end < 0:
            etree.fromstring(xml.encode())
            return None
        rest = xml[filled.end() :]
        tail = whole[end + len("</w:body>") :]
        return etree.fromstring(f"{whole[: start.end()]}{rest}{tail}".encode(), _parser())


def _parser() -> etree.XMLParser:
    """Every blank stays that an answer has. The elements are lxml's own: python-docx's are slow, and asked nothing."""
    return etree.XMLParser(resolve_entities=False)


def _would_be_changed(table: Any) -> bool:  # noqa: ANN401  # an lxml element
    """Whether docxtpl would add columns to the grid of a table, or take some away."""
    grid = table.find(f"{_W}tblGrid")
    if grid is None:
        return True
    columns = len(grid.findall(f"{_W}gridCol"))
    rows = [row.findall(f"{_W}tc") for row in table.iter(f"{_W}tr")]
    most = max(map(len, rows), default=0)
    if most > columns:
        return True
    if next(table.iter(f"{_W}gridSpan"), None) is not None:
        most = max(map(_width, rows), default=0)
    return columns > most


def _width(cells: list[Any]) -> int:
    spans = (cell.find(_GRID_SPAN) for cell in cells)
    return sum(1 if span is None else int(span.get(f"{_W}val")) for span in spans)
