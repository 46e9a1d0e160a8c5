"""What was recorded can be assessed again without its workbook, and comes to the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from dpia.answers.maintained import MAINTAINED
from dpia.recording.again import read_again, record_again
from dpia.register import open_register
from tests.cli.conftest import ON, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.model import Answers
    from tests.cli.conftest import Dpia

pytestmark = pytest.mark.traced

EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/answers.xlsx"))
DAY = date.fromisoformat(ON)
CLOCK = datetime(2026, 12, 1, 8, tzinfo=UTC)


def assessed(dpia: Dpia, tmp_path: Path, example: str, *options: object) -> dict[str, Any]:
    workbook = ROOT / "examples" / example / "answers.xlsx"
    result = dpia("assess", workbook, "-o", tmp_path, "--date", ON, *options)
    assert result.code == 0, result.err
    found: dict[str, Any] = json.loads((tmp_path / "answers.dpia.json").read_text("utf-8"))
    del found["answers"]  # the register keeps them beside the document
    return found


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_same_answers_come_to_the_same(dpia: Dpia, tmp_path: Path, example: str) -> None:
    before = assessed(dpia, tmp_path, example)
    with open_register(tmp_path / "register.db") as store:
        (current,) = store.current()
        again = record_again(
            store, current.shown, read_again(current.shown), on=DAY, at=CLOCK, user="dsb"
        )
        assert again.assessment == before
        assert again.answers == current.shown.answers
        assert store.verify() == []


def test_what_a_copy_of_the_terms_said_still_counts(dpia: Dpia, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text(TERMS, encoding="utf-8")
    before = assessed(dpia, tmp_path, EXAMPLES[0], "--terms", terms)
    assert before["terms"]["source"] == "copy"
    with open_register(tmp_path / "register.db") as store:
        (current,) = store.current()
        again = record_again(
            store, current.shown, read_again(current.shown), on=DAY, at=CLOCK, user="dsb"
        )
    assert again.assessment["terms"] == before["terms"]
    assert again.assessment == before


def test_a_changed_answer_makes_a_new_version_with_what_the_register_keeps(
    dpia: Dpia, tmp_path: Path
) -> None:
    assessed(dpia, tmp_path, "careful-setup", "--final")
    entry = {"ref": "measure:training", "field": "owner", "value": "HR", "workbook": ""}
    with open_register(tmp_path / "register.db") as store:
        (current,) = store.current()
        reading = read_again(current.shown)
        changed = replace(reading, answers=with_owner(reading.answers, "training", "HR"))
        again = record_again(
            store, current.shown, changed, on=DAY, at=CLOCK, user="dsb", maintained=[entry]
        )
        assert (current.shown.version, again.version) == (1, 2)
        assert again.answers[MAINTAINED] == [entry]
        (measure,) = (m for m in again.assessment["measures"] if m["id"] == "training")  # type: ignore[attr-defined]
        assert measure["owner"] == "HR"
        third = record_again(
            store, again, read_again(again), on=date(2026, 12, 2), at=CLOCK, user="dsb"
        )
        assert third.answers[MAINTAINED] == [entry], "it stays until somebody takes it out"
        assert store.verify() == []


def with_owner(answers: Answers, measure: str, owner: str) -> Answers:
    rows = tuple(
        replace(row, values={**row.values, "owner": owner}) if row.id == measure else row
        for row in answers.tables["measures"]
    )
    return replace(answers, tables={**answers.tables, "measures": rows})


TERMS = """Terms of Service of Example Chat

Effective 1 March 2026

1. About our services
These terms are a contract between you and Example Chat Ltd, 1 Example Street, Dublin, Ireland.
Our services are offered for communication with customers and must not be used inside an organisation.

2. Licence to us
You grant us a worldwide, non-exclusive, royalty-free, sublicensable and transferable licence to use, reproduce
and distribute the information that you upload or send through our services, for the purpose of operating them.

3. Governing law
These terms are governed by the laws of Ireland. The courts of Dublin have exclusive jurisdiction.
"""
