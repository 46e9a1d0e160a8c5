"""What is still open: what is required and missing, and what a finding waits for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dpia.assess import assess
from dpia.assess.opened import table_open
from dpia.conditions import In
from dpia.model import UNCLEAR, Answers, Question, Row
from tests.unit.assess_samples import DAY, answered, assessed, messenger, set_up
from tests.unit.law_strategies import with_measure, with_value

if TYPE_CHECKING:
    from dpia.assess.result import Assessment, OpenItem
    from dpia.model import Questionnaire, Sheet, Table


def opened(found: Assessment) -> dict[str, OpenItem]:
    return {item.ref: item for item in found.open}


def of(answers: Answers, questionnaire: Questionnaire | None = None) -> dict[str, OpenItem]:
    return opened(assess(questionnaire or messenger(), answers, DAY))


def test_open_items_that_reach_equally_far_stand_in_the_order_of_the_questionnaire_once_each() -> (
    None
):
    refs = [item.ref for item in assessed().open]
    assert sorted(refs) == sorted(of(answered()))
    assert len(refs) == len(set(refs))
    order = [ref.partition(".")[0] for ref in refs if ":" not in ref]
    questions = [q.id for q in messenger().questions()]
    assert [questions.index(ref) for ref in order] == sorted(questions.index(ref) for ref in order)


def test_of_an_empty_workbook_everything_required_is_open() -> None:
    found = opened(assessed())
    for question in messenger().questions():
        refs = (
            [question.id]
            if question.kind != "multi"
            else [f"{question.id}.{o.id}" for o in question.options]
        )
        for ref in refs:
            asked = question.required and question.when is None
            assert (ref in found and found[ref].required) is asked, ref
    baseline = {f"measure:{m.id}" for m in messenger().measures.values() if m.baseline}
    required = {ref for ref, item in found.items() if ref.startswith("measure:") and item.required}
    assert required == baseline


def test_the_codes_that_an_item_can_move_stand_beside_it() -> None:
    found = opened(assessed())
    assert set(found["professional-secrets"].moves) >= {"G11", "R01", "R08", "R09"}
    assert set(found["externals"].moves) == {"R15"}
    assert "R12" in found["measure:linked-device-audit"].moves
    assert not found["controller-name"].moves


def test_what_does_not_apply_is_not_asked() -> None:
    for answer, asked in (("yes", True), ("no", False), (None, False)):
        found = of(answered({"dpo-designated": answer} if answer else {}))
        assert ("dpo-contact" in found and found["dpo-contact"].required) is asked


def test_given_unclear_is_told_apart_from_missing() -> None:
    found = of(answered({"two-step": UNCLEAR}))
    assert found["two-step"].given_unclear
    assert not found["screen-lock"].given_unclear
    assert found["two-step"].required


def test_an_optional_answer_is_listed_only_while_something_waits_for_it() -> None:
    """The reason for accepting what remains moves no gate and no risk."""
    found = of(answered())
    assert "residual-justification" not in found
    assert not found["dpf-checked"].required


def test_a_measure_is_required_when_it_belongs_to_the_baseline_and_applies() -> None:
    careful = set_up("careful")
    rows = {row.id: row for row in careful.tables["measures"]}
    del rows["training"], rows["works-agreement"], rows["photo-rules"]
    bare = replace(careful, tables={**careful.tables, "measures": tuple(rows.values())})
    found = of(bare)
    assert found["measure:training"].required
    assert found["measure:works-agreement"].required
    assert not found["measure:photo-rules"].required
    assert "measure:works-agreement" not in of(with_value(bare, "works-council", "no"))
    chosen = with_measure(bare, "photo-rules", {"set": "baseline"})
    assert of(chosen)["measure:photo-rules"].required


def table(name: str) -> Table:
    [found] = [table for table in messenger().tables() if table.id == name]
    return found


def rows(*values: dict[str, Any], first: str = "+1") -> tuple[Row, ...]:
    return tuple(Row(first if n == 1 else f"+{n}", v) for n, v in enumerate(values, 1))


def test_a_table_is_open_while_rows_or_required_cells_are_missing() -> None:
    team = table("dpia-team")
    required = [column.id for column in team.columns if column.required]
    full = {column.id: "x" for column in team.columns}
    assert team.min_rows == 1
    assert table_open(team, ())
    assert not table_open(team, rows(full))
    for column in required:
        assert table_open(team, rows(full, {**full, column: UNCLEAR}))
        assert table_open(team, rows({k: v for k, v in full.items() if k != column}))


def test_a_proposal_must_be_confirmed_but_a_row_of_ones_own_need_not() -> None:
    purposes = table("purposes")
    proposal = purposes.rows[0].id
    values = {c.id: "x" for c in purposes.columns if c.id != "confirmed"}
    assert table_open(purposes, rows(values, first=proposal))
    assert table_open(purposes, rows({**values, "confirmed": "no"}, first=proposal))
    assert not table_open(purposes, rows({**values, "confirmed": "yes"}, first=proposal))
    assert not table_open(purposes, rows(values))


def test_an_open_table_is_listed() -> None:
    assert of(answered())["table:dpia-team"].required
    listed = of(
        answered(tables={"purposes": [{"id": table("purposes").rows[0].id, "purpose": "P"}]})
    )
    assert listed["table:purposes"].required


def test_a_table_that_does_not_apply_is_not_asked() -> None:
    q = messenger()

    def changed(sheet: Sheet) -> Sheet:
        items = tuple(
            item if isinstance(item, Question) or item.id != "dpia-team"
            else replace(item, when=In("publication", ("published",)))
            for item in sheet.items
        )  # fmt: skip
        return replace(sheet, items=items)

    other = replace(q, sheets=tuple(changed(sheet) for sheet in q.sheets))
    for answer, asked in (("published", True), ("no", False)):
        found = of(Answers({"publication": answer}, {}), other)
        assert ("table:dpia-team" in found) is asked


def test_an_assessment_is_complete_when_nothing_required_is_open() -> None:
    q = messenger()
    nothing = replace(q, sheets=(), measures={}, gates={}, rules={}, criteria={}, risks={})
    found = assess(nothing, Answers({}, {}), DAY)
    assert found.complete
    assert found.open == ()
    assert found.headline.highest_target == "low"
    assert found.decision.proposed == "approved"
    assert not assessed().complete


def test_an_assessment_names_its_questionnaire_and_its_day() -> None:
    found = assessed()
    q = messenger()
    assert (found.questionnaire_id, found.questionnaire_version) == (q.id, q.version)
    assert (found.questionnaire_digest, found.on) == (q.digest, DAY)
    assert assessed() == found
