"""register.xlsx as a working tool: what people enter in it comes back, and nothing is ever lost."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dpia.answers.plain import from_plain
from dpia.beside import sha256_of
from dpia.definitions import load_questionnaire
from dpia.i18n import messages
from dpia.order import Order
from dpia.pipeline import assess_workbook
from dpia.register import open_register
from dpia.workbook.write import write_workbook
from tests.cli.conftest import ON, example_answers
from tests.conftest import OFFICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

    from dpia.register.store import StoredVersion
    from tests.cli.conftest import Dpia, Fill

pytestmark = pytest.mark.traced

BOOK = Path("register.xlsx")
LATER = "2026-12-01"
MEASURES, REVIEWS, CONFLICTS = "Maßnahmen", "Überprüfungen", "Abweichungen"
Edit = "Callable[[openpyxl.Workbook], None]"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register that holds one final version, made once."""
    folder = tmp_path_factory.mktemp("recorded")
    workbook = folder / "answers.xlsx"
    data, day = example_answers("careful-setup"), date.fromisoformat(ON)
    questionnaire = load_questionnaire("messenger")
    answers = from_plain(data, questionnaire)
    write_workbook(questionnaire, data["language"], workbook, answers=answers, on=day)
    assess_workbook(Order(workbook=workbook, on=day, final=True, language="de"))
    return folder


@pytest.fixture
def recorded(dpia: Dpia, once: Path, tmp_path: Path) -> Path:
    """The same folder, to be changed."""
    del dpia  # it is what goes into tmp_path
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "answers.xlsx"


def edit(change: Callable[[Any], None], book: Path = BOOK) -> None:
    """Change the workbook as a person would, by a program that knows nothing of us."""
    opened = openpyxl.load_workbook(book)
    change(opened)
    opened.save(book)


def header(name: str) -> str:
    return messages("register")(f"column-{name}", "de")


def column(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def cell(sheet: Worksheet, code: str, title: str) -> Any:
    codes = column(sheet, "Kennung") if sheet.title == MEASURES else 1
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, codes).value == code)
    return sheet.cell(row, column(sheet, title))


