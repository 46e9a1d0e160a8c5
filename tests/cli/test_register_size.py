"""A register so large that its workbook is streamed: what people enter there comes back all the same."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dpia.definitions import load_questionnaire
from dpia.register import open_register
from dpia.register.size import BOUNDS
from dpia.register.streamedbook import shown_state
from dpia.register.workbook import write_register
from tests.cli.conftest import ON, assessed_once
from tests.cli.test_register_sync import LATER, MEASURES, cell, edit, header, measure, planned
from tests.unit.register_writer import of

if TYPE_CHECKING:
    from dpia.register.store import StoredVersion
    from tests.cli.conftest import Dpia

BOOK = Path("register.xlsx")
OTHERS = 210


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real final version, in a register with many small ones before it; made once."""
    folder = tmp_path_factory.mktemp("large")
    with open_register(folder / "register.db") as store, store.transaction():
        for turn in range(OTHERS):
            store.add(replace(of("a", turn, f"P {turn}"), source=f"p-{turn}"))
    assert BOUNDS.streamed_above < OTHERS
    return assessed_once(folder / "answers.xlsx", "careful-setup", final=True, language="de")


@pytest.fixture
def large(dpia: Dpia, once: Path, tmp_path: Path) -> Path:
    """The workbook of that final version beside its register, both to be changed."""
    del dpia  # it is what goes into tmp_path
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "answers.xlsx"


def latest() -> StoredVersion:
    with open_register("register.db") as store:
        found = store.find(OTHERS + 1)
        assert found is not None
        return found


@pytest.mark.usefixtures("large")
def test_entries_come_back_from_a_streamed_workbook(dpia: Dpia) -> None:
    first = latest()
    assert shown_state(BOOK) == first.id, "it was streamed, and shows the state after the entry"
    code = planned(first)

    def change(book: Any) -> None:
        sheet = book[MEASURES]
        sheet.cell(1, sheet.max_column + 1).value = "Ticket"
        found = {
            header("status"): "umgesetzt",
            header("evidence"): "Protokoll",
            header("due"): date(2027, 1, 31),
            "Ticket": "A-7",
        }
        for name, value in found.items():
            cell(sheet, code, name).value = value

    edit(change)
    result = dpia("register", "sync", "--date", LATER)
    assert result.code == 0, result.err
    now = measure(latest(), code)
    assert (now["status"], now["evidence"], now["due"]) == (
        "implemented",
        "Protokoll",
        "2027-01-31",
    )
    assert latest().version == 2
    assert shown_state(BOOK) == latest().id
    sheet = openpyxl.load_workbook(BOOK)[MEASURES]
    assert cell(sheet, code, header("status")).value == "umgesetzt"
    assert cell(sheet, code, "Ticket").value == "A-7"
    assert not list(Path().glob("register.2*.xlsx"))
    assert "niemand" in dpia("register", "sync", "--date", LATER).out


def test_and_from_a_sheet_on_which_a_full_one_goes_on(dpia: Dpia, large: Path) -> None:
    listed: Any = latest().assessment["measures"]
    code = [m["code"] for m in listed if m["status"] == "planned" and m["applies"]][-1]
    with open_register("register.db") as store:
        bounds = replace(BOUNDS, rows=20)
        day = date.fromisoformat(ON)
        write_register(store, BOOK, load_questionnaire, "de", day, bounds=bounds)
    book = openpyxl.load_workbook(BOOK)
    titles = [
        name
        for name in book.sheetnames
        if name.startswith(f"{MEASURES} ") and holds(book[name], code)
    ]
    assert titles, "the measure stands on a further sheet"

    def change(book: Any) -> None:
        sheet = book[titles[0]]
        sheet.title = MEASURES + " 99"  # as a person may number them
        at = next(c.row for c in sheet[column(sheet, "Kennung")] if c.value == code)
        sheet.cell(at, next(c.column for c in sheet[1] if c.value == header("owner"))).value = "Neu"

    edit(change)
    result = dpia("assess", large, "--final", "--date", LATER, "--lang", "de")
    assert result.code == 0, result.err
    assert measure(latest(), code)["owner"] == "Neu"
    assert [s for s in openpyxl.load_workbook(BOOK).sheetnames if s.startswith(MEASURES)] == [
        MEASURES
    ]


def column(sheet: Any, title: str) -> str:
    return str(next(c.column_letter for c in sheet[1] if c.value == title))


def holds(sheet: Any, code: str) -> bool:
    return any(one.value == code for one in sheet[column(sheet, "Kennung")])


@pytest.mark.usefixtures("large")
def test_killed_while_it_is_streamed_nothing_is_lost_and_the_next_run_works(dpia: Dpia) -> None:
    whole = BOOK.read_bytes()
    command = [sys.executable, "-c", "from dpia.cli.main import main; main()"]
    process = subprocess.Popen([*command, "register", "sync", "--date", LATER])
    while process.poll() is None and not list(Path().glob(".~dpia-*.xlsx")):
        time.sleep(0.001)
    process.kill()
    assert process.wait() == -signal.SIGKILL, "it was killed while it wrote"
    assert BOOK.read_bytes() == whole
    assert list(Path().glob(".~dpia-*.xlsx"))
    assert dpia("register", "sync", "--date", LATER).code == 0
    assert BOOK.read_bytes() != whole, "due dates are held against the new day"
    assert not list(Path().glob(".~dpia-*"))
    assert not list(Path().glob("register.2*.xlsx"))


@pytest.mark.usefixtures("large")
def test_one_beyond_the_limits_is_kept_and_the_way_to_allow_it_is_said(dpia: Dpia) -> None:
    code = planned(latest())

    def change(book: Any) -> None:
        cell(book[MEASURES], code, header("owner")).value = "Neu"

    edit(change)
    edited = BOOK.read_bytes()
    result = dpia("--limit", "register-elements=5000", "register", "sync", "--date", LATER)
    assert result.code == 4
    assert "register-elements=" in result.err
    assert latest().version == 1
    (kept,) = Path().glob("register.2*.xlsx")
    assert kept.read_bytes() == edited
    kept.replace(BOOK)
    assert dpia("register", "sync", "--date", LATER).code == 0
    assert measure(latest(), code)["owner"] == "Neu"
