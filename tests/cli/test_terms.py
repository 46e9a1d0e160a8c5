"""dpia terms: a copy is read, two are compared, and an assessment rests on one; bad copies give one message."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import openpyxl
import pytest

from dpia.register import open_register
from tests.cli.documents import word_lines

if TYPE_CHECKING:
    from tests.cli.conftest import Dpia, Fill

pytestmark = pytest.mark.traced

COPIES = Path(__file__).resolve().parents[1] / "fixtures" / "terms"
OLD, NEW, GERMAN = (COPIES / name for name in
                    ("kurierbox-2023.en.md", "kurierbox-2024.en.md", "funkwerk.de.txt"))  # fmt: skip
ACTS = ("use", "reproduce", "modify", "adapt", "publish", "translate", "derive", "distribute",
        "perform", "display")  # fmt: skip
ON = ("--date", "2026-11-26")


def checked(data: str, schema: str) -> dict[str, Any]:
    """The JSON, after it has been held against the shipped schema."""
    document: dict[str, Any] = json.loads(data)
    shipped = json.loads(files("dpia.render").joinpath(f"{schema}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(shipped).validate(document)
    return document


def test_everything_that_matters_is_read_from_a_copy(dpia: Dpia) -> None:
    found = checked(dpia("terms", "check", OLD, "--format", "json").out, "terms")
    document, licence = found["document"], found["licence"]
    assert document["language"] == "en"
    assert document["version_date"] == "2023-04-27"
    assert document["party"] == "Kurierbox Ireland Limited"
    assert document["governing_law"] == "US-CA"
    assert licence["status"] == "found"
    assert licence["territory"] == "worldwide"
    assert (licence["exclusive"], licence["sublicensable"], licence["transferable"]) == (
        False,
        True,
        True,
    )
    assert licence["royalty_free"] is None
    assert {"provider", "affiliates"} <= {*licence["licensees"]}
    assert {*licence["acts"]} == {*ACTS}
    assert {"uploaded", "submitted", "stored", "sent", "received"} == {*licence["content"]}
    assert {"provide", "operate", "develop", "promote", "update", "improve", "research"} == {
        *licence["purposes"]
    }
    states = {one["category"]: one["status"] for one in found["clauses"]}
    assert set(states.values()) == {"found"}, [k for k, v in states.items() if v != "found"]
    use = next(one for one in found["clauses"] if one["category"] == "intended-use")
    assert use["quote"].startswith(
        "Our Business Services are not intended for use within a company"
    )
    assert use["place"] == {"section": "2", "page": None}
    assert "G17" in use["gates"]
    assert "R20" in use["risks"]


def test_what_is_denied_and_what_the_provider_grants_is_not_found(dpia: Dpia) -> None:
    found = checked(dpia("terms", "check", GERMAN, "--format", "json").out, "terms")
    states = {one["category"]: one["status"] for one in found["clauses"]}
    absent = ("own-purposes", "transfer-countries", "group-sharing", "unilateral-change")
    assert [states[name] for name in absent] == ["not_found"] * len(absent)
    licence = found["licence"]
    assert (licence["exclusive"], licence["transferable"], licence["duration"]) == (
        False,
        False,
        "contract",
    )
    assert {*licence["purposes"]} == {"provide"}
    assert found["document"]["party"] == "Funkwerk Kommunikation GmbH"
    assert found["document"]["governing_law"] == "DE"
    assert found["document"]["venue"] == "Münster"


@pytest.mark.parametrize(("language", "word"), [("de", "gefunden"), ("en", "found")])
def test_the_printed_analysis_and_its_annex(
    dpia: Dpia, tmp_path: Path, language: str, word: str
) -> None:
    said = dpia("terms", "check", OLD, "--lang", language, "-o", "annex.docx", *ON)
    assert said.code == 0
    assert word in said.out
    assert "G17" in said.out
    lines = "\n".join(word_lines(tmp_path / "annex.docx"))
    assert "not intended for use within a company" in lines
    assert "G17, G11, R20" in lines


def test_an_annex_is_the_same_to_the_byte_and_never_over_another_file(
    dpia: Dpia, tmp_path: Path
) -> None:
    dpia("terms", "check", OLD, "-o", "annex.docx", *ON)
    before = (tmp_path / "annex.docx").read_bytes()
    assert dpia("terms", "check", OLD, "-o", "annex.docx", *ON).code == 0
    assert (tmp_path / "annex.docx").read_bytes() == before
    refused = dpia("terms", "check", GERMAN, "-o", "annex.docx", *ON)
    assert refused.code == 1
    assert "annex.docx" in refused.err
    assert (tmp_path / "annex.docx").read_bytes() == before


def test_a_comparison_says_first_what_changed_in_meaning(dpia: Dpia, tmp_path: Path) -> None:
    found = checked(dpia("terms", "diff", OLD, NEW, "--format", "json").out, "terms-diff")
    changed = {(one["category"], one["name"]): (one["old"], one["new"]) for one in found["changes"]}
    assert changed["licence-grant", "royalty_free"] == (None, True)
    assert changed["governing-law", "governing_law"] == (["US-CA"], ["IE"])
    assert changed["retention-after-end", "figures"] == (["90 day"], ["180 day"])
    assert found["decides"]
    assert {*found["categories"]} == {"licence-grant", "governing-law", "retention-after-end"}
    renamed = [one for one in found["texts"] if "Data Processing" in (one["old"] or "")]
    assert renamed == []
    said = dpia("terms", "diff", OLD, NEW, "-o", "diff.docx", *ON)
    assert "Kalifornien (Vereinigte Staaten) → Irland" in said.out
    assert any("Kalifornien" in line for line in word_lines(tmp_path / "diff.docx"))


def test_layout_order_and_names_of_links_change_nothing(dpia: Dpia, tmp_path: Path) -> None:
    text = OLD.read_text(encoding="utf-8")
    head, *sections = text.split("\n## ")
    moved = "\n## ".join([head, *reversed(sections)]).replace("## ", "### ").replace("* ", "- ")
    moved = moved.replace(
        "[Kurierbox Data Processing Terms](", "[our processing terms](http://new."
    )
    other = tmp_path / "moved.md"
    other.write_text(moved, encoding="utf-8")
    found = json.loads(dpia("terms", "diff", OLD, other, "--format", "json").out)
    assert not found["decides"]
    assert found["changes"] == []
    assert found["texts"] == []
    assert "Keine Änderung in dem, was entscheidet." in dpia("terms", "diff", OLD, other).out


BAD = {
    "invoice.txt": "Rechnung Nr. 4711\n\nSehr geehrte Frau Muster,\nfür die Lieferung von 20 Stühlen berechnen wir Ihnen"
    " 1.190,00 Euro einschließlich Umsatzsteuer. Bitte zahlen Sie den Betrag bis zum 30. November auf unser Konto.\n" * 3,
    "poem.txt": "The sea is calm to-night, and over the long bay the light of the moon is on the water and the sand.\n"
    "You and I are here, and all that we have is this hour and the wind that comes from the west.\n" * 4,
    "french.txt": "Nous pouvons modifier les présentes conditions à tout moment et vous en informer par les services."
    " Vous nous accordez une licence mondiale et non exclusive sur vos contenus.\n" * 4,
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_terms_is_said_and_nothing_is_made_up(
    dpia: Dpia, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(BAD[name], encoding="utf-8")
    refused = dpia("terms", "check", name, "--format", "json")
    assert refused.code == 4
    assert name in refused.err
    assert "Traceback" not in refused.err
    assert refused.out == ""


def test_a_copy_fills_what_is_open_and_names_what_differs(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    workbook = fill(licence_territory=None, licence_exclusive="yes", terms_intended_use="excluded")
    said = dpia("assess", workbook, "--terms", OLD, *ON)
    assert said.code == 0, said.err
    data = checked((tmp_path / "answers.dpia.json").read_text("utf-8"), "assessment")
    states = {one["ref"]: one["state"] for one in data["terms"]["answers"]}
    assert states["licence-territory"] == "filled"
    assert states["licence-exclusive"] == "differs"
    assert states["terms-intended-use"] == "same"
    assert "K44" in {one["code"] for one in data["findings"]}
    assert data["terms"]["source"] == "copy"
    lines = word_lines(tmp_path / "answers.dpia.docx")
    assert any("Anhang F" in line for line in lines)
    assert any(data["terms"]["document"]["sha256"] in line for line in lines)
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    heads, row = book["Bedingungen"].iter_rows(values_only=True)
    known = dict(zip(heads, row, strict=True))
    assert known["Kopie (Datei)"] == OLD.name
    assert known["Fassung laut Kopie"] == "27.04.2023"


def test_differences_keep_a_version_from_being_final(dpia: Dpia, fill: Fill) -> None:
    workbook = fill(example="careful-setup", licence_exclusive="yes")
    refused = dpia("assess", workbook, "--terms", OLD, "--final", *ON)
    assert refused.code == 4
    assert "K44" in refused.err


def test_without_a_copy_the_profile_and_its_age_are_stated(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    dpia("assess", fill(), *ON)
    data = json.loads((tmp_path / "answers.dpia.json").read_text("utf-8"))
    assert data["terms"]["source"] == "profile"
    assert data["terms"]["profile"]["version_date"] == "2024-02-16"
    days = data["terms"]["profile"]["age_days"]
    assert any(f"vor {days} Tagen" in line for line in word_lines(tmp_path / "answers.dpia.docx"))


def test_a_comparison_names_the_assessments_that_rest_on_the_old_text(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    dpia("assess", fill(), "--terms", OLD, *ON)
    said = dpia("terms", "diff", OLD, NEW, "--register", tmp_path)
    assert "WhatsApp Business in der internen Kommunikation" in said.out
    other = dpia("terms", "diff", NEW, OLD, "--register", tmp_path)
    assert "beruht keine Bewertung" in other.out
    with open_register(tmp_path / "register.db") as store:
        assert store.verify() == []


def test_another_copy_is_another_assessment_and_the_same_one_is_none(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    workbook = fill()
    dpia("assess", workbook, "--terms", OLD, *ON)
    first = (tmp_path / "answers.dpia.json").read_bytes()
    dpia("assess", workbook, "--terms", OLD, *ON)
    assert (tmp_path / "answers.dpia.json").read_bytes() == first
    dpia("assess", workbook, "--terms", NEW, *ON)
    assert (tmp_path / "answers.dpia.json").read_bytes() != first


def test_a_questionnaire_that_reads_no_terms_says_so(dpia: Dpia, tmp_path: Path) -> None:
    source = COPIES.parents[2] / "examples" / "zeiterfassung" / "answers.xlsx"
    shutil.copy(source, tmp_path / "zeit.xlsx")
    refused = dpia("assess", "zeit.xlsx", "--terms", OLD, *ON)
    assert refused.code == 4
    assert "--terms" in refused.err


def test_a_register_that_is_not_there(dpia: Dpia) -> None:
    refused = dpia("terms", "diff", OLD, NEW, "--register", "nowhere.db")
    assert refused.code == 1
    assert "nowhere.db" in refused.err
