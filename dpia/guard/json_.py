"""JSON from outside: bounded, strict, and never a traceback."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any, Never

from dpia.guard.limits import limit
from dpia.guard.subject import JSON, bytes_of


def read_json(path: Path | str, data: bytes | None = None) -> Any:  # noqa: ANN401  # any JSON
    """Return what a JSON file holds.

    Args:
        path: of the file; only for messages where the bytes are given.
        data: the bytes, if they are at hand; else they are read.

    Raises:
        FileError: it is not there, too large, no UTF-8, no JSON, nested too deeply, has a key twice, a number that is
            none (NaN) or of thousands of figures.
    """
    if data is None:
        data = bytes_of(Path(path), JSON)
    JSON.bounded("file", len(data), path)
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_unique,
            parse_int=_integer,
            parse_constant=_no_number,
        )
    except RecursionError as error:
        raise JSON.refusal("nested", path) from error
    except (ValueError, UnicodeDecodeError) as error:
        where = getattr(error, "lineno", None)
        raise JSON.refusal("damaged", path, line=where or "–") from error


def inflated_json(data: bytes) -> Any:  # noqa: ANN401  # any JSON
    """Return what packed JSON from a database holds: written by us, but the file lies on a share.

    Raises:
        ValueError: it is damaged, or unpacks to more than the limit.
    """
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, limit("json-file"))
        if not unpacker.eof:
            raise ValueError
        return json.loads(text)
    except (zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _integer(text: str) -> int:
    if len(text) > limit("json-figures"):
        raise ValueError
    return int(text)


def _no_number(_: str) -> Never:
    raise ValueError
