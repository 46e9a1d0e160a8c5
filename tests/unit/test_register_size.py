"""A large register: the streamed workbook is the usual one, cell for cell; full sheets go on; nobody waits for it."""

from __future__ import annotations

import gc
import re
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dpia.answers.maintained import Maintained
from dpia.beside import sha256_of
from dpia.errors import FileError
from dpia.recording.edited import read_edited
from dpia.register import open_register
from dpia.register.added import Edited
from dpia.register.size import Bounds
from dpia.register.sqlite import SqliteStore
from dpia.register.workbook import write_register
from tests.conftest import OFFICE
from tests.unit.register_writer import of
from tests.unit.test_register_workbook import ON, known, version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dpia.register.store import NewVersion, Store

USUAL, STREAMED = Bounds(streamed_above=10_000), Bounds(streamed_above=0)
MEASURES = "Maßnahmen"
HOSTILE = '=cmd|"/c calc"!A0 <&> _x0041_ \n "zwei"  '


def odd(name: str) -> NewVersion:
    """A version whose answers a spreadsheet program would like to misread."""
    new = version(name)
    measures: Any = new.assessment["measures"]
    measures[0] |= {"owner": HOSTILE, "reason": "x" * 40_000, "due": "2027-02-28"}
    measures[1] |= {"owner": "", "due": "unclear", "status": "planned"}
    return replace(new, key=replace(new.key, name=f"-{name} & Söhne"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A final with a newer draft, a draft with odd texts, a memo, a value that waits, an unknown questionnaire."""
    path = tmp_path_factory.mktemp("made") / "register.db"
    with open_register(path) as store:
        store.add(version("Baustelle", final=True, decision="conditionally-approved"))
        store.add(version("Baustelle"))
        store.add(odd("Büro"))
        memo = version("Lager")
        store.add(replace(memo, key=replace(memo.key, kind="threshold"), source="memo"))
        entry = Maintained(
            ref="measure:company-device", field="owner", value="IT", workbook="IT", on="", by="dsb"
        )
        waiting = version("Fuhrpark")
        answers = dict(waiting.answers) | {"maintained": [replace(entry, other="HR").plain()]}
        store.add(replace(waiting, answers=answers, source="fuhrpark"))
        store.add(replace(of("a", 1), source="foreign"))
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """The same, to be changed."""
    shutil.copy(made, tmp_path / "register.db")
    with open_register(tmp_path / "register.db") as store:
        yield store


def write(store: Store, target: Path, bounds: Bounds, language: str = "de", **more: Any) -> Path:
    write_register(store, target, known, language, ON, bounds=bounds, **more)
    return target


def cells(path: Path) -> dict[str, list[list[tuple[object, ...]]]]:
    """Everything of every cell, by sheet and row."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[seen(c) for c in row] for row in sheet.iter_rows()] for sheet in book}


def seen(cell: Any) -> tuple[object, ...]:
    link = cell.hyperlink.target if cell.hyperlink else None
    look = (cell.style, cell.number_format, cell.quotePrefix, cell.protection.locked)
    value = cell.value
    if isinstance(value, str):  # openpyxl takes this protection out of shared texts only
        value = value.replace("x005F_", "")
    return (value, cell.data_type, link, *look, cell.fill.fgColor.rgb, cell.font.b)


def frame(path: Path) -> dict[str, object]:
    """What a sheet is besides its cells."""
    found: dict[str, object] = {}
    for sheet in openpyxl.load_workbook(path):
        found[sheet.title] = (
            {one.displayName: (one.ref, one.autoFilter.ref) for one in sheet.tables.values()},
            {key: (one.width, one.hidden) for key, one in sheet.column_dimensions.items()},
            {key: one.height for key, one in sheet.row_dimensions.items()},
            sheet.freeze_panes,
            sheet.print_title_rows,
            sheet.protection.sheet,
            sorted(str(one.sqref) for one in sheet.conditional_formatting),
            sorted((str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation),
        )
    return found


@pytest.mark.no_cover
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_streamed_workbook_is_the_usual_one(store: Store, tmp_path: Path, language: str) -> None:
    usual = write(store, tmp_path / "usual.xlsx", USUAL, language)
    streamed = write(store, tmp_path / "streamed.xlsx", STREAMED, language)
    assert cells(streamed) == cells(usual)
    assert frame(streamed) == frame(usual)
    assert len(cells(usual)) == 10
    assert "/c calc" in str(cells(usual))
    with zipfile.ZipFile(streamed) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "/sheet" in name]
        told = re.search(rb' count="(\d+)"', archive.read("xl/sharedStrings.xml"))
    assert told is not None
    assert sum(sheet.count(b't="s"') for sheet in sheets) == int(told[1])


def test_it_is_the_same_where_no_text_is_shared(store: Store, tmp_path: Path) -> None:
    usual = write(store, tmp_path / "usual.xlsx", USUAL)
    streamed = write(store, tmp_path / "streamed.xlsx", replace(STREAMED, texts=0))
    assert cells(streamed) == cells(usual)
    with zipfile.ZipFile(streamed) as archive:
        assert b"inlineStr" in archive.read("xl/worksheets/sheet5.xml")


def test_an_empty_register_too(tmp_path: Path) -> None:
    with open_register(tmp_path / "empty.db") as store:
        store.add(replace(of("a", 1), key=replace(of("a", 1).key, kind="threshold")))
        usual = write(store, tmp_path / "usual.xlsx", USUAL)
        streamed = write(store, tmp_path / "streamed.xlsx", STREAMED)
    assert cells(streamed) == cells(usual)


def test_the_same_register_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    one, two = (
        write(store, tmp_path / name, STREAMED).read_bytes() for name in ("1.xlsx", "2.xlsx")
    )
    assert one == two


@pytest.mark.no_cover
@pytest.mark.parametrize("above", [0, 10_000])
def test_a_full_sheet_goes_on_in_the_next_one(store: Store, tmp_path: Path, above: int) -> None:
    usual = cells(write(store, tmp_path / "usual.xlsx", USUAL))
    path = write(store, tmp_path / "full.xlsx", Bounds(streamed_above=above, rows=40))
    book, found = openpyxl.load_workbook(path), cells(path)
    titles = [name for name in book.sheetnames if name.startswith(MEASURES)]
    first = book.sheetnames.index(MEASURES)
    assert titles == [MEASURES, *(f"{MEASURES} {n}" for n in range(2, len(titles) + 1))]
    assert len(titles) > 2
    assert book.sheetnames[first : first + len(titles)] == titles
    header, *rows = usual[MEASURES]
    assert [row for title in titles for row in found[title][1:]] == rows
    assert all(found[title][0] == header and len(found[title]) <= 40 for title in titles)
    tables = [name for sheet in book for name in sheet.tables]
    assert len(set(tables)) == len(tables)
    notes = [str(row[0][0]) for row in found["Hinweise"]]
    assert any("1.048.576" in note and f"„{MEASURES} 2“" in note for note in notes)
    assert not any("1.048.576" in str(row[0][0]) for row in usual["Hinweise"])


def test_beyond_excels_last_link_reports_are_named_without(store: Store, tmp_path: Path) -> None:
    path = write(store, tmp_path / "links.xlsx", replace(STREAMED, links=1))
    sheet = openpyxl.load_workbook(path)["Folgenabschätzungen"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Bericht")
    found = [row[column - 1] for row in sheet.iter_rows(min_row=2)]
    assert sum(cell.hyperlink is not None for cell in found) == 1
    assert sum(str(cell.value).endswith(".docx") for cell in found) > 1
    notes = [str(row[0][0]) for row in cells(path)["Hinweise"]]
    assert any("ohne Verknüpfung" in note for note in notes)


def test_what_people_added_is_carried_on_in_all_sheets(store: Store, tmp_path: Path) -> None:
    target = write(store, tmp_path / "register.xlsx", replace(STREAMED, rows=40))
    book = openpyxl.load_workbook(target)
    for title in (MEASURES, f"{MEASURES} 2"):
        sheet = book[title]
        place = sheet.max_column + 1
        sheet.cell(1, place, "Kosten")
        sheet.cell(5, place, 12.5).number_format = "0.00"
        sheet.cell(6, place, "=A6+1")
        sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width = 33
    own = book.create_sheet("Notizen")
    own["B2"], own["B3"] = "bleibt", "=1+2"
    own.merge_cells("B4:C5")
    book.save(target)
    edited = read_edited(target, lambda _: None)
    assert edited.added.sheets == ("Notizen",)
    complete = Edited(edited.sha256, edited.added, complete=True)
    for bounds in (replace(STREAMED, rows=40), USUAL):
        write(store, target, bounds, edited=complete)
        found = openpyxl.load_workbook(target)
        assert found["Notizen"]["B3"].value == "=1+2"
        assert [str(one) for one in found["Notizen"].merged_cells.ranges] == ["B4:C5"]
        costs = [
            row[-1]
            for title in found.sheetnames
            if title.startswith(MEASURES)
            for row in found[title].iter_rows()
        ]
        assert [c.value for c in costs if c.number_format == "0.00"] == [12.5, 12.5]
        formulas = [c for c in costs if str(c.value).startswith("=")]
        assert [c.value for c in formulas] == [f"=A{c.row}+1" for c in formulas]
        assert len(formulas) == 2
        letter = openpyxl.utils.get_column_letter(costs[0].column or 0)
        assert found[MEASURES].column_dimensions[letter].width == 33
    assert list(tmp_path.glob("register.2*.xlsx")) == []


def test_others_record_meanwhile_and_the_later_state_prevails(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "register.xlsx"
    others: list[bool] = []

    def known_while_others_work(questionnaire: str) -> Any:
        if not others:
            others.append(True)
            with open_register(tmp_path / "register.db") as other:
                other.add(version("Werkstatt"))
                assert write_register(other, target, known, "de", ON, bounds=STREAMED).changed
        return known(questionnaire)

    placed = write_register(store, target, known_while_others_work, "de", ON, bounds=STREAMED)
    assert others
    assert not placed.changed
    assert placed.sha256 == sha256_of(target)
    assert "Werkstatt" in str(cells(target)["Folgenabschätzungen"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["register.db", "register.xlsx"]
    assert write_register(store, target, known, "en", ON, bounds=STREAMED).changed


def test_a_damaged_register_leaves_the_workbook_and_nothing_else(
    store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = write(store, tmp_path / "register.xlsx", STREAMED)
    before = target.read_bytes()
    with closing(sqlite3.connect(tmp_path / "register.db")) as connection, connection:
        connection.execute(
            "UPDATE content SET document = x'00' WHERE version = (SELECT max(id) FROM version WHERE version IS NULL)"
        )
    with pytest.raises(FileError) as caught:
        write(store, target, STREAMED)
    gc.collect()
    assert caught.value.key == "register-damaged"
    assert capfd.readouterr().err == ""
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["register.db", "register.xlsx"]


def test_the_register_is_read_in_blocks(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "register.db") as store:
        with store.transaction():
            for turn in range(230):
                store.add(replace(of("a", turn, f"P {turn}"), source=f"{turn}"))
        asked: list[str] = []
        connection = store._database._connection  # type: ignore[attr-defined]
        connection.set_trace_callback(asked.append)
        write(store, tmp_path / "register.xlsx", STREAMED)
    documents = [one for one in asked if "content.document" in one]
    assert len(documents) == 5
    assert max(one.partition("IN (")[2].count(",") for one in documents) == 49
    assert len(cells(tmp_path / "register.xlsx")["Folgenabschätzungen"]) == 231


@pytest.mark.no_cover
@pytest.mark.libreoffice
def test_libreoffice_reads_the_same(store: Store, tmp_path: Path) -> None:
    saved = []
    for name, bounds in (("usual", USUAL), ("streamed", replace(STREAMED, texts=500))):
        target = write(store, tmp_path / f"{name}.xlsx", bounds)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        wanted = [
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "saved"),
        ]
        command = [str(OFFICE), profile, "--headless", *wanted, str(target)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        book = openpyxl.load_workbook(tmp_path / "saved" / f"{name}.xlsx")
        saved.append({s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book})
    assert saved[0] == saved[1]
