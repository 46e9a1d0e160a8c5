"""The Word report: a .docx template, filled in a sandbox and mended where docxtpl leaves the schema."""

from __future__ import annotations

import re
import traceback
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from dpia.errors import DefinitionError
from dpia.render.drawing import insert_flow
from dpia.render.links import link_codes
from dpia.render.package import package_bytes
from dpia.render.properties import set_properties
from dpia.render.tables import mend_tables
from dpia.render.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_LONGEST_PROPERTY = 255
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAG = re.compile(r"<[^>]+>")
_PLACE_LENGTH = 120


def render_word(
    view: Mapping[str, object],
    template: bytes,
    on: date,
    mark: Mapping[str, str] | None = None,
) -> bytes:
    """Return the filled report; the same view, template, date and mark give the same bytes.

    mark: properties that nobody sees in the text, by which the register knows the document again.

    Raises:
        DefinitionError: the template is no Word file, names something unknown or breaks Jinja's syntax.
    """
    report = _opened(template)
    try:
        report.render(dict(view), _environment(), autoescape=True)
    except TemplateSyntaxError as fault:
        place = report.line(fault.lineno)
        raise DefinitionError(
            "template-syntax", "report", fault=fault.message, place=place
        ) from fault
    except (
        TemplateError,
        ArithmeticError,
        TypeError,
        ValueError,
        LookupError,
        RuntimeError,
    ) as fault:
        place = report.line(_line_of(fault))
        raise DefinitionError("template-name", "report", fault=str(fault), place=place) from fault
    except etree.XMLSyntaxError as fault:
        raise DefinitionError("template-markup", "report", fault=str(fault)) from fault
    flow = view.get("flow")
    if isinstance(flow, dict):
        insert_flow(report.docx.element.body, flow)
    mend_tables(report.docx.element.body)
    link_codes(report.docx.element.body)
    _set_properties(report, view, on)
    if mark:
        set_properties(report.docx.part.package, mark)
    return package_bytes(report.docx.part.package, on)


class _Report(Warm, DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl with line breaks made by the environment and without silent repair of broken XML."""

    source = ""

    def render_xml_part(
        self,
        src_xml: str,
        part: object,
        context: dict[str, object],
        jinja_env: object = None,
    ) -> str:
        """Keep the source of the part in work, so that a fault can be shown with its place."""
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        return str(super().render_xml_part(src_xml, part, context, jinja_env))

    def resolve_listing(self, xml: str) -> str:
        """Leave the text alone: the environment has made the line breaks already."""
        return xml

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Do nothing: the properties are set from the view, not written as templates."""

    def line(self, number: int | None) -> str:
        """Return the visible text at a line of the source, or before it."""
        lines = self.source.splitlines()
        last = len(lines) if number is None else min(number, len(lines))
        for index in range(last - 1, -1, -1):
            text = _TAG.sub("", lines[index]).strip()
            if text:
                return text[:_PLACE_LENGTH]
        return "?"


def _opened(template: bytes) -> _Report:
    try:
        report = _Report(BytesIO(template))
        report.init_docx()
    except (
        Exception
    ) as fault:  # python-docx raises KeyError, ValueError, BadZipFile, XMLSyntaxError
        raise DefinitionError(
            "template-unreadable", "report", fault=type(fault).__name__
        ) from fault
    return report


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox that compiles the parts of a template once, for all the reports made with it."""

    compiled = staticmethod(lru_cache(maxsize=12)(ImmutableSandboxedEnvironment.from_string))

    def from_string(self, source: Any, *_: Any, **__: Any) -> Any:  # noqa: ANN401  # Jinja's own types
        """Return the template, compiled before where it was."""
        return self.compiled(self, source)


@cache
def _environment() -> _Sandbox:
    environment = _Sandbox(autoescape=True, undefined=StrictUndefined, finalize=_as_word_text)
    environment.globals.clear()
    return environment


def _as_word_text(value: object) -> Markup:
    """Escape a value so that it stands in the document literally, with its line breaks.

    Braces become character references because docxtpl replaces "{_{" by "{{" after rendering.
    """
    text = str(escape(value))
    text = text.replace("{", "&#123;").replace("}", "&#125;").replace("%", "&#37;")
    return Markup(text.replace("\n", _BREAK).replace("\t", " "))  # noqa: S704  # escaped above


def _line_of(fault: BaseException) -> int | None:
    """The template line of an error while rendering (Jinja rewrites the traceback)."""
    for frame in reversed(traceback.extract_tb(fault.__traceback__)):
        if frame.filename == "<template>":
            return frame.lineno
    return None


def _set_properties(report: _Report, view: Mapping[str, object], on: date) -> None:
    """Title and language; no user and no clock (the date of the report stands in their place)."""
    from datetime import datetime, time

    document = view["document"]
    properties = report.docx.core_properties
    if isinstance(document, dict):
        properties.title = str(document["title"])[:_LONGEST_PROPERTY]
        properties.subject = str(document["template_label"])[:_LONGEST_PROPERTY]
    properties.language = "de-DE" if view["language"] == "de" else "en-GB"
    properties.author = properties.last_modified_by = "dpia"
    properties.revision = 1
    properties.created = properties.modified = datetime.combine(on, time())
