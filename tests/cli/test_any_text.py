"""Any Unicode text in any free-text cell: found again in report, JSON and register, or named as changed.

The workbook is written as Excel writes it: what XML cannot hold stands there as _xHHHH_, and what looks like that is
protected. Each cell gets a text of its own between two marks, so that one run tries some six hundred texts.
"""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import openpyxl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from dpia.answers.plain import from_plain
from dpia.definitions import load_questionnaire
from dpia.guard.text import entered
from dpia.order import Order
from dpia.pipeline import assess_workbook
from dpia.register import open_register
from dpia.stablezip import normalise
from dpia.workbook.strings import load_as_stored, unescaped
from dpia.workbook.write import write_workbook
from tests.cli.conftest import example_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.model import Column, Question, Table
    from dpia.pipeline import Outcome

DAY = date(2026, 11, 24)
WORDS = " Das ist die Begründung der Wirkung, wie sie gebraucht wird."
CODES = frozenset({"risks", "measures"})
"""Columns in which codes are read from the text."""
MARKED = re.compile("ZZ([0-9]{4})YY(.*?)YY([0-9]{4})ZZ", re.DOTALL)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\r]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
BETWEEN = re.compile(r"[,;]\s+")
"""What stands between several things in one cell; the record of processing lists them anew."""
ODD = st.sampled_from(
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "{{ x }}", "{% for x in y %}", "{# x #}", "{_{", "&amp;", "<w:p/>", "R&D"),
        *("_x0041_", "_x005F_x0041_", "_x0041_x0042_", "max005F_5", "#N/A", "]]>", "\\n", "$(x)", "%s"),
        *("\x00", "\x07", "\x1f", "\x7f", "\x9b", "\r\n", "\n\n", "\t", "\x0b", "\x85", "\u2028"),
        *("\ud800", "\udfff", "\ufffe", "\uffff", "\ufdd0", "\U0001ffff", "\U0010ffff", "\ufeff", "\u00ad"),
        *("\u202e", "\u2066", "\u200f", "مرحبا", "שלום", "e\u0301", "👩‍👩‍👧", "ﬁ", "\u3000", "\xa0"),
    ]
)  # fmt: skip
TEXT = st.lists(ODD | st.text(st.characters(exclude_categories=()), max_size=12), max_size=5).map(
    "".join
)


def as_excel_writes(text: str) -> str:
    """The content of a shared text for what a person has in a cell."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    text = LOOKS_ESCAPED.sub("_x005F_", text)
    return escape(UNREADABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


class Marked:
    """A workbook with a mark in every free-text cell: by number, what is asked there."""

    def __init__(self) -> None:
        self.questionnaire = load_questionnaire("messenger")
        self.subjects: dict[int, str] = {}
        data = example_answers("careful-setup")
        notes = data.setdefault("notes", {})
        for question in self.questionnaire.questions():
            notes[question.id] = self._mark(question.id)
            if self._is_free(question) and question.id in data["values"]:
                data["values"][question.id] = self._mark(question.id)
        for table in self.questionnaire.tables():
            self._table(table, data["tables"].get(table.id, []))
        target = BytesIO()
        self.answers = from_plain(data, self.questionnaire)
        write_workbook(self.questionnaire, data["language"], target, answers=self.answers, on=DAY)
        self.data = target.getvalue()

    def _mark(self, subject: str) -> str:
        number = len(self.subjects)
        self.subjects[number] = subject
        return f"ZZ{number:04d}YY YY{number:04d}ZZ{WORDS}"

    def _is_free(self, item: Question | Column) -> bool:
        return item.kind in {"text", "long-text"} and item.id not in CODES

    def _table(self, table: Table, rows: Any) -> None:
        for row in rows.values() if isinstance(rows, dict) else rows:
            for column in table.columns:
                if self._is_free(column) and column.id in row:
                    row[column.id] = self._mark(f"{table.id}.{column.id}")

    def filled(self, texts: Mapping[int, str]) -> bytes:
        """The workbook with these texts in place of the marks' content."""
        target = BytesIO()
        with zipfile.ZipFile(BytesIO(self.data)) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name.endswith("sharedStrings.xml"):
                    put = re.sub(
                        "(ZZ([0-9]{4})YY) (YY)",
                        lambda found: found[1] + as_excel_writes(texts[int(found[2])]) + found[3],
                        content.decode(),
                    )
                    content = put.encode()
                new.writestr(name, content, zipfile.ZIP_DEFLATED)
        return normalise(target.getvalue(), DAY)


