"""The lawyers' own tests: every case of every shipped questionnaire."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dpia.cases import Case, read_cases, run_case
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.errors import DefinitionError
from dpia.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

CASES = [
    pytest.param(name, case, id=f"{name}/{case.file}: {case.name}")
    for name in shipped_questionnaires()
    for case in read_cases(shipped("questionnaires") / name)
]


@pytest.mark.no_cover
@pytest.mark.parametrize(("name", "case"), CASES)
def test_case(name: str, case: Case) -> None:
    assert run_case(load_questionnaire(name), case) == []


@pytest.mark.parametrize("name", shipped_questionnaires())
def test_every_questionnaire_has_cases_with_names_of_their_own(name: str) -> None:
    names = [case.name for case in read_cases(shipped("questionnaires") / name)]
    assert names
    assert len(set(names)) == len(names)


@pytest.mark.no_cover
@pytest.mark.parametrize(("name", "case"), CASES)
def test_every_case_expects_something(name: str, case: Case) -> None:
    """What it expects is really compared: the opposite is not met."""
    expect = {key: _turned(value) for key, value in case.expect.items()}
    expect["rules"], expect["not_rules"] = case.expect.get("not_rules"), case.expect.get("rules")
    expect = {key: value for key, value in expect.items() if value is not None}
    lines = run_case(load_questionnaire(name), replace(case, expect=expect))
    assert len(lines) == _leaves(case.expect) > 0


def _turned(expected: Any) -> Any:
    if isinstance(expected, dict):
        return {key: _turned(value) for key, value in expected.items()}
    return f"not {expected}"


def _leaves(expected: Any) -> int:
    if isinstance(expected, dict):
        return sum(_leaves(value) for value in expected.values())
    return len(expected) if isinstance(expected, list) else 1


def test_a_wrong_expectation_is_told_with_what_was_found() -> None:
    case = Case(
        file="x.yaml",
        name="nothing answered",
        on=date(2026, 11, 24),
        answers={"values": {"professional-secrets": "no"}},
        expect={
            "gates": {"G03": "met", "G99": "met"},
            "risks": {
                "R01": {"raw": "1/1", "target": "low", "elsewhere": "high"},
                "R02": "not_applicable",
                "R99": "high",
            },
            "decision": "approved",
            "rules": ["K17"],
            "not_rules": ["K17"],
            "headline": {"highest_today": "low", "nothing": 1},
            "surprise": 1,
        },
    )
    assert run_case(load_questionnaire("messenger"), case) == [
        "unknown expectation: surprise",
        "G03: expected met, found open",
        "G99: expected met, found None",
        "R01 raw: expected 1/1, found 2/4",
        "R01 target: expected low, found risk",
        "R01 elsewhere: expected high, found None",
        "R02 applies: expected False, found True",
        "unknown risk: R99",
        "decision: expected approved, found undetermined",
        "rule K17: expected True, found False",
        "highest_today: expected low, found high",
        "nothing: expected 1, found None",
    ]


def test_answers_that_the_questionnaire_does_not_know_fail_the_case() -> None:
    case = Case("x.yaml", "x", date(2026, 11, 24), {"values": {"no-such-question": "yes"}})
    [line] = run_case(load_questionnaire("messenger"), case)
    assert "no-such-question" in line


BASES = """
usual:
  answers: {two-step: "yes", backup: "off"}
  tables: {purposes: [{purpose: P}]}
  measures: {training: {status: planned}}
"""
GOOD = """
- name: {de: Fall, en: The case}
  on: 2026-11-24
  base: usual
  answers: {backup: e2ee}
  measures: {usage-policy: {status: planned}}
  expect: {decision: undetermined}
- name: Bare
  on: 2026-11-25
  expect: {decision: undetermined}
"""


def write(folder: Path, **files: str) -> Path:
    (folder / "cases").mkdir()
    for name, text in files.items():
        (folder / "cases" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "cases" / "notes.txt").write_text("no case", encoding="utf-8")
    return folder


def test_a_case_overrides_single_answers_of_its_base(tmp_path: Path) -> None:
    first, bare = read_cases(write(tmp_path, bases=BASES, good=GOOD))
    assert (first.name, first.file, first.on) == ("The case", "good.yaml", date(2026, 11, 24))
    assert first.answers == {
        "values": {"two-step": "yes", "backup": "e2ee"},
        "tables": {
            "purposes": [{"purpose": "P"}],
            "measures": {"training": {"status": "planned"}, "usage-policy": {"status": "planned"}},
        },
    }
    assert bare.answers == {"values": {}, "tables": {}}


def test_without_bases_or_without_a_folder_there_are_just_fewer_cases(tmp_path: Path) -> None:
    assert list(read_cases(tmp_path)) == []
    bare = GOOD[GOOD.index("- name: Bare") :]
    assert [case.name for case in read_cases(write(tmp_path, good=bare))] == ["Bare"]


def test_cases_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    """The others are read first: an author sees every fault, and every case that is right."""
    folder = write(
        tmp_path,
        bases="a: 1\na: 2\n",
        broken="- name: [x\n",
        good=GOOD,
        lists="- just words\n",
        wrong="- name: Late\n  on: tomorrow\n  expect: {}\n- name: No date\n",
    )
    (folder / "cases" / "latin.yaml").write_bytes("- name: Prüfung\n".encode("latin-1"))
    found: list[str] = []
    with pytest.raises(DefinitionError) as error:
        found += [case.name for case in read_cases(folder)]
    lines = error.value.faults["en"]
    assert error.value.exit_code == 3
    assert [line.removeprefix(f"{folder.name}/cases/").split(" ")[0] for line in lines] == [
        "bases.yaml:2:", "broken.yaml:2:", "good.yaml:2:", "latin.yaml:1:", "lists.yaml:1:",
        "wrong.yaml:1:", "wrong.yaml:4:",
    ]  # fmt: skip
    assert "usual" in lines[2]
    assert "on" in lines[6]
    assert len(error.value.faults["de"]) == len(lines)
