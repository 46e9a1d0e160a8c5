"""A raw workbook against its questionnaire: what is used, what is asked back, and where."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from dpia.answers import check_answers
from dpia.i18n import LANGUAGES, messages
from dpia.model import UNCLEAR, Place, RawAnswers, RawCell, RawRow
from dpia.problems import problem_lines, subject_of, worded_problem
from tests.unit.assess_samples import messenger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dpia.model import Answers, Problem


def cell(value: object, where: str = "A1", kind: Any = "value") -> RawCell:
    return RawCell(value, Place("06b Geräte", where), kind)


def row(row_id: str, where: str = "A5", **values: object) -> RawRow:
    cells = {
        name.replace("_", "-"): value if isinstance(value, RawCell) else cell(value, where)
        for name, value in values.items()
    }
    return RawRow(row_id, cells, Place("06b Geräte", where))


def raw(
    cells: Mapping[str, object] | None = None,
    tables: Mapping[str, Sequence[RawRow]] | None = None,
    language: str = "de",
    **more: Any,
) -> RawAnswers:
    listed = {}
    for key, value in (cells or {}).items():
        values = value if isinstance(value, tuple) else (value,)
        listed[key] = tuple(
            v if isinstance(v, RawCell) else cell(v, f"C{n}") for n, v in enumerate(values, 1)
        )
    return RawAnswers(
        questionnaire_id="messenger",
        questionnaire_version="1.0",
        language=language,
        cells=listed,
        tables={name: tuple(rows) for name, rows in (tables or {}).items()},
        **{"notes": {}, "signed": {}, **more},
    )


def check(*args: Any, **more: Any) -> tuple[Answers, tuple[Problem, ...]]:
    return check_answers(raw(*args, **more), messenger())


def accepted(*args: Any, **more: Any) -> Answers:
    answers, problems = check(*args, **more)
    assert problems == ()
    return answers


def codes(problems: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_every_kind_of_question_is_read() -> None:
    answers = accepted(
        {
            "two-step": "Ja ",
            "backup": "kein Cloud-Backup",
            "features.ai": "x",
            "features.location": "unklar",
            "persons-processing": "1.200",
            "c5-share": 0.25,
            "c5-duration": "2 Jahre",
            "planned-start": datetime(2027, 1, 15, tzinfo=UTC),
            "scope": "Vier\r\nGruppen",
            "processing-version": 1.0,
            "departments": None,
            "publication": "   ",
        }
    )
    assert answers.values == {
        "two-step": "yes",
        "backup": "off",
        "features.ai": "yes",
        "features.location": UNCLEAR,
        "persons-processing": 1200,
        "c5-share": 25,
        "c5-duration": 24,
        "planned-start": date(2027, 1, 15),
        "scope": "Vier\nGruppen",
        "processing-version": "1",
    }


def test_the_language_of_the_file_decides_how_numbers_are_read() -> None:
    assert accepted({"c5-users": "1,200"}, language="en").values == {"c5-users": 1200}
    assert codes(check({"c5-users": "1,200"})[1]) == ["ambiguous-number"]
    assert accepted({"c5-users": "1.200"}).values == {"c5-users": 1200}
    assert codes(check({"c5-users": "1.200"}, language="en")[1]) == ["ambiguous-number"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_the_other_language_are_understood(language: str) -> None:
    [question] = [q for q in messenger().questions() if q.id == "device"]
    for option in question.options:
        for other in LANGUAGES:
            values = accepted({"device": option.label[other]}, language=language).values
            assert values == {"device": option.id}


def test_unclear_can_be_answered_to_every_question_and_in_every_column() -> None:
    """But for what a user adds: that nobody has to enter."""
    q = messenger()
    cells: dict[str, object] = {}
    for question in q.questions():
        if question.kind == "multi":
            cells |= {f"{question.id}.{option.id}": "unklar" for option in question.options}
        else:
            cells[question.id] = "unclear"
    tables = {
        table.id: [RawRow("+1", {c.id: cell("?") for c in table.columns}, Place("s", "A1"))]
        for table in q.tables()
        if not table.adds
    }
    answers = accepted(cells, tables)
    assert set(answers.values.values()) == {UNCLEAR}
    assert answers.values.keys() == cells.keys()
    assert answers.tables.keys() == tables.keys()
    for table in (table for table in q.tables() if not table.adds):
        [found] = answers.tables[table.id]
        labels = {column.id for column in table.columns if column.kind == "label"}
        assert found.values.keys() == {column.id for column in table.columns} - labels
        assert set(found.values.values()) == {UNCLEAR}


def test_formulas_and_error_cells_are_asked_back_even_with_a_cached_value() -> None:
    answers, problems = check(
        {
            "c5-users": RawCell("=B1+1", Place("03 Schwelle", "C7"), "formula"),
            "scope": RawCell("#REF!", Place("06 Beschreibung", "C9"), "error"),
        },
        {"purposes": [row("+1", purpose="P", data=cell("=1", "C3", "formula"))]},
    )
    assert [(p.code, str(p.place), p.subject, p.found) for p in problems] == [
        ("formula", "03 Schwelle!C7", "c5-users", "=B1+1"),
        ("formula", "06b Geräte!C3", "purposes#+1.data", "=1"),
        ("error-value", "06 Beschreibung!C9", "scope", "#REF!"),
    ]
    assert answers.values == {}
    assert [r.values for r in answers.tables["purposes"]] == [{"purpose": "P"}]


def test_a_question_answered_twice() -> None:
    same = accepted({"two-step": ("ja", None, "Yes")})
    assert same.values == {"two-step": "yes"}
    answers, problems = check({"two-step": (None, "ja", "nein", "unklar")})
    assert [(p.code, str(p.place), p.values["first"]) for p in problems] == [
        ("answered-twice", "06b Geräte!C3", "06b Geräte!C2"),
        ("answered-twice", "06b Geräte!C4", "06b Geräte!C2"),
    ]
    assert str(answers.places["two-step"]) == "06b Geräte!C2"


def test_places_are_kept_for_empty_and_for_wrong_answers_too() -> None:
    answers, _ = check({"two-step": None, "backup": "nirgends", "scope": "x"})
    assert {key: place.cell for key, place in answers.places.items()} == {
        "two-step": "C1",
        "backup": "C1",
        "scope": "C1",
    }


@pytest.mark.parametrize(
    ("key", "value", "code", "limit"),
    [
        ("persons-processing", -1, "below-minimum", "0"),
        ("c5-share", 101, "above-maximum", "100"),
        ("c5-share", "-5 %", "below-minimum", "0"),
        ("channels-count", 0, "below-minimum", "1"),
    ],
)
def test_bounds(key: str, value: object, code: str, limit: str) -> None:
    answers, problems = check({key: (None, value)})
    [problem] = problems
    assert (problem.code, problem.values["limit"], problem.found) == (code, limit, str(value))
    assert str(problem.place) == "06b Geräte!C2"
    assert key not in answers.values


@pytest.mark.parametrize(
    ("key", "value"), [("c5-share", 100), ("c5-share", 0), ("channels-count", 1)]
)
def test_the_bounds_themselves_are_possible(key: str, value: int) -> None:
    assert accepted({key: value}).values == {key: value}


def test_all_problems_are_told_at_once() -> None:
    answers, problems = check(
        {"two-step": "vielleicht", "device": "Toaster", "c5-users": "viele", "c5-share": 200,
         "planned-start": "01/02/2027", "scope": "gut"},
        {"conditions": [row("+1", condition="Test", due=46037)]},
    )  # fmt: skip
    assert sorted(codes(problems)) == [
        "above-maximum", "ambiguous-date", "date-as-number", "not-a-choice", "not-a-number",
        "not-yes-no",
    ]  # fmt: skip
    assert answers.values == {"scope": "gut"}


def test_a_long_answer_is_cut_in_the_problem() -> None:
    [problem] = check({"two-step": "a" * 500})[1]
    assert len(problem.found) == 60
    assert problem.found.endswith("…")


def test_rows_that_carry_nothing_are_no_rows() -> None:
    answers = accepted(
        tables={
            "purposes": [row("+1"), row("+2", purpose=None, data="  "), row("+3", purpose="P")],
            "measures": [row("training", code="M33", title="Schulung", status=None)],
        }
    )
    assert [(r.id, r.values) for r in answers.tables["purposes"]] == [("+3", {"purpose": "P"})]
    assert "measures" not in answers.tables


def test_a_copied_row_is_an_added_one() -> None:
    answers = accepted(
        tables={
            "processors": [
                row("provider", name="A"),
                row("provider", name="B"),
                row("+1", name="C"),
                row("+1", name="D"),
            ]
        }
    )
    assert [(r.id, r.values["name"]) for r in answers.tables["processors"]] == [
        ("provider", "A"), ("+2", "B"), ("+1", "C"), ("+3", "D"),
    ]  # fmt: skip


def test_notes_and_signatures() -> None:
    answers = accepted(
        notes={"scope": cell(" siehe Anlage "), "nature": cell("  "), "context": cell(None)},
        signed={
            "master": (cell(" A. Beispiel "), cell("15.01.2027")),
            "data": (cell(None), cell(None)),
            "purposes": (None, cell("unklar")),
            "groups": (cell("B. Muster"), None),
        },
    )
    assert answers.notes == {"scope": "siehe Anlage"}
    assert answers.signed == {
        "master": ("A. Beispiel", date(2027, 1, 15)),
        "purposes": ("", UNCLEAR),
        "groups": ("B. Muster", None),
    }


def test_a_signature_with_a_wrong_date_is_asked_back_at_its_sheet() -> None:
    answers, problems = check(signed={"master": (cell("A. Beispiel"), cell("gestern", "D2"))})
    assert codes(problems) == ["not-a-date"]
    assert answers.signed == {"master": ("A. Beispiel", None)}
    assert problem_lines(problems, messenger(), "de")[0].startswith("06b Geräte!D2 – 01 ")


def test_an_answer_without_a_question_is_not_dropped_in_silence() -> None:
    problems = check(unknown_ids=(("old-question", Place("02 Anbieter", "C4")),))[1]
    [line] = problem_lines(problems, messenger(), "en")
    assert line.startswith("02 Anbieter!C4 – old-question: ")


def test_what_is_not_asked_is_left_out() -> None:
    asked = {"joint-controllers": "ja", "joint-controllers-detail": "Mit der Mutter"}
    assert "joint-controllers-detail" in accepted(asked).values
    for answer, kept in (("nein", False), ("unklar", True), (None, True)):
        values = accepted({**asked, "joint-controllers": answer}).values
        assert ("joint-controllers-detail" in values) is kept


def test_all_options_of_a_question_that_is_not_asked_are_left_out() -> None:
    cells = {"licence-licensees": "keine", "licence-acts.use": "ja", "licence-acts.modify": "nein"}
    assert accepted(cells).values.keys() == {"licence-licensees"}


def test_rows_that_do_not_apply_are_left_out() -> None:
    tables = {
        "measures": [row("works-agreement", status="geplant"), row("training", status="geplant")]
    }
    ids = {
        answer: [r.id for r in accepted({"works-council": answer}, tables).tables["measures"]]
        for answer in ("ja", "nein", "unklar")
    }
    assert ids == {
        "ja": ["works-agreement", "training"],
        "nein": ["training"],
        "unklar": ["works-agreement", "training"],
    }


WRONG: Mapping[str, tuple[RawAnswers, str]] = {
    "formula": (raw({"scope": RawCell("=A1", Place("S", "C1"), "formula")}), "scope"),
    "error-value": (raw({"scope": RawCell("#N/A", Place("S", "C1"), "error")}), "scope"),
    "not-yes-no": (raw({"two-step": "vielleicht"}), "two-step"),
    "not-a-choice": (raw({"device": "Toaster"}), "device"),
    "not-a-number": (raw({"c5-users": "viele"}), "c5-users"),
    "not-whole": (raw({"c5-users": 2.5}), "c5-users"),
    "ambiguous-number": (raw({"c5-users": "1,200"}), "c5-users"),
    "ambiguous-percent": (raw({"c5-share": 1}), "c5-share"),
    "below-minimum": (raw({"c5-share": -1}), "c5-share"),
    "above-maximum": (raw({"c5-share": 101}), "c5-share"),
    "not-a-date": (raw({"planned-start": "bald"}), "planned-start"),
    "date-as-number": (raw({"planned-start": 46037}), "planned-start"),
    "ambiguous-date": (raw({"planned-start": "01/02/2027"}), "planned-start"),
    "date-out-of-range": (raw({"planned-start": "15.01.1899"}), "planned-start"),
    "answered-twice": (raw({"two-step": ("ja", "nein")}), "two-step"),
    "unknown-question": (raw(unknown_ids=(("gone", Place("S", "C1")),)), "gone"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", WRONG)
def test_every_problem_is_worded_with_question_and_cell(code: str, language: str) -> None:
    given, subject = WRONG[code]
    _, problems = check_answers(given, messenger())
    [problem] = problems
    assert problem.code == code
    [line] = problem_lines(problems, messenger(), language)
    question = subject_of(messenger(), subject, language)
    assert problem.place is not None
    assert line.startswith(f"{problem.place} – {question}: ")
    assert re.search(r"[{}]", line) is None
    if subject != "gone":
        [asked] = [q for q in messenger().questions() if q.id == subject]
        assert question.startswith(asked.code)
    if code not in {"formula", "answered-twice"}:
        assert problem.found in line


def test_the_wordings_differ_between_the_languages_and_cover_every_problem() -> None:
    for code, (given, _) in WRONG.items():
        [problem] = check_answers(given, messenger())[1]
        german, english = (worded_problem(problem, messenger(), lang) for lang in LANGUAGES)
        assert german != english, code
    assert WRONG.keys() <= messages("problems").entries.keys()


@pytest.mark.parametrize(
    ("language", "choices"), [("de", "„nur Firmengeräte“"), ("en", "“company devices only”")]
)
def test_a_wrong_choice_names_what_is_possible(language: str, choices: str) -> None:
    [problem] = check({"device": "Toaster"})[1]
    assert choices in worded_problem(problem, messenger(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_in_a_table_names_table_and_column(language: str) -> None:
    tables = {
        "purposes": [row("+1", purpose="P", legal_basis="z")],
        "measures": [row("training", status="fast fertig")],
    }
    for problem, code, column in zip(
        check(tables=tables)[1], ("Q34", "M33"), ("legal-basis", "status"), strict=True
    ):
        table_id = problem.subject.partition("#")[0]
        [table] = [t for t in messenger().tables() if t.id == table_id]
        named = subject_of(messenger(), problem.subject, language)
        assert named.startswith(code)
        assert named.endswith(table.column(column).title[language])
        option = table.column(column).options[0].label[language]
        assert option in worded_problem(problem, messenger(), language)
