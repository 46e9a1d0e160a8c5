"""register.xlsx: complete in both languages, a real table on every sheet, and the same bytes again."""

from __future__ import annotations

import gc
import hashlib
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dpia.answers.plain import from_plain, starter_answers, to_plain
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.errors import FileError
from dpia.i18n import messages
from dpia.register import open_register
from dpia.register.links import link_target
from dpia.register.opened import deciding
from dpia.register.store import NewVersion, ProcessingKey
from dpia.register.words import Words
from dpia.register.workbook import write_register
from dpia.render.context import ReportContext
from dpia.render.json_ import render_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.model import Questionnaire
    from dpia.register.store import Store

ON = date(2026, 11, 24)
ANSWERS = {
    "controller-name": "Muster Bau GmbH",
    "controller-address": "Werkstraße 1, 80331 München",
    "dpo-designated": "yes",
    "dpo-contact": "dsb@example.org",
    "transfer": "yes",
    "scc-fallback": "yes",
    "next-review": "2026-06-01",
}
MEASURES = {
    "company-device": {"status": "planned", "owner": "IT", "due": "2026-10-31"},
    "business-number": {"status": "planned", "owner": "HR", "due": "2026-12-01"},
    "container": {"status": "implemented", "evidence": "MDM", "due": "2026-01-01"},
    "usage-policy": {"status": "partial", "owner": "HR", "reason": "=cmd|'/c calc'!A0"},
}


@cache
def messenger() -> Questionnaire:
    return load_questionnaire("messenger")


def known(questionnaire: str) -> Questionnaire | None:
    return messenger() if questionnaire == "messenger" else None


def version(name: str, *, final: bool = False, language: str = "de", **more: str) -> NewVersion:
    plain = to_plain(starter_answers(messenger(), language))
    plain["values"] |= {**ANSWERS, "processing-name": name, **more}
    for row in plain["tables"]["measures"]:
        row.update(MEASURES.get(row["id"], {}))
    for row in plain["tables"]["purposes"][:1]:
        row["confirmed"] = "yes"
    answers = from_plain(plain, messenger())
    context = ReportContext(
        draft=not final,
        on=ON,
        tool_version="1.0",
        input_name="answers.xlsx",
        input_sha256="ab" * 32,
        version_number=None,
        versions=(),
    )
    found = render_json(messenger(), assess(messenger(), answers, ON), language, context)
    return NewVersion(
        key=ProcessingKey("Muster Bau GmbH", name, "messenger"),
        final=final,
        source="answers",
        on=ON,
        language=language,
        tool_version="1.0",
        questionnaire_version=messenger().version,
        questionnaire_digest=messenger().digest,
        input_name="answers.xlsx",
        input_sha256=hashlib.sha256(repr((name, final, more)).encode()).hexdigest(),
        options_digest="o1",
        answers=to_plain(answers),
        assessment=json.loads(found),
        files={f"Bau & Co/{name} 100%.dpia.docx": f"docx-{name}"},
        at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        user="dsb",
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_register(tmp_path / "register.db") as store:
        yield store


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "register.xlsx"


def rows(target: Path, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(target)
    header, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in body]


def by(found: list[dict[str, Any]], column: str, value: object) -> dict[str, Any]:
    (row,) = (row for row in found if row[column] == value)
    return row


def test_a_final_with_a_newer_draft_is_one_row_that_says_so(store: Store, target: Path) -> None:
    store.add(version("Baustelle", final=True, decision="conditionally-approved"))
    store.add(version("Baustelle"))
    write_register(store, target, known, "de", ON)
    (row,) = rows(target, "Folgenabschätzungen")
    assert row["Nr."] == 1
    assert row["Stand"] == "Endgültig, Version 1 (neuerer Entwurf vom 24.11.2026)"
    assert row["Getroffene Entscheidung"] == "unter Bedingungen freigegeben"
    assert row["Nächste Überprüfung"] == "überfällig seit 01.06.2026"
    assert row["Überfällige Maßnahmen"] == 1
    assert row["Fragenkatalog"].endswith(f"Version {messenger().version}")


def test_the_report_is_a_link_relative_to_the_register(store: Store, target: Path) -> None:
    store.add(version("Baustelle"))
    write_register(store, target, known, "de", ON)
    sheet = openpyxl.load_workbook(target)["Folgenabschätzungen"]
    (cell,) = (cell for cell in sheet[2] if cell.hyperlink)
    assert cell.value == "Baustelle 100%.dpia.docx"
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == "Bau%20%26%20Co/Baustelle%20100%25.dpia.docx"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bericht Müller.docx", "Bericht%20Müller.docx"),
        ("..\\Büro\\a#1.docx", "../Büro/a%231.docx"),
        ("D:\\DSFA\\a.docx", "file:///D:/DSFA/a.docx"),
        ("\\\\server\\share\\a.docx", "file://server/share/a.docx"),
        ("/srv/a.docx", "file:///srv/a.docx"),
    ],
)
def test_link_targets(name: str, expected: str) -> None:
    assert link_target(name) == expected


