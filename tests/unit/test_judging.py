"""The judges find what they are there to find: each fault is put into a good document, and must be named."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from dpia import stablezip
from tests.judging.access_excel import excel_access_faults
from tests.judging.access_word import word_access_faults
from tests.judging.contrast import ratio
from tests.judging.gallery import EXAMPLES, dpia
from tests.judging.listening import LISTENER, Listener
from tests.judging.outside import SDK_MISSING, audit_faults, sdk_faults, sdk_validator
from tests.judging.own import structure_faults
from tests.judging.package import Package
from tests.judging.ranges import overlapping

pytestmark = pytest.mark.no_cover
BODY, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
BOOK, SHEET, TABLE = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
TERMS = Path(__file__).resolve().parents[1] / "fixtures" / "terms" / "kurierbox-2023.en.md"


@pytest.fixture(scope="module")
def annex(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("judged") / "annex.docx"
    dpia("terms", "check", TERMS, "-o", path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def report() -> bytes:
    return (EXAMPLES / "zeiterfassung" / "answers.dpia.docx").read_bytes()


@pytest.fixture(scope="module")
def register() -> bytes:
    return (EXAMPLES / "zeiterfassung" / "register.xlsx").read_bytes()


@pytest.fixture(scope="module")
def questionnaire() -> bytes:
    return (EXAMPLES / "zeiterfassung" / "answers.xlsx").read_bytes()


def changed(data: bytes, part: str, old: str, new: str, times: int = 1) -> bytes:
    """The document with the first places (-1: all) of a part that read so changed."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == part:
                assert old in content, old
                content = content.replace(old, new, times)
            copy.writestr(name, content)
    return target.getvalue()


