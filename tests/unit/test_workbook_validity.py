"""Excel must open the workbook without repairing it: what a validator and our own checks can say about that."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from dpia.excel.textsize import TALLEST, text_height, text_lines
from dpia.model import Place, Problem
from dpia.workbook.mark import write_checked
from dpia.workbook.write import write_workbook
from tests.unit.workbook_samples import DAY, filled, sample

SAMPLE = sample()


def files(folder: Path) -> list[Path]:
    blank, full, marked = (folder / f"{name}.xlsx" for name in ("blank", "full", "marked"))
    write_workbook(SAMPLE, "de", blank, on=DAY)
    write_workbook(SAMPLE, "en", full, answers=filled(), on=DAY)
    problem = Problem("x", Place("01 Master data", "G10"), "persons", "viele")
    write_checked(full, [problem], lambda found: found.subject, "en", marked)
    return [blank, full, marked]


def test_the_files_follow_the_schema(tmp_path: Path) -> None:
    for path in files(tmp_path):
        result = OpenXmlValidator().validate(path)
        assert result.is_valid, [error.description for error in result.errors]


def test_drop_downs_are_short_names_of_ranges_that_exist(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(files(tmp_path)[0])
    names = set(workbook.defined_names)
    rules = [
        rule for sheet in workbook.worksheets for rule in sheet.data_validations.dataValidation
    ]
    assert any(rule.type == "list" for rule in rules)
    for rule in rules:
        assert rule.type != "list" or rule.formula1 in names
        assert rule.type == "list" or not rule.showErrorMessage
        assert rule.errorStyle in {None, "warning"}
        assert len(rule.prompt or "") <= 255
        assert len(rule.promptTitle or "") <= 32
    workbook.close()


def test_every_list_ends_with_unclear(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(files(tmp_path)[0])
    lists = workbook["_dpia_lists"]
    for name, defined in workbook.defined_names.items():
        if name.startswith("dpia_list"):
            address = defined.attr_text.partition("!")[2].replace("$", "")
            column, _, _, last = range_boundaries(address)
            assert lists.cell(last or 0, column or 0).value == "unklar"
    workbook.close()


def test_merged_cells_do_not_overlap_and_rows_are_not_too_high(tmp_path: Path) -> None:
    for path in files(tmp_path):
        workbook = openpyxl.load_workbook(path)
        for sheet in workbook.worksheets:
            seen: set[tuple[int, int]] = set()
            for area in sheet.merged_cells.ranges:
                cells = set(area.cells)
                assert not cells & seen
                seen |= cells
            assert all((row.height or 0) <= TALLEST for row in sheet.row_dimensions.values())
        workbook.close()


def test_paper_is_landscape_one_page_wide_with_a_footer(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(files(tmp_path)[0])
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter
        assert sheet.oddFooter.center.text == "&A"
        assert "&P" in str(sheet.oddFooter.right.text)
    workbook.close()


def test_the_workbook_says_its_language_and_title(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(files(tmp_path)[0])
    assert workbook.properties.language == "de-DE"
    assert workbook.properties.title == "Beispiel-Fragebogen"
    assert workbook.worksheets[0].title == "Übersicht"
    workbook.close()


def test_texts_are_stored_once(tmp_path: Path) -> None:
    with zipfile.ZipFile(files(tmp_path)[0]) as archive:
        texts = archive.read("xl/sharedStrings.xml")
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    found = re.findall(rb"<si>.*?</si>", texts, re.DOTALL)
    assert len(found) == len(set(found))
    assert not any(b"inlineStr" in sheet for sheet in sheets)


@pytest.mark.parametrize("seed", ["0", "1", "77"])
def test_the_order_of_hashes_does_not_show(seed: str) -> None:
    code = (
        "import sys, hashlib, io\n"
        "from tests.unit.workbook_samples import *\n"
        "from dpia.workbook.write import write_workbook\n"
        "b = io.BytesIO(); write_workbook(sample(), 'de', b, answers=filled(), on=DAY)\n"
        "print(hashlib.sha256(b.getvalue()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=root,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "SYSTEMROOT": "C:\\Windows"},
    ).stdout.strip()
    import hashlib

    here = io.BytesIO()
    write_workbook(SAMPLE, "de", here, answers=filled(), on=DAY)
    assert told == hashlib.sha256(here.getvalue()).hexdigest()


def test_text_heights_grow_with_the_text() -> None:
    assert text_lines("kurz", 40) == 1
    assert text_lines("eins\nzwei\ndrei", 40) == 3
    assert text_lines("Wort " * 60, 20) > text_lines("Wort " * 60, 60) > 1
    assert text_lines("x" * 400, 20) > 10
    assert text_height("a\nb", 40) > text_height("a", 40)
