"""The order in which workbooks are named: each is assessed by itself, only the register counts in that order."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from dpia.register import open_register
from tests.cli.conftest import ROOT
from tests.cli.documents import sheet_rows
from tests.judging.gallery import dpia

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


FILES = ("careful-setup.xlsx", "zeiterfassung.xlsx")
MADE = [f"{file.removesuffix('.xlsx')}.dpia.{kind}" for file in FILES for kind in ("docx", "json")]
NUMBER = "Nr."
COUNTED = {NUMBER: None, "Schlüssel (nicht ändern)": None, "Wie geschrieben": None}
"""The running number, the key by which notes find their row again, and the digest of what the row shows: it is in both."""


@pytest.fixture(scope="module")
def both_orders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two workbooks assessed into a fresh register, named one way and the other."""
    given = tmp_path_factory.mktemp("given")
    folders = given / "forth", given / "back"
    for file in FILES:
        source = ROOT / "examples" / file.removesuffix(".xlsx") / "answers.xlsx"
        shutil.copyfile(source, given / file)
    for folder, files in zip(folders, (FILES, FILES[::-1]), strict=True):
        folder.mkdir()
        options = ("--lang", "de", "-o", folder, "--register", folder / "register.db")
        dpia("assess", *(given / file for file in files), *options)
    return folders


def rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of the register's lists with its sheet."""
    for sheet, (header, *body) in sheet_rows(path).items():
        for row in body if NUMBER in header else ():
            yield sheet, dict(zip(header, row, strict=True))


def without_number(path: Path) -> list[str]:
    found = ((sheet, {**row, **COUNTED}) for sheet, row in rows(path))
    return sorted(f"{sheet}: {row}" for sheet, row in found)


def numbers(path: Path) -> dict[str, Any]:
    found = (row for sheet, row in rows(path) if sheet == "Folgenabschätzungen")
    return {row["Verarbeitung"]: row[NUMBER] for row in found}


def records(folder: Path) -> dict[str, object]:
    """What the database keeps of each processing; the database itself is whole."""
    with open_register(folder / "register.db") as store:
        assert list(store.verify()) == []
        return {one.shown.key.name: one.shown.assessment for one in store.current()}


def test_reports_and_data_are_the_same_to_the_byte(both_orders: tuple[Path, Path]) -> None:
    forth, back = both_orders
    assert {name for name in MADE if (forth / name).is_file()} == set(MADE)
    for name in MADE:
        assert (forth / name).read_bytes() == (back / name).read_bytes(), name


def test_the_register_says_the_same_under_other_numbers(both_orders: tuple[Path, Path]) -> None:
    """A number is given when a processing is first recorded; nothing else hangs on the order."""
    forth, back = (folder / "register.xlsx" for folder in both_orders)
    assert len(without_number(forth)) > len(FILES)
    assert without_number(forth) == without_number(back)
    assert sorted(numbers(forth).values()) == sorted(numbers(back).values()) == [1, 2]
    assert numbers(forth) != numbers(back)
    assert records(both_orders[0]) == records(both_orders[1])
