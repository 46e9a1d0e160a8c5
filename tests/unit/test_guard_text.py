"""Text enters once: what can stay stays letter by letter, what cannot is seen and counted."""

from __future__ import annotations

import io
import unicodedata

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.guard.text import LONGEST, REPLACEMENT, cut_to_cell, entered, utf16_units
from dpia.workbook.strings import escaped, load_as_stored, unescaped

CARRIED = st.characters(
    codec="utf-8",
    exclude_characters=[
        *map(chr, range(32)),
        *map(chr, range(0x7F, 0xA0)),
        *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff",
    ],
)
"""What documents carry, but for tab and line feed."""


@pytest.mark.no_cover
@given(st.text(CARRIED | st.sampled_from("\n\t")))
def test_what_documents_carry_stays_letter_by_letter(text: str) -> None:
    found = entered(text)
    assert (found.text, dict(found.changes)) == (text.strip(), {})


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_vanishes_and_every_other_letter_stays(text: str) -> None:
    found = entered(text)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    replaced = sum(n for name, n in found.changes if name not in {"line-end", "long"})
    marks = sum(
        1
        for character in plain
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\x0b\x0c\x85"
    )
    marks += sum(
        map(plain.count, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
    )
    assert replaced == marks
    assert found.text.count(REPLACEMENT) == plain.count(REPLACEMENT) + marks
    found.text.encode()


@given(st.text(st.characters(exclude_categories=())))
def test_text_that_has_entered_enters_again_unchanged(text: str) -> None:
    once = entered(text).text
    again = entered(once)
    assert again.text == once
    assert dict(again.changes).keys() <= {"long"}


@pytest.mark.parametrize(
    ("text", "becomes", "changes"),
    [
        ("a\x07b\x00", f"a{REPLACEMENT}b{REPLACEMENT}", {"control": 2}),
        ("\x1fa", f"{REPLACEMENT}a", {"control": 1}),
        ("\x9b31m", f"{REPLACEMENT}31m", {"control": 1}),
        ("a\ud83d", f"a{REPLACEMENT}", {"surrogate": 1}),
        ("\ufffe\uffff", REPLACEMENT * 2, {"noncharacter": 2}),
        ("kein\u202erhi\u202c Zugriff", f"kein{REPLACEMENT}rhi{REPLACEMENT} Zugriff", {"direction": 2}),
        ("a\u2028b\x0bc\x85d", "a\nb\nc\nd", {"line-end": 3}),
        ("a\r\nb\rc", "a\nb\nc", {}),
        ("=1+1", "=1+1", {}),
        ("{{ secret }}", "{{ secret }}", {}),
        ("x" * (LONGEST + 1), "x" * (LONGEST + 1), {"long": LONGEST + 1}),
        ("😀" * 16_384, "😀" * 16_384, {"long": 32_768}),
    ],
)  # fmt: skip
def test_what_is_changed_is_named(text: str, becomes: str, changes: dict[str, int]) -> None:
    found = entered(text)
    assert (found.text, dict(found.changes)) == (becomes, changes)


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("_x05FAD"), max_size=60))
def test_what_is_escaped_is_read_as_it_was(text: str) -> None:
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    assert unescaped(escaped(text)) == joined


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("_x005F_x0041_", "_x0041_"),
        ("_x005F_x0041_x005F_x0042_", "_x0041_x0042_"),
        ("_x0041_", "_x0041_"),  # no program escapes a letter: somebody else wrote it so
        ("a_x0007_b_x000D_\n", "a\x07b\r\n"),
        ("_xD83D__xDE00_", "😀"),
        ("max005F_5", "max005F_5"),
        ("_x005F_", "_x005F_"),
    ],
)
def test_escapes_of_spreadsheet_programs(stored: str, read: str) -> None:
    assert unescaped(stored) == read


def test_shared_texts_are_read_as_they_are_stored() -> None:
    book = openpyxl.Workbook()
    texts = ["max005F_5", "_x005F_x0041_", "plain"]
    for row, text in enumerate(texts, 1):
        book.worksheets[0].cell(row, 1).value = text
    target = io.BytesIO()
    book.save(target)
    book.close()
    for read_only in (True, False):
        loaded = load_as_stored(target, read_only=read_only)
        found = [row[0] for row in loaded.worksheets[0].iter_rows(max_col=1, values_only=True)]
        loaded.close()
        assert found == texts


@pytest.mark.no_cover
@given(st.text(st.characters(codec="utf-8"), max_size=20), st.integers(0, 3))
def test_a_text_is_cut_to_what_a_cell_holds_and_never_inside_a_character(
    tail: str, by: int
) -> None:
    text = "ä" * (LONGEST - by) + "😀" + tail
    cut = cut_to_cell(text, "[…]")
    assert utf16_units(cut) <= LONGEST
    if utf16_units(text) <= LONGEST:
        assert cut == text
    else:
        assert cut.endswith("[…]")
        assert text.startswith(cut.removesuffix("[…]"))
        assert utf16_units(cut) >= LONGEST - 1
