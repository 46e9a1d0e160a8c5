"""What is no questionnaire is refused with one sentence, before anything parses it."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dpia.errors import AnswersRejected, DpiaError, FileError
from dpia.workbook.lock import open_elsewhere
from dpia.workbook.mark import write_checked
from dpia.workbook.meta import meta_sheet, set_entry
from dpia.workbook.read import open_workbook
from dpia.workbook.write import write_workbook
from tests.unit.workbook_samples import DAY, sample

if TYPE_CHECKING:
    from pathlib import Path


@cache
def questionnaire() -> bytes:
    buffer = io.BytesIO()
    write_workbook(sample(), "de", buffer, on=DAY)
    return buffer.getvalue()


def changed(data: bytes, name: str, content: bytes, old: bytes | None = None) -> bytes:
    """Replace a member (or a piece of it), or add one."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as new:
        names = [*source.namelist(), *([] if name in source.namelist() else [name])]
        for member in names:
            body = source.read(member) if member in source.namelist() else b""
            if member == name:
                body = content if old is None else body.replace(old, content)
            new.writestr(member, body, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def refusal(folder: Path, data: bytes) -> DpiaError:
    path = folder / "file.xlsx"
    path.write_bytes(data)
    with pytest.raises(DpiaError) as caught:
        open_workbook(path)
    path.unlink()  # the file must be closed again, or Windows refuses
    assert "file.xlsx" in caught.value.message("de")
    assert caught.value.message("de") != caught.value.message("en")
    return caught.value


def ods() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
TYPES = "[Content_Types].xml"
MAIN = b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("file-empty", b""),
        ("file-not-xlsx", b"Frage;Antwort\n"),
        ("file-not-xlsx", OLE),
        ("file-encrypted", OLE + "EncryptedPackage".encode("utf-16-le")),
        ("file-is-xls", OLE + "Workbook".encode("utf-16-le")),
        ("file-is-ods", ods()),
        ("file-damaged", questionnaire()[:5000]),
        ("file-has-macros", changed(questionnaire(), TYPES, b"ms-excel.sheet.macroEnabled.main+xml", MAIN)),
        ("file-is-xlsb", changed(questionnaire(), TYPES, b"ms-excel.sheet.binary.main", MAIN)),
        ("file-not-xlsx", changed(questionnaire(), TYPES, b"wordprocessingml.document.main+xml", MAIN)),
        ("file-is-strict", changed(questionnaire(), "xl/workbook.xml", b"http://purl.oclc.org/ooxml/")),
        ("file-damaged", changed(questionnaire(), "xl/workbook.xml", b"<workbook")),
        ("file-damaged", changed(questionnaire(), "xl/styles.xml", b"<a/>")),
        ("file-damaged", changed(questionnaire(), "xl/worksheets/sheet2.xml", b"<not closed")),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(tmp_path: Path, key: str, data: bytes) -> None:
    error = refusal(tmp_path, data)
    assert isinstance(error, FileError)
    assert (error.key, error.exit_code) == (key, 1)


def test_a_stray_cell_in_the_last_corner_is_harmless(tmp_path: Path) -> None:
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = tmp_path / "far.xlsx"
    path.write_bytes(changed(questionnaire(), "xl/worksheets/sheet2.xml", row, b"</sheetData>"))
    assert open_workbook(path).questionnaire_id == "sample"
    write_checked(path, (), lambda problem: problem.code, "de", tmp_path / "checked.xlsx")
    assert open_workbook(tmp_path / "checked.xlsx").questionnaire_id == "sample"


def test_merged_cells_over_a_whole_sheet_are_refused_for_marking(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = changed(questionnaire(), "xl/worksheets/sheet8.xml", merged, b"</sheetData>")
    path.write_bytes(changed(data, "xl/worksheets/sheet7.xml", merged, b"</sheetData>"))
    with pytest.raises(FileError) as caught:
        write_checked(path, (), lambda problem: problem.code, "de", tmp_path / "checked.xlsx")
    assert caught.value.values["what"] == "ranges"


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, key in ((tmp_path / "none.xlsx", "file-missing"), (tmp_path, "file-is-folder")):
        with pytest.raises(FileError) as caught:
            open_workbook(path)
        assert caught.value.key == key


def test_another_workbook_is_read_but_not_ours(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.save(buffer)
    workbook.close()
    error = refusal(tmp_path, buffer.getvalue())
    assert isinstance(error, AnswersRejected)
    assert (error.key, error.exit_code) == ("not-a-questionnaire", 4)


def test_a_workbook_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(questionnaire()))
    meta = meta_sheet(workbook)
    assert meta is not None
    set_entry(meta, "format", "99")
    buffer = io.BytesIO()
    workbook.save(buffer)
    workbook.close()
    assert refusal(tmp_path, buffer.getvalue()).key == "questionnaire-too-new"


def test_a_lock_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    assert not open_elsewhere(path)
    (tmp_path / "~$answers.xlsx").touch()
    assert open_elsewhere(path)
