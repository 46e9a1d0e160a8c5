"""The mark in the properties of a document: written, read again, and nothing else lost or believed."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from docx import Document
from lxml import etree

from dpia.register.mark import Mark
from dpia.register.store import ProcessingKey
from dpia.render.properties import read_properties, set_properties

MARK = Mark.of(
    ProcessingKey("M & Söhne", "Präsenz <1>", "messenger"), 3, "ab" * 32, date(2026, 11, 24)
)
PLACE = "docProps/custom.xml"


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def marked() -> bytes:
    document = Document()
    set_properties(document.part.package, MARK.properties)
    return saved(document)


def test_what_is_written_is_read_again() -> None:
    assert Mark.read(read_properties(marked())) == MARK
    draft = Mark.of(ProcessingKey("M", "P", "q"), None, "cd" * 32, date(2026, 11, 24))
    assert Mark.read(draft.properties) == draft


def test_spelling_of_the_name_makes_no_other_processing() -> None:
    other = ProcessingKey("m & söhne", "PRÄSENZ  <1>", "messenger")
    memo = ProcessingKey("M & Söhne", "Präsenz <1>", "messenger", "threshold")
    assert Mark.of(other, 3, MARK.input, date(2026, 11, 24)) == MARK
    assert Mark.of(memo, 3, MARK.input, date(2026, 11, 24)) != MARK


def test_properties_of_a_users_template_stay() -> None:
    document = Document()
    set_properties(document.part.package, {"Client": "Muster", "dpia-version": "old"})
    again = Document(io.BytesIO(saved(document)))
    set_properties(again.part.package, MARK.properties)
    data = saved(again)
    assert read_properties(data) == {"Client": "Muster", **MARK.properties}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(PLACE))
    numbers = [entry.get("pid") for entry in root]
    assert numbers == [str(number) for number in range(2, 2 + len(numbers))]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<broken",
        b'<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/hostname">]><Properties>&e;</Properties>',
        b"<Properties>" + b" " * 1_000_001 + b"</Properties>",
    ],
)
def test_what_is_damaged_or_hostile_has_no_mark(content: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PLACE, content)
    assert Mark.read(read_properties(target.getvalue())) is None


def test_no_document_has_no_mark() -> None:
    assert read_properties(b"") == {}
    assert read_properties(b"%PDF-1.7") == {}
    assert read_properties(marked()[:400]) == {}
    assert Mark.read({"dpia-version": "1"}) is None
