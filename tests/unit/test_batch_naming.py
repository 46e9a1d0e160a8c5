"""Which workbooks a command line means, and what is said of the files that are passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dpia.batch.naming import LeftOut, Named, names_one, workbooks_of


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lay(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def named(*arguments: str) -> Named:
    return workbooks_of([Path(one) for one in arguments])


def names(found: Named) -> list[str]:
    return [one.as_posix() for one in found.workbooks]


def test_a_folder_stands_for_its_workbooks_in_the_order_people_count() -> None:
    lay("in/b 10.xlsx", "in/b 2.XLSX", "in/A.xlsx", "in/below/c.xlsx", "in/note.docx")
    found = named("in")
    assert names(found) == ["in/A.xlsx", "in/b 2.XLSX", "in/b 10.xlsx"]
    assert found.found == set(found.workbooks)


def test_a_pattern_is_expanded_here_also_through_folders_below() -> None:
    lay("a.xlsx", "b.xlsx", "x/y/c.xlsx", "b.docx")
    assert names(named("*.xlsx")) == ["a.xlsx", "b.xlsx"]
    assert names(named("**/*.xlsx")) == ["a.xlsx", "b.xlsx", "x/y/c.xlsx"]
    assert names(named("[a-b].xlsx")) == ["a.xlsx", "b.xlsx"]


def test_a_file_with_brackets_in_its_name_is_no_pattern() -> None:
    lay("answers [1].xlsx")
    assert names_one([Path("answers [1].xlsx")])
    assert names(named("answers [1].xlsx")) == ["answers [1].xlsx"]


def test_a_workbook_named_twice_is_assessed_once_and_where_it_was_first() -> None:
    lay("in/a.xlsx", "in/b.xlsx")
    found = named("in/b.xlsx", "in", os.path.join("in", "..", "in", "a.xlsx"))  # noqa: PTH118
    assert names(found) == ["in/b.xlsx", "in/a.xlsx"]
    assert found.found == {Path("in/a.xlsx")}, "what was named by itself has to be a questionnaire"


def test_lock_files_and_leftovers_are_no_workbooks() -> None:
    lay("in/~$a.xlsx", "in/.~lock.a.xlsx#", "in/.~dpia-1-2-3.xlsx", "in/a.xlsx")
    found = named("in", "*/*.xlsx")
    assert (names(found), found.left_out) == (["in/a.xlsx"], ())


def test_other_spreadsheets_are_left_out_with_a_reason() -> None:
    lay("in/a.xlsx", "in/b.ods", "in/c.XLS", "in/d.xlsm")
    found = named("in")
    assert names(found) == ["in/a.xlsx", "in/d.xlsm"], "reading says what is wrong with macros"
    assert [(one.file.name, one.why) for one in found.left_out] == [
        ("b.ods", "kind"),
        ("c.XLS", "kind"),
    ]


def test_a_marked_copy_gives_way_to_its_workbook_however_it_was_named() -> None:
    lay("a.xlsx", "a.checked.xlsx", "a.checked-2.xlsx", "other/a.checked.xlsx")
    found = named("a.checked.xlsx", "a.xlsx", "a.checked-2.xlsx", "other")
    assert names(found) == ["a.xlsx", "other/a.checked.xlsx"]
    assert found.left_out == (
        LeftOut(Path("a.checked.xlsx"), "copy", Path("a.xlsx")),
        LeftOut(Path("a.checked-2.xlsx"), "copy", Path("a.xlsx")),
    )


def test_of_several_copies_alone_the_last_is_taken() -> None:
    lay("a.checked.xlsx", "a.checked-2.xlsx", "a.checked-10.xlsx")
    found = named("*.xlsx")
    assert names(found) == ["a.checked-10.xlsx"]
    assert [one.file.name for one in found.left_out] == ["a.checked.xlsx", "a.checked-2.xlsx"]


def test_where_nothing_is_found_it_is_said() -> None:
    Path("empty").mkdir()
    found = named("empty", "*.xlsx", "missing.xlsx")
    assert found.nothing == (Path("empty"), Path("*.xlsx"))
    assert names(found) == ["missing.xlsx"], "reading says that it is not there"


def test_only_a_single_file_is_no_batch() -> None:
    Path("in").mkdir()
    assert names_one([Path("a.xlsx")])
    assert not names_one([Path("in")])
    assert not names_one([Path("*.xlsx")])
    assert not names_one([Path("a.xlsx"), Path("b.xlsx")])
