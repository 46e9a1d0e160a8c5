"""JSON as people read it: the text of json.dumps with an indent, which the standard library writes in Python only."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

_LISTS = (list, tuple)
_WORDS = {None: "null", True: "true", False: "false"}


def indented(value: Any) -> str:  # noqa: ANN401  # nested plain data of any depth
    """Return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True), for keys that are texts."""
    return _written(value, "\n")


def _written(value: Any, line: str) -> str:  # noqa: ANN401
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        inner = f"{line}  "
        entries = [f"{encode_basestring(k)}: {_written(value[k], inner)}" for k in sorted(value)]
        return f"{{{inner}{f',{inner}'.join(entries)}{line}}}"
    if isinstance(value, _LISTS) and value:
        inner = f"{line}  "
        return f"[{inner}{f',{inner}'.join([_written(one, inner) for one in value])}{line}]"
    return _WORDS.get(value, "") if value is None or isinstance(value, bool) else json.dumps(value)