@cache
def marked() -> Marked:
    return Marked()


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a run takes seconds, and a failure names its cells
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(TEXT, min_size=60, max_size=60))
def test_any_text_is_found_again_letter_by_letter_or_named(drawn: list[str]) -> None:
    texts = {number: drawn[number % len(drawn)] for number in marked().subjects}
    with TemporaryDirectory() as folder:
        outcome = _assessed(folder, marked().filled(texts))
        expected = {number: entered(f"x{text}x") for number, text in texts.items()}
        kept = {number: one.text[1:-1] for number, one in expected.items()}
        written = outcome.finished.report.target
        found = _found("\n".join(_paragraphs(written.read_bytes())))
        asked = _answered(outcome)
        assert asked <= found.keys()
        assert len(asked) > len(texts) * 0.9  # the rest does not apply in this example
        # A tab is space in a report. Where a text is shown twice, one place may put its lines into a list.
        spaced = {number: kept[number].replace("\t", " ") for number in found}
        assert {n: spaced[n] for n in found if spaced[n] not in found[n]} == {}
        _in_the_register(folder, outcome, kept)
        assert _named(outcome) >= {n for n in asked if expected[n].changes}
        document = json.loads(outcome.finished.data.target.read_text("utf-8"))
        shown = _found("\n".join(_strings(document)))
        assert asked <= shown.keys()
        assert {n: kept[n] for n in shown if kept[n] not in shown[n]} == {}
        told = document["input"].get("changed", [])
        assert len(told) == len(outcome.reading.changed)


def _assessed(folder: str, data: bytes) -> Outcome:
    workbook = Path(folder) / "answers.xlsx"
    workbook.write_bytes(data)
    return assess_workbook(Order(workbook=workbook, on=DAY))


def _found(text: str) -> dict[int, set[str]]:
    """What stands between the marks, by their number: in each place where it is shown."""
    found: dict[int, set[str]] = {}
    for begin, content, end in MARKED.findall(text):
        if begin == end:
            found.setdefault(int(begin), set()).add(content)
    return found


def _paragraphs(report: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(report)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for paragraph in root.iter(f"{_W}p"):
        nodes = paragraph.iter(f"{_W}t", f"{_W}br")
        yield "".join("\n" if node.tag == f"{_W}br" else node.text or "" for node in nodes)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def _answered(outcome: Outcome) -> set[int]:
    """The marks of the answers that apply."""
    answers = outcome.reading.answers
    rows = [list(row.values.values()) for rows in answers.tables.values() for row in rows]
    said = [*answers.values.values(), *answers.notes.values(), *rows]
    return set(_found("\n".join(_strings(said))))


def _named(outcome: Outcome) -> set[int]:
    """The marks in the cells that are reported as changed."""
    book = openpyxl.load_workbook(outcome.finished.report.target.with_name("answers.xlsx"))
    cells = [book[one.place.sheet][one.place.cell].value for one in outcome.reading.changed]
    book.close()
    return {int(found) for cell in cells for found in re.findall("ZZ([0-9]{4})YY", str(cell))}


def _in_the_register(folder: str, outcome: Outcome, kept: Mapping[int, str]) -> None:
    with open_register(outcome.finished.register) as store:
        stored = next(iter(store.current())).shown.answers
    found = _found("\n".join(_strings(stored)))
    assert found.keys() == _answered(outcome)
    assert all(found[number] == {kept[number]} for number in found)
    book = load_as_stored(BytesIO(Path(folder, "register.xlsx").read_bytes()), read_only=False)
    cells = [
        unescaped(value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str)
    ]
    book.close()
    shown = _found("\n".join(cells))
    assert len(shown) > 50
    asked = {n: BETWEEN.sub("; ", kept[n]) for n in shown}
    assert {
        n: asked[n] for n in shown if {BETWEEN.sub("; ", x) for x in shown[n]} != {asked[n]}
    } == {}
