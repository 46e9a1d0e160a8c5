"""Free text of the release before in columns that are choices now: carried or told with its place, never lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dpia.definitions import load_questionnaire
from dpia.workbook.options import by_option
from dpia.workbook.read import open_workbook, read_answers
from tests.judging.gallery import dpia

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.model import Table

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
CHANGES = {"de": "Änderungen", "en": "Changes"}
TURNED = (
    *("encryption", "contacts-access", "number-needed", "hosting", "processing-contract"),
    *("licence", "metadata", "admin", "retention"),
)
"""The attributes of an alternative: typed as one liked in 1.0, choices since."""


def alternatives() -> Table:
    [table] = [t for t in load_questionnaire("messenger").tables() if t.id == "alternatives"]
    return table


def cells(path: Path) -> dict[str, dict[str, str]]:
    """Row by row what stands in the table of alternatives, as written; choices by their ids where known."""
    opened, questionnaire = open_workbook(path), load_questionnaire("messenger")
    raw = by_option(read_answers(opened, questionnaire), opened.options, questionnaire)
    rows = raw.tables["alternatives"]
    return {row.id: {name: str(cell.value) for name, cell in row.cells.items()} for row in rows}


def taken(column: str, text: str, language: str) -> str | None:
    """The id of the choice that the text names today, by its label or (as always) by its id."""
    [found] = [one for one in alternatives().columns if one.id == column]
    by_label = {option.label[language].casefold(): option.id for option in found.options}
    by_label |= {option.id: option.id for option in found.options}
    if found.kind == "yes-no":
        by_label = {"ja": "yes", "yes": "yes", "nein": "no", "no": "no"}
    return by_label.get(text.strip().casefold())


def title(column: str, language: str) -> str:
    [found] = [one for one in alternatives().columns if one.id == column]
    return found.title[language]


def changes(path: Path, language: str) -> list[tuple[str, str]]:
    """What the sheet of changes tells: the question or cell, and the earlier answer."""
    book = openpyxl.load_workbook(path)
    rows = list(book[CHANGES[language]].iter_rows(values_only=True))
    book.close()
    return [(str(row[3]), str(row[5])) for row in rows if row[3] and row[5]]


@pytest.fixture(params=["de", "en"], scope="module")
def upgraded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, Path]:
    """The language, the workbook of 1.0, and what `dpia upgrade` made of it."""
    language: str = request.param
    folder = tmp_path_factory.mktemp("upgraded")
    source = folder / "answers.xlsx"
    shutil.copyfile(FIXTURES / f"messenger-1.0.{language}.xlsx", source)
    dpia("upgrade", source)
    version = load_questionnaire("messenger").version
    return language, source, folder / f"answers.v{version}.xlsx"


def test_each_cell_is_carried_or_told_with_row_column_and_value(
    upgraded: tuple[str, Path, Path],
) -> None:
    language, source, target = upgraded
    before, after = cells(source), cells(target)
    told = changes(target, language)
    carried = 0
    for row_id, row in before.items():
        for column in TURNED:
            text = row[column]
            name = f"{row['product']} – {title(column, language)}"
            wanted = taken(column, text, language)
            places = [place for place, value in told if place.endswith(name) and value == text]
            if wanted is None:
                assert len(places) == 1, (row_id, column, text)
                assert column not in after[row_id], (row_id, column)
            else:
                carried += 1
                assert places == []
                assert taken(column, after[row_id][column], language) == wanted
    total = len(before) * len(TURNED)
    assert 0 < carried < total


def test_what_is_still_free_text_in_these_rows_stays_as_it_was(
    upgraded: tuple[str, Path, Path],
) -> None:
    _, source, target = upgraded
    after: Mapping[str, Mapping[str, str]] = cells(target)
    for row_id, row in cells(source).items():
        for column in set(row) - set(TURNED):
            assert after[row_id][column] == row[column], (row_id, column)


def test_a_text_that_only_begins_like_a_choice_is_not_taken_for_it(
    upgraded: tuple[str, Path, Path],
) -> None:
    """“no (TLS; S/MIME or PGP optional)” is more than a no: the person decides, not the program."""
    language, source, target = upgraded
    text = cells(source)["company-email"]["encryption"]
    assert text.startswith({"de": "nein (", "en": "no ("}[language])
    assert "encryption" not in cells(target)["company-email"]
    assert text in [value for _, value in changes(target, language)]
