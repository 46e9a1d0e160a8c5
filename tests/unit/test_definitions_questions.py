"""A damaged sheet of questions: circles, choices that nobody can make, wrong tables, forbidden names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dpia.definitions.faults import Faults
from tests.unit.definition_samples import Copy, said

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "messenger/questionnaire.yaml"
DEVICES = "messenger/questions/devices.yaml"
ALTERNATIVES = "messenger/questions/alternatives.yaml"
PROVIDER = "messenger/questions/provider.yaml"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "questionnaires")


QUESTION = """
  - question: {id}
    kind: {kind}
    text: {{de: Frage, en: Question}}
    help: {{de: Hilfe, en: Help}}
    sources: [gdpr-35]
"""


def add(copy: Copy, question: str, kind: str = "text", more: str = "") -> None:
    text = QUESTION.format(id=question, kind=kind) + (f"    {more}\n" if more else "")
    copy.write(DEVICES, copy.text(DEVICES).rstrip("\n") + "\n" + text)


@pytest.mark.parametrize(
    ("kind", "more", "says"),
    [
        ("choice", "", "options-and-kind|choice"),
        ("text", "options: [{id: a, de: A, en: A}]", "options-and-kind|text"),
        ("choice", "options: [{id: a, de: A, en: A}, {id: a, de: B, en: B}]", "option-id|a"),
        ("choice", "options: [{id: unclear, de: A, en: A}]", "option-id|unclear"),
        ("multi", 'options: [{id: "yes", de: A, en: A}]', "option-id|yes"),
        ("multi", "options: [{id: a.b, de: A, en: A}]", "option-id|a.b"),
        (
            "choice",
            "options: [{id: a, de: A, en: A}, {id: b, de: a, en: B}]",
            "option-label-twice|a",
        ),
        ("choice", "options: [{id: a, de: A, en: A}]\n    starter: b", "option-unknown|b|new"),
        ("multi", "options: [{id: a, de: A, en: A}]\n    starter: b", "option-unknown|b|new"),
        ("yes-no", "starter: perhaps", "option-unknown|perhaps|new"),
        ("text", "starter: 5", "text-shape|5"),
        ("text", "starter: {de: nur}", "text-language-missing|en"),
        (
            "label",
            "",
            "value-wrong|label|allowed|['yes-no', 'choice', 'multi', 'text', 'long-text', 'integer', 'number', 'date']",
        ),
        ("integer", "minimum: many", "value-wrong|many|type|number"),
        ("text", "when: {question: new, is: x}", "condition-circular|new"),
        ("text", "when: {table: no-such, rows_at_least: 1}", "reference-unknown|no-such"),
    ],
)
def test_a_wrong_question(copy: Copy, kind: str, more: str, says: str) -> None:
    add(copy, "new", kind, more)
    [sentence] = copy.faults()
    assert sentence.endswith(said(says))
    first = copy.line_of(DEVICES, "- question: new")
    assert first <= int(sentence.split(":")[1]) <= first + 7


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("choice", "options: [{id: a, de: A, en: A}]\n    starter: a"),
        ("multi", "options: [{id: a, de: A, en: A}]\n    starter: a"),
        ("yes-no", 'starter: "no"'),
        ("text", "starter: anything"),
        ("long-text", "starter: {de: etwas, en: something}"),
        ("text", "when: {table: purposes, rows_at_least: 1}"),
        ("text", "when: {measure: training, in_place: true}"),
    ],
)
def test_a_right_question(copy: Copy, kind: str, more: str) -> None:
    add(copy, "new", kind, more)
    assert copy.faults() == []


def test_conditions_in_a_longer_circle(copy: Copy) -> None:
    for here, there in (("one", "two"), ("two", "three"), ("three", "one"), ("four", "one")):
        add(copy, here, "text", f"when: {{question: {there}, answered: true}}")
    assert [s.split("“")[-1].split("”")[0] for s in copy.faults()] == ["one", "two", "three"]


def test_a_circle_by_way_of_a_table(copy: Copy) -> None:
    text = copy.text(ALTERNATIVES).replace(
        "  - table: alternatives\n",
        "  - table: alternatives\n    when: {question: new, answered: true}\n",
        1,
    )
    copy.write(ALTERNATIVES, text)
    add(copy, "new", "text", "when: {table: alternatives, rows_at_least: 1}")
    assert {s.split("“")[-1].split("”")[0] for s in copy.faults()} == {"new", "alternatives"}


def test_a_question_twice(copy: Copy) -> None:
    add(copy, "two-step", "yes-no")
    [sentence] = copy.faults()
    line = copy.text(DEVICES).rstrip().count("\n") + 1 - 4
    assert sentence.startswith(f"{DEVICES}:{line}: ")
    assert sentence.endswith(said("id-twice|two-step"))


NAME = "          name: {de: WhatsApp Ireland Limited,"


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (NAME, NAME.replace("name:", "nome:"), "reference-unknown|nome"),
        (NAME, f"          confirmed: maybe\n{NAME}", "option-unknown|maybe|confirmed"),
        (NAME, f"          confirmed: {{de: ja, en: yes}}\n{NAME}", "option-unknown|ja|confirmed"),
        ("        when: {not: {question: product, is: other}}\n", "        when: {question: no-such, is: x}\n", "reference-unknown|no-such"),
        ("      - id: whatsapp-ireland\n", "      - id: whatsapp-ireland\n        colour: red\n", "key-unknown|colour"),
        ("{id: confirmed, kind: yes-no,", "{id: confirmed, kind: multi,", "value-wrong|multi|allowed|['yes-no', 'choice', 'text', 'long-text', 'integer', 'number', 'date', 'label']"),
        ("{id: confirmed, kind: yes-no,", "{id: confirmed, kind: choice,", "options-and-kind|choice"),
    ],
)  # fmt: skip
def test_a_wrong_table(copy: Copy, old: str, new: str, says: str) -> None:
    copy.replace(PROVIDER, old, new)
    sentences = [s for s in copy.faults() if s.endswith(said(says))]
    assert sentences
    assert all(s.startswith(f"{PROVIDER}:") and ":1: " not in s for s in sentences)


def test_a_table_is_checked_as_a_table(copy: Copy) -> None:
    copy.replace(ALTERNATIVES, "    min_rows: 2\n", "    kind: text\n")
    [sentence] = copy.faults()
    assert sentence.endswith(said("key-unknown|kind"))


def test_items_must_be_blocks(copy: Copy) -> None:
    copy.replace(DEVICES, "items:\n", "items:\n  - words\n")
    assert copy.faults() == [
        f"{DEVICES}:{copy.line_of(DEVICES, '- words')}: items.0: {said('value-wrong|words|type|dict')}"
    ]


def test_a_sheet_twice(copy: Copy) -> None:
    copy.replace(HEAD, "- devices", "- contacts")
    sentences = copy.faults()
    contacts = "messenger/questions/contacts.yaml"
    assert any(
        s.startswith(f"{contacts}:") and s.endswith(said("id-twice|container")) for s in sentences
    )


def test_every_kind_of_fault_is_worded_differently_in_both_languages() -> None:
    faults = Faults()
    faults.remember("f.yaml", "a:\n  b: 1\n")
    faults.add("f.yaml", ("a", "b"), "reference-unknown", found="x")
    faults.add("f.yaml", ("a", "b"), "reference-unknown", found="x")
    faults.add_at_line("e.yaml", 7, "not-utf-8")
    assert faults.sentences("en") == [
        f"e.yaml:7: {said('not-utf-8')}",
        f"f.yaml:2: a.b: {said('reference-unknown|x')}",
    ]
    assert [s.split(":")[:2] for s in faults.sentences("de")] == [["e.yaml", "7"], ["f.yaml", "2"]]


@pytest.mark.no_cover
@pytest.mark.parametrize("sign", "[]:*?/\\'")
def test_a_sheet_name_must_not_carry_what_excel_forbids(copy: Copy, sign: str) -> None:
    doubled = sign.replace("'", "''")
    copy.replace(DEVICES, "title: {de: ", f"title: {{de: 'G{doubled}', en: Devices}} # ")
    [sentence] = copy.faults()
    line = copy.line_of(DEVICES, "title:")
    assert sentence == f"{DEVICES}:{line}: title.de: {said(f'sheet-name|06b G{sign}')}"
