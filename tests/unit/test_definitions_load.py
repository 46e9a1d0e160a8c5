"""A questionnaire is loaded as it is written, from wherever it lies."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from dpia.conditions import Any, In
from dpia.definitions import load_questionnaire, questionnaire_title, shipped_questionnaires
from dpia.definitions.load import load_folder
from dpia.errors import DefinitionError
from dpia.i18n import LANGUAGES
from dpia.model import Text
from dpia.resources import shipped
from tests.unit.definition_samples import Copy


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "questionnaires")


def test_the_shipped_questionnaires_can_be_named_and_load() -> None:
    assert "messenger" in shipped_questionnaires()
    assert "common" not in shipped_questionnaires()
    for name in shipped_questionnaires():
        found = load_questionnaire(name)
        assert (found.id, found.languages) == (name, LANGUAGES)
        assert load_questionnaire(name) is found


def test_a_title_can_be_read_without_loading_the_whole() -> None:
    for name in shipped_questionnaires():
        assert questionnaire_title(name) == load_questionnaire(name).title


def test_a_questionnaire_may_do_without_reasons_for_a_review_of_its_own(copy: Copy) -> None:
    whole = load_folder(copy.own)
    copy.path("messenger/review.yaml").unlink()
    assert {one.id for one in load_folder(copy.own).review} < {one.id for one in whole.review}


def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(DefinitionError) as error:
        load_questionnaire("mesenger")
    assert error.value.key == "questionnaire-unknown"
    for language in LANGUAGES:
        message = error.value.message(language)
        assert "mesenger" in message
        assert "messenger" in message


def test_counts_and_head_of_the_messenger_questionnaire() -> None:
    q = load_questionnaire("messenger")
    assert (len(q.risks), len(q.measures), len(q.gates)) == (32, 55, 17)
    assert q.law_status == date(2026, 11, 23)
    assert [sheet.id for sheet in q.sheets] == [
        "master", "provider", "threshold", "data", "purposes", "description", "contacts", "devices",
        "groups", "alternatives", "interests", "measures", "own-measures", "risks", "own-risks", "involvement", "decision",
    ]  # fmt: skip
    for kind in (q.risks, q.measures, q.gates, q.rules):
        codes = [entry.code for entry in kind.values()]
        assert codes == sorted(codes)
        assert all(key == entry.id for key, entry in kind.items())


def test_the_table_of_measures_has_one_fixed_row_for_each() -> None:
    q = load_questionnaire("messenger")
    [table] = [table for table in q.tables() if table.id == "measures"]
    assert table.fixed
    assert [row.id for row in table.rows] == list(q.measures)
    rows = {row.id: row for row in table.rows}
    assert rows["training"].values["set"] == "baseline"
    assert "status" not in rows["training"].values
    assert rows["restrict-presence"].values["status"] == "not-planned"
    assert rows["works-agreement"].when == In("works-council", ("yes",))


def test_further_ways_to_meet_a_criterion() -> None:
    criteria = {c.code: c for c in load_questionnaire("messenger").criteria.values()}
    assert isinstance(criteria["C6"].met, Any)
    assert criteria["C6"].met.parts[0] == In("c6-matching", ("yes",))
    assert criteria["A1"].met == In("art35-3.evaluation", ("yes",))


def test_a_folder_of_the_users_is_like_the_shipped_one(copy: Copy) -> None:
    assert load_questionnaire(copy.own) == load_questionnaire("messenger")


def test_a_folder_alone_takes_what_is_common_from_the_program(copy: Copy, tmp_path: Path) -> None:
    alone = tmp_path / "mine" / "messenger"
    shutil.copytree(copy.own, alone)
    assert load_questionnaire(alone) == load_questionnaire("messenger")


def test_what_is_common_beside_the_folder_goes_before_the_programs(copy: Copy) -> None:
    copy.replace(
        "common/terms.yaml", "{de: Beschäftigte, en: employees}", "{de: Personal, en: staff}"
    )
    found = load_questionnaire(copy.own)
    assert found.terms["persons"]["employees"]["de"] == "Personal"
    assert found.digest != load_questionnaire("messenger").digest


def test_a_folder_may_have_another_name_than_its_questionnaire(copy: Copy) -> None:
    renamed = copy.own.rename(copy.root / "our-own")
    found = load_folder(renamed)
    assert (found.id, found.sheets) == ("messenger", load_questionnaire("messenger").sheets)
    head = renamed / "rules" / "large-group.yaml"
    head.write_text(
        head.read_text(encoding="utf-8").replace("[article]", "[hearsay]"), encoding="utf-8"
    )
    with pytest.raises(DefinitionError) as error:
        load_folder(renamed)
    assert error.value.faults["en"][0].startswith("our-own/rules/large-group.yaml:")


def test_a_folder_is_named_relative_to_where_the_user_is(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy.own)
    assert load_questionnaire(Path()).id == "messenger"


def test_a_folder_inside_an_archive_will_do_in_any_order(copy: Copy, tmp_path: Path) -> None:
    """A wheel that is imported without being unpacked; what is common is then the program's."""
    archive = tmp_path / "wheel.zip"
    files = sorted((path for path in copy.own.rglob("*") if path.is_file()), reverse=True)
    with zipfile.ZipFile(archive, "w") as packed:
        for path in files:
            packed.write(path, f"dpia/questionnaires/{path.relative_to(copy.root).as_posix()}")
    with zipfile.ZipFile(archive) as packed:
        folder = zipfile.Path(packed, "dpia/questionnaires/messenger/")
        assert load_folder(folder) == load_questionnaire("messenger")


def test_the_digest_changes_with_every_text_but_not_with_the_cases(copy: Copy) -> None:
    before = load_folder(copy.own).digest
    copy.write("messenger/cases/more.yaml", "[]")
    assert load_folder(copy.own).digest == before
    copy.replace("messenger/rules/large-group.yaml", "at_least: 16", "at_least: 17")
    assert load_folder(copy.own).digest != before


def test_norway_is_a_country_and_no_is_an_answer(copy: Copy) -> None:
    """Unquoted yes, no, on and off stay the words they are."""
    copy.replace(
        "messenger/questions/devices.yaml",
        "items:\n",
        """items:
  - question: country
    kind: choice
    text: {de: Land, en: Country}
    help: {de: Hilfe, en: Help}
    options:
      - {id: no, de: Norwegen, en: NO}
      - {id: on, de: Ontario, en: on}
    starter: no
    when: {question: mdm, is: yes}
    sources: [gdpr-35]
""",
    )
    [question] = [q for q in load_folder(copy.own).questions() if q.id == "country"]
    assert [option.id for option in question.options] == ["no", "on"]
    assert question.options[0].label == Text({"de": "Norwegen", "en": "NO"})
    assert question.starter == "no"
    assert question.when == In("mdm", ("yes",))


def test_shipped_folders_hold_yaml_and_nothing_that_is_overlooked() -> None:
    folders = [Path(str(shipped("questionnaires")))]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    others = [path for path in files if path.suffix != ".yaml" and not path.name.startswith(".")]
    assert {f"{path.parent.name}/{path.name}" for path in others} == {
        f"weights/{language}.txt" for language in LANGUAGES
    }
