"""Assessing everything again by the rules of a later program: told first, written only when asked."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from dpia.register import open_register
from tests.cli.conftest import assessed_once
from tests.cli.later_program import change, later_program, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill

MADE, LATER = "2026-11-24", "2027-01-10"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a final and the draft of another processing, made once."""
    folder = tmp_path_factory.mktemp("rescored")
    assessed_once(folder / "a.xlsx", "careful-setup", MADE, final=True)
    return assessed_once(folder / "b.xlsx", "baustoffhandel", MADE)


@pytest.fixture
def recorded(once: Path, tmp_path: Path) -> None:
    """The same, to be changed."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)


def rescored(program: Path, folder: Path, *options: str, code: int = 0) -> list[dict[str, Any]]:
    ask = ("register", "rescore", "--date", LATER, "--format", "json", *options)
    result = run(program, folder, *ask)
    assert result.returncode == code, result.stderr
    schema = json.loads((files("dpia.render") / "register.schema.json").read_text("utf-8"))
    document = json.loads(result.stdout)
    jsonschema.Draft202012Validator(schema).validate(document)
    found: list[dict[str, Any]] = document["processings"]
    return found


@pytest.mark.traced
@pytest.mark.usefixtures("recorded")
def test_the_same_rules_change_nothing(dpia: Dpia, tmp_path: Path) -> None:
    before = (tmp_path / "register.db").read_bytes()
    result = dpia("register", "rescore", "--write", "--date", LATER)
    assert result.code == 0
    assert "unverändert: 2" in result.out
    assert (tmp_path / "register.db").read_bytes() == before


@pytest.mark.usefixtures("recorded")
def test_what_would_change_is_told_before_anything_is_written(tmp_path: Path) -> None:
    program = later_program(tmp_path / "later")
    before = (tmp_path / "register.db").read_bytes()
    first, second = rescored(program, tmp_path)
    assert (first["outcome"], first["written"]) == ("changed", False)
    assert {one["code"] for one in first["changes"]["risks"]} == {"R13"}
    assert first["changes"]["answers"] == []
    assert second["outcome"] == "changed"
    text = " ".join(run(program, tmp_path, "register", "rescore", "--date", LATER).stdout.split())
    assert "the result would change" in text
    assert "R13 Unencrypted cloud backups: today: risk (severity 2, likelihood 1) → risk" in text
    assert "(worse; because of the other questionnaire)" in text
    assert (tmp_path / "register.db").read_bytes() == before

    first, second = rescored(program, tmp_path, "--write")
    assert (first["new_version"], second["new_version"]) == (2, None)
    with open_register(tmp_path / "register.db") as store:
        assert store.verify() == []
        final, draft = (current.shown for current in store.current())
        assert [one.questionnaire_version for one in store.versions(final.key)] == ["2.0", "2.1"]
        assert (draft.version, draft.questionnaire_version) == (None, "2.1")
        assert final.assessment["changes"]["old"]["version"] == 1  # type: ignore[index]
    assert {one["outcome"] for one in rescored(program, tmp_path)} == {"same"}
    due = run(program, tmp_path, "register", "due", "--date", LATER).stdout
    assert "questionnaire changed" not in due


@pytest.mark.usefixtures("recorded")
def test_answers_that_do_not_fit_any_more_are_named_and_left_alone(tmp_path: Path) -> None:
    program = later_program(tmp_path / "later")
    asked = "code: Q05\n    kind: integer\n"
    change(program, "common/questions/master.yaml", asked, f"{asked}    maximum: 50\n")
    first, second = rescored(program, tmp_path, "--write", code=4)
    assert (first["outcome"], first["written"]) == ("rejected", False)
    assert second["written"] is True
    result = run(program, tmp_path, "register", "rescore", "--date", LATER)
    assert result.returncode == 4
    assert "dpia upgrade" in result.stdout
    with open_register(tmp_path / "register.db") as store:
        final, _ = (current.shown for current in store.current())
        assert final.version == 1


@pytest.mark.usefixtures("recorded")
def test_a_draft_in_work_is_never_ended(dpia: Dpia, tmp_path: Path, final_ready: Fill) -> None:
    draft = final_ready("a.xlsx", next_review="2027-03-01")
    assert dpia("assess", draft, "--date", "2026-12-01").code == 0
    program = later_program(tmp_path / "later")
    first, second = rescored(program, tmp_path, "--write")
    assert (first["outcome"], first["written"]) == ("draft-begun", False)
    assert second["written"] is True
    with open_register(tmp_path / "register.db") as store:
        current = next(store.current())
        assert (current.shown.version, current.newer_draft is None) == (1, False)


@pytest.mark.usefixtures("recorded")
def test_a_final_that_would_contradict_itself_is_not_recorded(tmp_path: Path) -> None:
    """By the later rules a required answer is missing: the final stays, and the reason is said."""
    program = later_program(tmp_path / "later")
    asked = "code: Q05\n    kind: integer\n"
    question = (
        "  - question: seats\n    code: Q97\n    kind: integer\n    required: true\n"
        "    text: {de: Zahl der Standorte, en: Number of sites}\n"
        "    help: {de: Zahl, en: Number}\n    sources: [gdpr-35]\n"
    )
    change(
        program, "common/questions/master.yaml",
        f"  - question: persons-processing\n    {asked}",
        f"{question}  - question: persons-processing\n    {asked}",
    )  # fmt: skip
    ask = ("register", "rescore", "--date", LATER, "--write")
    result = run(program, tmp_path, *ask)
    assert result.returncode == 4, result.stdout + result.stderr
    assert "not recorded" in result.stderr
    with open_register(tmp_path / "register.db") as store:
        final, draft = (current.shown for current in store.current())
        assert (final.version, draft.questionnaire_version) == (1, "2.1")
        assert store.verify() == []
