"""Templates that differ from the shipped one in one place, and a view to fill them with."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO
from typing import Any

from dpia.render.view import build_view
from dpia.resources import shipped
from tests.unit.render_samples import answers, assessment, context, questionnaire

PLACE = "{{ document.processing }}"


@cache
def view(language: str = "de") -> Any:
    return build_view(questionnaire(), answers(), assessment(), language, context())


def shipped_template(language: str = "de", name: str = "dpia-report.docx") -> bytes:
    return (shipped("templates") / language / name).read_bytes()


def small(new: str) -> bytes:
    """The shipped report template with one paragraph for its text."""
    one = f"<w:p><w:r><w:t>{_escaped(new)}</w:t></w:r></w:p><w:sectPr"
    whole = _document(shipped_template())
    body = re.search(r"<w:p[ >].*<w:sectPr", whole, re.DOTALL)
    assert body is not None
    return _with(one, body[0], "word/document.xml")


def _document(template: bytes) -> str:
    with zipfile.ZipFile(BytesIO(template)) as archive:
        return archive.read("word/document.xml").decode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def changed(new: str, old: str = PLACE, part: str = "word/document.xml") -> bytes:
    """The shipped report template with a text in the place of another."""
    return _with(_escaped(new), old, part)


def _with(written: str, old: str, part: str) -> bytes:
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(shipped_template())) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), written.encode(), 1)
            copy.writestr(name, content)
    return target.getvalue()
