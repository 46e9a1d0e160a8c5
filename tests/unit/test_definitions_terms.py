"""What a questionnaire makes of terms, and the patterns themselves: every mistake has its line and its mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dpia.definitions import load_questionnaire
from dpia.errors import DefinitionError
from dpia.terms.checks import check_patterns, check_reading
from dpia.terms.load import shipped_library
from dpia.terms.schema import SHARED
from dpia.termsreading import AnswerRule
from tests.unit.definition_samples import Copy, said

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.termsreading import Fact

READING = "messenger/terms-reading.yaml"
FIRST = "  - category: licence-grant\n"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "questionnaires")


@pytest.fixture
def few(copy: Copy) -> Copy:
    """A copy with the patterns of three categories only: to compile those of all takes its time."""
    kept = {
        *SHARED,
        *(f"terms/{name}.yaml" for name in ("group-sharing", "indemnity", "termination")),
    }
    for path in (copy.root / "terms").glob("*.yaml"):
        if f"terms/{path.name}" not in kept:
            path.unlink()
    return copy


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("gates: [processing-contract]", "gates: [no-gate]", "reference-unknown|no-gate"),
        ("risks: [loss-of-messages]", "risks: [no-risk]", "reference-unknown|no-risk"),
        ("sources: [gdpr-28]", "sources: [no-source]", "reference-unknown|no-source"),
        ("question: transfer,", "question: nothing,", "reference-unknown|nothing"),
        ("answer: group}", "answer: grupp}", "option-unknown|grupp|licence-licensees"),
    ],
)
def test_what_a_reading_names_must_exist(copy: Copy, old: str, new: str, says: str) -> None:
    copy.replace(READING, old, new)
    start = f"{READING}:{copy.line_of(READING, new)}: "
    assert [line for line in copy.faults() if line.startswith(start) and said(says) in line]


def test_a_reading_of_the_wrong_shape_is_named(copy: Copy) -> None:
    copy.replace(READING, FIRST, FIRST + "    gate: [x]\n")
    with pytest.raises(DefinitionError) as error:
        load_questionnaire(copy.own)
    assert any("gate" in line for line in error.value.faults["en"])


def test_categories_and_facts_must_be_those_that_the_patterns_give(copy: Copy) -> None:
    copy.replace(READING, FIRST, "  - category: licence-grants\n")
    copy.replace(READING, "fact: licence.territory", "fact: licence.region")
    copy.replace(READING, "fact: own-purposes.status", "fact: own-purpose.status")
    with pytest.raises(DefinitionError) as error:
        check_reading(load_questionnaire(copy.own), shipped_library(), copy.own)
    lines = "\n".join(error.value.faults["en"])
    for named in ("licence-grants", "licence.region", "own-purpose.status"):
        assert f"{READING}:{copy.line_of(READING, named)}: " in lines
    assert "licence-grants" in lines
    assert "licence.region" in lines
    assert "own-purpose.status" in lines


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("      because: passed\n", "      because: pasted\n", "pasted"),
        ("{gs-", "{gx-", "gx-"),
        ("patterns:", "pattern:", "pattern"),
    ],
)
def test_a_pattern_that_is_wrong_is_named_with_its_line(
    few: Copy, old: str, new: str, named: str
) -> None:
    file = "terms/group-sharing.yaml"
    few.replace(file, old, new)
    with pytest.raises(DefinitionError) as error:
        check_patterns(few.root / "terms")
    lines = error.value.faults["de"]
    assert any(line.startswith(file) and named in line for line in lines), lines


@pytest.mark.parametrize(
    ("file", "data", "says"),
    [
        ("vocabulary", b"# Vertr\xe4ge\n", "not-utf-8"),
        ("vocabulary", b"de: {}\nde: {}\n", "yaml-duplicate-key|de"),
        ("languages", None, "file-missing"),
        ("languages", b"languages: [de]\n", "value-wrong|['de']|type|dict"),
        ("countries", b"de: {DE: deutsch}\n", "key-missing"),
        ("concepts", None, "file-missing"),
        ("concepts", b"concepts: {delete: {de: 'l\xc3\xb6sch*'}}\n", "key-missing"),
        (
            "concepts",
            b"concepts: {delete: {de: 'l\xc3\xb6*ch', en: delete}}\n",
            "concept-word-wrong|lö*ch",
        ),
        (
            "countries",
            b"de: {DE: deutsch}\nen: {DE: '('}\n",
            "expression-wrong|missing ), unterminated subpattern at position 2",
        ),
    ],
)
def test_what_all_patterns_share_must_be_there_and_right(
    few: Copy, file: str, data: bytes | None, says: str
) -> None:
    path = few.root / "terms" / f"{file}.yaml"
    path.unlink() if data is None else path.write_bytes(data)
    with pytest.raises(DefinitionError) as error:
        check_patterns(few.root / "terms")
    (line,) = error.value.faults["en"]
    assert line.startswith(f"terms/{file}.yaml:")
    assert line.endswith(said(says))


@pytest.mark.parametrize("row", ["delete k12", "delete\tk", "delete\tk1 2"])
def test_weights_must_be_there_and_have_their_form(few: Copy, row: str) -> None:
    weights = few.root / "terms" / "weights"
    (weights / "de.txt").unlink()
    (weights / "en.txt").write_text(f"# a note\n*\ta100\n\n{row}\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        check_patterns(few.root / "terms")
    missing, wrong = error.value.faults["de"]
    assert missing.startswith("terms/weights/de.txt:1: ")
    assert wrong == f"terms/weights/en.txt:4: {said(f'weights-wrong|{row}', 'de')}"


def test_weights_that_are_no_text_are_named(few: Copy) -> None:
    (few.root / "terms" / "weights" / "de.txt").write_bytes(b"l\xf6sch\ta1\n")
    with pytest.raises(DefinitionError) as error:
        check_patterns(few.root / "terms")
    assert error.value.faults["en"] == [f"terms/weights/de.txt:1: {said('not-utf-8')}"]


def test_an_expression_that_is_none_and_an_id_twice_are_named(few: Copy) -> None:
    few.replace("terms/vocabulary.yaml", '  negation: "', '  negation: "(')
    few.replace(
        "terms/indemnity.yaml",
        "patterns:\n  de:\n",
        'patterns:\n  de:\n    - {id: twin, because: user, find: "["}\n    - {id: twin, because: user, find: x}\n',
    )
    with pytest.raises(DefinitionError) as error:
        check_patterns(few.root / "terms")
    lines = "\n".join(error.value.faults["en"])
    assert "twin" in lines
    assert lines.count("regular expression") >= 2


def test_two_files_of_one_category_and_a_file_under_another_name_are_named(few: Copy) -> None:
    terms = few.root / "terms"
    (terms / "termination-more.yaml").write_bytes((terms / "termination.yaml").read_bytes())
    (terms / "indemnity.yaml").rename(terms / "indemnities.yaml")
    with pytest.raises(DefinitionError) as error:
        check_patterns(terms)
    lines = "\n".join(error.value.faults["en"])
    assert f"terms/termination-more.yaml:1: id: {said('id-twice|termination')}" in lines
    assert f"terms/indemnities.yaml:1: id: {said('file-name|indemnity')}" in lines


QUESTIONS = {question.id: question for question in load_questionnaire("messenger").questions()}


@pytest.mark.parametrize(
    ("rule", "value", "answers"),
    [
        (AnswerRule("transfer", "x.y", "yes", "yes"), "yes", {"transfer": "yes"}),
        (AnswerRule("transfer", "x.y", "yes", "yes"), "no", {}),
        (AnswerRule("transfer", "x.y", "a", "yes"), ("a", "b"), {"transfer": "yes"}),
        (AnswerRule("transfer", "x.y", "a", "yes"), (), {}),
        (AnswerRule("transfer", "x.y", "a", "yes"), None, {}),
        (AnswerRule("licence-exclusive", "x.y", how="yes-no"), False, {"licence-exclusive": "no"}),
        (AnswerRule("licence-exclusive", "x.y", how="yes-no"), "maybe", {}),
        (
            AnswerRule("terms-version", "x.y", how="date"),
            "2024-02-16",
            {"terms-version": "2024-02-16"},
        ),
    ],
)
def test_a_rule_answers_where_the_text_says_it(
    rule: AnswerRule, value: Fact, answers: dict[str, str]
) -> None:
    assert dict(rule.answers({"x.y": value}, QUESTIONS[rule.question])) == answers


def test_options_are_answered_one_by_one() -> None:
    rule = AnswerRule("licence-acts", "licence.acts", how="options")
    found = dict(rule.answers({"licence.acts": ("use",)}, QUESTIONS["licence-acts"]))
    assert found["licence-acts.use"] == "yes"
    assert found["licence-acts.display"] == "no"