def setting(code: str, **values: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for name, value in values.items():
            cell(book[MEASURES], code, header(name)).value = value

    return change


def finals() -> tuple[StoredVersion, ...]:
    with open_register("register.db") as store:
        assert store.verify() == []
        (current,) = store.current()
        return store.versions(current.shown.key)


def measure(version: StoredVersion, code: str) -> dict[str, Any]:
    listed: Any = version.assessment["measures"]
    return next(one for one in listed if one["code"] == code)


def planned(version: StoredVersion) -> str:
    """The code of a measure that is not implemented yet."""
    listed: Any = version.assessment["measures"]
    return str(next(m["code"] for m in listed if m["status"] == "planned" and m["applies"]))


@pytest.mark.usefixtures("recorded")
def test_a_measure_marked_as_implemented_makes_a_version_with_the_risk_of_today(dpia: Dpia) -> None:
    (first,) = finals()
    code = planned(first)
    edit(setting(code, status="umgesetzt", evidence="Protokoll vom 30.11.2026", owner="IT"))
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 0, result.err
    assert code in result.out
    assert "umgesetzt" in result.out
    _, second = finals()
    now = measure(second, code)
    assert (now["status"], now["evidence"], now["owner"]) == (
        "implemented",
        "Protokoll vom 30.11.2026",
        "IT",
    )
    assert second.on == date.fromisoformat(LATER)
    assert level_sum(second) < level_sum(first), "what is done lowers the residual risk of today"
    shown = openpyxl.load_workbook(BOOK)[MEASURES]
    assert cell(shown, code, header("status")).value == "umgesetzt"
    assert not list(Path().glob("register.2*.xlsx")), "all of it was taken over, so no copy is kept"
    assert "niemand" in dpia("register", "sync", "--date", LATER).out


def level_sum(version: StoredVersion) -> int:
    """Severity and likelihood of all residual risks of today, in their worst case."""
    total = 0
    listed: Any = version.assessment["risks"]
    for risk in listed:
        for axis in ("severity", "likelihood"):
            value = (risk["residual_today"] or {}).get(axis)
            total += value["worst"] if isinstance(value, dict) else value or 0
    return total


def test_an_old_questionnaire_never_takes_a_measure_back(dpia: Dpia, recorded: Path) -> None:
    code = planned(finals()[0])
    edit(setting(code, status="umgesetzt", evidence="Protokoll", owner="IT"))
    assert dpia("register", "sync", "--date", LATER).code == 0
    result = dpia("assess", recorded, "--final", "--date", LATER)
    assert result.code == 0, result.err
    assert measure(finals()[-1], code)["status"] == "implemented"
    again = dpia("assess", recorded, "--final", "--date", LATER)
    assert again.code == 0
    assert [one.version for one in finals()] == [1, 2, 3], (
        "the same input once more changes nothing"
    )


def test_entries_are_taken_back_before_an_assessment_too(dpia: Dpia, recorded: Path) -> None:
    code = planned(finals()[0])
    edit(setting(code, owner="Personalabteilung"))
    result = dpia("assess", recorded, "--final", "--date", LATER)
    assert result.code == 0
    assert "Personalabteilung" in result.err
    assert measure(finals()[-1], code)["owner"] == "Personalabteilung"


def test_both_changed_and_both_values_are_told(
    dpia: Dpia, recorded: Path, final_ready: Fill
) -> None:
    first = finals()[0]
    code = planned(first)
    edit(setting(code, owner="Register"))
    assert dpia("register", "sync", "--date", LATER).code == 0
    other = final_ready("other.xlsx")
    book = openpyxl.load_workbook(other)
    changed_owner(book, code, "Fragebogen")
    book.save(recorded)
    result = dpia("assess", recorded, "--final", "--date", LATER)
    assert result.code == 0, result.err
    assert "Register" in result.err
    assert "Fragebogen" in result.err
    assert measure(finals()[-1], code)["owner"] == "Register"
    document = json.loads(Path("answers.dpia.json").read_text("utf-8"))
    assert [one["questionnaire"] for one in document["maintained"]] == ["Fragebogen"]


def changed_owner(book: Any, code: str, owner: str) -> None:
    """Set the owner of a measure in a questionnaire, found as a person finds it."""
    sheet = next(s for s in book.worksheets if s.title.startswith("09"))
    for row in sheet.iter_rows():
        if any(c.value == code for c in row):
            titles = {"Zuständig", "Owner"}
            title = next(c for line in sheet.iter_rows() for c in line if c.value in titles)
            sheet.cell(row[0].row, title.column).value = owner
            return
    raise AssertionError(code)


@pytest.mark.usefixtures("recorded")
@pytest.mark.fault("an old copy of the register workbook is put back")
def test_an_old_copy_put_back_reverts_nothing(dpia: Dpia) -> None:
    code = planned(finals()[0])
    old = Path("old.xlsx")
    shutil.copy(BOOK, old)
    edit(setting(code, owner="Neu"))
    assert dpia("register", "sync", "--date", LATER).code == 0
    edit(setting(code, remark="aus der alten Mappe"), old)
    old.replace(BOOK)
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 0, result.err
    now = measure(finals()[-1], code)
    assert (now["owner"], now["reason"]) == ("Neu", "aus der alten Mappe")


@pytest.mark.usefixtures("recorded")
def test_both_sides_changed_waits_for_a_decision(dpia: Dpia) -> None:
    code = planned(finals()[0])
    old = Path("old.xlsx")
    shutil.copy(BOOK, old)
    edit(setting(code, owner="Erste"))
    assert dpia("register", "sync", "--date", LATER).code == 0
    edit(setting(code, owner="Zweite"), old)
    old.replace(BOOK)
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 4
    assert "Erste" in result.out
    assert "Zweite" in result.out
    assert measure(finals()[-1], code)["owner"] == "Erste"
    assert list(Path().glob("register.2*.xlsx")), "the workbook that said otherwise is kept"

    def decide(book: Any) -> None:
        sheet = book[CONFLICTS]
        assert sheet.max_row == 2
        sheet.cell(2, column(sheet, "Entscheidung")).value = "Arbeitsmappe übernehmen"

    edit(decide)
    assert dpia("register", "sync", "--date", LATER).code == 0
    assert measure(finals()[-1], code)["owner"] == "Zweite"
    assert CONFLICTS not in openpyxl.load_workbook(BOOK).sheetnames


@pytest.mark.usefixtures("recorded")
def test_the_review_date_can_be_moved(dpia: Dpia) -> None:
    def move(book: Any) -> None:
        sheet = book[REVIEWS]
        sheet.cell(2, column(sheet, "Nächste Überprüfung am")).value = "30.06.2027"

    edit(move)
    assert dpia("register", "sync", "--date", LATER).code == 0
    values: Any = finals()[-1].answers["values"]
    assert values["next-review"] == "2027-06-30"


@pytest.mark.usefixtures("recorded")
def test_what_cannot_be_used_is_named_and_kept(dpia: Dpia) -> None:
    code = planned(finals()[0])
    edit(setting(code, status="fast fertig", due="01/02/2027", owner="=A1"))
    before = sha256_of(BOOK)
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 4
    for found in ("fast fertig", "01/02/2027", "=A1", f"{MEASURES}!"):
        assert found in result.err
    assert len(finals()) == 1
    assert before in {sha256_of(path) for path in Path().glob("register.2*.xlsx")}


@pytest.mark.usefixtures("recorded")
def test_sorted_renamed_and_with_columns_and_sheets_of_ones_own(dpia: Dpia) -> None:
    code = planned(finals()[0])

    def change(book: Any) -> None:
        sheet = book[MEASURES]
        last = sheet.max_column + 1
        sheet.cell(1, last).value = "Kosten"
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value
        cell(sheet, code, header("owner")).value = "Werkstatt"
        cell(sheet, code, "Kosten").value = 1200
        sheet.title = "Meine Maßnahmen"
        own = book.create_sheet("Notizen der DSB")
        own["A1"], own["B2"] = "Besprechung", "=1+2"

    def renamed(book: Any) -> None:
        book[MEASURES].title = MEASURES
        change(book)

    edit(renamed)
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 0, result.err
    assert measure(finals()[-1], code)["owner"] == "Werkstatt"
    book = openpyxl.load_workbook(BOOK)
    assert cell(book[MEASURES], code, "Kosten").value == 1200
    assert (book["Notizen der DSB"]["A1"].value, book["Notizen der DSB"]["B2"].value) == (
        "Besprechung",
        "=1+2",
    )
    assert not list(Path().glob("register.2*.xlsx"))


@pytest.mark.parametrize("how", ["truncated", "text", "emptied"])
@pytest.mark.usefixtures("recorded")
@pytest.mark.fault("the register workbook is truncated, emptied or no workbook")
def test_a_mangled_workbook_is_kept_and_written_anew(dpia: Dpia, how: str) -> None:
    whole = BOOK.read_bytes()
    mangled = {"truncated": whole[: len(whole) // 2], "text": b"no workbook", "emptied": b""}[how]
    BOOK.write_bytes(mangled)
    result = dpia("register", "sync", "--date", ON)
    assert result.code == 4
    assert "ließ sich nicht lesen" in result.err
    assert BOOK.read_bytes() == whole
    assert mangled in {path.read_bytes() for path in Path().glob("register.2*.xlsx")}


@pytest.mark.usefixtures("recorded")
@pytest.mark.fault("the register workbook is deleted")
def test_a_deleted_workbook_is_written_again(dpia: Dpia) -> None:
    whole = BOOK.read_bytes()
    BOOK.unlink()
    assert dpia("register", "sync", "--date", ON).code == 0
    assert BOOK.read_bytes() == whole


@pytest.mark.usefixtures("recorded")
@pytest.mark.fault("the register workbook is open in LibreOffice (its lock file)")
def test_a_workbook_that_is_open_elsewhere_is_said(dpia: Dpia) -> None:
    Path(".~lock.register.xlsx#").write_text(",dsb,rechner,01.12.2026 10:00,;", encoding="utf-8")
    code = planned(finals()[0])
    edit(setting(code, owner="Offen"))
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 0
    assert "vielleicht noch" in result.err
    assert measure(finals()[-1], code)["owner"] == "Offen"


@pytest.mark.usefixtures("recorded")
def test_a_draft_begun_since_goes_on_with_the_entries(dpia: Dpia, final_ready: Fill) -> None:
    code = planned(finals()[0])
    workbook = final_ready(group_count=77)
    assert dpia("assess", workbook, "--date", ON, "--lang", "de").code == 0
    edit(setting(code, owner="Beide"))
    assert dpia("register", "sync", "--date", LATER).code == 0
    with open_register("register.db") as store:
        (current,) = store.current()
        assert current.newer_draft is not None
        for version in (current.shown, current.newer_draft):
            assert measure(version, code)["owner"] == "Beide"
        values: Any = current.newer_draft.answers["values"]
        assert values["group-count"] == 77


@pytest.mark.usefixtures("recorded")
def test_what_people_added_is_carried_on_for_good(dpia: Dpia) -> None:
    code = planned(finals()[0])

    def change(book: Any) -> None:
        sheet = book[MEASURES]
        last = sheet.max_column + 1
        sheet.cell(1, last).value = "Ticket"
        cell(sheet, code, "Ticket").value = "A-7"
        book.create_sheet("Notiz")["A1"] = "bleibt"

    edit(change)
    for day in (LATER, "2026-12-02", "2026-12-03"):
        assert dpia("register", "sync", "--date", day).code == 0
    book = openpyxl.load_workbook(BOOK)
    assert cell(book[MEASURES], code, "Ticket").value == "A-7"
    assert book["Notiz"]["A1"].value == "bleibt"


@pytest.mark.usefixtures("recorded")
def test_a_renamed_header_is_still_its_column(dpia: Dpia) -> None:
    code = planned(finals()[0])

    def change(book: Any) -> None:
        sheet = book[MEASURES]
        cell(sheet, code, header("due")).value = date(2027, 3, 31)
        sheet.cell(1, column(sheet, header("due"))).value = "Termin"

    edit(change)
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 0, result.err
    assert measure(finals()[-1], code)["due"] == "2027-03-31"


@pytest.mark.usefixtures("recorded")
def test_a_copied_row_that_says_something_else_is_named(dpia: Dpia) -> None:
    code = planned(finals()[0])

    def change(book: Any) -> None:
        sheet = book[MEASURES]
        row = cell(sheet, code, header("owner")).row
        sheet.append([one.value for one in sheet[row]])
        sheet.cell(row, column(sheet, header("owner"))).value = "Eins"
        sheet.cell(sheet.max_row, column(sheet, header("owner"))).value = "Zwei"

    edit(change)
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 4
    assert "steht in" in result.err
    assert len(finals()) == 1


@pytest.mark.usefixtures("recorded")
def test_the_workbook_of_another_register_changes_nothing(dpia: Dpia, final_ready: Fill) -> None:
    code = planned(finals()[0])
    other = final_ready("other.xlsx", processing_name="Etwas anderes")
    assert dpia("assess", other, "-o", "other", "--date", ON, "--lang", "de").code == 0
    foreign = Path("other/register.xlsx")
    edit(setting(code, owner="Fremd"), foreign)
    shutil.copy(foreign, BOOK)
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 4
    assert "keiner Verarbeitung dieses Registers" in result.err
    assert len(finals()) == 1
    assert list(Path().glob("register.2*.xlsx"))


@pytest.mark.libreoffice
@pytest.mark.usefixtures("recorded")
def test_a_workbook_saved_by_libreoffice_reads_the_same(dpia: Dpia, tmp_path: Path) -> None:
    code = planned(finals()[0])
    saved = tmp_path / "saved"
    subprocess.run(
        [
            *(str(OFFICE), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", str(saved), str(BOOK)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    shutil.copy(saved / BOOK.name, BOOK)
    nothing = dpia("register", "sync", "--date", ON)
    assert nothing.code == 0, nothing.err
    assert len(finals()) == 1, "saving alone changes nothing"
    shutil.copy(saved / BOOK.name, BOOK)
    edit(setting(code, owner="Calc"))
    assert dpia("register", "sync", "--date", LATER).code == 0
    assert measure(finals()[-1], code)["owner"] == "Calc"
