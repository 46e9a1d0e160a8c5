"""The sheets of risks and of what users add: grey levels, codes of rows, and the way back through a refreshed workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.answers import with_own
from dpia.pipeline import new_workbook, read_workbook
from dpia.workbook.read import open_workbook
from dpia.workbook.write import write_workbook
from tests.unit.assess_samples import DAY, messenger, set_up
from tests.unit.test_assess_judgement import OWN_MEASURE, OWN_RISK, REASON, with_tables

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.model import Answers

SETTING = {"performance-monitoring": {"target-severity": "2", "reason": REASON}}


def printed(path: Path, table: str) -> dict[str, list[str]]:
    """What stands in every row of a table, by the row's id."""
    found = {}
    for sheet in open_workbook(path).sheets:
        for line in sheet.rows:
            name, _, row = line.text(sheet.columns["#dpia"]).partition("#")
            if name == f"table:{table}":
                found[row] = [str(cell.value) for _, cell in sorted(line.cells.items())[1:]]
    return found


def full() -> Answers:
    return with_tables(
        set_up("careful"),
        own_risks=[OWN_RISK],
        own_measures=[OWN_MEASURE],
        risk_levels=SETTING,
        risk_start={
            "ai-functions": {"applies": "no", "reason": REASON},
            "falsification": {"severity": "3", "reason": REASON},
        },
        risk_factors={"wrong-recipient.many-users": {"struck": "yes", "reason": REASON}},
    )


def test_a_blank_workbook_knows_the_catalogue_only(tmp_path: Path) -> None:
    path = new_workbook(tmp_path, DAY, questionnaire="messenger", language="de").file
    start, levels = printed(path, "risk-start"), printed(path, "risk-levels")
    assert start["metadata-profile"][-1] == "S 3 · E 4: hohes Risiko"
    assert set(levels["metadata-profile"][2:]) == {"ergibt sich aus der Bewertung"}
    assert (
        "ergibt sich aus der Bewertung"
        in printed(path, "risk-factors")["wrong-recipient.many-users"]
    )
    assert printed(path, "own-risks")["+2"][-1] == "E02"
    assert printed(path, "own-measures")["+1"][-1] == "EM01"
    assert read_workbook(path).problems == ()


def test_a_refreshed_workbook_shows_the_computed_levels_and_reads_back(tmp_path: Path) -> None:
    first = tmp_path / "first.xlsx"
    write_workbook(messenger(), "en", first, answers=full(), on=DAY)
    again = new_workbook(tmp_path, DAY, source=first).file
    assert printed(again, "risk-levels") == printed(first, "risk-levels")
    levels = printed(again, "risk-levels")
    assert levels["performance-monitoring"][4:] == ["S 3 · L 1: risk", "2", REASON]
    assert levels["own-risk-1"][0] == "E01"
    acceptance = printed(again, "risk-acceptance")
    assert acceptance["performance-monitoring"][-1] == "S 2 · L 1: risk (set)"
    assert "not assessed" in levels["ai-functions"]
    factors = printed(again, "risk-factors")
    assert "does not apply" in factors["loss-of-messages.only-channel"]
    reading = read_workbook(again)
    assert reading.problems == ()
    for name in ("risk-levels", "risk-start", "risk-factors", "own-risks", "own-measures"):
        given = {row.id: dict(row.values) for row in full().tables[name]}
        assert {row.id: dict(row.values) for row in reading.answers.tables[name]} == given
    assert reading.questionnaire == with_own(messenger(), full().tables)


def test_an_own_risk_keeps_its_code_when_another_row_is_cleared(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "two.xlsx"
    answers = with_tables(set_up("careful"), own_risks=[OWN_RISK, {**OWN_RISK, "title": "Zweites"}])
    write_workbook(messenger(), "de", path, answers=answers, on=DAY)
    workbook = load_workbook(path)
    sheet = workbook["10a Eigene Risiken"]
    for line in sheet.iter_rows():
        if line[0].value == "table:own-risks#+1":
            for cell in line[5:]:
                if type(cell).__name__ == "Cell":
                    cell.value = None
    workbook.save(path)
    risks = read_workbook(path).questionnaire.risks
    assert [risk.code for risk in risks.values() if risk.own] == ["E02"]
