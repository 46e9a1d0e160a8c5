"""The tables of judgements, own risks and own measures: what is asked back, at which cell, and what is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dpia.answers import check_answers, with_own
from dpia.i18n import LANGUAGES
from dpia.model import Place, RawAnswers, RawCell, RawRow, Row
from dpia.problems import found_at, problem_lines, subject_of
from tests.unit.assess_samples import answered, messenger
from tests.unit.test_assess_judgement import OWN_MEASURE, OWN_RISK, REASON

if TYPE_CHECKING:
    from dpia.model import Problem


def row(table: str, row_id: str, **values: object) -> RawRow:
    """A row in which every column has a cell, the empty ones too."""
    [found] = [t for t in messenger().tables() if t.id == table]
    given = {key.replace("_", "-"): value for key, value in values.items()}
    cells = {
        column.id: RawCell(given.get(column.id), Place("10", f"{column.id}!"))
        for column in found.columns
    }
    return RawRow(row_id, cells, Place("10", "row"))


def problems(**tables: list[RawRow]) -> tuple[Problem, ...]:
    raw = RawAnswers(
        "messenger", "2.0", "de", {},
        {name.replace("_", "-"): tuple(rows) for name, rows in tables.items()}, {}, {},
    )  # fmt: skip
    return check_answers(raw, messenger())[1]


def told(found: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.place.cell if one.place else "") for one in found]


@pytest.mark.parametrize(
    "given",
    [
        {"risk_levels": [row("risk-levels", "lost-device", today_severity=2)]},
        {"risk_levels": [row("risk-levels", "lost-device", target_likelihood="1", reason="kurz")]},
        {"risk_start": [row("risk-start", "lost-device", applies="nein")]},
        {"risk_start": [row("risk-start", "lost-device", severity=3, reason="x" * 49)]},
        {"risk_factors": [row("risk-factors", "wrong-recipient.many-users", struck="ja")]},
    ],
)
def test_whatever_is_set_needs_a_reason_and_the_empty_cell_is_marked(given: Any) -> None:
    assert told(problems(**given)) == [("reason-needed", "reason!")]


@pytest.mark.parametrize(
    "given",
    [
        {"risk_levels": [row("risk-levels", "lost-device", today_severity=2, reason=REASON)]},
        {"risk_levels": [row("risk-levels", "lost-device", today_severity="unklar")]},
        {"risk_start": [row("risk-start", "lost-device", applies="ja")]},
        {"risk_start": [row("risk-start", "lost-device", severity=4, likelihood=1, reason=REASON)]},
        {"risk_factors": [row("risk-factors", "wrong-recipient.many-users", struck="nein")]},
        {"risk_acceptance": [row("risk-acceptance", "lost-device", target="ja")]},
    ],
)
def test_what_needs_no_reason_or_has_one_is_fine(given: Any) -> None:
    assert problems(**given) == ()


def test_a_raw_value_may_lie_one_level_beside_the_catalogues() -> None:
    found = problems(
        risk_start=[row("risk-start", "contact-upload", severity=4, likelihood=2, reason=REASON)]
    )
    assert told(found) == [("shift-too-far", "severity!"), ("shift-too-far", "likelihood!")]
    for language, possible in (("de", "1, 2, 3"), ("en", "1, 2, 3")):
        line = problem_lines(found, messenger(), language)[0]
        assert "R01" in line
        assert possible in line


def test_an_own_risk_without_a_reason_for_its_values_is_asked_for_one() -> None:
    given = {key: value for key, value in OWN_RISK.items() if key != "why"}
    assert ("own-missing", "why!") in told(problems(own_risks=[row("own-risks", "+1", **given)]))


def test_a_measure_that_nobody_knows_acts_on_no_own_risk() -> None:
    rows = (Row("+1", {**OWN_RISK, "measures": "M28, M99"}),)
    extended = with_own(messenger(), {"own-risks": rows})
    acting = {m.code for m in extended.measures.values() if "own-risk-1" in m.risks}
    assert acting == {"M28"}


def test_of_an_own_risk_every_missing_cell_is_named() -> None:
    found = problems(own_risks=[row("own-risks", "+3", title="Neu", track="B", why="kurz")])
    assert told(found) == [
        ("own-missing", "persons!"), ("own-missing", "event!"), ("own-missing", "impact!"),
        ("own-choice-missing", "severity!"), ("own-choice-missing", "likelihood!"),
        ("own-why-short", "why!"), ("own-feared-missing", "feared!"),
    ]  # fmt: skip
    assert all("E03" in line for line in problem_lines(found, messenger(), "de"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"risks": "R02, R99; E07"}, ("own-risks-unknown", "risks!")),
        ({"likelihood": "um 2 niedriger"}, ("own-effect-too-strong", "likelihood!")),
        ({"kind": None}, ("own-choice-missing", "kind!")),
        ({"risks": None}, ("own-missing", "risks!")),
    ],
)
def test_an_own_measure_names_risks_that_exist_and_a_possible_effect(
    change: dict[str, object], expected: tuple[str, str]
) -> None:
    rows = {**OWN_MEASURE, "likelihood": "um 1 niedriger", "severity": "keine", "risks": "R02"}
    found = problems(own_measures=[row("own-measures", "+1", **{**rows, **change})])
    assert told(found) == [expected]


def test_what_cannot_be_read_is_one_problem_only() -> None:
    given = {**OWN_RISK, "severity": "sehr hoch"}
    found = problems(own_risks=[row("own-risks", "+1", **given)])
    assert told(found) == [("not-a-choice", "severity!")]


def test_own_things_may_name_each_other_before_both_are_right() -> None:
    measure = {**OWN_MEASURE, "likelihood": "um 1 niedriger", "severity": "keine", "risks": "E2"}
    found = problems(
        own_risks=[row("own-risks", "+2", **{**OWN_RISK, "measures": "M09 und M99"})],
        own_measures=[row("own-measures", "+1", **measure)],
    )
    assert told(found) == [("own-measures-unknown", "measures!")]
    assert found[0].values["codes"] == "M99"


def test_a_problem_without_a_cell_stands_at_the_row() -> None:
    bare = RawRow(
        "lost-device", {"today-severity": RawCell("2", Place("10", "F9"))}, Place("10", "E9")
    )
    assert told(problems(risk_levels=[bare])) == [("reason-needed", "E9")]


def test_a_long_value_is_shown_in_part() -> None:
    codes = ", ".join(f"X{n}" for n in range(40))
    measure = {**OWN_MEASURE, "likelihood": "keine", "severity": "keine", "risks": codes}
    [found] = problems(own_measures=[row("own-measures", "+1", **measure)])
    assert found.found.endswith("…")


def own(**tables: list[dict[str, str]]) -> dict[str, tuple[Row, ...]]:
    return {
        name.replace("_", "-"): tuple(Row(f"+{n}", dict(r)) for n, r in enumerate(rows, 1))
        for name, rows in tables.items()
    }


def test_extending_twice_is_extending_once_and_nothing_own_is_as_loaded() -> None:
    tables = own(own_risks=[{**OWN_RISK, "measures": "M09"}], own_measures=[OWN_MEASURE])
    once = with_own(messenger(), tables)
    assert with_own(once, tables) == once
    assert with_own(once, {}) == messenger()
    only = with_own(messenger(), own(own_measures=[OWN_MEASURE]))
    assert with_own(only, {}) == messenger()
    assert with_own(messenger(), {}) is messenger()


def test_texts_of_one_language_stand_in_both_and_are_marked_as_own() -> None:
    extended = with_own(
        messenger(),
        own(own_risks=[OWN_RISK], own_measures=[{**OWN_MEASURE, "table": "2-3-a-minimisation"}]),
    )
    risk, measure = extended.risks["own-risk-1"], extended.measures["own-measure-1"]
    assert risk.title["en"] == "Abgehörte Sprachnachrichten (own risk)"
    assert measure.title["de"] == "Kopfhörer (eigene Maßnahme)"
    assert {risk.event[language] for language in LANGUAGES} == {"Laut abgespielt"}
    assert (risk.code, measure.code, measure.tables) == ("E01", "EM01", ("2.3.a-minimisation",))
    [levels] = [t for t in extended.tables() if t.id == "risk-levels"]
    assert levels.rows[-1].values["code"] == "E01"


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"severity": "unclear"}, {"feared": ""}, {"why": "unclear"}, {"track": ""}],
)
def test_an_own_risk_that_says_too_little_is_left_out(change: dict[str, str]) -> None:
    assert with_own(messenger(), own(own_risks=[{**OWN_RISK, **change}])) is messenger()


@pytest.mark.parametrize("change", [{"kind": ""}, {"risks": "X1"}, {"likelihood": "2"}])
def test_an_own_measure_that_says_too_little_or_too_much_is_left_out(
    change: dict[str, str],
) -> None:
    assert with_own(messenger(), own(own_measures=[{**OWN_MEASURE, **change}])) is messenger()


def test_an_own_risk_of_track_a_has_no_feared_event() -> None:
    extended = with_own(messenger(), own(own_risks=[{**OWN_RISK, "track": "A"}]))
    assert extended.risks["own-risk-1"].feared == ""


def test_where_a_finding_was_made_is_said_in_short() -> None:
    q = messenger()
    [table] = [t for t in q.tables() if t.id == "data-items"]
    starter = table.rows[0].values["item"]
    answers = answered(
        tables={
            "data-items": [
                {"id": table.rows[0].id, "item": starter["de"]},  # type: ignore[index]  # a Text
                {"item": "Tourdaten"},
                {"need": "x"},
            ]
        }
    )
    said = {
        ref: found_at(q, answers, ref, "en")
        for ref in (
            "risk:lost-device", "measure:training", "feared:modification", "risk:gone",
            "row:data-items#+1", "row:data-items#+2", "row:gone#+1",
            f"row:data-items#{table.rows[0].id}",
        )
    }  # fmt: skip
    assert list(said.values()) == [
        "R10", "M33", "undesired modification of data", "risk:gone", "“Tourdaten”", "Q30 3",
        "gone#+1", f"“{starter['en']}”",  # type: ignore[index]  # a Text
    ]  # fmt: skip
    assert subject_of(q, "own-risks#+2.title", "en").startswith("E02, ")
