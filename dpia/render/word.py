"""The Word report: a .docx template, filled in a sandbox and mended where docxtpl leaves the schema."""

from __future__ import annotations

import traceback
from io import BytesIO
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, UndefinedError
from lxml import etree

from dpia.errors import DefinitionError
from dpia.i18n import LANGUAGES
from dpia.render.drawing import insert_flow
from dpia.render.links import links_written, mark_codes
from dpia.render.package import let_go, package_bytes
from dpia.render.properties import set_properties
from dpia.render.tables import mend_tables
from dpia.render.warm import Warm
from dpia.template.meter import TooMuch, metered
from dpia.template.parts import Document, Part, by_paragraph, kind_of, number_of
from dpia.template.sandbox import environment
from dpia.template.words import NotText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_LONGEST_PROPERTY = 255
_FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What Jinja, what it compiles to, and docxtpl raise on a template that they cannot use."""

_MET = {NotText: "template-not-text", UndefinedError: "template-not-here"}


def render_word(
    view: Mapping[str, object],
    template: bytes,
    on: date,
    mark: Mapping[str, str] | None = None,
) -> bytes:
    """Return the filled report; the same view, template, date and mark give the same bytes.

    mark: properties that nobody sees in the text, by which the register knows the document again.

    Raises:
        DefinitionError: the template is no Word file, says what templates may not say (every fault is named with
            its place), asks for more than its budget or does not give a Word document.
    """
    report = opened_report(template)
    try:
        with metered():
            report.render(dict(view), environment(), autoescape=True)
    except TooMuch as fault:
        raise _failed("template-too-much", report, fault) from fault
    except etree.XMLSyntaxError as fault:
        raise DefinitionError("template-markup", "template") from fault
    except _FAULTS as fault:
        raise _refusal(view, template, report, fault) from fault
    body, flow = report.body, view.get("flow")
    if isinstance(flow, dict):
        insert_flow(body, flow)
    mend_tables(body)
    mark_codes(body)
    _set_properties(report, view, on)
    if mark:
        set_properties(report.docx.part.package, mark)
    package = report.docx.part.package
    data = package_bytes(package, on, links_written)
    let_go(package)
    return data


class _Report(Warm, Document):
    """docxtpl with line breaks made by the environment and without silent repair of broken XML."""

    part = Part("body", "", "")

    def render_xml_part(
        self,
        src_xml: str,
        part: Any,  # noqa: ANN401  # of python-docx
        context: dict[str, object],
        jinja_env: object = None,
    ) -> str:
        """Keep the part in work, so that a fault can be shown with its place."""
        self.part = Part(kind_of(part), number_of(part), by_paragraph(src_xml))
        return str(super().render_xml_part(src_xml, part, context, jinja_env))

    def resolve_listing(self, xml: str) -> str:
        """Leave the text alone: the environment has made the line breaks already."""
        return xml

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Do nothing: the properties are set from the view, not written as templates."""


def opened_report(template: bytes) -> _Report:
    """Open a template (DefinitionError: it is no Word file)."""
    try:
        report = _Report(BytesIO(template))
        report.init_docx()
    except (
        Exception
    ) as fault:  # python-docx raises KeyError, ValueError, BadZipFile, XMLSyntaxError
        raise DefinitionError(
            "template-unreadable", "template", fault=type(fault).__name__
        ) from fault
    return report


def _refusal(
    view: Mapping[str, object], template: bytes, report: _Report, fault: BaseException
) -> DefinitionError:
    """Return the error that lists all faults of the template; where none can be seen in it, the one that was met."""
    from dpia.template.faults import refusal
    from dpia.template.known import names_in
    from dpia.template.look import faults_of

    faults = [one for one in faults_of(template, names_in(view)) if not one.warning]
    if faults:
        return refusal(faults)
    key = next((key for kind, key in _MET.items() if isinstance(fault, kind)), "template-failed")
    return _failed(key, report, fault)


def _failed(key: str, report: _Report, fault: BaseException) -> DefinitionError:
    """Return an error that was met while filling in: its place, and no word of any answer."""
    from dpia.template.faults import place_words

    place = report.part.place(_line_of(fault))
    faults = {language: [place_words(place, language)] for language in LANGUAGES}
    return DefinitionError(key, "template", faults=faults, fault=type(fault).__name__)


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
