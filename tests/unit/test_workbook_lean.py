"""Reading a workbook in one pass gives cell for cell what openpyxl gives."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from dpia.workbook.lean import LeanSheet, load_lean

ROOT = Path(__file__).resolve().parents[2]
FILES = [*ROOT.glob("examples/*/answers.xlsx"), *ROOT.glob("tests/fixtures/*.xlsx")]
ROWS, COLUMNS = 500, 60
Cells = dict[tuple[str, int, int], tuple[object, str, str]]


def seen(cell: Any) -> tuple[object, str, str]:
    value = cell.value
    return getattr(value, "text", value), cell.data_type, cell.number_format


def plainly(data: bytes) -> Cells:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    return {
        (sheet.title, cell.row, cell.column): seen(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS)
        for cell in row
        if cell.value is not None
    }


def leanly(data: bytes) -> Cells:
    sheets: list[Any] = load_lean(BytesIO(data)).worksheets
    assert all(isinstance(sheet, LeanSheet) for sheet in sheets)
    return {
        (sheet.title, number, cell.column): seen(cell)
        for sheet in sheets
        for number, row in sheet.filled_rows(ROWS, COLUMNS)
        for cell in row
    }


def same(data: bytes) -> Cells:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = leanly(data)
        assert found == plainly(data)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_filled_questionnaires(path: Path) -> None:
    assert len(same(path.read_bytes())) > 1000


def saved(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


VALUES = st.one_of(
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn")), max_size=8),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["=A1+1", "#N/A", " ", "_x0041_"]),
)
PLACES = st.tuples(st.integers(1, ROWS + 20), st.integers(1, COLUMNS + 5))


@given(st.dictionaries(PLACES, VALUES, max_size=12), st.sampled_from(["General", "0 %", "@"]))
@settings(max_examples=60, deadline=None)
def test_any_cells_anywhere(cells: dict[tuple[int, int], Any], shown: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for (row, column), value in cells.items():
        cell = sheet.cell(row, column, value)
        if cell.data_type == "n":
            cell.number_format = shown
    same(saved(book))


def test_texts_with_formats_inside() -> None:
    book = openpyxl.Workbook()
    bold = TextBlock(InlineFont(b=True), "bold")
    book.worksheets[0]["B2"] = CellRichText("plain ", bold, " & <tail>")
    book.worksheets[0]["B3"] = "plain"
    found = same(saved(book))
    assert found["Sheet", 2, 2][0] == "plain bold & <tail>"


SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
%s</sheetData></worksheet>"""


SHARED = """<row r="2"><c r="B2"><f t="shared" ref="B2:B3" si="0">A2*2</f><v>4</v></c></row>
<row r="3"><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>"""


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c t="inlineStr"><is><t>no places</t></is></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>',
        '<row r="5"><c r="C5"><v>1</v></c><c><v>2</v></c></row><row r="3"><c r="A3"><v>9</v></c></row>',
        '<row r="2"><c r="B2"><v>1</v></c><c r="B2"/><c r="D2"/><c><v>7</v></c></row>',
        SHARED,
        '<row r="7"><c r="A7" t="b"><v>1</v></c><c r="B7" t="e"><v>#DIV/0!</v></c><c r="C7" t="str"><v>x</v></c></row>',
        "",
    ],
)
def test_sheets_as_other_programs_write_them(rows: str) -> None:
    """Places left out, rows in the wrong order, a cell twice, formulas that stand once for many."""
    source, target = BytesIO(saved(openpyxl.Workbook())), BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, (SHEET % rows).encode() if sheet else old.read(name))
    same(target.getvalue())
