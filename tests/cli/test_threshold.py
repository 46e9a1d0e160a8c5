"""The threshold memo: two sheets, one short document, one row in the register; a no needs its reasons."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from dpia.answers.plain import from_plain, starter_answers, to_plain
from dpia.definitions import load_questionnaire
from dpia.register import open_register
from dpia.register.store import ProcessingKey
from dpia.resources import shipped
from dpia.workbook.write import write_workbook
from tests.cli.documents import header_lines, sheet_rows, word_lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill

ON = ("--date", "2026-11-26")
KEY = ProcessingKey("Muster GmbH", "Interne Kommunikation", "messenger", "threshold")
REASON = "Die Kriterien sind nur dem Namen nach erfüllt. " * 5
MASTER = {
    "controller-name": "Muster GmbH",
    "processing-name": "Interne Kommunikation",
    "sector": "company",
    "federal-state": "by",
    "dpo-designated": "yes",
    "dpo-contact": "dsb@muster.example",
    "persons-processing": 40,
    "other-states": "no",
    "c5-users": 40,
}
Memo = Callable[..., "Path"]


def all_no() -> dict[str, Any]:
    """Every question of the threshold sheet answered with no."""
    values: dict[str, Any] = {}
    [sheet] = [s for s in load_questionnaire("messenger").sheets if s.id == "threshold"]
    for item in sheet.items:
        options = getattr(item, "options", ())
        if getattr(item, "kind", "") == "yes-no":
            values[item.id] = "no"
        elif getattr(item, "kind", "") == "multi":
            values |= {f"{item.id}.{option.id}": "no" for option in options}
    return values


@pytest.fixture
def two_sheets(tmp_path: Path) -> Memo:
    """A workbook in which only two sheets are filled in; the rest is as the blank one has it."""

    def write(name: str = "answers.xlsx", language: str = "de", **values: Any) -> Path:
        target = tmp_path / name
        target.write_bytes(workbook_of_two_sheets(language, json.dumps(values)))
        return target

    return write


@cache
def workbook_of_two_sheets(language: str, values: str) -> bytes:
    """Its bytes; several tests begin with the same."""
    questionnaire, written = load_questionnaire("messenger"), BytesIO()
    plain = to_plain(starter_answers(questionnaire, language))
    given = {k.replace("__", ".").replace("_", "-"): v for k, v in json.loads(values).items()}
    plain["values"] |= {**all_no(), **MASTER, **given}
    plain["values"] = {k: v for k, v in plain["values"].items() if v is not None}
    plain["signed"] = {"threshold": {"by": "Leitung IT", "on": "2026-11-20"}}
    answers = from_plain({**plain, "language": language}, questionnaire)
    write_workbook(questionnaire, language, written, answers=answers, on=date(2026, 11, 20))
    return written.getvalue()


def lines(folder: Path, name: str = "answers.threshold.docx") -> str:
    return "\n".join(word_lines(folder / name))


def test_two_sheets_give_the_memo_and_nothing_else_is_asked(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    two_sheets(dpia_decision="none")
    result = dpia("threshold", "answers.xlsx", *ON)
    assert result.code == 0, result.err
    assert "DSFA nicht erforderlich (T05)" in result.out
    assert "keine DSFA" in result.out
    assert "Noch offen" not in result.out
    text = lines(tmp_path)
    assert "Muster GmbH" in text
    assert "Leitung IT, 20.11.2026" in text
    assert "Es ist nichts offen." in text
    assert "ist dieses Dokument der Nachweis darüber" in text
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "answers.threshold.docx",
        "answers.xlsx",
        "register.db",
        "register.xlsx",
    ]


def test_the_document_shows_every_criterion_and_entry_with_its_answer(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    two_sheets(c4_sensitive="yes", dsk_list__d08="unclear")
    dpia("threshold", "answers.xlsx", *ON)
    rows = word_lines(tmp_path / "answers.threshold.docx")
    shown = {row.split(" | ")[0]: row.split(" | ") for row in rows if " | " in row}
    codes = [*(f"C{n}" for n in range(1, 10)), *(f"D{n:02}" for n in range(1, 18))]
    codes += ["A1", "A2", "A3", "B", "V1", "V2", "V3", "V4", "E1", "E2", "W1"]
    assert [code for code in codes if code not in shown] == []
    assert shown["C4"][2] == "ja"
    assert shown["D08"][2] == "offen"
    assert shown["C1"][2] == "nein"
    assert [f"T{n:02}" in shown for n in range(1, 11)] == [True] * 10


def test_the_same_in_english(dpia: Dpia, two_sheets: Memo, tmp_path: Path) -> None:
    two_sheets(c4_sensitive="yes", c7_vulnerable__employees="yes")
    result = dpia("threshold", "answers.xlsx", "--lang", "en", *ON)
    assert "DPIA required as a rule (T05)" in result.out
    text = lines(tmp_path)
    assert "Threshold analysis" in text
    assert "2 of the nine criteria of WP 248 are met (C4, C7)" in text
    assert "section 38(1), second sentence, BDSG" in text


def test_an_open_answer_says_what_it_decides(dpia: Dpia, two_sheets: Memo, tmp_path: Path) -> None:
    two_sheets(c4_sensitive="yes", c7_vulnerable__employees="yes", dsk_list__d11="unclear")
    assert "Angaben 1" in dpia("threshold", "answers.xlsx", *ON).out
    [row] = [
        line for line in word_lines(tmp_path / "answers.threshold.docx") if line.startswith("Q28")
    ]
    assert "ja: DSFA erforderlich" in row
    assert "nein: DSFA in der Regel erforderlich" in row


def test_a_blank_workbook_says_that_everything_is_to_be_clarified(
    dpia: Dpia, tmp_path: Path
) -> None:
    dpia("new", "--lang", "de")
    result = dpia("threshold", "messenger.xlsx", *ON)
    assert result.code == 0
    assert "offene Angaben sind zu klären" in result.out
    assert "Verantwortlicher nicht benannt" in lines(tmp_path, "messenger.threshold.docx")


TWO: dict[str, Any] = {"c4_sensitive": "yes", "c7_vulnerable__employees": "yes"}


def test_no_dpia_although_two_criteria_are_met_forces_the_reasons(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    two_sheets(**TWO, dpia_decision="none")
    draft = dpia("threshold", "answers.xlsx", *ON)
    assert draft.code == 0
    assert "T10: Mindestens zwei Kriterien" in draft.out
    assert "T10: Mindestens zwei Kriterien" in lines(tmp_path)
    refused = dpia("threshold", "answers.xlsx", "--final", *ON)
    assert refused.code == 4
    assert "T10" in refused.err
    two_sheets(**TWO, dpia_decision="none", no_dpia_reason=REASON, threshold_dpo_view="Teilt es.")
    final = dpia("threshold", "answers.xlsx", "--final", *ON)
    assert final.code == 0, final.err
    assert "T10" not in final.out
    assert REASON.strip() in lines(tmp_path)


def test_reasons_do_not_help_where_the_list_demands_a_dpia(dpia: Dpia, two_sheets: Memo) -> None:
    given = {"no_dpia_reason": REASON, "threshold_dpo_view": "Teilt es.", "dpia_decision": "none"}
    two_sheets(**TWO, **given, dsk_list__d08="yes")
    refused = dpia("threshold", "answers.xlsx", "--final", *ON)
    assert refused.code == 4
    assert "T02" in refused.err


@pytest.mark.traced
def test_a_final_memo_asks_for_what_is_missing_and_records_nothing(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    two_sheets(federal_state=None, c1_scoring="unclear")
    refused = dpia("threshold", "answers.xlsx", "--final", *ON)
    assert refused.code == 4
    for told in ("Q03 Bundesland", "Q19 C1", "Q86 Entscheidung des Verantwortlichen"):
        assert told in refused.err
    assert not (tmp_path / "answers.threshold.docx").exists()


def test_a_draft_is_replaced_and_a_final_is_numbered_and_stays(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    two_sheets()
    dpia("threshold", "answers.xlsx", *ON)
    two_sheets(dpia_decision="none")
    dpia("threshold", "answers.xlsx", *ON)
    result = dpia("threshold", "answers.xlsx", "--final", *ON)
    assert "endgültige Fassung, Version 1" in result.out
    assert not any("ENTWURF" in line for line in header_lines(tmp_path / "answers.threshold.docx"))
    first = (tmp_path / "answers.threshold.docx").read_bytes()
    two_sheets(dpia_decision="none", c5_users=41)
    result = dpia("threshold", "answers.xlsx", "--final", *ON)
    assert "Version 2" in result.out
    assert (tmp_path / "answers.threshold.2026-11-26-1.docx").read_bytes() == first
    assert "Frühere Fassungen" in lines(tmp_path)
    with open_register(tmp_path / "register.db") as store:
        assert [one.version for one in store.versions(KEY)] == [1, 2]
        assert store.draft(KEY) is None
        assert list(store.verify()) == []


def test_a_signed_memo_is_kept(dpia: Dpia, two_sheets: Memo, tmp_path: Path) -> None:
    two_sheets()
    dpia("threshold", "answers.xlsx", *ON)
    memo = tmp_path / "answers.threshold.docx"
    signed = memo.read_bytes() + b"signed"
    memo.write_bytes(signed)
    two_sheets(c5_users=41)
    result = dpia("threshold", "answers.xlsx", *ON)
    kept = tmp_path / "answers.threshold.2026-11-26-1.docx"
    assert kept.read_bytes() == signed
    assert kept.name in result.out


def test_memo_and_assessment_stand_beside_each_other_in_the_register(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    fill()
    assert dpia("threshold", "answers.xlsx", *ON).code == 0
    assert dpia("assess", "answers.xlsx", *ON).code == 0
    assert (tmp_path / "answers.threshold.docx").is_file()
    header, *body = sheet_rows(tmp_path / "register.xlsx")["Folgenabschätzungen"]
    found = [dict(zip(header, row, strict=True)) for row in body]
    assert [row["Art"] for row in found] == ["Schwellwertanalyse", "DSFA"]
    assert found[0]["Nr."] == found[1]["Nr."] == 1
    assert found[0]["Schwellwertanalyse"] == found[1]["Schwellwertanalyse"]
    assert found[0]["Höchstes Risiko heute"] is None
    assert str(found[0]["Bericht"]).endswith("answers.threshold.docx")
    numbers = {row[0] for row in sheet_rows(tmp_path / "register.xlsx")["Risiken"][1:]}
    assert numbers == {1}
    with open_register(tmp_path / "register.db") as store:
        assert list(store.verify()) == []


def test_the_decision_stands_in_the_register(dpia: Dpia, two_sheets: Memo, tmp_path: Path) -> None:
    two_sheets(dpia_decision="none")
    dpia("threshold", "answers.xlsx", *ON)
    sheets = sheet_rows(tmp_path / "register.xlsx")
    header, row = sheets["Folgenabschätzungen"]
    found = dict(zip(header, row, strict=True))
    assert found["Getroffene Entscheidung"] == "keine DSFA"
    assert found["Schwellwertanalyse"] == "DSFA nicht erforderlich"


def test_the_same_input_changes_nothing(dpia: Dpia, two_sheets: Memo, tmp_path: Path) -> None:
    two_sheets()
    dpia("threshold", "answers.xlsx", *ON)
    names = ("answers.threshold.docx", "register.xlsx", "register.db")
    before = [(tmp_path / name).read_bytes() for name in names]
    result = dpia("threshold", "answers.xlsx", *ON)
    assert "nichts geändert" in result.out
    assert [(tmp_path / name).read_bytes() for name in names] == before


@pytest.mark.traced
def test_as_json_it_is_what_the_register_keeps(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    two_sheets(**TWO, dpia_decision="none", c1_scoring="unclear", dpia_decided_on="2026-11-25")
    result = dpia("threshold", "answers.xlsx", "--format", "json", *ON)
    assert result.code == 0
    data = json.loads(result.out)
    schema = files("dpia.render") / "threshold.schema.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(data)
    assert data["threshold"]["result"] == "DPIA_REQUIRED_AS_A_RULE"
    assert data["threshold"]["justification"] == "missing"
    assert data["gate"]["code"] == "G09"
    assert data["decision"] == {"taken": "none", "by": "", "on": "2026-11-25"}
    assert [item["ref"] for item in data["open"]] == ["c1-scoring"]
    with open_register(tmp_path / "register.db") as store:
        draft = store.draft(KEY)
        assert draft is not None
        assert dict(draft.assessment) == data


def test_a_list_of_exemptions_abroad_lowers_the_result_and_still_needs_reasons(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    two_sheets(**TWO, federal_state="outside-germany", exemption_list="yes")
    result = dpia("threshold", "answers.xlsx", *ON)
    assert "DSFA nicht erforderlich (T06)" in result.out
    assert "T10" in result.out
    assert "Sitz außerhalb Deutschlands" in lines(tmp_path)


def test_without_a_data_protection_officer_the_duty_is_named(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    two_sheets(**TWO, dpo_designated="no", dpo_contact=None)
    result = dpia("threshold", "answers.xlsx", *ON)
    assert "K09" in result.out
    assert "Die Voraussetzung G09 ist nicht erfüllt" in lines(tmp_path).replace("\xa0", " ")


def test_an_own_template_is_used(dpia: Dpia, two_sheets: Memo, tmp_path: Path) -> None:
    two_sheets()
    own = tmp_path / "own.docx"
    own.write_bytes((shipped("templates") / "en" / "dpia-threshold.docx").read_bytes())
    assert dpia("threshold", "answers.xlsx", "--template", "own.docx", *ON).code == 0
    assert "Threshold analysis" in lines(tmp_path)


@pytest.mark.traced
def test_what_can_be_wrong_has_its_exit_code(dpia: Dpia, two_sheets: Memo, tmp_path: Path) -> None:
    assert dpia("threshold", "missing.xlsx").code == 1
    assert dpia("threshold").code == 2
    two_sheets()
    (tmp_path / "broken.docx").write_bytes(b"no template")
    assert dpia("threshold", "answers.xlsx", "--template", "broken.docx").code == 3
    assert not (tmp_path / "answers.threshold.docx").exists()
    (tmp_path / "report.docx").write_bytes(
        (shipped("templates") / "de" / "dpia-report.docx").read_bytes()
    )
    assert dpia("threshold", "answers.xlsx", "--template", "report.docx").code == 3


def test_an_unusable_answer_stops_it_with_a_marked_copy(
    dpia: Dpia, two_sheets: Memo, tmp_path: Path
) -> None:
    import openpyxl

    source = two_sheets()
    book = openpyxl.load_workbook(source)
    for row in book["03 Schwellwertanalyse"].iter_rows():
        if row[0].value == "c1-scoring":
            book["03 Schwellwertanalyse"].cell(row[0].row or 1, 7).value = "vielleicht"
    book.save(source)
    result = dpia("threshold", "answers.xlsx", *ON)
    assert result.code == 4
    assert "Q19" in result.err
    assert (tmp_path / "answers.checked.xlsx").is_file()
    assert not (tmp_path / "register.db").exists()


def test_two_workbooks_of_one_processing_are_asked_about(dpia: Dpia, two_sheets: Memo) -> None:
    two_sheets("first.xlsx")
    two_sheets("second.xlsx", c5_users=41)
    assert dpia("threshold", "first.xlsx", *ON).code == 0
    result = dpia("threshold", "second.xlsx", *ON)
    assert result.code == 4
    assert "first" in result.err
    assert dpia("threshold", "second.xlsx", "--continue", *ON).code == 0


@pytest.mark.traced
@pytest.mark.parametrize(
    ("language", "words"), [("de", "Nachweis"), ("en", "this document is the record")]
)
def test_the_help_says_when_a_memo_is_replaced_and_when_it_stays(
    dpia: Dpia, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    import subprocess
    import sys

    monkeypatch.setenv("DPIA_LANG", language)
    said = subprocess.run(
        [sys.executable, "-m", "dpia", "threshold", "--help"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=None,
    ).stdout
    told = " ".join(said.split())
    assert words in told
    assert "--final" in told
    assert dpia("threshold", "--help").code == 0