def test_due_dates_are_held_against_the_date_in_words(store: Store, target: Path) -> None:
    store.add(version("Baustelle"))
    write_register(store, target, known, "de", ON)
    found = rows(target, "Maßnahmen")
    assert len(found) == len(messenger().measures)
    assert {row["Kennung"]: (row["Status"], row["Fristlage"]) for row in found}.items() >= {
        "M02": ("geplant", "überfällig seit 31.10.2026"),
        "M03": ("geplant", "bald fällig, am 01.12.2026"),
        "M04": ("umgesetzt", "erledigt"),
        "M09": ("teilweise umgesetzt", "keine Frist genannt"),
    }.items()
    assert by(found, "Kennung", "M02")["Frist"].date() == date(2026, 10, 31)


def test_risks_carry_title_levels_measures_and_owner(store: Store, target: Path) -> None:
    store.add(version("Baustelle"))
    write_register(store, target, known, "en", ON)
    found = rows(target, "Risks")
    assert [row["ID"] for row in found] == [risk.code for risk in messenger().risks.values()]
    row, risk = by(found, "ID", "R10"), messenger().risks["lost-device"]
    assert row["Title"] == risk.title["en"]
    assert (row["S raw"], row["L raw"]) == (risk.severity, risk.likelihood)
    assert "M02" in row["Measures"]
    assert "(planned)" in row["Measures"]
    assert "IT" in row["Responsible"]


@pytest.mark.no_cover
def test_no_code_stands_where_a_word_exists(store: Store, target: Path) -> None:
    store.add(version("Site", final=True, language="en"))
    store.add(version("Yard", language="en", decision="rejected"))
    codes = {"not_met", "not_applicable", "not-planned", "conditionally_approved", "non-users"}
    codes |= {"DPIA_REQUIRED", "DPIA_RECOMMENDED", "clients-patients", "additional-measures"}
    for language in ("de", "en"):
        write_register(store, target, known, language, ON)
        book = openpyxl.load_workbook(target)
        texts = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
        assert texts & codes == set()


def test_both_languages_have_their_own_words(store: Store, target: Path) -> None:
    store.add(version("Baustelle"))
    write_register(store, target, known, "de", ON)
    german = openpyxl.load_workbook(target)
    write_register(store, target, known, "en", ON)
    english = openpyxl.load_workbook(target)
    assert set(german.sheetnames).isdisjoint(english.sheetnames)
    row_de = by(rows_of(german, "Verzeichnis Art. 30"), "Nr.", 1)
    row_en = by(rows_of(english, "Art. 30 record"), "No.", 1)
    purpose = next(t for t in messenger().tables() if t.id == "purposes").rows[0].values["purpose"]
    assert not isinstance(purpose, str)
    assert row_de["lit. b: Zwecke der Verarbeitung"].startswith(purpose["de"])
    assert row_en["(b) Purposes of the processing"].startswith(purpose["en"])


def rows_of(book: openpyxl.Workbook, sheet: str) -> list[dict[str, Any]]:
    header, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in body]


def test_the_record_names_what_is_confirmed_and_what_is_a_proposal(
    store: Store, target: Path
) -> None:
    store.add(version("Baustelle"))
    write_register(store, target, known, "de", ON)
    (row,) = rows(target, "Verzeichnis Art. 30")
    who = row[
        "lit. a: Verantwortlicher und Kontakt, Datenschutzbeauftragte oder Datenschutzbeauftragter"
    ]
    assert who.splitlines() == [
        "Muster Bau GmbH",
        "Werkstraße 1, 80331 München",
        "Datenschutzbeauftragte oder Datenschutzbeauftragter: dsb@example.org",
    ]
    confirmed, proposed = row["lit. b: Zwecke der Verarbeitung"].splitlines()
    assert not confirmed.startswith("Vorschlag")
    assert proposed.startswith("Vorschlag, noch nicht bestätigt: ")
    assert "Standarddatenschutzklauseln" in row["lit. e: Übermittlung in Drittländer und Garantien"]
    security = row["lit. g: Technische und organisatorische Maßnahmen"].splitlines()
    assert [line.split(":")[0] for line in security] == [
        "umgesetzt",
        "teilweise umgesetzt",
        "geplant",
    ]


