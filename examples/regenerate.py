"""Write the examples anew: answers.yaml -> answers.xlsx -> report, data and register.

answers.yaml holds what a data protection officer typed: `values`, `tables`, `notes`, `signed` as in
dpia.answers.plain. A row of a table names a proposal by its `id` (what is not named in it stays as proposed),
`drop: [ids]` takes proposals out, `confirm: all` confirms those that stay.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from dpia import yamlfile
from dpia.answers.plain import from_plain, starter_answers, to_plain
from dpia.definitions import load_questionnaire
from dpia.order import Order
from dpia.pipeline import assess_workbook
from dpia.workbook.write import write_workbook

HERE = Path(__file__).resolve().parent
KEPT = ("answers.dpia.docx", "answers.dpia.json", "register.xlsx")


def filled(source: dict[str, Any]) -> dict[str, Any]:
    """Lay the typed answers over what a blank workbook proposes."""
    questionnaire = load_questionnaire(source["questionnaire"])
    blank = to_plain(starter_answers(questionnaire, source["language"]))
    tables = blank["tables"]
    for name, typed in source.get("tables", {}).items():
        rows = {row["id"]: row for row in tables.get(name, [])}
        for gone in typed.get("drop", []):
            del rows[gone]
        if typed.get("confirm") == "all":
            rows = {key: {**row, "confirmed": "yes"} for key, row in rows.items()}
        for number, row in enumerate(typed.get("rows", []), 1):
            key = row.get("id", f"+{number}")
            rows[key] = {**rows.get(key, {}), **row, "id": key}
        tables[name] = list(rows.values())
    return {
        "language": source["language"],
        "values": {**blank["values"], **source.get("values", {})},
        "tables": tables,
        "notes": source.get("notes", {}),
        "signed": source.get("signed", {}),
    }


def regenerate(folder: Path) -> None:
    """Write one example's workbook, report, data and register workbook."""
    source: Any = yamlfile.load(folder / "answers.yaml")
    questionnaire = load_questionnaire(source["questionnaire"])
    on = date.fromisoformat(source["date"])
    answers = from_plain(filled(source), questionnaire)
    workbook = folder / "answers.xlsx"
    write_workbook(questionnaire, source["language"], workbook, answers=answers, on=on)
    with tempfile.TemporaryDirectory() as scratch:
        outcome = assess_workbook(
            Order(workbook, on, output=Path(scratch), final=source.get("final", False))
        )
        for name in KEPT:
            shutil.copyfile(Path(scratch) / name, folder / name)
    decision = outcome.assessment.decision.proposed
    print(f"{folder.name}: {decision}, {len(outcome.assessment.open)} open")


if __name__ == "__main__":
    for case in sorted(path.parent for path in HERE.glob("*/answers.yaml")):
        if not sys.argv[1:] or case.name in sys.argv[1:]:
            regenerate(case)
