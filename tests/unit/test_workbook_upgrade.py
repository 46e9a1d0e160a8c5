"""Answers of an earlier questionnaire in a workbook of today: nothing lost in silence, every change told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import openpyxl
import pytest

from dpia.answers import read_everything
from dpia.model import UNCLEAR, Answers, Question, Questionnaire, Row, Sheet, StarterRow, Table
from dpia.order import source_stem
from dpia.upgrading import Refreshing
from dpia.workbook.read import open_workbook, read_answers
from dpia.workbook.write import write_workbook
from tests.unit.test_workbook_libreoffice import resaved, soffice
from tests.unit.workbook_samples import (
    DATA,
    DAY,
    DEVICE,
    MASTER,
    MEASURES,
    both,
    column,
    filled,
    option,
    question,
    sample,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dpia.workbook.changes import ChangeList

__all__ = ["soffice"]
OLD = sample()


def newer(*sheets: Sheet) -> Questionnaire:
    return replace(sample(*sheets), version="2.0", digest="def")


def with_item(sheet: Sheet, item_id: str, **changes: Any) -> Sheet:
    """The sheet with one of its questions or tables changed."""
    items = tuple(replace(item, **changes) if item.id == item_id else item for item in sheet.items)
    return replace(sheet, items=items)


def without(sheet: Sheet, *ids: str) -> Sheet:
    return replace(sheet, items=tuple(item for item in sheet.items if item.id not in ids))


def item(sheet: Sheet, item_id: str) -> Any:
    [found] = [one for one in sheet.items if one.id == item_id]
    return found


class Upgrade(Protocol):
    def __call__(
        self, *sheets: Sheet, answers: Answers | None = None, old: Path | None = None
    ) -> tuple[ChangeList, Path]: ...


@pytest.fixture
def upgrade(tmp_path: Path) -> Upgrade:
    """Fill the old questionnaire, upgrade it to the given one; return the changes and the new workbook."""

    def run(
        *sheets: Sheet, answers: Answers | None = None, old: Path | None = None
    ) -> tuple[ChangeList, Path]:
        source = old or tmp_path / "answers.xlsx"
        if old is None:
            write_workbook(OLD, "de", source, answers=answers or filled(), on=DAY)
        target = tmp_path / "answers.v2.0.xlsx"
        opened = open_workbook(source)
        return Refreshing(opened, newer(*sheets), DAY, source="answers").write(target), target

    return run


def read(path: Path, questionnaire: Questionnaire) -> Answers:
    answers, problems = read_everything(
        read_answers(open_workbook(path), questionnaire), questionnaire
    )
    assert problems == ()
    return answers


def told(changes: ChangeList, section: str) -> dict[str, tuple[str, str]]:
    return {one.told: (one.detail, one.value) for one in changes.of(section)}  # type: ignore[arg-type]


def by_id(tables: Any) -> dict[str, dict[str, dict[str, Any]]]:
    return {name: {row.id: dict(row.values) for row in rows} for name, rows in tables.items()}


def test_everything_entered_stands_in_the_new_workbook(upgrade: Upgrade, tmp_path: Path) -> None:
    changes, target = upgrade()
    before, after = read(tmp_path / "answers.xlsx", OLD), read(target, newer())
    assert dict(after.values) == dict(before.values)
    assert by_id(after.tables) == by_id(before.tables)
    assert after.notes == before.notes
    assert after.signed == before.signed
    assert changes.carried == len(before.values) + sum(map(len, before.tables.values()))
    assert [entry for entry in changes.entries if entry.section != "dropped"] == []


def test_an_answer_that_does_not_apply_at_present_is_carried_too(upgrade: Upgrade) -> None:
    given = replace(filled(), values={**filled().values, "dpo-designated": "no"})
    _, target = upgrade(answers=given)
    assert read(target, newer()).values["dpo-contact"] == "@dpo, +49 30 1234"


def test_a_new_question_is_named_linked_and_brings_its_proposal(upgrade: Upgrade) -> None:
    new = question("region", starter=both("Bayern", "Bavaria"))
    sheet = replace(MASTER, items=(*MASTER.items, new))
    changes, target = upgrade(sheet, DEVICE, DATA, MEASURES)
    assert list(told(changes, "new")) == ["Q01 Frage nach region?"]
    assert read(target, newer(sheet, DEVICE, DATA, MEASURES)).values["region"] == "Bayern"
    book = openpyxl.load_workbook(target)
    links = [
        cell.hyperlink.location
        for row in book["Änderungen"].iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    [place] = [link for link in links if link and "Stammdaten" in link]
    title, _, address = place.rpartition("!")
    assert book[title.strip("'")][address].value == "Bayern"
    book.close()


def test_a_proposal_that_was_deleted_stays_deleted(upgrade: Upgrade) -> None:
    given = replace(
        filled(),
        values={k: v for k, v in filled().values.items() if k != "version"},
        tables={"data-items": (Row("name", {"item": "Name", "special": "none"}),)},
    )
    _, target = upgrade(answers=given)
    after = read(target, newer())
    assert "version" not in after.values
    assert [row.id for row in after.tables["data-items"]] == ["name"]


def test_a_new_proposed_row_comes_in_and_is_named(upgrade: Upgrade) -> None:
    table: Table = item(DATA, "data-items")
    extra = StarterRow("photo", {"item": both("Foto"), "special": "none"})
    sheet = with_item(DATA, "data-items", rows=(*table.rows, extra))
    changes, target = upgrade(MASTER, DEVICE, sheet, MEASURES)
    assert told(changes, "changed")["Q30 Datenarten"][0] == (
        "neue Zeile des Fragebogens: „Foto · keine“"
    )
    rows = by_id(read(target, newer(MASTER, DEVICE, sheet, MEASURES)).tables)["data-items"]
    assert rows["photo"] == {"item": "Foto", "special": "none"}
    assert rows["+8"] == {"item": "Weitere 8", "retention": 8}


def test_a_dropped_question_is_told_with_its_answer_and_note(upgrade: Upgrade) -> None:
    changes, target = upgrade(
        without(MASTER, "controller-name", "share", "start"), DEVICE, DATA, MEASURES
    )
    lost = told(changes, "lost")
    assert lost["Q01 Frage nach controller-name?"][1] == "=SUMME(A1) & <b> Müller"
    assert lost["Q01 Frage nach controller-name? – Anmerkung"][1] == "- siehe Register"
    assert lost["Q01 Frage nach start?"] == ("Bisher in 01 Stammdaten!G12.", "01.12.2026")
    rows = [
        row
        for row in openpyxl.load_workbook(target)["Änderungen"].iter_rows(values_only=True)
        if row[-1] == "=SUMME(A1) & <b> Müller"
    ]
    assert len(rows) == 1


def test_a_dropped_question_without_an_answer_is_named(upgrade: Upgrade) -> None:
    answers = replace(filled(), values={"persons": 3}, tables={}, notes={})
    changes, _ = upgrade(without(MASTER, "share"), DEVICE, DATA, MEASURES, answers=answers)
    assert list(told(changes, "dropped")) == ["Q01 Frage nach share? (in Prozent)"]
    assert changes.of("lost") == ()


def test_a_dropped_table_is_told_row_by_row(upgrade: Upgrade) -> None:
    changes, _ = upgrade(without(MASTER, "team"), DEVICE, DATA, MEASURES)
    values = [entry.value for entry in changes.of("lost")]
    assert values == ["Name: A. Beispiel; Role: DSB", "Name: B. Beispiel"]


def test_a_dropped_column_is_told_with_the_row_it_stood_in(upgrade: Upgrade) -> None:
    table: Table = item(DATA, "data-items")
    columns = tuple(one for one in table.columns if one.id != "retention")
    sheet = with_item(DATA, "data-items", columns=columns)
    changes, _ = upgrade(MASTER, DEVICE, sheet, MEASURES)
    lost = told(changes, "lost")
    assert lost["Q30 Datenarten – Weitere 5 – Retention (in Monaten)"][1] == "5"
    assert (
        "entfallene Spalte: „Retention (in Monaten)“"
        in told(changes, "changed")["Q30 Datenarten"][0]
    )


def test_a_dropped_row_of_a_fixed_table_is_told(upgrade: Upgrade) -> None:
    table: Table = item(MEASURES, "measures")
    sheet = with_item(MEASURES, "measures", rows=tuple(r for r in table.rows if r.id != "m02"))
    changes, _ = upgrade(MASTER, DEVICE, DATA, sheet)
    [lost] = changes.of("lost")
    assert lost.told == "Q60 Maßnahmen"
    assert "Code: M02" in lost.value
    assert "Owner: IT" in lost.value
    assert "Due: 31.01.2027" in lost.value


def test_a_dropped_proposal_that_was_filled_in_becomes_an_own_row(upgrade: Upgrade) -> None:
    sheet = with_item(DATA, "data-items", rows=())
    changes, target = upgrade(MASTER, DEVICE, sheet, MEASURES)
    rows = by_id(read(target, newer(MASTER, DEVICE, sheet, MEASURES)).tables)["data-items"]
    assert {"item": "Attest", "special": UNCLEAR, "since": UNCLEAR} in rows.values()
    assert "entfallene Zeile des Fragebogens" in told(changes, "changed")["Q30 Datenarten"][0]


CHANGES: dict[str, tuple[Callable[[], tuple[Sheet, ...]], str, str]] = {
    "wording": (
        lambda: (with_item(MASTER, "persons", text=both("Wie viele?")), DEVICE, DATA, MEASURES),
        "Q01 Wie viele?",
        "Wortlaut bisher „Frage nach persons?“, jetzt „Wie viele?“",
    ),
    "required": (
        lambda: (with_item(MASTER, "version", required=True), DEVICE, DATA, MEASURES),
        "Q01 Frage nach version?",
        "jetzt Pflichtangabe",
    ),
    "no more required": (
        lambda: (with_item(MASTER, "persons", required=False), DEVICE, DATA, MEASURES),
        "Q01 Frage nach persons?",
        "keine Pflichtangabe mehr",
    ),
    "kind": (
        lambda: (with_item(MASTER, "version", kind="date", starter=None), DEVICE, DATA, MEASURES),
        "Q01 Frage nach version?",
        "Art der Antwort bisher Text, jetzt Datum",
    ),
    "unit": (
        lambda: (with_item(MASTER, "share", unit="days"), DEVICE, DATA, MEASURES),
        "Q01 Frage nach share?",
        "Wortlaut bisher „Frage nach share? (in Prozent)“, jetzt „Frage nach share? (in Tagen)“",
    ),
    "choice": (
        lambda: (
            MASTER,
            with_item(
                DEVICE,
                "device",
                options=(option("company", "dienstliches Gerät"), option("none", "keines")),
            ),
            DATA,
            MEASURES,
        ),
        "Q01 Frage nach device?",
        "nicht mehr in der Auswahl: „privates Gerät“\nneu in der Auswahl: „keines“",
    ),
    "choice in a column": (
        lambda: (
            MASTER,
            DEVICE,
            with_item(
                DATA,
                "data-items",
                columns=tuple(
                    replace(one, options=(*one.options, option("other", "andere")))
                    if one.id == "special"
                    else one
                    for one in item(DATA, "data-items").columns
                ),
            ),
            MEASURES,
        ),
        "Q30 Datenarten",
        "Special: neu in der Auswahl: „andere“",
    ),
    "option of several": (
        lambda: (
            MASTER,
            with_item(DEVICE, "systems", options=(option("ios", "iPhone"), option("web", "Web"))),
            DATA,
            MEASURES,
        ),
        "Q01 Frage nach systems?",
        "entfallene Zeile: „Android“\nneue Zeile: „Web“\niOS: Wortlaut bisher „iOS“, jetzt „iPhone“",
    ),
    "yes or no becomes a choice": (
        lambda: (
            MASTER,
            with_item(DEVICE, "mdm", kind="choice", options=(option("all", "alle"),)),
            DATA,
            MEASURES,
        ),
        "Q01 Frage nach mdm?",
        "Art der Antwort bisher ja/nein, jetzt Auswahl",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_question_says_what_is_different(upgrade: Upgrade, name: str) -> None:
    sheets, subject, detail = CHANGES[name]
    changes, _ = upgrade(*sheets())
    assert {key: value[0] for key, value in told(changes, "changed").items()} == {subject: detail}


RENAMED = (option("company", "Firmengerät"), option("private", "privates Gerät"))


def test_an_option_with_a_new_label_keeps_its_answers(upgrade: Upgrade) -> None:
    given = replace(filled(), values={**filled().values, "device": "company"})
    device = with_item(DEVICE, "device", options=RENAMED)
    changes, target = upgrade(MASTER, device, DATA, MEASURES, answers=given)
    assert changes.of("again") == ()
    assert told(changes, "changed")["Q01 Frage nach device?"][0] == (
        "Auswahl heißt jetzt „Firmengerät“ statt „dienstliches Gerät“"
    )
    assert read(target, newer(MASTER, device, DATA, MEASURES)).values["device"] == "company"


def test_in_a_table_too(upgrade: Upgrade) -> None:
    table: Table = item(MEASURES, "measures")
    columns = tuple(
        replace(one, options=(option("planned", "vorgesehen"), option("implemented", "fertig")))
        if one.id == "status"
        else one
        for one in table.columns
    )
    sheet = with_item(MEASURES, "measures", columns=columns)
    changes, target = upgrade(MASTER, DEVICE, DATA, sheet)
    assert changes.of("again") == ()
    rows = by_id(read(target, newer(MASTER, DEVICE, DATA, sheet)).tables)["measures"]
    assert rows["m02"]["status"] == "planned"
    detail = told(changes, "changed")["Q60 Maßnahmen"][0]
    assert "Status: Auswahl heißt jetzt „vorgesehen“ statt „geplant“" in detail


def test_without_the_hidden_ids_a_new_label_is_to_be_answered_again(
    upgrade: Upgrade, tmp_path: Path
) -> None:
    """As in workbooks of the first release, which did not keep them."""
    source = tmp_path / "answers.xlsx"
    given = replace(filled(), values={**filled().values, "device": "company"})
    write_workbook(OLD, "de", source, answers=given, on=DAY)
    book = openpyxl.load_workbook(source)
    del book["_dpia_options"]
    book.save(source)
    device = with_item(DEVICE, "device", options=RENAMED)
    changes, _ = upgrade(MASTER, device, DATA, MEASURES, old=source)
    assert told(changes, "again")["Q01 Frage nach device?"][1] == "dienstliches Gerät"
    assert "nicht mehr in der Auswahl" in told(changes, "changed")["Q01 Frage nach device?"][0]


def test_an_answer_that_fits_no_more_is_to_be_given_again_and_its_cell_is_empty(
    upgrade: Upgrade,
) -> None:
    device = with_item(DEVICE, "mdm", kind="integer")
    changes, target = upgrade(MASTER, device, DATA, MEASURES)
    assert told(changes, "again")["Q01 Frage nach mdm?"][1] == "nein"
    assert "mdm" not in read(target, newer(MASTER, device, DATA, MEASURES)).values


def test_only_the_explanation_is_kept_apart_from_real_changes(upgrade: Upgrade) -> None:
    changes, _ = upgrade(with_item(MASTER, "persons", help=both("Neu.")), DEVICE, DATA, MEASURES)
    assert changes.of("changed") == ()
    assert list(told(changes, "explained")) == ["Q01 Frage nach persons?"]


def test_a_question_on_another_sheet_keeps_its_answer_and_is_no_change(upgrade: Upgrade) -> None:
    moved: Question = item(MASTER, "scope")
    sheets = (
        without(MASTER, "scope"),
        replace(DEVICE, items=(*DEVICE.items, moved)),
        DATA,
        MEASURES,
    )
    changes, target = upgrade(*sheets)
    assert changes.of("changed") == changes.of("new") == changes.of("lost") == ()
    assert read(target, newer(*sheets)).values["scope"] == filled().values["scope"]


def test_who_answered_a_sheet_that_is_gone_is_told(upgrade: Upgrade) -> None:
    changes, _ = upgrade(MASTER, replace(DEVICE, id="equipment"), DATA, MEASURES)
    lost = told(changes, "lost")
    assert lost["06b Geräte: Ausgefüllt von (Name, Funktion)"][1] == "IT"
    assert lost["06b Geräte: Ausgefüllt am"][1] == "unklar"


def test_without_drop_downs_the_list_says_what_could_not_be_compared(
    upgrade: Upgrade, tmp_path: Path
) -> None:
    source = tmp_path / "answers.xlsx"
    write_workbook(OLD, "de", source, answers=filled(), on=DAY)
    book = openpyxl.load_workbook(source)
    for sheet in book.worksheets:
        sheet.data_validations.dataValidation = []
    book.save(source)
    device = with_item(DEVICE, "device", options=(option("company", "dienstliches Gerät"),))
    changes, target = upgrade(MASTER, device, DATA, MEASURES, old=source)
    assert not changes.guided
    assert changes.of("changed") == ()
    texts = [
        str(cell.value)
        for row in openpyxl.load_workbook(target)["Änderungen"].iter_rows()
        for cell in row
    ]
    assert any("fehlen die Auswahllisten" in text for text in texts)


@pytest.mark.libreoffice
def test_a_workbook_saved_by_libreoffice_upgrades_the_same(
    upgrade: Upgrade, tmp_path: Path, soffice: list[str]
) -> None:
    sheets, _, _ = CHANGES["choice"]
    first, _ = upgrade(*sheets())
    again, _ = upgrade(*sheets(), old=resaved(soffice, tmp_path / "answers.xlsx"))
    assert again == first


def test_the_new_workbook_reads_like_any_other_and_can_be_upgraded_again(
    upgrade: Upgrade, tmp_path: Path
) -> None:
    _, first = upgrade()
    opened = open_workbook(first)
    assert opened.broken == ()
    assert opened.meta["upgraded-from"] == "answers"
    target = tmp_path / "answers.v3.0.xlsx"
    third = replace(newer(), version="3.0", digest="ghi")
    changes = Refreshing(opened, third, DAY, source="answers").write(target)
    assert (changes.before, changes.after) == ("2.0", "3.0")
    book = openpyxl.load_workbook(target)
    assert book.sheetnames.count("Änderungen") == 1
    assert book.active is not None
    assert book.active.title == "Änderungen"
    book.close()


def test_the_same_workbook_and_date_give_the_same_bytes(upgrade: Upgrade) -> None:
    _, target = upgrade()
    first = target.read_bytes()
    _, target = upgrade()
    assert target.read_bytes() == first


def test_a_new_column_does_not_touch_what_stands_in_the_rows(upgrade: Upgrade) -> None:
    table: Table = item(DATA, "data-items")
    sheet = with_item(DATA, "data-items", columns=(*table.columns, column("owner")))
    changes, target = upgrade(MASTER, DEVICE, sheet, MEASURES)
    assert "neue Spalte: „Owner“" in told(changes, "changed")["Q30 Datenarten"][0]
    rows = by_id(read(target, newer(MASTER, DEVICE, sheet, MEASURES)).tables)["data-items"]
    assert rows["name"] == {"item": "Name", "special": "none", "confirmed": "yes"}


@pytest.mark.parametrize(
    ("name", "upgraded_from", "stem"),
    [
        ("answers.xlsx", "", "answers"),
        ("answers.checked-2.xlsx", "", "answers"),
        ("answers.v2.0.xlsx", "answers", "answers"),
        ("answers.v2.0-3.xlsx", "answers", "answers"),
        ("answers.v2.0.checked.xlsx", "answers", "answers"),
        ("answers.v2.0.xlsx", "", "answers.v2.0"),
        ("plan.v2.0.xlsx", "answers", "plan.v2.0"),
        ("answers-old.xlsx", "answers", "answers-old"),
    ],
)
def test_an_upgraded_workbook_takes_the_place_of_its_source(
    tmp_path: Path, name: str, upgraded_from: str, stem: str
) -> None:
    assert source_stem(tmp_path / name, upgraded_from) == stem
