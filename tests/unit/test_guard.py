"""What stands before every parser: each hostile file is refused for the one thing wrong with it, each good one read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.hostile_files import (
    DOCUMENT,
    SHEET,
    SUFFIX,
    Hostile,
    Kind,
    added,
    edited,
    good,
    hostile_files,
    packed,
    related,
    unpacked,
)
from dpia.errors import DpiaError
from dpia.guard.json_ import read_json
from dpia.guard.limits import BYTES, DEFAULTS, MEGABYTE, limit, limits_set
from dpia.guard.template import guarded_template
from dpia.guard.workbook import read_workbook_bytes
from dpia.terms.copy import read_copy
from dpia.workbook.guard import read_for_writing
from dpia.workbook.read import open_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = hostile_files()
DOCS = Path(__file__).resolve().parents[2] / "docs" / "limits.md"


def _workbook(path: Path) -> object:
    read_for_writing(path)
    return open_workbook(path)


READERS: dict[Kind, Callable[[Path], object]] = {
    "workbook": _workbook,
    "template": guarded_template,
    "docx terms": read_copy,
    "page": read_copy,
    "web archive": read_copy,
    "pdf": read_copy,
    "json": read_json,
}


def written(folder: Path, kind: Kind, data: bytes) -> Path:
    path = folder / f"given{SUFFIX[kind]}"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", READERS)
def test_a_good_file_is_read(tmp_path: Path, kind: Kind) -> None:
    assert READERS[kind](written(tmp_path, kind, good(kind)))


@pytest.mark.parametrize("hostile", FILES, ids=[f"{one.kind}: {one.name}" for one in FILES])
def test_a_hostile_file_is_refused_in_one_message(tmp_path: Path, hostile: Hostile) -> None:
    path = written(tmp_path, hostile.kind, hostile.make())
    with pytest.raises(DpiaError) as refused:
        READERS[hostile.kind](path)
    assert refused.value.key == hostile.reason
    assert refused.value.exit_code == (3 if hostile.kind == "template" else 1)
    for language in ("de", "en"):
        said = refused.value.message(language)
        assert path.name in said
        assert "\n" not in said
    assert refused.value.message("de") != refused.value.message("en")


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("workbook", "workbook-unpacked=1"),
        ("workbook", "workbook-members=5"),
        ("workbook", "workbook-elements=1000"),
        ("workbook", "workbook-styles=10"),
        ("template", "template-file=1KB"),
        ("docx terms", "terms-letters=100"),
        ("pdf", "terms-pages=2"),
        ("pdf", "terms-drawn=100"),
        ("page", "terms-elements=3"),
        ("json", "json-file=10"),
    ],
)
def test_the_message_on_a_limit_names_one_that_lets_the_file_through(
    tmp_path: Path, kind: Kind, setting: str
) -> None:
    path = written(tmp_path, kind, good(kind))
    more = [setting]
    for _ in range(100):
        with limits_set(more):
            try:
                assert READERS[kind](path)
                break
            except DpiaError as refused:
                named = re.findall(r"--limit (\S+)", refused.message("de"))
        assert len(named) == 1
        more = [*more, f"{named[0]}{'' if 'MB' in named[0] else '000'}"]
    else:
        pytest.fail("no limit that was named lets the file through")
    assert more != [setting]


def test_every_limit_is_documented_with_its_default() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+)( MB)? \|", DOCS.read_text("utf-8"), re.MULTILINE)
    told = {name: int(value) * (MEGABYTE if unit else 1) for name, value, unit in rows}
    assert told == dict(DEFAULTS)
    assert {name for name, _, unit in rows if unit} == set(BYTES)


def test_a_limit_is_what_was_set_last() -> None:
    with limits_set(["terms-pages=7"]), limits_set(["terms-pages=9", "json-file=2KB"]):
        assert (limit("terms-pages"), limit("json-file")) == (9, 2000)
    assert limit("terms-pages") == DEFAULTS["terms-pages"]


# What must not be refused


def test_a_template_made_with_a_local_template_and_with_links_to_click_on() -> None:
    for kind, target in (
        ("attachedTemplate", "file:///C:\\Vorlagen\\Kanzlei.dotx"),
        ("attachedTemplate", "Normal.dotm"),
        ("hyperlink", "https://www.edpb.europa.eu/"),
    ):
        data = related(kind, target)
        assert guarded_template("vorlage.docx", data) == data


def test_an_archive_that_is_only_stored_and_one_with_a_comment(tmp_path: Path) -> None:
    stored = packed(unpacked(good("workbook")), zipfile.ZIP_STORED)
    target = io.BytesIO(good("workbook"))
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = b"from the head office"
    for data in (stored, target.getvalue()):
        assert _workbook(written(tmp_path, "workbook", data))


def test_parts_in_utf_16_are_read(tmp_path: Path) -> None:
    sheet = unpacked(good("workbook"))[SHEET].decode()
    assert not sheet.startswith("<?")
    wide = b"\xff\xfe" + f'<?xml version="1.0" encoding="UTF-16"?>{sheet}'.encode("utf-16-le")
    path = written(tmp_path, "workbook", added(good("workbook"), SHEET, wide))
    opened = open_workbook(path)
    path.write_bytes(good("workbook"))
    assert opened.sheets == open_workbook(path).sheets


@pytest.mark.parametrize("quote", [b'"', b"'"])
@pytest.mark.parametrize("wide", [False, True])
def test_areas_are_counted_however_they_are_written(
    tmp_path: Path, quote: bytes, *, wide: bool
) -> None:
    merged = b"<mergeCells><mergeCell a='>'\n ref = %sA1:C9%s/></mergeCells>" % (quote, quote)
    sheet = unpacked(good("workbook"))[SHEET]
    before = read_workbook_bytes(written(tmp_path, "workbook", good("workbook")))[1].areas
    changed = sheet.replace(b"</sheetData>", b"</sheetData>" + b" " * 300_000 + merged, 1)
    if wide:
        changed = b"\xff\xfe" + changed.decode().encode("utf-16-le")
    path = written(tmp_path, "workbook", added(good("workbook"), SHEET, changed))
    assert read_workbook_bytes(path)[1].areas == before + 27


def test_a_part_that_nobody_needs_may_be_broken(tmp_path: Path) -> None:
    data = added(good("workbook"), "customXml/item9.xml", b"<not closed")
    assert _workbook(written(tmp_path, "workbook", data))


def test_text_of_a_template_that_names_a_field_is_no_field() -> None:
    text = b"<w:p><w:r><w:t>DDEAUTO</w:t></w:r></w:p><w:sectPr"
    data = edited(good("template"), DOCUMENT, b"<w:sectPr", text)
    assert guarded_template("vorlage.docx", data) == data
