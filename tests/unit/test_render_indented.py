"""JSON written quickly is JSON as the standard library writes it, letter by letter."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dpia.render.indented import indented
from dpia.render.printable import _LINE_ENDS, _UNPRINTABLE, REPLACEMENT, printable_text

TEXTS = st.text(st.characters())
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(TEXTS, inner),
)


@given(PLAIN)
def test_any_plain_data(value: Any) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


@given(TEXTS)
def test_text_that_passes_at_once_would_not_have_been_changed(text: str) -> None:
    assert printable_text(text) == _UNPRINTABLE.sub(REPLACEMENT, _LINE_ENDS.sub("\n", text))


def test_each_single_character() -> None:
    for point in (*range(0xD800), *range(0xE000, 0x110000, 7), *range(0xFFF0, 0x10010)):
        text = chr(point)
        assert printable_text(text) == _UNPRINTABLE.sub(REPLACEMENT, _LINE_ENDS.sub("\n", text))