def test_without_the_questionnaire_codes_stand_for_titles(store: Store, target: Path) -> None:
    store.add(version("Baustelle"))
    write_register(store, target, lambda _: None, "de", ON)
    assert by(rows(target, "Maßnahmen"), "Kennung", "M02")["Titel"] == "M02"
    assert (
        rows(target, "Folgenabschätzungen")[0]["Fragenkatalog"]
        == f"messenger, Version {messenger().version}"
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("text", ["=1+1", "+49 89 1", "-x", "@SUM(A1)", "#N/A"])
def test_what_looks_like_a_formula_stays_text(store: Store, target: Path, text: str) -> None:
    store.add(version(text))
    write_register(store, target, known, "de", ON)
    cell = openpyxl.load_workbook(target)["Folgenabschätzungen"]["C2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_text_that_is_too_long_is_cut_and_says_so(store: Store, target: Path) -> None:
    store.add(version("Baustelle" * 5000))
    write_register(store, target, known, "de", ON)
    value = openpyxl.load_workbook(target)["Folgenabschätzungen"]["C2"].value
    assert isinstance(value, str)
    assert len(value) == 32_767
    assert value.endswith("der volle Text steht im Register]")


def test_characters_that_excel_cannot_hold_do_not_stop_it(store: Store, target: Path) -> None:
    store.add(version("a\x00b\ufffe_x0041_\u2028"))
    write_register(store, target, known, "de", ON)
    value = openpyxl.load_workbook(target)["Folgenabschätzungen"]["C2"].value
    assert str(value).startswith("a\ufffdb\ufffd")


@pytest.mark.no_cover
@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_sheet_is_a_real_table(
    store: Store, target: Path, language: str, *, filled: bool
) -> None:
    if filled:
        store.add(version("Baustelle"))
    write_register(store, target, known, language, ON)
    book = openpyxl.load_workbook(target)
    names = []
    matrix = messages("register")("sheet-heat", language)
    assert matrix in book.sheetnames
    for sheet in book.worksheets[:-1]:
        if sheet.title == matrix:
            continue
        (table,) = sheet.tables.values()
        names.append(table.displayName)
        cells = sheet[table.ref]
        header = [cell.value for cell in cells[0]]
        assert header == table.column_names
        assert len({str(name).casefold() for name in header}) == len(header)
        assert len(cells) >= 2
        assert table.ref == sheet.dimensions
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        page = sheet.sheet_properties.pageSetUpPr
        assert page is not None
        assert page.fitToPage
        assert len(sheet.title) <= 31
    assert len({name.casefold() for name in names}) == 7


def test_the_same_register_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    store.add(version("Baustelle", final=True))
    for name in ("one.xlsx", "two.xlsx"):
        write_register(store, tmp_path / name, known, "de", ON)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_clock_and_the_user_stay_in_the_database(store: Store, target: Path) -> None:
    store.add(version("Baustelle"))
    write_register(store, target, known, "de", ON)
    with zipfile.ZipFile(target) as archive:
        core = archive.read("docProps/core.xml")
    assert b"2026-11-24T00:00:00Z" in core
    assert b">dpia</dc:creator>" in core


def test_a_workbook_that_a_person_changed_is_kept(store: Store, target: Path) -> None:
    write_register(store, target, known, "de", ON)
    book = openpyxl.load_workbook(target)
    book["Maßnahmen"]["A2"] = "erledigt"
    book.save(target)
    edited = target.read_bytes()
    placed = write_register(store, target, known, "de", ON)
    assert placed.kept is not None
    assert placed.kept.name == "register.2026-11-24-1.xlsx"
    assert placed.kept.read_bytes() == edited
    assert write_register(store, target, known, "en", ON).kept is None


def test_a_workbook_open_in_excel_is_said_and_nothing_is_lost(
    store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_register(store, target, known, "de", ON)
    store.add(version("Baustelle"))
    replace = Path.replace

    def as_on_windows(path: Path, to: Path) -> Path:
        if target in (path, to):
            raise PermissionError(13, "used by another process")
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", as_on_windows)
    with pytest.raises(FileError) as caught:
        write_register(store, target, known, "de", ON)
    assert caught.value.key == "workbook-open"
    instead = target.with_name("register.2026-11-24-1.xlsx")
    assert str(instead) in caught.value.message("de")
    assert rows(instead, "Folgenabschätzungen")[0]["Verarbeitung"] == "Baustelle"
    monkeypatch.undo()
    assert write_register(store, target, known, "de", ON).kept is None


def test_a_damaged_register_gives_one_clear_error_and_no_noise(
    store: Store, target: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    store.add(version("Baustelle"))
    with closing(sqlite3.connect(target.with_name("register.db"))) as connection, connection:
        connection.execute("UPDATE content SET document = x'00'")
    with pytest.raises(FileError) as caught:
        write_register(store, target, known, "de", ON)
    gc.collect()
    assert caught.value.key == "register-damaged"
    assert capfd.readouterr().err == ""
    assert not target.exists()


def test_the_open_answers_that_decide_are_named_by_their_codes(store: Store, target: Path) -> None:
    store.add(version("Baustelle"))
    write_register(store, target, known, "de", ON)
    (row,) = rows(target, "Folgenabschätzungen")
    count, _, codes = row["Davon entscheidend"].partition(": ")
    assert int(count) > 8
    assert codes.startswith("Q13, ")
    assert codes.endswith(" …")
    assert row["Offene Angaben"] > int(count)


def test_open_answers_that_decide_are_few_or_none_or_of_an_older_program() -> None:
    words = Words("en", messenger(), ON)
    reaching = {"ref": "measure:training", "reach": {"decides": True}}
    assert deciding(words, [reaching, {"ref": "product"}]) == "1: M33"
    assert deciding(Words("en", None, ON), [reaching]) == "1: measure:training"
    assert deciding(words, [{"ref": "product", "reach": {"decides": False}}]) == ""
    assert deciding(words, None) == ""