WORD = [
    ("</w:body>", "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid></w:tbl></w:body>", "without rows"),
    ('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "", "not closed"),
    ('w:fldCharType="begin"', 'w:fldCharType="end"', "without a field"),
    ("<w:body>", "<w:body><w:p><w:t>lost</w:t></w:p>", "outside a run"),
    ("<w:body>", "<w:body><w:p>lost</w:p>", "stray text"),
    ("<w:body>", "<w:body><w:p><w:p/></w:p>", "a paragraph in a p"),
    ('w:anchor="', 'w:anchor="nowhere', "a link to nowhere"),
    ('<w:bookmarkEnd w:id="1"/>', "", "begun and not ended"),
    ('<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="1"', "bookmark id 1 2 times"),
    ('w:name="_Toc00000002"', 'w:name="_Toc00000001"', "bookmark name _toc00000001 2 times"),
    ('w:name="_Toc00000002"', 'w:name="1 c"', "is no name"),
    ('<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Nothing"/>', "style Nothing"),
    ('<w:gridSpan w:val="', '<w:gridSpan w:val="1', "columns"),
    ("<w:headerReference", '<w:headerReference r:id="rId99"/><w:headerReference', "rId99"),
    ('<wps:cNvPr id="9002"', '<wps:cNvPr id="9001"', "drawing id 9001"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), WORD)
def test_a_fault_in_a_word_file_is_named(report: bytes, old: str, new: str, words: str) -> None:
    found = structure_faults(Package(changed(report, BODY, old, new)))
    assert any(words in fault for fault in found), found


EXCEL = [
    (BOOK, 'name="Maßnahmen"', 'name="Risiken"', "sheet name risiken 2 times"),
    (BOOK, 'name="Maßnahmen"', f'name="{"M" * 32}"', "too long"),
    (BOOK, 'name="Maßnahmen"', 'name="A/B"', "forbidden"),
    (BOOK, "</definedNames>", '<definedName name="A1">1</definedName></definedNames>', "is no name"),
    (BOOK, "</definedNames>", '<definedName name="q">#REF!</definedName></definedNames>', "lost"),
    (BOOK, 'activeTab="0"', 'activeTab="40"', "opens on sheet 40"),
    (SHEET, '<row r="2"', '<row r="1"', "row 1 stands behind row 1"),
    (SHEET, 'r="B2"', 'r="A2"', "behind column 1"),
    (SHEET, 't="s"><v>', 't="s"><v>99999', "no text 99999"),
    (SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>', "overlap"),
    (SHEET, "<hyperlink ", '<hyperlink ref="Z9"/><hyperlink ', "leads nowhere"),
    (SHEET, "<formula>LEFT(", "<formula>LEFT((", "a bracket is not closed"),
    (SHEET, "<formula>LEFT(", "<formula>LINKS(", "no function LINKS"),
    (SHEET, "<formula>LEFT(", "<formula>'No such'!A1&amp;LEFT(", "no sheet"),
    (SHEET, 'dxfId="', 'dxfId="9', "no look 9"),
    (SHEET, 'width="', 'width="99', "wide"),
    (TABLE, 'displayName="', 'displayName="dpia_risks" x="', "table name dpia_risks 2 times"),
    (TABLE, '<tableColumn id="2" name="', '<tableColumn id="2" name="x', "in its header cell"),
    (TABLE, '<tableColumn id="2"', '<tableColumn id="1"/><tableColumn id="2"', "columns in"),
    ("[Content_Types].xml", "/xl/tables/table1.xml", "/xl/tables/gone.xml", "which is not there"),
    ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/gone.xml", "leads to"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "old", "new", "words"), EXCEL)
def test_a_fault_in_a_register_is_named(
    register: bytes, part: str, old: str, new: str, words: str
) -> None:
    found = structure_faults(Package(changed(register, part, old, new)))
    assert any(words in fault for fault in found), found


FORM = "xl/worksheets/sheet2.xml"
DROP_DOWNS = [
    ("<formula1>", f'<formula1>"{"a," * 140}"</formula1><formula1>', "a list or rule of"),
    ("<formula1>", "<formula1>dpia_list_gone</formula1><formula1>", "no range or name"),
    ('prompt="', f'prompt="{"x" * 300}', "prompt of more than 255"),
    ("<mergeCells ", '<mergeCells x="" ><mergeCell ref="A1:ZZ400"/></mergeCells><mergeCells ', "overlap"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), DROP_DOWNS)
def test_a_fault_in_a_questionnaire_is_named(
    questionnaire: bytes, old: str, new: str, words: str
) -> None:
    found = structure_faults(Package(changed(questionnaire, FORM, old, new)))
    assert any(words in fault for fault in found), found


ACCESS = [
    (CORE, "de-DE", "en-GB", "text is marked"),
    ("word/settings.xml", 'themeFontLang w:val="de-DE"', 'themeFontLang w:val="en-GB"', "theme"),
    (BODY, '<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="Heading4"/>', "of level 4 follows"),
    (BODY, "<w:tblHeader/>", "", "without a header row"),
    (BODY, ' descr="', ' x="', "without an alternative text"),
    (BODY, 'w:fill="E8EAF3"', 'w:fill="404040"', "contrast"),
    (STYLES, '<w:name w:val="Remark"/>', '<w:name w:val="Note"/>', "PDF element"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "old", "new", "words"), ACCESS)
def test_what_keeps_a_reader_out_of_a_report_is_named(
    report: bytes, part: str, old: str, new: str, words: str
) -> None:
    found = list(word_access_faults(Package(changed(report, part, old, new, -1))))
    assert any(words in fault for fault in found), found


def test_a_document_without_a_title_is_named(report: bytes, register: bytes) -> None:
    for data, check in ((report, word_access_faults), (register, excel_access_faults)):
        title = escape(Package(data).core("title"))
        assert "no title" in check(Package(changed(data, CORE, title, "")))


def test_what_keeps_a_reader_out_of_a_workbook_is_named(
    questionnaire: bytes, register: bytes
) -> None:
    pale = changed(questionnaire, "xl/styles.xml", 'rgb="FF565D68"', 'rgb="FFB0B0B0"')
    assert any("contrast" in fault for fault in excel_access_faults(Package(pale)))
    headless = changed(register, TABLE, 'headerRowCount="1"', 'headerRowCount="0"')
    assert any("header row" in fault for fault in excel_access_faults(Package(headless)))


def test_contrast_is_counted_as_wcag_does() -> None:
    assert ratio("000000", "FFFFFF") == pytest.approx(21)
    assert ratio("FFFFFF", "767676") == pytest.approx(4.54, abs=0.01)
    assert ratio("FFFFFF", "777777") < 4.5


def test_ranges_that_share_a_cell_are_found_wherever_they_stand() -> None:
    areas = ["A1:A9", "B1:C1", "D1", "A9:B9", "C1:C4", "E:E", "E400"]
    assert sorted(overlapping(areas)) == [
        "A1:A9 and A9:B9 overlap",
        "B1:C1 and C1:C4 overlap",
        "E:E and E400 overlap",
    ]
    assert list(overlapping(["A0", "XFE1", "B2:A1"])) == [
        f"{area} is no range" for area in ("A0", "XFE1", "B2:A1")
    ]


@pytest.mark.writes_faulty_documents
def test_whatever_the_program_writes_is_heard(
    annex: bytes, register: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    listener = Listener()
    monkeypatch.setattr(stablezip, "packed", stablezip.packed)
    listener.start()
    broken = changed(register, SHEET, '<row r="2"', '<row r="1"')
    stablezip.normalise(annex, date(2026, 11, 26))
    assert list(listener.faults()) == []
    stablezip.normalise(broken, date(2026, 11, 26))
    assert any("row 1 stands behind row 1" in fault for fault in listener.faults())
    assert (listener.heard, listener.judged) == (2, 2)
    assert list(listener.faults()) == []


def test_the_writers_of_documents_are_the_ones_we_listen_to() -> None:
    from dpia.register import streamedbook
    from dpia.render import package

    assert vars(streamedbook)["pack_into"].__name__ == "_hear"
    assert stablezip.pack_into.__name__ == "_hear"
    assert vars(package)["packed"] is stablezip.packed
    heard = LISTENER.heard
    # normalise goes through it too, for the other workbooks
    stablezip.packed({}, date(2026, 11, 24))
    assert LISTENER.heard == heard + 1


def test_validators_of_others_find_an_unknown_element(annex: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(changed(annex, BODY, "<w:body>", "<w:body><w:nothing/>"))
    assert audit_faults(path)
    if sdk_validator() is None:
        pytest.skip(SDK_MISSING)
    assert sdk_faults(path)
