"""A definition that is well-formed and does nothing is a fault: told with its file, its line and the mend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dpia.i18n import LANGUAGES
from tests.unit.definition_samples import Copy, said

if TYPE_CHECKING:
    from pathlib import Path

M05 = "messenger/measures/contacts-permission-denied.yaml"
M50 = "messenger/measures/yearly-review.yaml"
UPLOAD = "messenger/risks/contact-upload.yaml"
GATE = "messenger/gates/contact-upload.yaml"
LARGE = "messenger/rules/large-group.yaml"
DEVICES = "messenger/questions/devices.yaml"
GROUPS = "messenger/questions/groups.yaml"
WORDINGS = "messenger/wordings.yaml"
NEED = "upload-prevented-or-lawful"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "questionnaires")


def expect(copy: Copy, file: str, line: int, says: str) -> None:
    """One fault, in both languages."""
    for language in LANGUAGES:
        [sentence] = copy.faults(language)
        assert sentence.startswith(f"{file}:{line}: ")
        assert sentence.endswith(said(says, language))


def requirement(copy: Copy, condition: str) -> int:
    """Let a gate ask for something else; the line of the condition."""
    text = copy.text(GATE)
    start = text.index("    met:\n")
    end = min(text.index(mark, start) for mark in ("    planned:", "sources:") if mark in text)
    copy.write(GATE, f"{text[:start]}    met: {condition}\n{text[end:]}")
    return copy.line_of(GATE, "    met: ")


def test_a_measure_that_lowers_nothing_and_proves_nothing(copy: Copy) -> None:
    copy.replace(M50, 'proves: ["4.2.c"]\n', "")
    expect(copy, M50, copy.line_of(M50, "likelihood: 0"), "measure-without-effect|M50")


def test_a_measure_that_lowers_nothing_and_has_an_empty_list_of_proofs(copy: Copy) -> None:
    copy.replace(M50, 'proves: ["4.2.c"]\n', "proves: []\n")
    expect(copy, M50, copy.line_of(M50, "likelihood: 0"), "measure-without-effect|M50")


def test_a_measure_without_risks(copy: Copy) -> None:
    copy.replace(M05, "risks: [contact-upload]", "risks: []")
    line = copy.line_of(M05, "risks:")
    for language in LANGUAGES:
        assert any(sentence.startswith(f"{M05}:{line}: ") for sentence in copy.faults(language))


@pytest.mark.parametrize("named", ["no-such-gate", "contact-uploads", "9.9.z"])
def test_a_measure_that_proves_what_there_is_not(copy: Copy, named: str) -> None:
    copy.replace(M50, '"4.2.c"', f'"{named}"')
    expect(copy, M50, copy.line_of(M50, "proves:"), f"reference-unknown|{named}")


def test_a_risk_that_nothing_acts_on(copy: Copy) -> None:
    """A measure that lowers nothing does not act on it either."""
    for file in copy.path("messenger/measures").glob("*.yaml"):
        text = re.sub(
            r"  - information-overload\n|, information-overload",
            "",
            copy.text(f"messenger/measures/{file.name}"),
        )
        copy.write(f"messenger/measures/{file.name}", text)
    risk = "messenger/risks/information-overload.yaml"
    copy.replace(M50, "risks: [", "risks: [information-overload, ")
    code = copy.text(risk).partition("code: ")[2].partition("\n")[0]
    line = copy.line_of(risk, "code: ")
    assert f"{risk}:{line}: code: {said(f'risk-untreated|{code}')}" in copy.faults()
    assert f"{risk}:{line}: code: {said(f'risk-untreated|{code}', 'de')}" in copy.faults("de")


IMPOSSIBLE = {
    "never": "{always: false}",
    "two answers at once": '{all: [{question: contacts-enforced, is: "yes"}, {question: contacts-enforced, is: "no"}]}',
    "an answer and not that answer": '{all: [{question: contacts-enforced, is: "yes"}, {not: {question: contacts-enforced, is: "yes"}}]}',
    "no answer at all": '{not: {question: contacts-enforced, in: ["yes", "no"]}}',
    "neither way": '{any: [{always: false}, {known: {all: [{question: contacts-enforced, is: "yes"}, {question: contacts-enforced, is: "no"}]}}]}',
    "not everything and everything": '{not: {any: [{question: contacts-enforced, is: "yes"}, {question: contacts-enforced, is: "no"}]}}',
    "an option and another of one question, deep": "{all: [{question: contacts-permission-ios, in: [denied, not-used]}, {any: [{question: contacts-permission-ios, is: allowed}, {question: contacts-permission-ios, is: selected}]}]}",
}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_requirement_that_no_answer_can_meet(copy: Copy, name: str) -> None:
    line = requirement(copy, IMPOSSIBLE[name])
    expect(copy, GATE, line, f"requirement-impossible|{NEED}")


POSSIBLE = {
    "one of two answers": '{any: [{question: contacts-enforced, is: "yes"}, {question: contacts-enforced, is: "no"}]}',
    "two questions": '{all: [{question: contacts-enforced, is: "yes"}, {not: {question: mdm, is: "yes"}}]}',
    "not certainly both": '{not: {known: {question: contacts-enforced, in: ["yes", "no"]}}}',
    "a free number": "{question: largest-group, at_least: 16}",
    "a free text": "{question: contacts-legal-basis-why, is: none}",
    "not all": '{not: {all: [{question: contacts-enforced, is: "yes"}, {question: contacts-enforced, is: "no"}]}}',
}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("name", POSSIBLE)
def test_a_requirement_that_some_answer_meets(copy: Copy, name: str) -> None:
    requirement(copy, POSSIBLE[name])
    assert copy.faults() == []


@pytest.mark.parametrize("named", ["9.9", "R99", "contact-upload"])
def test_an_answer_that_goes_nowhere(copy: Copy, named: str) -> None:
    copy.replace(DEVICES, "    fills: [", f'    fills: ["{named}", ')
    expect(copy, DEVICES, copy.line_of(DEVICES, "    fills:"), f"fills-unknown|{named}")


def test_an_added_question_is_told_where_the_questionnaire_adds_it(copy: Copy) -> None:
    copy.replace(WORDINGS, 'fills: ["1.1.c", R17]', 'fills: ["1.1.c", R99]')
    expect(copy, WORDINGS, copy.line_of(WORDINGS, 'fills: ["1.1.c"'), "fills-unknown|R99")


def test_own_fields_of_a_common_question_are_told_where_they_stand(copy: Copy) -> None:
    copy.replace(WORDINGS, "    fills: [G11, R08]", "    fills: [G11, R99]")
    expect(copy, WORDINGS, copy.line_of(WORDINGS, "    fills: [G11, R99]"), "fills-unknown|R99")


def test_a_code_of_another_kind_is_taken_too(copy: Copy) -> None:
    copy.replace(LARGE, "code: K23", "code: M50")
    expect(copy, LARGE, copy.line_of(LARGE, "code: M50"), "code-twice|M50")


def test_two_sheets_with_one_code(copy: Copy) -> None:
    code = copy.text(DEVICES).partition("\ncode: ")[2].partition("\n")[0]
    old = copy.text(GROUPS).partition("\ncode: ")[2].partition("\n")[0]
    copy.replace(GROUPS, f"\ncode: {old}\n", f"\ncode: {code}\n")
    found = code.strip("'\"")
    expect(copy, GROUPS, copy.line_of(GROUPS, f"code: {code}"), f"code-twice|{found}")


def test_all_of_them_are_told_at_once(copy: Copy) -> None:
    copy.replace(M50, 'proves: ["4.2.c"]\n', "")
    copy.replace(DEVICES, "    fills: [", "    fills: [R99, ")
    copy.replace(LARGE, "code: K23", "code: M50")
    requirement(copy, "{always: false}")
    assert len(copy.faults()) == 4
