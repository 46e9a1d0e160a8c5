"""Strict YAML: what it reads, what it refuses, and on which line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dpia.yamlfile import YamlFault, line_of, load, parse

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("2026-11-24", "2026-11-24"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("0", 0),
        ("-2", -2),
        ("250", 250),
        ("0.5", 0.5),
        ("~", None),
        ("", None),
        ("'12'", "12"),
    ],
)
def test_text_stays_text(text: str, value: object) -> None:
    found = parse(f"a: {text}\n")
    assert found == {"a": value}
    assert repr(found) == repr({"a": value})


@pytest.mark.parametrize(
    ("text", "key", "line", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, "a"),
        ("a:\n  b: 1\n  b: 1\n", "yaml-duplicate-key", 3, "b"),
        ("1: x\n1: y\n", "yaml-duplicate-key", 2, "1"),
        ("a: 1\n b: 2\n", "yaml-syntax", 2, "mapping"),
        ("a: [1, 2\n", "yaml-syntax", 2, ""),
        ("a: !strange 1\n", "yaml-syntax", 1, "strange"),
        ("a: 1\n? [x, y]\n: 2\n", "yaml-syntax", 2, "x"),
        ("x: &x 1\n<<: {a: 1}\n", "yaml-syntax", 2, "merge"),
        ("a: &a [*a]\n", "yaml-syntax", 1, "recursive"),
        ("a: 1\nb: \x01\n", "yaml-syntax", 1, ""),
        ("a: 1\n---\nb: 2\n", "yaml-syntax", 2, "document"),
    ],
)
def test_a_fault_has_its_line(text: str, key: str, line: int, found: str) -> None:
    with pytest.raises(YamlFault) as fault:
        parse(text)
    assert (fault.value.key, fault.value.line) == (key, line)
    assert found in fault.value.found


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: Prüfung\n", encoding="utf-8")
    assert load(file) == {"a": "Prüfung"}
    file.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(YamlFault):
        load(file)


TEXT = """\
id: x
items:
  - question: a
    text:
      de: A
  - question: b
1: one
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("id",), 1),
        (("items",), 2),
        (("items", 0), 3),
        (("items", 0, "text", "de"), 5),
        (("items", 1, "question"), 6),
        (("items", 1, "text"), 6),
        (("items", 7), 2),
        (("items", "x"), 2),
        (("nothing", "here"), 1),
        (("id", "deeper"), 1),
        ((1,), 7),
    ],
)
def test_the_line_of_an_entry_or_of_its_nearest_parent(path: tuple[object, ...], line: int) -> None:
    assert line_of(TEXT, path) == line
